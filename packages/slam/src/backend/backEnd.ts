import type { ScanPoints } from '@homebound/lidar';
import { angleDiff, between, compose, hypot, inverse, type SE2 } from '@homebound/math';
import { adoptSolution } from '../graph/adoptSolution.ts';
import { GraphOptimiser } from '../graph/optimise.ts';
import { OccupancyMap, type OccupancyMapOptions } from '../map/occupancyMap.ts';
import { type Drift, driftFrom, driftOf } from './drift.ts';
import { keyCloud } from './keyCloud.ts';
import { type KeyFrame, keepScan } from './keyFrame.ts';
import { covarianceFrom, KeyGraph, type PlainLink } from './keyGraph.ts';
import { type Loop, LoopCloser, type LoopCounts } from './loopCloser.ts';
import { MapRebuild } from './mapRebuild.ts';
import { type BackEndOptions, checkBackEndOptions } from './options.ts';
import { Review } from './review.ts';
import { StepChecks } from './stepChecks.ts';
import { type Arrival, leapOf, type OdometryThere, withLeap } from './stepDoubt.ts';
import { farthest_m, type StoredScan, storeScan } from './storedScan.ts';
import { turnedInto, withFloor } from './turnCovariance.ts';

/** The map moved: everything remembered in it moves with the key frame that it is nearest to. */
export interface MapCorrection {
  /** The map drawn anew, and what of it is not matched to for now. */
  readonly map: OccupancyMap;
  readonly archive: OccupancyMap;
  /** Key frames before and after, in the map frame: x, y, theta interleaved, shape [n, 3]. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** How the robot's key frame moved, and the robot with it: T_new = T_after_before · T_old. */
  readonly T_after_before: SE2;
}

/** A scan that was drawn, and how sure its pose is. */
export interface DrawnScan {
  readonly points: ScanPoints;
  readonly T_map_base: SE2;
  /** Of the motion since the last key frame, map frame, row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** Absent when nobody can tell how sure odometry is. */
  readonly odometry?: OdometryThere;
  /** Whether the lidar sees all round: then it does not matter which way the robot faced. */
  readonly seesAllRound: boolean;
}

/** Reads of the map that a slice of a search may take: about 2 ms. */
const SEARCH_BUDGET = 600_000;
/** A review ends when a round brought nothing new, or after so many. */
const REVIEW_ROUNDS = 3;
/** In a review a loop that moves nothing by more standard deviations than this waits for the others. */
const UNEXPECTED = 1;
/** A key frame comes back into the map when it is known better, by this factor, than one that leaves it. */
const KNOWN_AGAIN = 0.7;
/** Places on the last metres whose scans are compared with old ones. */
const CLOUD_SCANS = 6;

/**
 * What looks back: keeps key frames, recognises places, corrects the pose graph and draws the map anew. It works in slices
 * between scans (`work`), so that no scan waits for it.
 */
export class BackEnd {
  readonly keys: KeyFrame[] = [];
  readonly graph = new KeyGraph();
  readonly #options: BackEndOptions;
  readonly #mapOptions: Partial<OccupancyMapOptions>;
  readonly #loops: LoopCloser;
  readonly #steps: StepChecks;
  /** The key frame where the robot is; -1 before the first. */
  #here = -1;
  /** What was seen on arriving at the last key frames, oldest first. */
  #recent: { readonly key: number; readonly scan: StoredScan }[] = [];
  #isToCompare = false;
  /** How the robot came to the key frame where it is. */
  #arrival: Arrival | undefined;
  /** The map as drawn is off; when the newest scan was, and the last new drawing. */
  #isBent = false;
  /** The graph was optimised, and the map not looked at since. */
  #isToRedraw = false;
  #stamp_s = 0;
  #redrawn_s = Number.NEGATIVE_INFINITY;
  /** Key frames that scans are not matched to for now. */
  readonly #retired = new Set<number>();
  #optimiser: GraphOptimiser | undefined;
  #review: Review | undefined;
  #rebuild: MapRebuild | undefined;
  /** What the next maps are drawn into. */
  readonly #spares: OccupancyMap[] = [];

  constructor(options: BackEndOptions, mapOptions: Partial<OccupancyMapOptions>) {
    checkBackEndOptions(options);
    this.#options = options;
    this.#mapOptions = mapOptions;
    this.#loops = new LoopCloser(options.loops, mapOptions, this.keys, this.graph);
    this.#steps = new StepChecks(options.loops, mapOptions, this.keys, this.graph);
  }

  /** The key frame where the robot is; `undefined` before the first scan. */
  get here(): number | undefined {
    return this.#here < 0 ? undefined : this.#here;
  }

  get loops(): LoopCounts {
    return this.#loops.counts;
  }

