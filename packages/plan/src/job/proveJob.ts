import { cellX, cellY, centreX, centreY } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { JobRequest, JobStroke, Proof } from './jobPlan.ts';

/** Poses checked are no farther apart than this, m. */
const STEP_M = 0.01;
/** Between cell centres the planner's clearance is interpolated, which errs by less than this, m. */
const ALLOWED_M = 0.005;

/**
 * Checks a plan by brute force: for every pose on every stroke, the distance to the surface of each blocked cell around it,
 * with no distance field and no path code of the planner's. A robot that stands closer to things than it may plan to has to
 * get out of there: its first way is counted from where it is clear.
 */
export function proveJob({ space }: JobRequest, strokes: readonly JobStroke[]): Proof {
  let poses = 0;
  let leastClearance_m = Number.POSITIVE_INFINITY;
  let invalidPoses = 0;
  let largestGap_m = 0;
  let isEscaping = true;
  for (const [k, { path }] of strokes.entries()) {
    if (k > 0) largestGap_m = Math.max(largestGap_m, gapBetween(strokes[k - 1].path, path));
    for (let i = 2; i < path.length; i += 2) {
      const [x0, y0] = [path[i - 2], path[i - 1]];
      const [dx, dy] = [path[i] - x0, path[i + 1] - y0];
      const steps = Math.max(1, Math.ceil(hypot(dx, dy) / STEP_M));
      for (let s = 0; s <= steps; s++) {
        const clearance_m = clearanceAt(space, x0 + (dx * s) / steps, y0 + (dy * s) / steps);
        const isValid = clearance_m >= space.bodyClearance_m - ALLOWED_M;
        if (isValid) isEscaping = false;
        if (isEscaping) continue;
        poses++;
        leastClearance_m = Math.min(leastClearance_m, clearance_m);
        if (!isValid) invalidPoses++;
      }
    }
  }
  return { poses, leastClearance_m, invalidPoses, largestGap_m };
}

function gapBetween(before: Float64Array, after: Float64Array): number {
  const n = before.length;
  return hypot(after[0] - before[n - 2], after[1] - before[n - 1]);
}

/** Distance to the nearest blocked cell's surface or the map's edge, m; what is farther than the body plus a cell counts as that. */
function clearanceAt(space: FreeSpace, x: number, y: number): number {
  const { width, height, resolution_m, isFree, bodyClearance_m } = space;
  const reach = Math.ceil(bodyClearance_m / resolution_m) + 1;
  const half = resolution_m / 2;
  const ix = cellX(space, x);
  const iy = cellY(space, y);
  let nearest2 = reach * resolution_m * (reach * resolution_m);
  for (let jy = iy - reach; jy <= iy + reach; jy++)
    for (let jx = ix - reach; jx <= ix + reach; jx++) {
      const isInside = jx >= 0 && jy >= 0 && jx < width && jy < height;
      if (isInside && isFree[jy * width + jx] !== 0) continue;
      const dx = Math.max(0, Math.abs(centreX(space, jx) - x) - half);
      const dy = Math.max(0, Math.abs(centreY(space, jy) - y) - half);
      nearest2 = Math.min(nearest2, dx * dx + dy * dy);
    }
  return Math.sqrt(nearest2);
}
