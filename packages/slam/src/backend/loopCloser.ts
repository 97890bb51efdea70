import { between, compose, hypot, inverse, type SE2 } from '@homebound/math';
import type { SeenCloud } from '../localise/judgePlace.ts';
import { OccupancyMap, type OccupancyMapOptions } from '../map/occupancyMap.ts';
import { type Drift, driftFrom, driftOf } from './drift.ts';
import type { KeyFrame } from './keyFrame.ts';
import type { KeyGraph } from './keyGraph.ts';
import { isClear, type LoopMatch, LoopSearch, type LoopWindow } from './loopSearch.ts';
import type { LoopOptions } from './options.ts';
import { PlaceTarget } from './placeTarget.ts';
import { seenAround } from './seenAround.ts';
import { turnedInto } from './turnCovariance.ts';

/** A loop that was found: key frame `to` seen from the older `from`. */
export interface Loop extends LoopMatch {
  readonly from: number;
  readonly to: number;
  /** How far it lies from what was expected, in standard deviations; and whether a wide search found it. */
  readonly surprise: number;
  readonly wide: boolean;
}

/** What became of the searches so far. */
export interface LoopCounts {
  searched: number;
  /** Fitted well, but not confirmed by another. */
  pending: number;
  accepted: number;
  /** Fitted nowhere, or at two places, or against what is known. */
  refused: number;
}

/** Targets are built around every so manieth key frame, and kept: about 0.5 MB each. */
const PLACE_STEP = 8;
const KEEP_TARGETS = 4;
/** Half the side of targets, m, by the window that is searched in them: what can be seen from anywhere in it. */
const TARGET_SIZES = [
  { window_m: 1.5, radius_m: 8 },
  { window_m: 8, radius_m: 16 },
  { window_m: 25, radius_m: 35 },
];
/** Key frames of a target stand this surely to each other, so that its walls are single. */
const TARGET_SIGMA_M = 0.25;
/** Windows up to this size are tight: nothing similar fits into them, one loop is enough. */
const TIGHT_M = 0.5;
const TIGHT_RAD = 0.15;
/** Pairs less known than this were looked at when the robot came by. */
const REVIEW_SIGMA_M = 3;
const MAX_WINDOW_M = 25;
const MAX_WINDOW_RAD = 0.6;
/** Less than this share of the surfaces running across the others is a bare corridor. */
const MIN_ACROSS = 0.04;
/** In a window up to this size no twin of a place finds room; and a twin scores at least so much of the place itself. */
const TWIN_FREE_M = 1.5;
const TWIN_SHARE = 0.5;
/**
 * Where places are less known than this, whole other rooms lie in the window, and what is found must be nearer to where it is
 * expected, in standard deviations. Chains of steps are surer than they say, since scans that are matched to one map don't err each on
 * its own: true places lay 0.5 off on average, the copy of a ward 2 to 3.
 */
const VAGUE_M = 1;
const MAX_VAGUE_SURPRISE = 2;
/** More than this don't wait for a second one that confirms them: the oldest is given up. */
const MAX_PENDING = 100;
/** Two loops confirm each other when seen from places this far apart, and not farther. */
const CONFIRM_MIN_M = 0.9;
const CONFIRM_MAX_M = 25;

/** Looks, key frame by key frame, for old places that the robot came back to. */
export class LoopCloser {
  readonly counts: LoopCounts = { searched: 0, pending: 0, accepted: 0, refused: 0 };
  readonly #options: LoopOptions;
  readonly #mapOptions: Partial<OccupancyMapOptions>;
  readonly #keys: readonly KeyFrame[];
  readonly #graph: KeyGraph;
  readonly #targets = new Map<string, PlaceTarget>();
  /** Targets that are known to be as the pose graph has them now. */
  readonly #fresh = new Set<PlaceTarget>();
  /** By place: the search that it was last compared in. */
  readonly #tried = new Map<number, number>();
  /** Pairs of a review and how they stood to each other then. */
  readonly #reviewed = new Map<number, SE2>();
  #round = 0;
  #pending: Loop[] = [];
  #job: Job | undefined;
  #twins: Twins | undefined;

  constructor(
    options: LoopOptions,
    mapOptions: Partial<OccupancyMapOptions>,
    keys: readonly KeyFrame[],
    graph: KeyGraph,
  ) {
    this.#options = options;
    this.#mapOptions = mapOptions;
    this.#keys = keys;
    this.#graph = graph;
  }

