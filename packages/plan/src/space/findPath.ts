import { centreX, centreY, valueAt } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { FreeSpace } from './freeSpace.ts';
import { GridSearch } from './gridSearch.ts';
import { nearestMarked } from './nearestMarked.ts';
import { isSegmentClear, isStandable } from './standing.ts';

/** A point in the map frame, m. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type PathResult =
  | {
      readonly ok: true;
      /** Interleaved x, y in m, map frame; begins at `from`. */
      readonly path: Float64Array;
      readonly length_m: number;
      /** Distance between the path's end and the goal as asked, m; above 0 when the goal itself has no room. */
      readonly goalError_m: number;
    }
  | { readonly ok: false; readonly reason: 'startBlocked' | 'goalBlocked' | 'tooFar' };

export interface PathOptions {
  /** How far the robot may be from floor it may stand on; it first drives straight there. */
  readonly maxEscape_m?: number;
  /** How far from the goal the path may end when the goal has no room. */
  readonly goalTolerance_m?: number;
  /** Whether the shortest way is wanted, along walls if need be, rather than one that prefers room. */
  readonly shortest?: boolean;
  /** A way over cells longer than this is none, m; only together with `shortest`. Saves looking for it. */
  readonly longest_m?: number;
  /** A search to reuse: saves allocating one for each path. */
  readonly search?: GridSearch;
}

/**
 * A short path between two points that prefers room around it.
 * All its points but a start in a tight place keep `space.bodyClearance_m`, less 4 mm between cells of 5 cm (a chord of a
 * circle of 0.17 m over a cell's diagonal). Everything in the space is connected, so only a start or goal off it fails.
 */
export function findPath(space: FreeSpace, from: Point, to: Point, options: PathOptions = {}): PathResult {
  const {
    maxEscape_m = 0.6,
    goalTolerance_m = 0.3,
    shortest = false,
    longest_m,
    search = new GridSearch(space),
  } = options;
  const start = nearestMarked(space.standable, space, from.x, from.y, maxEscape_m);
  if (start < 0) return { ok: false, reason: 'startBlocked' };
  const goal = nearestMarked(space.standable, space, to.x, to.y, goalTolerance_m);
  if (goal < 0) return { ok: false, reason: 'goalBlocked' };
  const maxCost = longest_m === undefined ? undefined : Math.ceil((10 * longest_m) / space.resolution_m);
  const found = search.run(start, goal, undefined, 1, maxCost, shortest);
  if (found.length === 0) return { ok: false, reason: longest_m === undefined ? 'goalBlocked' : 'tooFar' };
  const points = cellCentres(space, search.wayTo(goal));
  return finish(space, points, from, to, shortest);
}

/**
 * The path to the cheapest of many places.
 * @param targets  non-zero cells are goals; those on which the robot can't stand are never reached
 */
export function findNearest(space: FreeSpace, from: Point, targets: Uint8Array, options: PathOptions = {}): PathResult {
  const { maxEscape_m = 0.6, search = new GridSearch(space) } = options;
  if (targets.length !== space.standable.length)
    throw new RangeError(`Cannot search: ${space.standable.length} target cells wanted, got ${targets.length}`);
  const start = nearestMarked(space.standable, space, from.x, from.y, maxEscape_m);
  if (start < 0) return { ok: false, reason: 'startBlocked' };
  const found = search.run(start, -1, targets);
  if (found.length === 0) return { ok: false, reason: 'goalBlocked' };
  const points = cellCentres(space, search.wayTo(found[0]));
  const n = points.length;
  return finish(space, points, from, { x: points[n - 2], y: points[n - 1] }, false);
}

/** Length of an interleaved path, m. */
export function pathLength(path: Float64Array): number {
  let sum = 0;
  for (let i = 2; i < path.length; i += 2) sum += hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return sum;
}

function cellCentres(space: FreeSpace, cells: Int32Array): Float64Array {
  const points = new Float64Array(2 * cells.length);
  for (let k = 0; k < cells.length; k++) {
    const ix = cells[k] % space.width;
    points[2 * k] = centreX(space, ix);
    points[2 * k + 1] = centreY(space, (cells[k] - ix) / space.width);
  }
  return points;
}

/** Puts the true ends on a way of cell centres, straightens it and measures it. */
function finish(space: FreeSpace, way: Float64Array, from: Point, to: Point, shortest: boolean): PathResult {
  const n = way.length;
  const points = [...way];
  points.unshift(from.x, from.y);
  const isGoalFree = isStandable(space, to.x, to.y);
  if (isGoalFree) points.push(to.x, to.y);
  const path = straighten(space, straighten(space, Float64Array.from(points), shortest), shortest);
  const goalError_m = isGoalFree ? 0 : hypot(way[n - 2] - to.x, way[n - 1] - to.y);
  return { ok: true, path, length_m: pathLength(path), goalError_m };
}

/** Cost per metre at a point: 1 in the open, up to 3 along walls, the same scale as the search's. */
function unitCost(space: FreeSpace, x: number, y: number): number {
  const crowd = Math.max(0, 1 - (valueAt(space.clearance_m, space, x, y) - space.bodyClearance_m) / 0.15);
  return 1 + 2 * crowd * crowd;
}

/** Cost of a straight segment: length times the mean unit cost, sampled once a cell. */
function segmentCost(space: FreeSpace, x0: number, y0: number, x1: number, y1: number, shortest: boolean): number {
  const length = hypot(x1 - x0, y1 - y0);
  if (shortest) return length;
  const steps = Math.max(1, Math.ceil(length / space.resolution_m));
  let sum = 0;
  for (let k = 0; k < steps; k++) {
    const t = (k + 0.5) / steps;
    sum += unitCost(space, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
  }
  return (length * sum) / steps;
}

/** Vertices tried beyond the last one that could be reached straight. */
const LOOKAHEAD = 12;

/**
 * Replaces stretches of a path by straight segments where those are clear and not costlier: the way stays off the walls.
 * From each kept vertex the farthest vertex in reach is taken.
 */
function straighten(space: FreeSpace, path: Float64Array, shortest: boolean): Float64Array {
  const n = path.length / 2;
  if (n < 3) return path;
  const costTo = new Float64Array(n);
  for (let k = 1; k < n; k++)
    costTo[k] =
      costTo[k - 1] + segmentCost(space, path[2 * k - 2], path[2 * k - 1], path[2 * k], path[2 * k + 1], shortest);
  const kept: number[] = [path[0], path[1]];
  let at = 0;
  while (at < n - 1) {
    let best = at + 1;
    for (let k = at + 2; k < n && k <= best + LOOKAHEAD; k++) {
      const straight = segmentCost(space, path[2 * at], path[2 * at + 1], path[2 * k], path[2 * k + 1], shortest);
      if (straight > costTo[k] - costTo[at] + 1e-9) continue;
      if (isSegmentClear(space, path[2 * at], path[2 * at + 1], path[2 * k], path[2 * k + 1])) best = k;
    }
    at = best;
    kept.push(path[2 * at], path[2 * at + 1]);
  }
  return Float64Array.from(kept);
}
