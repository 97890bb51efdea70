import { valueAt } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { FreeSpace } from '@homebound/plan';
import { lengthOf, withoutRepeats } from './polyline.ts';

/** m by which a planned way may lie nearer to things than the newest map allows: the driver gives way to that by lidar. */
const GIVE_WAY_M = 0.03;
/** m between the places that are looked at. */
const STEP_M = 0.02;
/** A run shorter than this is not worth the turn, m. */
const SHORTEST_M = 0.1;

/**
 * The parts of a planned way that the newest map still leaves free: the way itself when that is all of it. What lies on a
 * lane is so left out, and the lane goes on behind it.
 */
export function clearRuns(space: FreeSpace, path: Float64Array): Float64Array[] {
  const limit_m = space.bodyClearance_m - GIVE_WAY_M;
  const runs: Float64Array[] = [];
  let run: number[] = [];
  let [lastX, lastY] = path;
  let isWhole = true;
  const end = (): void => {
    if (run.length > 0) runs.push(withoutRepeats([...run, lastX, lastY]));
    run = [];
  };
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const steps = Math.max(1, Math.ceil(hypot(dx, dy) / STEP_M));
    for (let k = i === 2 ? 0 : 1; k <= steps; k++) {
      const x = path[i - 2] + (dx * k) / steps;
      const y = path[i - 1] + (dy * k) / steps;
      if (valueAt(space.clearance_m, space, x, y) < limit_m) {
        end();
        isWhole = false;
        continue;
      }
      if (run.length === 0 || k === steps) run.push(x, y);
      lastX = x;
      lastY = y;
    }
  }
  if (isWhole) return [path];
  end();
  return runs.filter((points) => lengthOf(points) >= SHORTEST_M);
}
