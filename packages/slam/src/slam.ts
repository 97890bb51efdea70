import type { OccupancyGrid } from '@homebound/grid';
import { type ScanPoints, ScanProjector } from '@homebound/lidar';
import {
  angleDiff,
  between,
  compose,
  hypot,
  identity,
  inverse,
  PoseBuffer,
  type SE2,
  type StampedPose,
} from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import type { MapCorrection } from './backend/backEnd.ts';
import type { LoopCounts } from './backend/loopCloser.ts';
import { Trajectory } from './backend/trajectory.ts';
import { checksumOf } from './checksum.ts';
import { type Belief, Doubt } from './floor/doubt.ts';
import { Floor } from './floor/floor.ts';
import { JumpWatch } from './floor/jumpWatch.ts';
import { LostRobot } from './floor/lostRobot.ts';
import { floorFromStored, floorToStored, type StoredFloor } from './floor/storedFloor.ts';
import type { MapPlace } from './localise/sameHome.ts';
import { type CellRect, TILE_SIDE } from './map/tileMap.ts';
import type { PosePrior } from './match/align.ts';
import { matchCovariance, poseUncertainty } from './match/covariance.ts';
import { PoseFilter } from './match/poseFilter.ts';
import { type Prediction, type ScanMatch, ScanMatcher, surprise } from './match/scanMatcher.ts';
import { OdometryTrust } from './odometry/odometryTrust.ts';
import { PoseTrail } from './odometry/poseTrail.ts';
import {
  checkOptions,
  defaultMatchOptions,
  defaultOdometryNoise,
  defaultSlamOptions,
  type OdometryNoise,
  type SlamOptions,
} from './options.ts';
import { asEvidence, type ScanRefusal, type ScanResult } from './scanResult.ts';

/** Trust in odometry follows the surprises of about the last three scans: down to a tenth of what its noise is given as, never above it. */
const SURPRISE_SHARE = 0.3;
const MAX_INFLATION = 10;
/** With less of a scan in seen space than this a match says little about odometry. */
const INFORMED_OVERLAP = 0.4;
/** Neighbouring key frames hang on the same walls, so that what drifts from one to the next is about half of what either is off. */
const VIEWS_SHARED = 4;
/** A lidar that sees this much has no back: 320 degrees. */
const ALL_ROUND_RAD = 5.6;
/** A scan of which less lies in seen space begins a map or a new part of it: so many are drawn while the robot stands there. */
const THIN_OVERLAP = 0.5;
const THIN_SCANS = 15;
/** What scans may fit as usual at a place that was believed because odometry told it, though much does not fit. */
const EXPECTED_FIT = 0.5;
/** Odometry that has moved less since has not moved: two steps of an encoder. */
const REST_M = 1e-3;
const REST_RAD = 1e-3;
/** What a scan tells that was not believed. */
const NO_INFORMATION = new Float64Array(9);

/** Where a robot stands: the correction of odometry, and the last scan that matched with the motion since the one before. */
interface Standing {
  readonly T_map_odom: SE2;
  readonly T_odom_matched: SE2;
  readonly T_map_matched: SE2;
  readonly lastMotion: SE2;
}

/**
 * Builds the map and finds the robot in it, scan by scan: predict by odometry, match the scan to the map, draw it.
 * The `map` frame is the base's pose at the first odometry pose. Same inputs in the same order, same bits out.
 */
export class Slam {
  readonly options: SlamOptions;
  readonly #noise: OdometryNoise;
  #projector: ScanProjector;
  /** The floors known; the robot is on one of them, or lost. */
  readonly #floors: Floor[];
  #floor: Floor;
  #lost: LostRobot | undefined;
  #doubt = new Doubt();
  readonly #jump = new JumpWatch<Standing>();
  #isKnownHome = false;
  #isLifted = false;
  #seesAllRound = false;
  readonly #trajectory: Trajectory | undefined;
  readonly #matcher: ScanMatcher;
  readonly #odometry: PoseBuffer;
  // Odometry that tells how sure it is; empty for one that doesn't.
  readonly #trail: PoseTrail;
  readonly #filter: PoseFilter;
  readonly #lookup: (stamp_s: number) => SE2 | undefined;
  #T_map_odom: SE2 | undefined;
  #lastScan_s = Number.NEGATIVE_INFINITY;
  // As of the last scan that matched: odometry, the pose, and the motion since the one before.
  #T_odom_matched: SE2 = identity;
  #T_map_matched: SE2 = identity;
  #lastMotion: SE2 = identity;
  // Odometry that was wrong a moment ago (a wheel spins, the robot pushes) is likely wrong still.
  #inflation = 1;
  readonly #trust = new OdometryTrust();
  #T_map_drawn: SE2 | undefined;
  #T_odom_drawn: SE2 = identity;
  #drawnHere = 0;