  get isIdle(): boolean {
    const isSearched = this.#steps.isIdle && !this.#isToCompare && !this.#loops.isBusy && this.#review === undefined;
    return isSearched && this.#optimiser === undefined && !this.#isToRedraw && this.#rebuild === undefined;
  }

  /** Whether the map shows all that is known: nothing is under way or put off, and nothing of it is set aside. */
  get isDrawnWhole(): boolean {
    return this.isIdle && !this.#isBent && this.#retired.size === 0;
  }

  /** Remembers a scan that was drawn into the map; sets a key frame when the robot has moved far enough. */
  addScan(scan: DrawnScan): void {
    const from = this.#here;
    const arrives = from < 0 || this.#isFar(between(this.keys[from].T_map_key, scan.T_map_base));
    const leap = arrives ? this.#leapTo(scan) : undefined;
    const isLost = leap !== undefined && hypot(leap.x, leap.y) > this.#options.loops.tied_m;
    const reused = arrives && !isLost ? this.#reusable(scan) : undefined;
    if (arrives) this.#here = reused ?? this.#addKey(scan, leap);
    this.#stamp_s = scan.points.stamp_s;
    const key = this.keys[this.#here];
    const T_key_base = between(key.T_map_key, scan.T_map_base);
    const stored = storeScan(scan.points, T_key_base, farthest_m(scan.points));
    keepScan(key, stored, this.#options.keyScans, this.#options.refresh_s);
    if (!arrives) return;
    if (leap !== undefined && reused === undefined) {
      const { T_map_key } = this.keys[from];
      const covariance = this.#stepCovariance(scan, T_map_key.theta);
      const before = this.#recent.map((recent) => recent.key);
      const T_from_to = between(T_map_key, key.T_map_key);
      this.#steps.push({ from, to: this.#here, T_from_to, covariance, leap, scan: stored, before });
    }
    this.#arrival = scan.odometry && { T_key_base, T_odom_base: scan.odometry.T_odom_base };
    this.#recent.push({ key: this.#here, scan: stored });
    if (this.#recent.length > CLOUD_SCANS) this.#recent.shift();
    this.#isToCompare = true;
  }

  /** Looks at all places again and draws the map anew when it is off by anything worth a cell; `work` until idle afterwards. */
  settle(): void {
    if (this.#here >= 0) this.#review ??= new Review(this.keys, this.graph);
  }

  /** Takes over what an earlier journey left. To be called first of all; the robot is nowhere until it comes back. */
  restore(keys: readonly KeyFrame[], links: readonly PlainLink[]): void {
    for (const key of keys) {
      this.keys.push(key);
      this.graph.addKey(key.T_map_key);
    }
    for (const { kind, from, to, T_from_to, information } of links)
      this.graph.addLink(kind, from, to, T_from_to, covarianceFrom(information, T_from_to.theta));
  }

  /** The robot is found at a place in the map, after it was lost or carried: it goes on from the nearest key frame. */
  comeBack(T_map_base: SE2): void {
    let nearest = Number.POSITIVE_INFINITY;
    this.#recent = [];
    this.#arrival = undefined;
    this.#here = -1;
    this.keys.forEach(({ T_map_key: T }, key) => {
      const distance = hypot(T.x - T_map_base.x, T.y - T_map_base.y);
      if (distance >= nearest) return;
      nearest = distance;
      this.#here = key;
    });
  }

  /** Takes a map that nobody looks at any more: the next one is drawn into its memory. */
  reuse(map: OccupancyMap): void {
    this.#spares.push(map);
  }

  /** One slice of whatever is to do. Returns the correction when the map was drawn anew. */
  work(): MapCorrection | undefined {
    if (this.#rebuild !== undefined) return this.#goOnDrawing(this.#rebuild);
    if (this.#optimiser !== undefined) this.#goOnOptimising(this.#optimiser);
    else if (this.#isToRedraw) this.#redrawIfBent();
    else if (!this.#steps.isIdle) this.#goOnChecking();
    else if (this.#loops.isBusy) this.#take(this.#loops.advance(SEARCH_BUDGET));
    else if (this.#isToCompare) this.#compare();
    else if (this.#review !== undefined) this.#goOnReviewing(this.#review);
    return undefined;
  }

  /** Compares the next old place with others around it; loops are put in together, and once none is new the map is drawn. */
  #goOnReviewing(review: Review): void {
    const key = review.next();
    if (key !== undefined) {
      this.#loops.beginAgain(key, driftFrom(this.graph, key), () => review.seenFrom(key));
      return;
    }
    if (review.isNew && review.round < REVIEW_ROUNDS) {
      review.repeat();
      this.#optimiser = new GraphOptimiser(this.graph.graph);
      return;
    }
    this.#review = undefined;
    if (this.#retired.size === 0 && this.#off_m() < 0.25 * this.#options.redraw_m) return;
    this.#redraw(this.#poses(), driftFrom(this.graph, this.#here));
  }

  #isFar({ x, y, theta }: SE2): boolean {
    return hypot(x, y) >= this.#options.keyStep_m || Math.abs(theta) >= this.#options.keyTurn_rad;
  }

  /** The nearest key frame around that is as good as tied to the one where the robot comes from. */
  #reusable({ T_map_base, seesAllRound }: DrawnScan): number | undefined {
    if (this.#here < 0 || this.#rebuild !== undefined) return undefined;
    const { reuse_m, reuseAllRound_m, reuse_rad, loops } = this.#options;
    const reach_m = seesAllRound ? reuseAllRound_m : reuse_m;
    const near: number[] = [];
    const distances: number[] = [];
    this.keys.forEach(({ T_map_key }, key) => {
      if (key === this.#here || Math.abs(T_map_key.x - T_map_base.x) > reach_m) return;
      const { x, y, theta } = between(T_map_key, T_map_base);
      const distance = hypot(x, y);
      if (!(distance < reach_m) || (!seesAllRound && Math.abs(theta) > reuse_rad)) return;
      near.push(key);
      distances.push(distance);
    });
    if (near.length === 0) return undefined;
    const drift = driftFrom(this.graph, this.#here, near);
    let best: number | undefined;
    let bestDistance = reach_m;
    for (const [k, key] of near.entries()) {
      const { sigma_m, sigma_rad } = driftOf(drift, key);
      if (distances[k] >= bestDistance || sigma_m > loops.tied_m || sigma_rad > loops.tied_rad) continue;
      if (!this.#isDrawnRight(key)) continue;
      best = key;
      bestDistance = distances[k];
    }
    return best;
  }

  /**
   * Whether the map that the robot is matched to shows a key frame, and where the graph has it. Where it does not, the pose in the map
   * says nothing about that key frame.
   */
  #isDrawnRight(key: number): boolean {
    if (this.#retired.has(key)) return false;
    const { graph } = this.graph;
    const drawn = between(this.keys[this.#here].T_map_key, this.keys[key].T_map_key);
    const off = between(between(graph.pose(this.#here), graph.pose(key)), drawn);
    return hypot(off.x, off.y) < this.#options.redraw_m && Math.abs(off.theta) < this.#options.redraw_rad;
  }

  /** How far the step to here lies from odometry, when too far. */
  #leapTo({ T_map_base, covariance, odometry }: DrawnScan): SE2 | undefined {
    if (this.#here < 0 || this.#arrival === undefined || odometry === undefined) return undefined;
    return leapOf(this.#arrival, between(this.keys[this.#here].T_map_key, T_map_base), odometry, covariance);
  }

  #stepCovariance({ covariance }: DrawnScan, theta: number): Float64Array {
    const { stepFloor_m, stepFloor_rad } = this.#options;
    return withFloor(turnedInto(covariance, theta), stepFloor_m, stepFloor_rad);
  }

  #addKey(scan: DrawnScan, leap: SE2 | undefined): number {
    const { points, T_map_base } = scan;
    const before = this.keys[this.#here];
    const T_before_key = before && between(before.T_map_key, T_map_base);
    const { graph } = this.graph;
    const key = this.graph.addKey(T_before_key ? compose(graph.pose(this.#here), T_before_key) : T_map_base);
    this.keys.push({ stamp_s: points.stamp_s, T_map_key: T_map_base, scans: [] });
    if (T_before_key !== undefined) {
      const step = this.#stepCovariance(scan, before.T_map_key.theta);
      if (leap !== undefined) withLeap(step, leap);
      this.graph.addLink('step', this.#here, key, T_before_key, step);
    }
    return key;
  }

  /** Compares where the robot is with old places; forgets, for matching, those that it can't be sure of any more. */
  #compare(): void {
    this.#isToCompare = false;
    const drift = driftFrom(this.graph, this.#here);
    this.#loops.begin(this.#here, drift, () => this.#seen());
    if (this.#seesUnsure(drift)) this.#redraw(this.#poses(), drift);
    else if (this.#isBent) this.#redrawIfBent();
  }

  #seen() {
    const { graph } = this.graph;
    const T_map_here = graph.pose(this.#here);
    return keyCloud(
      this.#recent.map(({ key, scan }) => ({
        scan,
        T_ref_base: compose(between(T_map_here, graph.pose(key)), scan.T_key_base),
      })),
    );
  }

  #seesUnsure(drift: Drift): boolean {
    const { retire_m, sight_m } = this.#options;
    const { x, y } = this.keys[this.#here].T_map_key;
    return this.keys.some(({ T_map_key: T }, key) => {
      if (this.#retired.has(key)) return false;
      const { sigma_m } = driftOf(drift, key);
      return sigma_m > retire_m && hypot(T.x - x, T.y - y) < sight_m + sigma_m;
    });
  }

  #take(loops: readonly Loop[]): void {
    if (loops.length === 0) return;
    for (const { from, to, T_old_new, covariance } of loops)
      this.graph.addLink('loop', from, to, T_old_new, covariance);
    this.#review?.note(loops);
    if (this.#review === undefined || loops.some(({ surprise }) => surprise > UNEXPECTED))
      this.#optimiser = new GraphOptimiser(this.graph.graph);
  }

  /** A step that was measured again counts as it is now: the first measurement, with its doubt, hardly pulls. */
  #goOnChecking(): void {
    const step = this.#steps.advance(SEARCH_BUDGET);
    if (step === undefined) return;
    this.graph.addLink('step', step.from, step.to, step.T_from_to, step.covariance);
    this.#optimiser = new GraphOptimiser(this.graph.graph);
  }

  #goOnOptimising(optimiser: GraphOptimiser): void {
    if (!optimiser.step()) return;
    this.#optimiser = undefined;
    adoptSolution(this.graph.graph, optimiser.result);
    this.#loops.forget();
    this.#isToRedraw = this.#review === undefined;
  }

  /** Draws the map anew when it is off by enough or lacks what is known again, and the last time was long ago or it is off by a lot. */
  #redrawIfBent(): void {
    this.#isToRedraw = false;
    const { redraw_m, redrawEvery_s, redrawNow_m } = this.#options;
    const off_m = this.#off_m();
    const drift = driftFrom(this.graph, this.#here);
    this.#isBent = off_m > redraw_m || this.#missesKnown(drift);
    if (!this.#isBent || (this.#stamp_s - this.#redrawn_s < redrawEvery_s && off_m < redrawNow_m)) return;
    this.#redraw(this.#poses(), drift);
  }

  /** Whether key frames around, which scans are not matched to, are known well again. */
  #missesKnown(drift: Drift): boolean {
    const { retire_m, sight_m } = this.#options;
    const { x, y } = this.graph.graph.pose(this.#here);
    for (const key of this.#retired) {
      const T = this.graph.graph.pose(key);
      if (driftOf(drift, key).sigma_m < KNOWN_AGAIN * retire_m && hypot(T.x - x, T.y - y) < sight_m) return true;
    }
    return false;
  }

  #poses(): SE2[] {
    return this.keys.map((_, key) => this.graph.graph.pose(key));
  }

  /** How far the key frame that is off most stands from where the graph puts it; a turn counts by what it moves at 4 m. */
  #off_m(): number {
    const { redraw_m, redraw_rad } = this.#options;
    return this.keys.reduce((most, { T_map_key: T }, key) => {
      const { x, y, theta } = this.graph.graph.pose(key);
      const turn = (Math.abs(angleDiff(theta, T.theta)) * redraw_m) / redraw_rad;
      return Math.max(most, hypot(x - T.x, y - T.y), turn);
    }, 0);
  }

  #redraw(poses: readonly SE2[], drift: Drift): void {
    this.#isBent = false;
    this.#redrawn_s = this.#stamp_s;
    this.#retired.clear();
    for (let key = 0; key < this.keys.length; key++)
      if (driftOf(drift, key).sigma_m > this.#options.retire_m) this.#retired.add(key);
    this.#rebuild = new MapRebuild([this.#blank(), this.#blank()], this.keys, poses, (key) => !this.#retired.has(key));
  }

  #blank(): OccupancyMap {
    const map = this.#spares.pop() ?? new OccupancyMap(this.#mapOptions);
    map.clear();
    return map;
  }

  #goOnDrawing(rebuild: MapRebuild): MapCorrection | undefined {
    if (!rebuild.advance(this.#options.redrawCells)) return undefined;
    this.#rebuild = undefined;
    const { map, archive, poses } = rebuild;
    const T_after_before = compose(poses[this.#here], inverse(this.keys[this.#here].T_map_key));
    const n = this.keys.length;
    const before = new Float64Array(3 * n);
    const after = new Float64Array(3 * n);
    this.keys.forEach((key, i) => {
      before.set([key.T_map_key.x, key.T_map_key.y, key.T_map_key.theta], 3 * i);
      after.set([poses[i].x, poses[i].y, poses[i].theta], 3 * i);
      key.T_map_key = poses[i];
    });
    return { map, archive, before, after, T_after_before };
  }
}