  get isBusy(): boolean {
    return this.#job !== undefined || this.#twins !== undefined;
  }

  /**
   * Begins to compare what is seen now with the old place that deserves it most, if there is one.
   * @param to   the key frame where the robot is
   * @param seen what it saw on the last metres, in the frame of that key frame
   */
  begin(to: number, drift: Drift, seen: () => SeenCloud): void {
    const from = this.#choose(to, drift);
    if (from === undefined) return;
    this.#tried.set(placeOf(from), ++this.#round);
    this.#compare(to, from, drift, seen());
  }

  /**
   * Begins to compare an old key frame with the least known older place within reach, if that was not done before from where
   * both stand now.
   */
  beginAgain(to: number, drift: Drift, seen: () => SeenCloud): void {
    const from = this.#chooseOlder(to, drift);
    if (from === undefined) return;
    const T = between(this.#graph.graph.pose(from), this.#graph.graph.pose(to));
    this.#reviewed.set(pairOf(from, to), T);
    this.#compare(to, from, drift, seen());
  }

  #compare(to: number, from: number, drift: Drift, seen: SeenCloud): void {
    const expected = expectation(this.#graph, drift, from, to);
    const around = windowOf(expected);
    // Along a bare corridor there is nothing to recognise.
    if (around.halfWidth_m > TIGHT_M && showsOneDirection(seen)) return;
    const target = this.#target(from, around.halfWidth_m, drift);
    this.#job = { search: new LoopSearch(target, seen, around), target, from, to, expected };
    this.counts.searched++;
  }

  /**
   * Goes on with the comparison.
   * @returns loops that are believed now: one by itself in a tight window, else those that confirm each other
   */
  advance(budget: number): readonly Loop[] {
    if (this.#twins !== undefined) return this.#advanceTwins(this.#twins, budget);
    const job = this.#job;
    if (job === undefined || !job.search.advance(budget)) return [];
    this.#job = undefined;
    const match = job.search.result();
    const loop = match && this.#judge(match, job);
    if (loop === undefined) return this.#refuse();
    if (3 * job.expected.sigma_m < TWIN_FREE_M) return this.#confirm(loop);
    this.#twins = { loop, search: this.#searchTwins(loop, match!, job) };
    return [];
  }

  /** A place that has a twin as like to it as what is seen now tells nothing: the robot may be at the twin, or at a third. */
  #advanceTwins({ loop, search }: Twins, budget: number): readonly Loop[] {
    if (!search.advance(budget)) return [];
    this.#twins = undefined;
    const itself = search.result();
    if (itself !== undefined && itself.rivalFit > loop.fit - this.#options.minMargin) return this.#refuse();
    return this.#confirm(loop);
  }

  /** Looks for what was seen from the old place everywhere else in the window. */
  #searchTwins({ from, T_old_new }: Loop, match: LoopMatch, { target, expected }: Job): LoopSearch {
    const { halfWidth_m, halfTurn_rad } = windowOf(expected);
    const T_mid_from = compose(match.T_old_new, inverse(T_old_new));
    return new LoopSearch(target, seenAround(this.#keys, this.#graph, from), {
      T_old_new: T_mid_from,
      halfWidth_m,
      halfTurn_rad,
      minShareOfBest: TWIN_SHARE,
    });
  }

  #refuse(): readonly Loop[] {
    this.counts.refused++;
    return [];
  }

  /** Key frames moved against each other: places must be looked at again, and those that changed drawn anew. */
  forget(): void {
    this.#fresh.clear();
  }

