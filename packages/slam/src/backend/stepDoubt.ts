import { angleDiff, between, compose, hypot, type SE2 } from '@homebound/math';

/** Where odometry has the base, and how far its motion since the last key frame may be off. */
export interface OdometryThere {
  readonly T_odom_base: SE2;
  readonly sigma_m: number;
  readonly sigma_rad: number;
}

/** The robot as it came to a key frame, seen from it and by odometry. */
export interface Arrival {
  readonly T_key_base: SE2;
  readonly T_odom_base: SE2;
}

/** A step farther from odometry than this, in standard deviations of match and odometry, is in doubt. */
const MAX_SIGMAS = 3;

/**
 * How far a matched step lies from odometry; `undefined` while both agree. Scans are matched to all that the map shows: where an
 * old wall comes into sight that drift left beside its place, the pose leaps onto it, and the step holds what belongs to the whole way round.
 * @param covariance of the matched step, any frame, row-major [3, 3]
 */
export function leapOf(
  arrival: Arrival,
  T_key_base: SE2,
  { T_odom_base, sigma_m, sigma_rad }: OdometryThere,
  covariance: Float64Array,
): SE2 | undefined {
  const T_key_expected = compose(arrival.T_key_base, between(arrival.T_odom_base, T_odom_base));
  const x = T_key_base.x - T_key_expected.x;
  const y = T_key_base.y - T_key_expected.y;
  const theta = angleDiff(T_key_base.theta, T_key_expected.theta);
  const m = hypot(x, y) / Math.sqrt(sigma_m * sigma_m + covariance[0] + covariance[4]);
  const rad = theta / Math.sqrt(sigma_rad * sigma_rad + covariance[8]);
  return hypot(m, rad) > MAX_SIGMAS ? { x, y, theta } : undefined;
}

/** Adds a leap to a step's covariance: it may be right, it may be wrong. In place. */
export function withLeap(C: Float64Array, { x, y, theta }: SE2): Float64Array {
  const square = x * x + y * y;
  C[0] += square;
  C[4] += square;
  C[8] += theta * theta;
  return C;
}
