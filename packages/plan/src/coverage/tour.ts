import { atan2, hypot, wrapAngle } from '@homebound/math';
import type { Point } from '../space/findPath.ts';
import { type FreeSpace, isSegmentClear, nearestMarked } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { driveTime, type MotionLimits, turnTime } from './motionTime.ts';

/** One stroke as the tour sees it: two ends with their headings. */
export interface TourStop {
  readonly path: Float64Array;
  /** Whether it may be driven from its end to its start. */
  readonly reversible: boolean;
}

export interface TourStep {
  readonly index: number;
  readonly reversed: boolean;
}

/** A connection that is not a clear straight line is taken to be this much longer, plus a constant. */
const BLOCKED_FACTOR = 1.5;
const BLOCKED_EXTRA_M = 0.6;
/** Ways between ends farther apart than this are estimated: a good tour has few of them. */
const MEASURED_M = 2.5;
/** So many of the nearest ends are measured along the floor from each end; farther ones are estimated. */
const NEAR_ENDS = 10;
/** Ways over 8 neighbours are up to 8 % longer than the straightened path, and costlier near walls. */
const OCTILE_EXCESS = 0.9;
/** Rounds of improvement over the whole tour: it ends earlier when nothing improves. */
const MAX_ROUNDS = 12;

/** Interleaved path from its last point to its first. */
export function reversedPath(path: Float64Array): Float64Array {
  const out = new Float64Array(path.length);
  for (let i = 0; i < path.length; i += 2) {
    out[i] = path[path.length - 2 - i];
    out[i + 1] = path[path.length - 1 - i];
  }
  return out;
}

/**
 * An order of strokes that needs little time between them: nearest first, improved by 2-opt (turning a part of the tour
 * round) and Or-opt (moving up to three strokes elsewhere) on the time to turn, drive and turn again.
 * @param from     where the robot is; its heading too when known
 * @param towards  where it will go afterwards, m: the tour had better end near there
 * Source: Croes, "A Method for Solving Traveling-Salesman Problems", Operations Research 1958; Or's thesis, 1976.
 */
export function planTour(
  space: FreeSpace,
  stops: readonly TourStop[],
  from: { readonly x: number; readonly y: number; readonly theta?: number },
  limits: MotionLimits,
  search: GridSearch,
  towards?: Point,
): TourStep[] {
  const costs = new ConnectionCosts(space, stops, from, limits, search, towards);
  const order = nearestFirst(stops, costs);
  improve(order, stops, costs);
  return order.map((node) => ({ index: node >> 1, reversed: (node & 1) === 1 }));
}

/**
 * Times between directed strokes. Node 2 i is stroke i as it is, 2 i + 1 reversed; node -1 is the start. Computed when
 * first asked for.
 */
class ConnectionCosts {
  readonly #space: FreeSpace;
  readonly #limits: MotionLimits;
  readonly #n: number;
  /** x, y, heading at the beginning and at the end of each node. */
  readonly #entry: Float64Array;
  readonly #exit: Float64Array;
  readonly #known: Float32Array;
  readonly #search: GridSearch;
  readonly #towards: Point | undefined;
  /** Standable cell at each node's beginning and end; the start's is last. */
  readonly #entryCell: Int32Array;
  readonly #exitCell: Int32Array;
  readonly #isEnd: Uint8Array;
  /** By exit node: lengths of the ways to the cells near it, m; computed when first needed. */
  readonly #ways: (Map<number, number> | undefined)[];