  /** The old place nearest in standard deviations among those not looked at for longest. */
  #choose(to: number, drift: Drift): number | undefined {
    const { minWay_m, reach_m, tied_m, tied_rad, maxSurprise } = this.#options;
    const { graph } = this.#graph;
    const here = graph.pose(to);
    let chosen: number | undefined;
    let chosenRank = Number.NEGATIVE_INFINITY;
    for (let from = PLACE_STEP >> 1; from < this.#keys.length; from += PLACE_STEP) {
      const { sigma_m, sigma_rad } = driftOf(drift, from);
      if (!(drift.way_m[from] > minWay_m) || sigma_m === Number.POSITIVE_INFINITY) continue;
      if (sigma_m < tied_m && sigma_rad < tied_rad) continue;
      const there = graph.pose(from);
      const beyond_m = hypot(there.x - here.x, there.y - here.y) - reach_m;
      if (beyond_m > maxSurprise * sigma_m) continue;
      const waited = this.#round - (this.#tried.get(placeOf(from)) ?? Number.NEGATIVE_INFINITY);
      const rank = Math.min(waited, 4) - Math.max(0, beyond_m) / sigma_m;
      if (rank > chosenRank) {
        chosen = from;
        chosenRank = rank;
      }
    }
    return chosen;
  }

  #chooseOlder(to: number, drift: Drift): number | undefined {
    const { minWay_m, reach_m, tied_m, tied_rad } = this.#options;
    const { graph } = this.#graph;
    let chosen: number | undefined;
    let chosenSigma = 0;
    for (let from = PLACE_STEP >> 1; from < to; from += PLACE_STEP) {
      const { sigma_m, sigma_rad } = driftOf(drift, from);
      if (!(drift.way_m[from] > minWay_m) || !(sigma_m > chosenSigma)) continue;
      if ((sigma_m < tied_m && sigma_rad < tied_rad) || sigma_m > REVIEW_SIGMA_M) continue;
      const T = between(graph.pose(from), graph.pose(to));
      if (hypot(T.x, T.y) > reach_m) continue;
      const before = this.#reviewed.get(pairOf(from, to));
      if (before !== undefined && isNear(before, T, sigma_m)) continue;
      chosen = from;
      chosenSigma = sigma_m;
    }
    return chosen;
  }

  #judge(match: LoopMatch, { target, to, expected }: Job): Loop | undefined {
    // A corridor's length is not seen: where the window leaves room along it, the place is not known.
    const wide = 3 * expected.sigma_m > TIGHT_M || 3 * expected.sigma_rad > TIGHT_RAD;
    if (!isClear(match, wide, this.#options)) return undefined;
    const off = between(expected.T_old_new, match.T_old_new);
    const surprise = hypot(hypot(off.x, off.y) / expected.sigma_m, off.theta / expected.sigma_rad);
    const isVague = expected.sigma_m > VAGUE_M;
    if (wide && surprise > (isVague ? MAX_VAGUE_SURPRISE : this.#options.maxSurprise)) return undefined;
    if (wide && match.weakDirection_rad !== undefined) return undefined;
    const { key, T_key_base } = target.nearest(match.T_old_new);
    // A target kept from earlier may hold the key frame that the robot is at again.
    if (key === to) return undefined;
    const covariance = turnedInto(match.covariance, match.T_old_new.theta - T_key_base.theta);
    return { ...match, T_old_new: T_key_base, covariance, from: key, to, surprise, wide };
  }

  #confirm(loop: Loop): readonly Loop[] {
    if (!loop.wide && loop.surprise <= this.#options.maxSurprise) {
      this.counts.accepted++;
      return [loop];
    }
    const friends = this.#pending.filter((other) => this.#agree(loop, other));
    this.#pending.push(loop);
    if (this.#pending.length > MAX_PENDING) {
      this.#pending.shift();
      this.counts.refused++;
    }
    this.counts.pending = this.#pending.length;
    // The looser the expectation, the more witnesses.
    if (friends.length < (loop.surprise > 2 ? 2 : 1)) return [];
    this.#pending = this.#pending.filter((other) => other !== loop && !friends.includes(other));
    this.counts.pending = this.#pending.length;
    this.counts.accepted += friends.length + 1;
    return [...friends, loop];
  }

  /** Whether the ring old → new → other new → other old → old closes. */
  #agree(a: Loop, b: Loop): boolean {
    const { graph } = this.#graph;
    const step = between(graph.pose(a.to), graph.pose(b.to));
    const apart = hypot(step.x, step.y);
    if (apart < CONFIRM_MIN_M || apart > CONFIRM_MAX_M) return false;
    const T_a_b = between(graph.pose(a.from), graph.pose(b.from));
    const viaNew = compose(compose(a.T_old_new, step), inverse(b.T_old_new));
    const gap = between(T_a_b, viaNew);
    const way = apart + hypot(T_a_b.x, T_a_b.y);
    return hypot(gap.x, gap.y) < 0.15 + 0.02 * way && Math.abs(gap.theta) < 0.03 + 0.003 * way;
  }

  /** Old key frames around one of them that stand surely to it; not those that the robot just came from. */
  #target(middle: number, window_m: number, drift: Drift): PlaceTarget {
    const size = TARGET_SIZES.findIndex((s) => window_m <= s.window_m);
    const name = `${middle}/${size}`;
    const known = this.#targets.get(name);
    if (known !== undefined && this.#fresh.has(known)) return known;
    const { radius_m } = TARGET_SIZES[size];
    const { graph } = this.#graph;
    const around = driftFrom(this.#graph, middle);
    const T_mid = graph.pose(middle);
    const members = this.#keys.flatMap((_, key) => {
      const T_mid_key = between(T_mid, graph.pose(key));
      if (hypot(T_mid_key.x, T_mid_key.y) > radius_m) return [];
      const isOld = drift.way_m[key] > this.#options.minWay_m;
      return isOld && driftOf(around, key).sigma_m < TARGET_SIGMA_M ? [{ key, T_mid_key }] : [];
    });
    const isStill = known?.isStill(members) === true;
    this.#targets.delete(name);
    const target = isStill ? known : new PlaceTarget(this.#blank(known), this.#keys, members, radius_m);
    this.#fresh.add(target);
    this.#targets.set(name, target);
    return target;
  }

  /** An empty map: of a target that changed, or of the one that was asked for longest ago, once there are enough. */
  #blank(changed: PlaceTarget | undefined): OccupancyMap {
    const [[oldestName, oldest] = []] = this.#targets;
    const isFull = changed === undefined && this.#targets.size >= KEEP_TARGETS;
    const gone = isFull ? oldest : changed;
    if (isFull) this.#targets.delete(oldestName!);
    if (gone === undefined) return new OccupancyMap(this.#mapOptions);
    this.#fresh.delete(gone);
    gone.map.clear();
    return gone.map;
  }
}

