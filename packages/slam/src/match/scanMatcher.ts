import type { ScanPoints } from '@homebound/lidar';
import { angleDiff, hypot, type SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { defaultMatchOptions, type MatchOptions } from '../options.ts';
import { type Alignment, align, type PosePrior } from './align.ts';
import { holdWeakDirection } from './covariance.ts';
import { type MatchEvidence, weighEvidence } from './evidence.ts';
import { fitNormals } from './normals.ts';
import { searchWindow } from './search.ts';
import { UsualFit } from './usualFit.ts';

/** A guess by odometry, and the motion that it was made from: wheels may have spun on the spot. */
export interface Prediction extends PosePrior {
  readonly way_m: number;
  readonly turn_rad: number;
  /** Where the robot would be if odometry were wrong in the usual ways: it stood still, or it moved on as before. */
  readonly alternatives: readonly SE2[];
  /** Odometry as far as it was right lately: holds a scan of which the map shows little; absent where nobody can tell. */
  readonly trusted?: PosePrior;
}

/** A pose for a scan, with the evidence for it. */
export interface ScanMatch extends Alignment, MatchEvidence {
  /** Whether the scan is believed; when false `T_map_base` is the prediction. */
  readonly matched: boolean;
  /** Whether it fits so well that the map may learn from it. */
  readonly isClear: boolean;
  readonly searched: boolean;
  /** Whether it is believed so far from odometry that no wheel explains it: the next scans should say the same. */
  readonly jumped: boolean;
}

/** How many places of the search are refined. */
const CANDIDATES = 3;
/**
 * A searched place must beat the gradient's by this share of inliers, and by so much more for every standard deviation that
 * it lies away from odometry: in a corridor with a person in it many places look a little better.
 */
const MARGIN = 0.05;
const MARGIN_PER_SIGMA = 0.02;
/** A jump must fit nearly as well as scans do where they fit: wheels that slip don't change the room. */
const JUMP_SHARE = 0.9;
/** What a push or a bump adds to the way and turn that wheels may be wrong by. */
const WHEELS_M = 0.1;
const WHEELS_RAD = 0.1;
/** A match farther from odometry than this, in standard deviations, is in doubt however well it fits. */
const MAX_SURPRISE = 4;
/** With less of the scan than this in seen space there is too little to judge by, and nothing to search in. */
const MIN_OVERLAP = 0.2;
/** With less than this the few points that the map shows don't hold a scan by themselves: a corner of it turns the rest. */
const HELD_OVERLAP = 0.3;
/** The search never grows past this, whatever odometry says: about 5 ms. */
const MAX_WINDOW_M = 0.8;
const MAX_WINDOW_RAD = 0.7;
/** How fast the usual noise follows: about the last 20 scans. */
const HABIT = 0.05;

/** The ends of a wall are looked for within so many standard deviations of the noise, and in so many cells at most. */
const SPREAD = 3;
const MAX_REACH_CELLS = 4;

/** How far a pose lies from where odometry puts it, in standard deviations. */
export function surprise(T_map_base: SE2, prior: PosePrior): number {
  const { x, y, theta } = prior.T_map_base;
  const m = hypot(T_map_base.x - x, T_map_base.y - y) / prior.sigma_m;
  const rad = angleDiff(T_map_base.theta, theta) / prior.sigma_rad;
  return hypot(m, rad);
}

/** Whether a pose lies farther from odometry's than wheels err that spin on the spot or run the other way. */
function isBeyondWheels(T_map_base: SE2, { T_map_base: T, way_m, turn_rad }: Prediction): boolean {
  const off_m = hypot(T_map_base.x - T.x, T_map_base.y - T.y);
  const off_rad = Math.abs(angleDiff(T_map_base.theta, T.theta));
  return off_m > 2 * way_m + WHEELS_M || off_rad > 2 * turn_rad + WHEELS_RAD;
}

/** Share of all points that lie on something the map knows. */
function explainedShare({ inlierRatio, overlap }: MatchEvidence): number {
  return inlierRatio * overlap;
}

/** Matches scans to a map in two stages: gradient from the prediction; if in doubt, a search around it, then gradient again. */
export class ScanMatcher {
  #map: OccupancyMap;
  readonly #options: MatchOptions;
  readonly #usual = new UsualFit();
  #normals = new Float64Array(0);
  // How far the lidar's points scatter across a surface.
  #noise_m: number | undefined;

  constructor(map: OccupancyMap, options: Partial<MatchOptions> = {}) {
    this.#map = map;
    this.#options = { ...defaultMatchOptions, ...options };
  }

  /** Matches to another map from now on. */
  useMap(map: OccupancyMap): void {
    this.#map = map;
  }

  match(points: ScanPoints, prediction: Prediction): ScanMatch {
    if (this.#normals.length < 2 * points.hits) this.#normals = new Float64Array(points.pts_base.length);
    this.#noteNoise(fitNormals(points.pts_base, points.hits, this.#normals));
    const first = this.#tryFirst(points, prediction);
    const needed = this.#options.doubtBelow * this.#usual.ratio;
    const isSurprising = surprise(first.T_map_base, prediction) > MAX_SURPRISE;
    const isInDoubt = (first.inlierRatio < needed || isSurprising) && first.overlap >= MIN_OVERLAP;
    const best = isInDoubt ? this.#search(points, prediction, first, needed) : first;
    const isFar = surprise(best.T_map_base, prediction) > MAX_SURPRISE;
    const isJump = isFar && isBeyondWheels(best.T_map_base, prediction);
    const isClear = !isInDoubt || best.inlierRatio >= (isJump ? this.#neededToJump(needed) : needed);
    this.#usual.note(best, isClear);
    // A pose in doubt is believed where odometry does not speak against it.
    const matched = isClear || (best.inlierRatio >= this.#options.refuseBelow && !isFar);
    return {
      ...best,
      T_map_base: matched ? best.T_map_base : prediction.T_map_base,
      matched,
      isClear,
      searched: isInDoubt,
      jumped: matched && isJump,
    };
  }

  /** From the prediction; what the map hardly shows can't correct odometry by more than odometry usually errs. */
  #tryFirst(points: ScanPoints, prediction: Prediction): Alignment & MatchEvidence {
    const { trusted, T_map_base } = prediction;
    const free = this.#tryFrom(points, prediction, T_map_base);
    if (trusted === undefined || free.overlap >= HELD_OVERLAP) return free;
    return this.#tryFrom(points, trusted, T_map_base);
  }

  #search(
    points: ScanPoints,
    prediction: Prediction,
    first: Alignment & MatchEvidence,
    clear: number,
  ): Alignment & MatchEvidence {
    const { search_m, search_rad } = this.#options;
    const { way_m, turn_rad, T_map_base } = prediction;
    // Wide enough to find a robot that did not move at all while its wheels spun.
    const window_m = Math.min(MAX_WINDOW_M, Math.max(search_m, way_m + 0.1));
    const window_rad = Math.min(MAX_WINDOW_RAD, Math.max(search_rad, 0.5 * turn_rad));
    // A place far from odometry is judged by the scan: the prior is let out to the window's size.
    const wide: PosePrior = { T_map_base, sigma_m: window_m, sigma_rad: window_rad };
    const places = searchWindow(this.#map, points.pts_base, points.hits, T_map_base, window_m, window_rad, CANDIDATES);
    let best = first;
    let bestGain = 0;
    const firstShare = explainedShare(first);
    // Wheels that spun over metres between two scans are no guess but a search of the whole map.
    const within: PosePrior = { T_map_base, sigma_m: MAX_WINDOW_M, sigma_rad: MAX_WINDOW_RAD };
    const alternatives = prediction.alternatives.filter((place) => surprise(place, within) <= 1);
    for (const place of [...alternatives, ...places]) {
      const found = this.#tryFrom(points, wide, place);
      const sigmas = surprise(found.T_map_base, prediction);
      const gain = explainedShare(found) - firstShare - MARGIN - MARGIN_PER_SIGMA * sigmas;
      // A jump needs a clear fit, not just a better one, and in seen space: where nobody looked anything fits.
      const isJump = sigmas > MAX_SURPRISE && isBeyondWheels(found.T_map_base, prediction);
      const needed = isJump ? this.#neededToJump(clear) : clear;
      if (found.inlierRatio < needed || found.overlap < MIN_OVERLAP || gain <= bestGain) continue;
      best = found;
      bestGain = gain;
    }
    return best;
  }

  #neededToJump(needed: number): number {
    return Math.max(needed, JUMP_SHARE * this.#usual.ratioWhenClear);
  }

  #noteNoise(noise_m: number): void {
    this.#noise_m ??= noise_m;
    this.#noise_m += HABIT * (noise_m - this.#noise_m);
  }

  /** Cells to either side of a wall's middle over which noise spreads its ends. */
  get #reach_cells(): number {
    const spread_cells = (SPREAD * this.#noise_m!) / this.#map.resolution_m;
    return Math.min(MAX_REACH_CELLS, Math.max(1, Math.round(spread_cells)));
  }

  #tryFrom(points: ScanPoints, prior: PosePrior, start: SE2): Alignment & MatchEvidence {
    const alignment = align(
      this.#map,
      points.pts_base,
      this.#normals,
      points.hits,
      prior,
      this.#options,
      start,
      this.#reach_cells,
    );
    const T_map_base = holdWeakDirection(alignment.T_map_base, prior.T_map_base, alignment.information);
    const { pts_base, hits } = points;
    return {
      ...alignment,
      T_map_base,
      ...weighEvidence(this.#map, pts_base, hits, T_map_base, this.#options.inlier_m),
    };
  }
}
