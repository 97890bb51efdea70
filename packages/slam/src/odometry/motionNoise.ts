import { angleDiff, cos, type SE2, sin } from '@homebound/math';

/** Errors of scale, as shares: what a wrong wheel size or gyro gain adds up to over any way and turn. */
export interface ScaleErrors {
  /** Of the way: wheel size, mean slip on carpet. */
  readonly way: number;
  /** Of the way, sideways: pile, unequal wheels between two looks at the gyro. */
  readonly side: number;
  /** Of the turn. */
  readonly turn: number;
}

/** With a gyro. Without one, `turn` is the wheel base's: about 0.04. */
export const defaultScaleErrors: ScaleErrors = { way: 0.03, side: 0.015, turn: 0.025 };

/** Where odometry was and how sure: an `OdometryState`, or what nav_msgs/Odometry tells. */
export interface OdometryPose {
  readonly T_odom_base: SE2;
  /** Of x, y, theta in the odom frame since the start, row-major [3, 3]. */
  readonly covariance: Float64Array;
}

/** How far a motion may be off, one standard deviation. */
export interface MotionNoise {
  /** Along and across the chord's mean heading, m, and of the turn, rad. */
  readonly along_m: number;
  readonly across_m: number;
  readonly heading_rad: number;
  /** Of x, y, theta of T_before_after in the frame of `before`: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
}

/**
 * How far the motion between two odometry poses may be off: what their covariances grew by, and the errors of scale.
 *
 * A pose's covariance grows by P2 = F P1 F^T + Q, so Q = P2 - F P1 F^T is the motion's own, however long the run was.
 * Covariances that don't grow (drivers that publish a constant) leave the errors of scale alone. Turns count up to half a turn.
 */
export function motionNoise(
  before: OdometryPose,
  after: OdometryPose,
  scale: ScaleErrors = defaultScaleErrors,
): MotionNoise {
  const from = before.T_odom_base;
  const to = after.T_odom_base;
  const turn = angleDiff(to.theta, from.theta);
  const c = cos(from.theta);
  const s = sin(from.theta);
  const dx = c * (to.x - from.x) + s * (to.y - from.y);
  const dy = c * (to.y - from.y) - s * (to.x - from.x);
  const Q = seenFrom(from.theta, grownBy(before, after));
  addSquare(Q, scale.way * dx, scale.way * dy, 0);
  addSquare(Q, -scale.side * dy, scale.side * dx, 0);
  // Half of the turn's error acts along the way on average: it swings the chord's end.
  addSquare(Q, -0.5 * scale.turn * turn * dy, 0.5 * scale.turn * turn * dx, scale.turn * turn);
  const ahead = seenFrom(0.5 * turn, Q);
  return {
    along_m: Math.sqrt(Math.max(0, ahead[0])),
    across_m: Math.sqrt(Math.max(0, ahead[4])),
    heading_rad: Math.sqrt(Math.max(0, ahead[8])),
    covariance: Q,
  };
}

/** Q = P2 - F P1 F^T in the odom frame. Negative variances, which no sum of steps gives, become 0. */
function grownBy(before: OdometryPose, after: OdometryPose): Float64Array {
  const dx = after.T_odom_base.x - before.T_odom_base.x;
  const dy = after.T_odom_base.y - before.T_odom_base.y;
  const [xx, xy, xt, , yy, yt, , , tt] = before.covariance;
  const P = after.covariance;
  const qxx = P[0] - (xx - 2 * dy * xt + dy * dy * tt);
  const qxy = P[1] - (xy + dx * xt - dy * yt - dx * dy * tt);
  const qxt = P[2] - (xt - dy * tt);
  const qyy = P[4] - (yy + 2 * dx * yt + dx * dx * tt);
  const qyt = P[5] - (yt + dx * tt);
  const qtt = P[8] - tt;
  if (!(qxx >= 0 && qyy >= 0 && qtt >= 0)) return new Float64Array(9);
  return Float64Array.of(qxx, qxy, qxt, qxy, qyy, qyt, qxt, qyt, qtt);
}

/** A covariance of x, y, theta in a frame that is turned by `theta`: R(-theta) Q R(theta). */
function seenFrom(theta: number, Q: Float64Array): Float64Array {
  const c = cos(theta);
  const s = sin(theta);
  const [xx, xy, xt, , yy, yt, , , tt] = Q;
  const a = c * c * xx + 2 * c * s * xy + s * s * yy;
  const b = c * s * (yy - xx) + (c * c - s * s) * xy;
  const d = s * s * xx - 2 * c * s * xy + c * c * yy;
  const e = c * xt + s * yt;
  const f = c * yt - s * xt;
  return Float64Array.of(a, b, e, b, d, f, e, f, tt);
}

/** Q <- Q + v v^T: an error with one cause. */
function addSquare(Q: Float64Array, vx: number, vy: number, vt: number): void {
  Q[0] += vx * vx;
  Q[1] = Q[3] += vx * vy;
  Q[2] = Q[6] += vx * vt;
  Q[4] += vy * vy;
  Q[5] = Q[7] += vy * vt;
  Q[8] += vt * vt;
}