/** A loop whose old place is looked for elsewhere. */
interface Twins {
  readonly loop: Loop;
  readonly search: LoopSearch;
}

interface Job {
  readonly search: LoopSearch;
  readonly target: PlaceTarget;
  /** The middle of the target. */
  readonly from: number;
  readonly to: number;
  readonly expected: Expectation;
}

/** Where one key frame is expected seen from another, and how surely. */
interface Expectation {
  readonly T_old_new: SE2;
  readonly sigma_m: number;
  readonly sigma_rad: number;
}

function expectation({ graph }: KeyGraph, drift: Drift, from: number, to: number): Expectation {
  const T_old_new = between(graph.pose(from), graph.pose(to));
  const { sigma_m, sigma_rad } = driftOf(drift, from);
  // Seen from the old one, its own heading's error swings the new one round it.
  const swing_m = sigma_rad * hypot(T_old_new.x, T_old_new.y);
  return { T_old_new, sigma_m: hypot(sigma_m, swing_m), sigma_rad };
}

function windowOf({ T_old_new, sigma_m, sigma_rad }: Expectation): LoopWindow {
  const halfWidth_m = Math.min(MAX_WINDOW_M, 3 * sigma_m + 0.25);
  const halfTurn_rad = Math.min(MAX_WINDOW_RAD, 3 * sigma_rad + 0.05);
  return { T_old_new, halfWidth_m, halfTurn_rad };
}

/** Whether nearly all surfaces of a cloud run the same way. */
function showsOneDirection({ normals_base, n }: SeenCloud): boolean {
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    xx += normals_base[i] * normals_base[i];
    xy += normals_base[i] * normals_base[i + 1];
    yy += normals_base[i + 1] * normals_base[i + 1];
  }
  const mean = 0.5 * (xx + yy);
  const spread = Math.sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy);
  return mean - spread < MIN_ACROSS * (mean + spread);
}

/** One number for two key frames. */
function pairOf(from: number, to: number): number {
  return from * 0x1000000 + to;
}

/** Whether a pair has hardly moved since it was compared, by what is not known about it. */
function isNear(a: SE2, b: SE2, sigma_m: number): boolean {
  const { x, y, theta } = between(a, b);
  return hypot(x, y) < sigma_m && Math.abs(theta) < 0.02;
}

function placeOf(key: number): number {
  return Math.floor(key / PLACE_STEP);
}