  constructor(
    space: FreeSpace,
    stops: readonly TourStop[],
    from: { readonly x: number; readonly y: number; readonly theta?: number },
    limits: MotionLimits,
    search: GridSearch,
    towards: Point | undefined,
  ) {
    this.#search = search;
    this.#towards = towards;
    this.#space = space;
    this.#limits = limits;
    this.#n = 2 * stops.length;
    this.#entry = new Float64Array(3 * this.#n);
    this.#exit = new Float64Array(3 * (this.#n + 1));
    for (let i = 0; i < stops.length; i++) {
      const path = stops[i].path;
      const m = path.length;
      const first = atan2(path[3] - path[1], path[2] - path[0]);
      const last = atan2(path[m - 1] - path[m - 3], path[m - 2] - path[m - 4]);
      this.#entry.set([path[0], path[1], first, path[m - 2], path[m - 1], wrapAngle(last + Math.PI)], 6 * i);
      this.#exit.set([path[m - 2], path[m - 1], last, path[0], path[1], wrapAngle(first + Math.PI)], 6 * i);
    }
    this.#exit.set([from.x, from.y, from.theta ?? Number.NaN], 3 * this.#n);
    this.#known = new Float32Array((this.#n + 1) * this.#n).fill(-1);
    this.#entryCell = new Int32Array(this.#n);
    this.#exitCell = new Int32Array(this.#n + 1);
    this.#isEnd = new Uint8Array(space.standable.length);
    for (let node = 0; node <= this.#n; node++) {
      const at = 3 * node;
      this.#exitCell[node] = nearestMarked(space.standable, space, this.#exit[at], this.#exit[at + 1], 0.6);
      if (node === this.#n) break;
      const cell = nearestMarked(space.standable, space, this.#entry[at], this.#entry[at + 1], 0.6);
      this.#entryCell[node] = cell;
      if (cell >= 0) this.#isEnd[cell] = 1;
    }
    this.#ways = new Array(this.#n + 1);
  }

  /** Time from the end of node `a` (-1: the start) to the beginning of node `b`, s; after the last (`b` < 0) towards the next room. */
  between(a: number, b: number): number {
    const row = a < 0 ? this.#n : a;
    if (b < 0) return this.#timeToLeave(row);
    const key = row * this.#n + b;
    if (this.#known[key] < 0) this.#known[key] = this.#compute(3 * row, 3 * b);
    return this.#known[key];
  }

  #timeToLeave(row: number): number {
    const towards = this.#towards;
    if (towards === undefined) return 0;
    const air = hypot(towards.x - this.#exit[3 * row], towards.y - this.#exit[3 * row + 1]);
    return driveTime(air * BLOCKED_FACTOR, this.#limits);
  }

  #compute(a: number, b: number): number {
    const x0 = this.#exit[a];
    const y0 = this.#exit[a + 1];
    const x1 = this.#entry[b];
    const y1 = this.#entry[b + 1];
    const air = hypot(x1 - x0, y1 - y0);
    const headingOut = this.#exit[a + 2];
    const headingIn = this.#entry[b + 2];
    if (air < 0.01) return Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(headingIn - headingOut), this.#limits);
    const isClear = air < 4 && isSegmentClear(this.#space, x0, y0, x1, y1);
    const length = isClear ? air : this.#wayLength(a / 3, b / 3, air);
    const travel = atan2(y1 - y0, x1 - x0);
    const turnOut = Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(travel - headingOut), this.#limits);
    return driveTime(length, this.#limits) + turnOut + turnTime(wrapAngle(headingIn - travel), this.#limits);
  }

  /** Length of the way round what is between two nodes; an estimate when `b` is none of the near ones. */
  #wayLength(a: number, b: number, air: number): number {
    const from = this.#exitCell[a];
    if (from < 0 || air > MEASURED_M) return air * BLOCKED_FACTOR + BLOCKED_EXTRA_M;
    let ways = this.#ways[a];
    if (ways === undefined) {
      ways = new Map();
      for (const cell of this.#search.run(from, -1, this.#isEnd, NEAR_ENDS))
        ways.set(cell, (this.#search.costOf(cell) / 10) * this.#space.resolution_m);
      this.#ways[a] = ways;
    }
    const known = ways.get(this.#entryCell[b]);
    return known === undefined ? air * BLOCKED_FACTOR + BLOCKED_EXTRA_M : Math.max(air, known * OCTILE_EXCESS);
  }
}

function nearestFirst(stops: readonly TourStop[], costs: ConnectionCosts): number[] {
  const order: number[] = [];
  const isUsed = new Uint8Array(stops.length);
  let at = -1;
  while (order.length < stops.length) {
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let node = 0; node < 2 * stops.length; node++) {
      if (isUsed[node >> 1] !== 0 || ((node & 1) === 1 && !stops[node >> 1].reversible)) continue;
      const cost = costs.between(at, node);
      if (cost < bestCost) {
        bestCost = cost;
        best = node;
      }
    }
    isUsed[best >> 1] = 1;
    order.push(best);
    at = best;
  }
  return order;
}

function improve(order: number[], stops: readonly TourStop[], costs: ConnectionCosts): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hasTurned = twoOpt(order, stops, costs);
    const hasMoved = orOpt(order, stops, costs);
    if (!hasTurned && !hasMoved) return;
  }
}

/** Turns parts of the tour round while that saves time. Turning a part reverses each stroke in it. */
function twoOpt(order: number[], stops: readonly TourStop[], costs: ConnectionCosts): boolean {
  let improved = false;
  for (let i = 0; i < order.length; i++) {
    // Inner connections change when the strokes are driven the other way, so both sums are carried along.
    let inner = 0;
    let turned = 0;
    for (let j = i; j < order.length && stops[order[j] >> 1].reversible; j++) {
      if (j > i) {
        inner += costs.between(order[j - 1], order[j]);
        turned += costs.between(order[j] ^ 1, order[j - 1] ^ 1);
      }
      const before = i > 0 ? order[i - 1] : -1;
      const after = j + 1 < order.length ? order[j + 1] : -1;
      const now = costs.between(before, order[i]) + inner + costs.between(order[j], after);
      const then = costs.between(before, order[j] ^ 1) + turned + costs.between(order[i] ^ 1, after);
      if (then >= now - 1e-4) continue;
      const part = order.slice(i, j + 1).reverse();
      for (let k = 0; k < part.length; k++) order[i + k] = part[k] ^ 1;
      improved = true;
      break;
    }
  }
  return improved;
}

/** Moves runs of one to three strokes to where they cost less, either way round. */
function orOpt(order: number[], stops: readonly TourStop[], costs: ConnectionCosts): boolean {
  let improved = false;
  for (let size = 1; size <= 3; size++)
    for (let i = 0; i + size <= order.length; i++) {
      const run = order.slice(i, i + size);
      const before = i > 0 ? order[i - 1] : -1;
      const after = i + size < order.length ? order[i + size] : -1;
      const last = run[size - 1];
      const freed = costs.between(before, run[0]) + costs.between(last, after) - costs.between(before, after);
      if (freed < 0.2) continue;
      const canTurn = run.every((node) => stops[node >> 1].reversible);
      const turnedCost = canTurn ? runCost(run.map((n) => n ^ 1).reverse(), costs) - runCost(run, costs) : 0;
      let bestGain = 1e-4;
      let bestAt = -1;
      let isBestTurned = false;
      for (let k = -1; k < order.length; k++) {
        if (k >= i - 1 && k < i + size) continue;
        const a = k >= 0 ? order[k] : -1;
        const b = k + 1 < order.length ? order[k + 1] : -1;
        const base = freed + costs.between(a, b);
        const asIs = base - costs.between(a, run[0]) - costs.between(last, b);
        const turned = canTurn ? base - turnedCost - costs.between(a, last ^ 1) - costs.between(run[0] ^ 1, b) : -1;
        if (asIs > bestGain || turned > bestGain) {
          isBestTurned = turned > asIs;
          bestGain = Math.max(asIs, turned);
          bestAt = k;
        }
      }
      if (bestGain <= 1e-4) continue;
      order.splice(i, size);
      const put = isBestTurned ? run.map((n) => n ^ 1).reverse() : run;
      order.splice(bestAt < i ? bestAt + 1 : bestAt + 1 - size, 0, ...put);
      improved = true;
    }
  return improved;
}

function runCost(run: readonly number[], costs: ConnectionCosts): number {
  let sum = 0;
  for (let k = 1; k < run.length; k++) sum += costs.between(run[k - 1], run[k]);
  return sum;
}
