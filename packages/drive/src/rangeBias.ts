import type { RobotGeometry, SafetyRecord } from '@homebound/robot';
import type { NearPoints } from './nearPoints.ts';

/** m beyond the body's side up to which walls are compared. */
const NEAR_M = 0.06;
/** m along the wall that one reading is compared with, and m by which the returns there may differ: more is no wall. */
const SPAN_M = 0.025;
const FLAT_M = 0.012;
const MIN_RETURNS = 4;
/** m; what differs more is not one surface: a plinth, a table's edge. */
const SAME_SURFACE_M = 0.015;
/** Readings over which the difference is averaged in the end, and m that it is at most: no lidar of this class is off by more. */
const READINGS = 400;
const MAX_M = 0.012;

/**
 * What the lidar is off by close to the robot, learnt from the wall sensor while both look at the same wall. A lidar's constant
 * error, some millimetres that stay the same for one device, is as large as the air that is kept to walls.
 */
export class RangeBias {
  /** m that the lidar's ranges are too long. */
  value_m = 0;
  #readings = 0;

  /** @param near returns, base frame, the present bias taken off already */
  observe({ xy, n }: NearPoints, { wallDistance_m }: SafetyRecord, { wallSensor, bodyRadius_m }: RobotGeometry): void {
    const beyond_m = -wallSensor.y_m;
    if (!(beyond_m + wallDistance_m < bodyRadius_m + NEAR_M)) return;
    let sum = 0;
    let count = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let i = 0; i < 2 * n; i += 2) {
      const along = xy[i] - wallSensor.x_m;
      const across = -xy[i + 1];
      if (along > SPAN_M || along < -SPAN_M || across < 0 || across > bodyRadius_m + 2 * NEAR_M) continue;
      sum += across;
      count++;
      if (across < least) least = across;
      if (across > most) most = across;
    }
    if (count < MIN_RETURNS || most - least > FLAT_M) return;
    const off_m = sum / count - beyond_m - wallDistance_m;
    if (off_m > SAME_SURFACE_M || off_m < -SAME_SURFACE_M) return;
    this.#readings = Math.min(this.#readings + 1, READINGS);
    // From no bias at all on, as if that had been seen ten times.
    const value = this.value_m + off_m / (this.#readings + 10);
    this.value_m = Math.min(MAX_M, Math.max(-MAX_M, value));
  }
}
