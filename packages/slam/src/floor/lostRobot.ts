import type { ScanPoints } from '@homebound/lidar';
import { between, compose, hypot, identity, type SE2, type StampedPose } from '@homebound/math';
import { type Localisation, Localiser } from '../localise/localiser.ts';
import type { MapPlace } from '../localise/sameHome.ts';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { type Prediction, ScanMatcher } from '../match/scanMatcher.ts';
import type { SlamOptions } from '../options.ts';

/** Reads of the stored maps that a slice of the search may take: under 20 ms. */
const SEARCH_BUDGET = 1_000_000;
/** Odometry between two scans of a robot that may just have been carried: loosely. */
const SIGMA_M = 0.1;
const SIGMA_RAD = 0.1;
/** The small map is drawn after so much motion. */
const DRAW_STEP_M = 0.05;
const DRAW_TURN_RAD = 0.05;

/**
 * A robot that does not know its place: it draws a small map of its own as it goes, in a frame that begins where it got lost,
 * and looks for what it sees in the known maps.
 */
export class LostRobot {
  readonly #map: OccupancyMap;
  readonly #matcher: ScanMatcher;
  readonly #localiser: Localiser;
  #T_local_base: SE2 = identity;
  #T_odom_base: SE2;
  #T_local_drawn: SE2 | undefined;
  #way_m = 0;
  /** Where it was since it got lost, in its own frame, newest last. */
  readonly #track: StampedPose[] = [];

  /** @param expected where it stands if odometry is right; absent when it was in the air, or has just woken up */
  constructor(options: SlamOptions, maps: readonly OccupancyMap[], T_odom_base: SE2, expected?: MapPlace) {
    this.#map = new OccupancyMap(options.map);
    this.#matcher = new ScanMatcher(this.#map, options.match);
    this.#localiser = new Localiser(maps, { match: options.match }, expected);
    this.#T_odom_base = T_odom_base;
  }

  /** Way driven since it got lost. */
  get way_m(): number {
    return this.#way_m;
  }

  /** Where it is in its own frame. */
  get T_local_base(): SE2 {
    return this.#T_local_base;
  }

  /** Its poses since it got lost, in its own frame. */
  get track(): readonly StampedPose[] {
    return this.#track;
  }

  /** Takes a scan: follows it in the small map, and weighs the places that it may show. */
  addScan(points: ScanPoints, T_odom_base: SE2): Localisation {
    const moved = between(this.#T_odom_base, T_odom_base);
    this.#T_odom_base = T_odom_base;
    this.#way_m += hypot(moved.x, moved.y);
    const match = this.#matcher.match(points, this.#predict(moved));
    this.#T_local_base = match.T_map_base;
    if (match.isClear) this.#draw(points);
    this.#track.push({ stamp_s: points.stamp_s, T: this.#T_local_base });
    if (this.#track.length > MAX_TRACK) this.#track.shift();
    return this.#localiser.addScan(points, this.#T_local_base);
  }

  /** Goes on searching; returns whether there is nothing left to search for the scans taken so far. */
  work(): boolean {
    return this.#localiser.work(SEARCH_BUDGET);
  }

  #predict(moved: SE2): Prediction {
    const T_map_base = compose(this.#T_local_base, moved);
    const way_m = hypot(moved.x, moved.y);
    const turn_rad = Math.abs(moved.theta);
    return { T_map_base, sigma_m: SIGMA_M, sigma_rad: SIGMA_RAD, way_m, turn_rad, alternatives: [this.#T_local_base] };
  }

  #draw(points: ScanPoints): void {
    const last = this.#T_local_drawn;
    if (last !== undefined) {
      const { x, y, theta } = between(last, this.#T_local_base);
      if (hypot(x, y) < DRAW_STEP_M && Math.abs(theta) < DRAW_TURN_RAD) return;
    }
    this.#T_local_drawn = this.#T_local_base;
    this.#map.insert(points, this.#T_local_base);
  }
}

/** An hour of a lost robot's poses is of no use to anybody. */
const MAX_TRACK = 3000;