  /** @param floors stored maps that the robot may be in; absent = it begins a new one where it stands */
  constructor(options: Partial<SlamOptions> = {}, floors: readonly StoredFloor[] = []) {
    this.options = { ...defaultSlamOptions, ...options };
    this.#noise = { ...defaultOdometryNoise, ...this.options.odometry };
    checkOptions(this.options, this.#noise);
    this.#projector = new ScanProjector(this.options.projector);
    this.#floors = floors.map((stored) => floorFromStored(stored, this.options));
    this.#isKnownHome = floors.length > 0;
    if (floors.length === 0) this.#floors.push(new Floor(this.options));
    this.#floor = this.#floors[0];
    this.#matcher = new ScanMatcher(this.#floor.map, this.options.match);
    if (this.options.keepTrajectory) this.#trajectory = new Trajectory();
    this.#odometry = new PoseBuffer(this.options.keepOdometry_s);
    this.#trail = new PoseTrail(this.options.keepOdometry_s);
    this.#filter = new PoseFilter(this.options.match.pointNoise_m ?? defaultMatchOptions.pointNoise_m);
    this.#lookup = (stamp_s) => this.#odometry.at(stamp_s, this.options.extrapolate_s);
  }

  /** The correction of the odometry frame as of the last scan; `undefined` before the first odometry. */
  get T_map_odom(): SE2 | undefined {
    return this.place === 'lost' ? undefined : this.#T_map_odom;
  }

  /**
   * Whether the robot knows where it is: `mapping` a home that is new, `located` in one that was known before, or `lost`.
   * A lost robot finds itself by what it sees as it goes.
   */
  get place(): 'mapping' | 'located' | 'lost' {
    const isAsleep = this.#isKnownHome && this.#T_map_odom === undefined;
    // In the air, and until a scan says that it was put down where it was, nobody knows.
    const isCarried = this.#isLifted || this.#doubt.isSuspicious;
    if (this.#lost !== undefined || isAsleep || isCarried) return 'lost';
    return this.#isKnownHome ? 'located' : 'mapping';
  }

  /** The floor that the robot is on, or was when it got lost, counted from 0 in the order of the stored ones. */
  get floor(): number {
    return this.#floors.indexOf(this.#floor);
  }

  /** The base in the map at a time that odometry covers, `undefined` elsewhere: the smooth pose between scans. */
  poseAt(stamp_s: number): SE2 | undefined {
    const T_odom_base = this.#lookup(stamp_s);
    return T_odom_base && this.T_map_odom && compose(this.T_map_odom, T_odom_base);
  }

  /**
   * Takes the next pose of smooth odometry; returns false for one that is not newer than the last, which is dropped.
   * @param covariance of x, y, theta in the odom frame since the start, row-major [3, 3], as nav_msgs/Odometry has it. With
   *   it odometry is weighed against each match by the noise of either; without, the match decides.
   */
  addOdometry(stamp_s: number, T_odom_base: SE2, covariance?: Float64Array): boolean {
    if (!Number.isFinite(stamp_s + T_odom_base.x + T_odom_base.y + T_odom_base.theta))
      throw new RangeError(
        `Cannot add odometry: numbers must be finite, got (${T_odom_base.x}, ${T_odom_base.y}, ${T_odom_base.theta}) at ${stamp_s} s`,
      );
    if (this.#T_map_odom === undefined) {
      this.#T_map_matched = this.options.T_map_start ?? identity;
      this.#T_map_odom = compose(this.#T_map_matched, inverse(T_odom_base));
      this.#T_odom_matched = T_odom_base;
      if (this.#isKnownHome) this.#getLost(T_odom_base);
    }
    const isNewer = this.#odometry.add(stamp_s, T_odom_base);
    if (isNewer && covariance !== undefined) this.#trail.add({ stamp_s, T_odom_base, covariance });
    return isNewer;
  }

  /** Matches a scan to the map and draws it. Throws RangeError for a scan whose geometry can't be. */
  addScan(scan: ScanRecord): ScanResult {
    const refusal = this.#whyNot(scan);
    if (refusal !== undefined) return { ok: false, reason: refusal };
    const points = this.#projector.project(scan, this.#lookup);
    if (points === undefined) return { ok: false, reason: 'beforeOdometry' };
    this.#lastScan_s = points.stamp_s;
    this.#seesAllRound = Math.abs(scan.angleIncrement_rad) * scan.ranges_m.length >= ALL_ROUND_RAD;
    if (points.hits < this.options.minReturns) return { ok: false, reason: 'tooFewReturns' };

    const T_odom_base = this.#lookup(points.stamp_s)!;
    if (this.#isLifted) return { ok: false, reason: 'lifted' };
    if (this.#lost !== undefined && !this.#finds(this.#lost, points, T_odom_base)) return { ok: false, reason: 'lost' };
    const { prior, found } = this.#match(points, T_odom_base);
    if (found.isClear && found.overlap > INFORMED_OVERLAP) this.#noteTrust(found.T_map_base, prior);
    if (found.isClear) this.#noteSurprise(surprise(found.T_map_base, prior));
    const match = this.#fuse(points.stamp_s, prior.T_map_base, found);
    const belief = this.#believe(points.stamp_s, match, T_odom_base);
    if (belief === 'givenUp') this.#getLost(T_odom_base, this.#expectedPlace(T_odom_base));
    if (belief === 'givenUp' || belief === 'unproven') return { ok: false, reason: 'lost' };
    if (match.matched) {
      this.#T_map_odom = compose(match.T_map_base, inverse(T_odom_base));
      this.#T_odom_matched = T_odom_base;
      this.#lastMotion = between(this.#T_map_matched, match.T_map_base);
      this.#T_map_matched = match.T_map_base;
    }
    const mayDraw = match.isClear && belief === 'held' && !this.#jump.isOpen;
    const changed = mayDraw ? this.#draw(points, match, prior) : undefined;
    this.#remember(points.stamp_s, compose(this.#T_map_odom!, T_odom_base));
    return {
      ok: true,
      stamp_s: points.stamp_s,
      T_map_odom: this.#T_map_odom!,
      ...asEvidence(match),
      ...poseUncertainty(match.matched ? match.information : NO_INFORMATION, prior),
      changed,
    };
  }

  /**
   * Goes on with what looks back, for a few milliseconds; to be called after each scan.
   * @returns the correction when the map was drawn anew: what is remembered in the map frame must move with it
   */
  work(): MapCorrection | undefined {
    if (this.#lost !== undefined) {
      this.#lost.work();
      return undefined;
    }
    const correction = this.#floor.backEnd.work();
    if (correction !== undefined) this.#apply(correction);
    return correction;
  }

  /** Ends all work that is under way: after a log, or before the map is saved. Returns the corrections that came of it. */
  finish(): MapCorrection[] {
    const corrections: MapCorrection[] = [];
    const { backEnd } = this.#floor;
    for (let round = 0; round < 2; round++) {
      while (!backEnd.isIdle) {
        const correction = backEnd.work();
        if (correction === undefined) continue;
        this.#apply(correction);
        corrections.push(correction);
      }
      if (round === 0) backEnd.settle();
    }
    return corrections;
  }

  /**
   * The robot was taken off the floor, or put down again. Until it is put down nothing is matched; then a scan or two tell
   * whether it is still where it was.
   */
  setLifted(isLifted: boolean): void {
    if (this.#isLifted && !isLifted && this.options.canBeCarried) this.#doubt.suspect();
    this.#isLifted = isLifted;
  }

  /**
   * Somebody says where the robot is, to half a metre and 20 degrees. It is lost until scans say so too, or clearly speak for another
   * place.
   * @returns false when there is nothing to place it in yet: no odometry, or no map
   */
  relocate(T_map_base: SE2): boolean {
    const { latest } = this.#odometry;
    if (latest === undefined || this.seen_m2 === 0) return false;
    this.#getLost(latest.T, { mapIndex: this.floor, T_map_base });
    return true;
  }

  /** Where the lidar sits, for one that says so late (tf) or is moved. Scans taken before are not moved. */
  setLidar(T_base_lidar: SE2): void {
    this.#projector = new ScanProjector({ ...this.options.projector, T_base_lidar });
  }

  /**
   * Whether `store` may be called without `finish`, while the robot drives: no correction is found that the map does not show yet, and
   * nobody doubts where the newest scans were drawn.
   */
  get isSettled(): boolean {
    return this.place !== 'lost' && !this.#jump.isOpen && this.#floor.backEnd.isDrawnWhole;
  }

  /** How much of the floor that the robot is on was seen, in whole tiles of 32 × 32 cells. */
  get seen_m2(): number {
    const { tiles, resolution_m } = this.#floor.map;
    const side_m = TILE_SIDE * resolution_m;
    return tiles.size * side_m * side_m;
  }

  /** All that is known of the floor that the robot is on, to be stored; when it `isSettled`, or after `finish`. Plain arrays, all copies. */
  store(): StoredFloor {
    return floorToStored(this.#floor);
  }

  /** The best poses of all scans by what is known now; empty unless `keepTrajectory`. */
  trajectory(): readonly StampedPose[] {
    const { graph } = this.#floor.backEnd.graph;
    return this.#trajectory?.corrected((key) => graph.pose(key)) ?? [];
  }

  /** Lets go of the poses so far, when another job begins. */
  forgetTrajectory(): void {
    this.#trajectory?.forget();
  }

  /** Loops searched, pending, accepted and refused. */
  get loops(): LoopCounts {
    return this.#floor.backEnd.loops;
  }

  /** A copy of the whole map, cut to what was seen; `undefined` before the first scan. */
  map(): OccupancyGrid | undefined {
    return this.#floor.grid();
  }

  /** A copy of a rectangle of the map, for sending what `SlamUpdate.changed` names. */
  mapRegion(rect: CellRect): OccupancyGrid {
    return this.#floor.region(rect);
  }

  /** A number that depends on every bit of pose and map: equal after equal inputs. */
  checksum(): number {
    return checksumOf(this.#T_map_odom ?? identity, this.#floor.map.tiles);
  }

  #whyNot(scan: ScanRecord): ScanRefusal | undefined {
    const end_s = scan.stamp_s + (scan.ranges_m.length - 1) * scan.timeIncrement_s;
    const { oldest, latest } = this.#odometry;
    if (end_s <= this.#lastScan_s) return 'outOfOrder';
    if (oldest === undefined || latest === undefined) return 'awaitingOdometry';
    if (scan.stamp_s < oldest.stamp_s) return 'beforeOdometry';
    return end_s > latest.stamp_s && this.#lookup(end_s) === undefined ? 'awaitingOdometry' : undefined;
  }

  /** Predicts and matches; once more from where the robot stood before a jump that this scan does not confirm. */
  #match(points: ScanPoints, T_odom_base: SE2): { readonly prior: Prediction; readonly found: ScanMatch } {
    const prior = this.#predict(T_odom_base);
    const found = this.#matcher.match(points, prior);
    const before = this.#jump.add(found, this.#standing);
    if (before === undefined) return { prior, found };
    this.#goBack(before);
    const again = this.#predict(T_odom_base);
    const foundAgain = this.#matcher.match(points, again);
    this.#jump.add(foundAgain, this.#standing);
    return { prior: again, found: foundAgain };
  }

  get #standing(): Standing {
    return {
      T_map_odom: this.#T_map_odom!,
      T_odom_matched: this.#T_odom_matched,
      T_map_matched: this.#T_map_matched,
      lastMotion: this.#lastMotion,
    };
  }

  #goBack({ T_map_odom, T_odom_matched, T_map_matched, lastMotion }: Standing): void {
    this.#T_map_odom = T_map_odom;
    this.#T_odom_matched = T_odom_matched;
    this.#T_map_matched = T_map_matched;
    this.#lastMotion = lastMotion;
    this.#inflation = 1;
    this.#filter.loosen();
  }

  /** Odometry's guess, and how far the motion since the last matched scan may have taken it off. */
  #predict(T_odom_base: SE2): Prediction {
    const moved = between(this.#T_odom_matched, T_odom_base);
    const way = hypot(moved.x, moved.y);
    const turn = Math.abs(moved.theta);
    const { slipPerMetre, turnPerTurn, turnPerMetre, floor_m, floor_rad } = this.#noise;
    const T_map_base = compose(this.#T_map_odom!, T_odom_base);
    const given_m = hypot(floor_m, slipPerMetre * way);
    const given_rad = hypot(floor_rad, turnPerTurn * turn + turnPerMetre * way);
    return {
      T_map_base,
      sigma_m: this.#inflation * given_m,
      sigma_rad: this.#inflation * given_rad,
      trusted: { T_map_base, sigma_m: this.#trust.way * given_m, sigma_rad: this.#trust.turn * given_rad },
      way_m: way,
      turn_rad: turn,
      alternatives: [this.#T_map_matched, compose(this.#T_map_matched, this.#lastMotion)],
    };
  }

  /** The match weighed against odometry; as it is when odometry doesn't tell how sure it is. */
  #fuse(stamp_s: number, T_map_predicted: SE2, match: ScanMatch): ScanMatch {
    const odometry = this.#trail.at(stamp_s);
    if (odometry === undefined || !match.matched) return match;
    return { ...match, T_map_base: this.#filter.fuse(odometry, this.#T_map_matched, T_map_predicted, match) };
  }

  /** Follows the usual surprise, in standard deviations of the noise as given. */
  #noteSurprise(sigmas: number): void {
    const given = sigmas * this.#inflation;
    const square = this.#inflation * this.#inflation;
    // Way and turn make two dimensions: with honest noise the mean of the squares is 2.
    const seen = 0.5 * given * given;
    const next = square + SURPRISE_SHARE * (seen - square);
    this.#inflation = Math.min(MAX_INFLATION, Math.sqrt(Math.max(1, next)));
  }

  /** Follows how far odometry was off, as scans say, in standard deviations of the noise as given. */
  #noteTrust({ x, y, theta }: SE2, { T_map_base: T, sigma_m, sigma_rad }: Prediction): void {
    const way_sigmas = hypot(x - T.x, y - T.y) / sigma_m;
    const turn_sigmas = angleDiff(theta, T.theta) / sigma_rad;
    this.#trust.note(this.#inflation * way_sigmas, this.#inflation * turn_sigmas);
  }

  #draw(points: ScanPoints, { T_map_base, information, overlap }: ScanMatch, prior: Prediction): CellRect | undefined {
    const last = this.#T_map_drawn;
    const hasMoved =
      last === undefined ||
      hypot(T_map_base.x - last.x, T_map_base.y - last.y) >= this.options.drawStep_m ||
      Math.abs(angleDiff(T_map_base.theta, last.theta)) >= this.options.drawTurn_rad;
    if (!hasMoved) return this.#drawAgain(points) ?? this.#clearGone(points, T_map_base, prior);
    this.#T_map_drawn = T_map_base;
    this.#T_odom_drawn = this.#trail.at(points.stamp_s)?.T_odom_base ?? identity;
    this.#drawnHere = overlap < THIN_OVERLAP ? 1 : THIN_SCANS;
    const shared = information.map((value) => VIEWS_SHARED * value);
    const { sigma_m, sigma_rad } = this.#sinceKey(T_map_base);
    const covariance = matchCovariance(shared, { T_map_base, sigma_m, sigma_rad });
    const odometry = { T_odom_base: this.#lookup(points.stamp_s)!, sigma_m, sigma_rad };
    this.#floor.backEnd.addScan({ points, T_map_base, covariance, odometry, seesAllRound: this.#seesAllRound });
    return this.#floor.draw(points, T_map_base);
  }

  /**
   * Where the map shows what one scan saw, that scan's noise is what all others are matched to, and turns the whole map that
   * grows from it. While the robot stands for certain, more are drawn at the very same pose; then standing adds nothing.
   */
  #drawAgain(points: ScanPoints): CellRect | undefined {
    const odometry = this.#trail.at(points.stamp_s);
    if (odometry === undefined || this.#drawnHere >= THIN_SCANS) return undefined;
    const { x, y, theta } = between(this.#T_odom_drawn, odometry.T_odom_base);
    if (hypot(x, y) > REST_M || Math.abs(theta) > REST_RAD) return undefined;
    this.#drawnHere++;
    return this.#floor.draw(points, this.#T_map_drawn!);
  }

  /**
   * While the robot stands, what is gone is cleared: a door opens, somebody steps aside, and it may go on. Were all drawn from there over
   * and over, walls would take on the error of this one pose, and what stands between two beams would be worn off.
   */
  #clearGone(points: ScanPoints, T_map_base: SE2, { way_m, turn_rad }: Prediction): CellRect | undefined {
    return way_m > REST_M || turn_rad > REST_RAD ? undefined : this.#floor.clearGone(points, T_map_base);
  }

  /** What odometry alone would know of the motion since the last key frame. */
  #sinceKey(T_map_base: SE2): PosePrior {
    const { keys, here } = this.#floor.backEnd;
    const T_map_key = here === undefined ? T_map_base : keys[here].T_map_key;
    const { x, y, theta } = between(T_map_key, T_map_base);
    const { slipPerMetre, turnPerTurn, turnPerMetre, floor_m, floor_rad } = this.#noise;
    const way = hypot(x, y);
    return {
      T_map_base,
      sigma_m: this.#trust.way * hypot(floor_m, slipPerMetre * way),
      sigma_rad: this.#trust.turn * hypot(floor_rad, turnPerTurn * Math.abs(theta) + turnPerMetre * way),
    };
  }

  #remember(stamp_s: number, T_map_base: SE2): void {
    const { keys, here } = this.#floor.backEnd;
    if (here !== undefined) this.#trajectory?.add(stamp_s, T_map_base, here, keys[here].T_map_key);
  }

  /** Where the robot is though scans do not fit: nobody knows when it was in the air. */
  #expectedPlace(T_odom_base: SE2): MapPlace | undefined {
    if (this.#doubt.isSuspicious) return undefined;
    return { mapIndex: this.floor, T_map_base: compose(this.#T_map_odom!, T_odom_base) };
  }

  /** The robot does not know where it is any more: it looks for its place on all floors. */
  #getLost(T_odom_base: SE2, expected?: MapPlace): void {
    this.#lost = new LostRobot(
      this.options,
      this.#floors.map(({ map }) => map),
      T_odom_base,
      expected,
    );
  }

  /** Whether this scan tells a lost robot where it is; from then on it is at that place. */
  #finds(lost: LostRobot, points: ScanPoints, T_odom_base: SE2): boolean {
    const found = lost.addScan(points, T_odom_base);
    if (found.kind !== 'located') return false;
    this.#isKnownHome = true;
    // What was driven on another floor hangs on key frames that are not this one's.
    if (this.#floor !== this.#floors[found.mapIndex]) this.#trajectory?.forget();
    this.#floor = this.#floors[found.mapIndex];
    this.#matcher.useMap(this.#floor.map);
    this.#floor.backEnd.comeBack(found.T_map_base);
    this.#standAt(found.T_map_base, lost, T_odom_base);
    this.#doubt = new Doubt(found.isExpected ? EXPECTED_FIT : 1);
    return true;
  }

  #believe(stamp_s: number, match: ScanMatch, T_odom_base: SE2): Belief {
    return this.options.canBeCarried ? this.#doubt.add(stamp_s, match, T_odom_base, this.#seesAllRound) : 'held';
  }

  /** The robot is not lost any more: it is at this place, and was along its track until then. */
  #standAt(T_map_base: SE2, lost: LostRobot, T_odom_base: SE2): void {
    this.#lost = undefined;
    this.#T_map_odom = compose(T_map_base, inverse(T_odom_base));
    this.#T_odom_matched = T_odom_base;
    this.#T_map_matched = T_map_base;
    this.#lastMotion = identity;
    this.#T_map_drawn = undefined;
    this.#filter.loosen();
    this.#inflation = 1;
    this.#jump.close();
    const T_map_local = compose(T_map_base, inverse(lost.T_local_base));
    for (const { stamp_s, T } of lost.track) this.#remember(stamp_s, compose(T_map_local, T));
  }

  #apply(correction: MapCorrection): void {
    const { T_after_before } = correction;
    // A lost robot goes on comparing with the floors as they were.
    this.#floor.apply(correction, this.#lost !== undefined);
    this.#matcher.useMap(this.#floor.map);
    this.#T_map_odom = compose(T_after_before, this.#T_map_odom!);
    this.#T_map_matched = compose(T_after_before, this.#T_map_matched);
    this.#jump.move((standing) => ({
      ...standing,
      T_map_odom: compose(T_after_before, standing.T_map_odom),
      T_map_matched: compose(T_after_before, standing.T_map_matched),
    }));
    this.#filter.loosen();
    if (this.#T_map_drawn !== undefined) this.#T_map_drawn = compose(T_after_before, this.#T_map_drawn);
    const { keys, here } = this.#floor.backEnd;
    if (here !== undefined) this.#trajectory?.moveTo(keys[here].T_map_key);
  }
}
