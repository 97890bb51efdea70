import { atan2, hypot, wrapAngle } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';

/** How fast the body moves: the planner's idea of time. */
export interface MotionLimits {
  readonly maxSpeed_mps: number;
  readonly maxAcceleration_mps2: number;
  readonly maxYawRate_radps: number;
  readonly maxYawAcceleration_radps2: number;
}

export const defaultMotion: MotionLimits = defaultGeometry;

/**
 * Limits by which every metre takes `metre_s` longer and a stop as long as before: for weighing ways of which the shorter is
 * the better one even at the same time.
 */
export function weighMetres(limits: MotionLimits, metre_s: number): MotionLimits {
  const maxSpeed_mps = 1 / (1 / limits.maxSpeed_mps + metre_s);
  const maxAcceleration_mps2 = (limits.maxAcceleration_mps2 * maxSpeed_mps) / limits.maxSpeed_mps;
  return { ...limits, maxSpeed_mps, maxAcceleration_mps2 };
}

/** Heading changes up to this are driven through; above it the robot stops and turns on the spot. */
export const ROLLING_TURN_RAD = Math.PI / 18;

/** Time to drive or turn by `amount` from rest to rest: a trapezoid, or a triangle when short. */
function restToRest(amount: number, speed: number, acceleration: number): number {
  return amount >= (speed * speed) / acceleration
    ? amount / speed + speed / acceleration
    : 2 * Math.sqrt(amount / acceleration);
}

/** Time for a straight drive of `length_m` from rest to rest, s. */
export function driveTime(length_m: number, limits: MotionLimits = defaultMotion): number {
  return restToRest(length_m, limits.maxSpeed_mps, limits.maxAcceleration_mps2);
}

/** Time for a turn on the spot from rest to rest, s. */
export function turnTime(angle_rad: number, limits: MotionLimits = defaultMotion): number {
  return restToRest(Math.abs(angle_rad), limits.maxYawRate_radps, limits.maxYawAcceleration_radps2);
}

/**
 * Time along a polyline in s by the conservative model "stop, turn, go": every heading change above 10° stops the robot.
 * @param path interleaved x, y in m
 */
export function pathTime(path: Float64Array, limits: MotionLimits = defaultMotion): number {
  let time = 0;
  let run = 0;
  let heading = Number.NaN;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length < 1e-6) continue;
    const next = atan2(dy, dx);
    const turn = Math.abs(wrapAngle(next - heading));
    if (turn > ROLLING_TURN_RAD) {
      time += driveTime(run, limits) + turnTime(turn, limits);
      run = 0;
    }
    run += length;
    heading = next;
  }
  return run > 0 ? time + driveTime(run, limits) : time;
}
