import { hypot } from '@homebound/math';
import { defaultLevels, defaultPower, drivingEnergy } from '@homebound/plan';
import type { StrokeQueue } from './strokeQueue.ts';

/** Ways are so much longer than the straight line, and driven at so many m/s with turns and stops. */
const DETOUR = 2;
const MEAN_SPEED_MPS = 0.15;
const NO_MOTORS = { fan: 0, mainBrush: 0, sideBrush: 0 };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Way that a square metre takes, m, and share of a battery kept for floor that may show up. */
const WAY_PER_M2 = 7;
const UNKNOWN_SHARE = 0.1;

/**
 * Shares of a full battery that the way home takes, and the rest of the job.
 * @param queue    what is left of the plan
 * @param left_m2  known floor that is not clean
 * @param mayGrow  there may be floor that is not known
 */
export function energyNeeds(
  at: Point,
  dock: Point,
  queue: StrokeQueue,
  left_m2: number,
  mayGrow: boolean,
): { readonly home: number; readonly rest: number } {
  const { capacity_Wh } = defaultPower;
  const way_m = DETOUR * hypot(at.x - dock.x, at.y - dock.y);
  const home = drivingEnergy(way_m / MEAN_SPEED_MPS, NO_MOTORS) / capacity_Wh;
  const planned_Wh = queue.sum((length_m, levels) => drivingEnergy(length_m / MEAN_SPEED_MPS, levels));
  const left_Wh = drivingEnergy((WAY_PER_M2 * left_m2) / MEAN_SPEED_MPS, defaultLevels);
  const rest = Math.max(planned_Wh, left_Wh) / capacity_Wh + (mayGrow ? UNKNOWN_SHARE : 0);
  return { home, rest };
}
