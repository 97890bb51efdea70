import { hypot } from '@homebound/math';
import { defaultPower, drivingEnergy } from '@homebound/plan';
import type { StrokeQueue } from './strokeQueue.ts';

/** Ways are so much longer than the straight line, and driven at so many m/s with turns and stops. */
const DETOUR = 2;
const MEAN_SPEED_MPS = 0.15;
const NO_MOTORS = { fan: 0, mainBrush: 0, sideBrush: 0 };

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Shares of a full battery that the way home takes, and the rest of the job.
 * @param queue  what is left of the plan; undefined when there may be more than it holds
 */
export function energyNeeds(
  at: Point,
  dock: Point,
  queue: StrokeQueue | undefined,
): { readonly home: number; readonly rest: number | undefined } {
  const { capacity_Wh } = defaultPower;
  const way_m = DETOUR * hypot(at.x - dock.x, at.y - dock.y);
  const home = drivingEnergy(way_m / MEAN_SPEED_MPS, NO_MOTORS) / capacity_Wh;
  if (queue === undefined || queue.isEmpty) return { home, rest: undefined };
  const rest_Wh = queue.sum((length_m, levels) => drivingEnergy(length_m / MEAN_SPEED_MPS, levels));
  return { home, rest: rest_Wh / capacity_Wh };
}
