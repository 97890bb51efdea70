import { atan2, hypot, wrapAngle } from '@homebound/math';
import type { Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { nearestMarked } from '../space/nearestMarked.ts';
import { isSegmentClear } from '../space/standing.ts';
import { driveTime, type MotionLimits, turnTime } from './motionTime.ts';

/** One stroke as the tour sees it: two ends with their headings. */
export interface TourStop {
  readonly path: Float64Array;
  /** Whether it may be driven from its end to its start. */
  readonly reversible: boolean;
  readonly room: number;
  /** Along a wall: what follows in the same room should be another one, or nothing. */
  readonly isEdge?: boolean;
}

/** Where the tour begins, where it had better end, and what leaving a room for another one costs. */
export interface TourFrame {
  readonly from: Point & { readonly theta?: number };
  readonly towards?: Point;
  readonly roomChange_s: number;
  /** What going from an edge to the inside of the same room costs, s. */
  readonly edgeBefore_s: number;
  readonly limits: MotionLimits;
}

/** A connection that is not a clear straight line and was not measured is taken to be this much longer, plus a constant. */
const BLOCKED_FACTOR = 1.5;
const BLOCKED_EXTRA_M = 0.6;
/** Ways between ends farther apart than this are estimated: a good tour has few of them. */
const MEASURED_M = 2.5;
/** So many of the nearest ends are measured along the floor from each end; farther ones are estimated. */
const NEAR_ENDS = 10;
/** Ways over 8 neighbours are up to 8 % longer than the straightened path, and costlier near walls. */
const OCTILE_EXCESS = 0.9;

/**
 * Times between directed strokes. Node 2 i is stroke i as it is, 2 i + 1 reversed; node -1 is the start. Computed when
 * first asked for.
 */
export class ConnectionCosts {
  readonly nodes: number;
  readonly #space: FreeSpace;
  readonly #frame: TourFrame;
  readonly #stops: readonly TourStop[];
  /** x, y, heading at the beginning and at the end of each node; the start's end is last. */
  readonly #entry: Float64Array;
  readonly #exit: Float64Array;
  readonly #known: Float32Array;
  readonly #search: GridSearch;
  /** Standable cell at each node's beginning and end; the start's is last. */
  readonly #entryCell: Int32Array;
  readonly #exitCell: Int32Array;
  readonly #isEnd: Uint8Array;
  /** By exit node: lengths of the ways to the cells near it, m; computed when first needed. */
  readonly #ways: (NearWays | undefined)[];

  constructor(space: FreeSpace, stops: readonly TourStop[], frame: TourFrame, search: GridSearch) {
    this.#search = search;
    this.#space = space;
    this.#frame = frame;
    this.#stops = stops;
    this.nodes = 2 * stops.length;
    const n = this.nodes;
    this.#entry = new Float64Array(3 * n);
    this.#exit = new Float64Array(3 * (n + 1));
    for (let i = 0; i < stops.length; i++) {
      const path = stops[i].path;
      const m = path.length;
      const first = atan2(path[3] - path[1], path[2] - path[0]);
      const last = atan2(path[m - 1] - path[m - 3], path[m - 2] - path[m - 4]);
      this.#entry.set([path[0], path[1], first, path[m - 2], path[m - 1], wrapAngle(last + Math.PI)], 6 * i);
      this.#exit.set([path[m - 2], path[m - 1], last, path[0], path[1], wrapAngle(first + Math.PI)], 6 * i);
    }
    this.#exit.set([frame.from.x, frame.from.y, frame.from.theta ?? Number.NaN], 3 * n);
    this.#known = new Float32Array((n + 1) * n).fill(-1);
    this.#entryCell = new Int32Array(n);
    this.#exitCell = new Int32Array(n + 1);
    this.#isEnd = new Uint8Array(space.standable.length);
    for (let node = 0; node <= n; node++) {
      this.#exitCell[node] = nearestMarked(space.standable, space, this.#exit[3 * node], this.#exit[3 * node + 1], 0.6);
      if (node === n) break;
      const cell = nearestMarked(space.standable, space, this.#entry[3 * node], this.#entry[3 * node + 1], 0.6);
      this.#entryCell[node] = cell;
      if (cell >= 0) this.#isEnd[cell] = 1;
    }
    this.#ways = new Array(n + 1);
  }

  /** Time from the end of node `a` (-1: the start) to the beginning of node `b`, s; to where the tour should end when `b` < 0. */
  between(a: number, b: number): number {
    const row = a < 0 ? this.nodes : a;
    if (b < 0) return this.#timeToLeave(row);
    const key = row * this.nodes + b;
    if (this.#known[key] < 0) this.#known[key] = this.#compute(row, b) + this.#outOfTurn(a, b);
    return this.#known[key];
  }

  /** Distance as the crow flies between the end of `a` (-1: the start) and the beginning of `b`, m. */
  air(a: number, b: number): number {
    const row = 3 * (a < 0 ? this.nodes : a);
    return hypot(this.#entry[3 * b] - this.#exit[row], this.#entry[3 * b + 1] - this.#exit[row + 1]);
  }

  /** What it costs that a room is left, or that its inside comes after its edges. */
  #outOfTurn(a: number, b: number): number {
    if (a < 0) return 0;
    const [before, after] = [this.#stops[a >> 1], this.#stops[b >> 1]];
    if (before.room !== after.room) return this.#frame.roomChange_s;
    return before.isEdge === true && after.isEdge !== true ? this.#frame.edgeBefore_s : 0;
  }

  #timeToLeave(row: number): number {
    const { towards, limits } = this.#frame;
    if (towards === undefined) return 0;
    const air = hypot(towards.x - this.#exit[3 * row], towards.y - this.#exit[3 * row + 1]);
    return driveTime(air * BLOCKED_FACTOR, limits);
  }

  #compute(row: number, b: number): number {
    const { limits } = this.#frame;
    const x0 = this.#exit[3 * row];
    const y0 = this.#exit[3 * row + 1];
    const x1 = this.#entry[3 * b];
    const y1 = this.#entry[3 * b + 1];
    const air = hypot(x1 - x0, y1 - y0);
    const headingOut = this.#exit[3 * row + 2];
    const headingIn = this.#entry[3 * b + 2];
    if (air < 0.01) return Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(headingIn - headingOut), limits);
    const isClear = air < 4 && isSegmentClear(this.#space, x0, y0, x1, y1);
    const length = isClear ? air : this.#wayLength(row, b, air);
    const travel = atan2(y1 - y0, x1 - x0);
    const turnOut = Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(travel - headingOut), limits);
    return driveTime(length, limits) + turnOut + turnTime(wrapAngle(headingIn - travel), limits);
  }

  /** Length of the way round what is between two nodes; an estimate when `b` is none of the near ones. */
  #wayLength(row: number, b: number, air: number): number {
    const from = this.#exitCell[row];
    const estimate = air * BLOCKED_FACTOR + BLOCKED_EXTRA_M;
    if (from < 0 || air > MEASURED_M) return estimate;
    this.#ways[row] ??= this.#measureFrom(from);
    const { lengths, farthest_m } = this.#ways[row];
    const known = lengths.get(this.#entryCell[b]);
    // An end that was not among the near ones is at least as far as the last of them: behind a wall, say.
    return known === undefined ? Math.max(estimate, farthest_m) : Math.max(air, known * OCTILE_EXCESS);
  }

  #measureFrom(cell: number): NearWays {
    const lengths = new Map<number, number>();
    let farthest_m = 0;
    for (const end of this.#search.run(cell, -1, this.#isEnd, NEAR_ENDS)) {
      farthest_m = (this.#search.costOf(end) / 10) * this.#space.resolution_m;
      lengths.set(end, farthest_m);
    }
    return { lengths, farthest_m };
  }
}

/** Ways along the floor from one end to the ends nearest to it. */
interface NearWays {
  /** By cell, m. */
  readonly lengths: Map<number, number>;
  readonly farthest_m: number;
}
