import { cellX, cellY, centreX, centreY } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';

export interface PlanProof {
  /** Poses checked, at most 1 cm apart, from the first on that is clear. */
  readonly poses: number;
  /** Way before that pose, m: out of where the robot stands already, too close to things (its dock, often). 0 when it stands clear. */
  readonly wayOut_m: number;
  /** Distance between base_link and the nearest blocked cell where it is least, m; a lower bound above the body's clearance, Infinity without a pose. */
  readonly leastClearance_m: number;
  /** Poses that are closer to something than the space's `leastClearance_m`. */
  readonly invalidPoses: number;
  /** Longest gap between the end of a stroke and the beginning of the next, m. */
  readonly largestGap_m: number;
  /** Strokes with a pose that is too close to something, or that do not begin where the one before ended. */
  readonly failed: readonly number[];
}

/** Poses checked are no farther apart than this, m. */
const STEP_M = 0.01;
/** A way out ends where the body's clearance is kept but for so much, m. */
const SURELY_M = 0.001;

/**
 * Checks a way by brute force: for every pose on it the distance to the surface of each blocked cell around, with no path code
 * of the planner's. Poses whose cell is far from everything by the exact distance field are passed without looking around.
 * A robot that stands closer to things than it may plan to has to get out: the way is checked from where it is clear, and what
 * lies before is told apart. A way that is nowhere clear leads out of nothing: all of it counts.
 */
export function provePlan(space: FreeSpace, strokes: readonly { readonly path: Float64Array }[]): PlanProof {
  const wayOut_m = wayOut(space, strokes);
  let way_m = 0;
  let poses = 0;
  let leastClearance_m = Number.POSITIVE_INFINITY;
  let invalidPoses = 0;
  let largestGap_m = 0;
  const failed: number[] = [];
  for (const [k, { path }] of strokes.entries()) {
    const gap_m = k === 0 ? 0 : gapBetween(strokes[k - 1].path, path);
    largestGap_m = Math.max(largestGap_m, gap_m);
    let isValid = gap_m < 1e-6;
    for (let i = 2; i < path.length; i += 2) {
      const [x0, y0] = [path[i - 2], path[i - 1]];
      const [dx, dy] = [path[i] - x0, path[i + 1] - y0];
      const length_m = hypot(dx, dy);
      const steps = stepsOf(length_m);
      for (let s = 0; s <= steps; s++) {
        if (way_m + (length_m * s) / steps < wayOut_m) continue;
        const clearance_m = clearanceAt(space, x0 + (dx * s) / steps, y0 + (dy * s) / steps);
        const isClear = clearance_m >= space.leastClearance_m;
        poses++;
        leastClearance_m = Math.min(leastClearance_m, clearance_m);
        if (!isClear) invalidPoses++;
        isValid &&= isClear;
      }
      way_m += length_m;
    }
    if (!isValid) failed.push(k);
  }
  return { poses, wayOut_m, leastClearance_m, invalidPoses, largestGap_m, failed };
}

/** Way to the first pose that is clear beyond doubt, m; 0 where the first one is clear, and when none is. */
function wayOut(space: FreeSpace, strokes: readonly { readonly path: Float64Array }[]): number {
  const [start] = strokes;
  if (start === undefined || clearanceAt(space, start.path[0], start.path[1]) >= space.leastClearance_m) return 0;
  let way_m = 0;
  for (const { path } of strokes)
    for (let i = 2; i < path.length; i += 2) {
      const [x0, y0] = [path[i - 2], path[i - 1]];
      const [dx, dy] = [path[i] - x0, path[i + 1] - y0];
      const length_m = hypot(dx, dy);
      const steps = stepsOf(length_m);
      for (let s = 0; s <= steps; s++)
        if (clearanceAt(space, x0 + (dx * s) / steps, y0 + (dy * s) / steps) >= space.bodyClearance_m - SURELY_M)
          return way_m + (length_m * s) / steps;
      way_m += length_m;
    }
  return 0;
}

function stepsOf(length_m: number): number {
  return Math.max(1, Math.ceil(length_m / STEP_M));
}

function gapBetween(before: Float64Array, after: Float64Array): number {
  const n = before.length;
  return hypot(after[0] - before[n - 2], after[1] - before[n - 1]);
}

/** Distance to the nearest blocked cell's surface or the map's edge, m; a lower bound where that is more than the body needs. */
function clearanceAt(space: FreeSpace, x: number, y: number): number {
  const { width, height, resolution_m, isFree, bodyClearance_m, clearance_m } = space;
  const ix = cellX(space, x);
  const iy = cellY(space, y);
  const isOnMap = ix >= 0 && iy >= 0 && ix < width && iy < height;
  const atLeast = isOnMap ? clearance_m[iy * width + ix] - hypot(x - centreX(space, ix), y - centreY(space, iy)) : 0;
  if (atLeast > bodyClearance_m) return atLeast;
  const reach = Math.ceil(bodyClearance_m / resolution_m) + 1;
  const half = resolution_m / 2;
  let nearest2 = reach * resolution_m * (reach * resolution_m);
  for (let jy = iy - reach; jy <= iy + reach; jy++)
    for (let jx = ix - reach; jx <= ix + reach; jx++) {
      if (jx >= 0 && jy >= 0 && jx < width && jy < height && isFree[jy * width + jx] !== 0) continue;
      const dx = Math.max(0, Math.abs(centreX(space, jx) - x) - half);
      const dy = Math.max(0, Math.abs(centreY(space, jy) - y) - half);
      nearest2 = Math.min(nearest2, dx * dx + dy * dy);
    }
  return Math.sqrt(nearest2);
}
