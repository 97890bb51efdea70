import type { OccupancyGrid } from '@homebound/grid';
import { hypot, type StampedPose } from '@homebound/math';
import { BrushSweep } from './brushSweep.ts';
import { reachableFrom } from './groundTruth.ts';

/** Cells of the truth map are cut this often each way, so that the brush is drawn at 1 cm. */
const FINER = 2;

export interface RunScore {
  readonly coverage: number;
  readonly coverageFreeFloor: number;
  readonly path_m: number;
  readonly lambda: number;
  readonly reachableArea_m2: number;
}

/**
 * Scores a driven path on a truth map: what anybody can do with a run folder, without the simulator.
 * @param truth  100 blocked, 0 free and connected, -1 elsewhere
 * @param poses  true poses in the map's frame, dense enough that the body moves under 10 cm between two
 */
export function scoreRun(
  truth: OccupancyGrid,
  poses: readonly StampedPose[],
  body: { readonly bodyRadius_m: number; readonly mainBrush: { readonly width_m: number; readonly x_m: number } },
): RunScore {
  const frame = {
    width: truth.width * FINER,
    height: truth.height * FINER,
    resolution_m: truth.resolution_m / FINER,
    originX_m: truth.originX_m,
    originY_m: truth.originY_m,
  };
  const blocked = new Uint8Array(frame.width * frame.height);
  for (let i = 0; i < blocked.length; i++) {
    const iy = Math.floor(i / frame.width / FINER);
    const ix = Math.floor((i % frame.width) / FINER);
    // What is not free is no floor: blocked, or cut off from the start.
    blocked[i] = truth.data[iy * truth.width + ix] === 0 ? 0 : 1;
  }
  const { free, reachable } = reachableFrom(blocked, frame, poses[0].T, body);
  const swept = new Uint8Array(blocked.length);
  const sweep = new BrushSweep(frame, body.mainBrush, (index) => {
    swept[index] = 1;
  });
  let path_m = 0;
  for (const [i, { T }] of poses.entries()) {
    sweep.moveTo(T);
    if (i > 0) path_m += hypot(T.x - poses[i - 1].T.x, T.y - poses[i - 1].T.y);
  }
  const count = (mask: Uint8Array, only?: Uint8Array): number =>
    mask.reduce((sum, value, i) => sum + (only === undefined ? value : value & only[i]), 0);
  const reach = count(reachable);
  const cell_m2 = frame.resolution_m * frame.resolution_m;
  return {
    coverage: count(swept, reachable) / reach,
    coverageFreeFloor: count(swept, free) / count(free),
    path_m,
    lambda: (path_m * body.mainBrush.width_m) / (reach * cell_m2),
    reachableArea_m2: reach * cell_m2,
  };
}
