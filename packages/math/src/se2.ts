import { wrapAngle } from './angles.ts';
import { cos, sin } from './elementary.ts';

/** A pose or rigid motion of the plane: x, y in m, theta in rad, counter-clockwise. Name it `T_a_b`: the pose of frame b in frame a. */
export interface SE2 {
  readonly x: number;
  readonly y: number;
  readonly theta: number;
}

export const identity: SE2 = Object.freeze({ x: 0, y: 0, theta: 0 });

/** T_a_c = compose(T_a_b, T_b_c). */
export function compose(T_a_b: SE2, T_b_c: SE2): SE2 {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  return {
    x: T_a_b.x + c * T_b_c.x - s * T_b_c.y,
    y: T_a_b.y + s * T_b_c.x + c * T_b_c.y,
    theta: wrapAngle(T_a_b.theta + T_b_c.theta),
  };
}

/** T_b_a from T_a_b. */
export function inverse(T_a_b: SE2): SE2 {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  return { x: -c * T_a_b.x - s * T_a_b.y, y: s * T_a_b.x - c * T_a_b.y, theta: wrapAngle(-T_a_b.theta) };
}

/** T_b_c from T_a_b and T_a_c: where c stands as seen from b. */
export function between(T_a_b: SE2, T_a_c: SE2): SE2 {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  const dx = T_a_c.x - T_a_b.x;
  const dy = T_a_c.y - T_a_b.y;
  return { x: c * dx + s * dy, y: -s * dx + c * dy, theta: wrapAngle(T_a_c.theta - T_a_b.theta) };
}

/**
 * Takes n points from frame b to frame a.
 * @param out    receives the points, interleaved [x0, y0, ...]; may be `pts_b` itself
 * @param pts_b  points in frame b, m, interleaved, at least 2 n numbers
 */
export function transformInto(out: Float64Array, T_a_b: SE2, pts_b: Float64Array, n: number): void {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  const tx = T_a_b.x;
  const ty = T_a_b.y;
  for (let i = 0; i < 2 * n; i += 2) {
    const x = pts_b[i];
    const y = pts_b[i + 1];
    out[i] = tx + c * x - s * y;
    out[i + 1] = ty + s * x + c * y;
  }
}

/** The pose a share `t` in [0, 1] of the way from one pose to the other: straight in x, y, the short way round in theta. */
export function interpolate(from: SE2, to: SE2, t: number): SE2 {
  return {
    x: from.x + t * (to.x - from.x),
    y: from.y + t * (to.y - from.y),
    theta: wrapAngle(from.theta + t * wrapAngle(to.theta - from.theta)),
  };
}

/**
 * Pose after driving at constant speed and yaw rate: the exact arc.
 * @param v  forward speed, m/s
 * @param w  yaw rate, rad/s
 * @param dt duration, s
 */
export function driveArc(T_a_b: SE2, v: number, w: number, dt: number): SE2 {
  const turn = w * dt;
  const length = v * dt;
  const half = 0.5 * turn;
  // chord = length * sin(half) / half, along the mean heading
  const chord = half > -1e-6 && half < 1e-6 ? length : (length * sin(half)) / half;
  const heading = T_a_b.theta + half;
  return {
    x: T_a_b.x + chord * cos(heading),
    y: T_a_b.y + chord * sin(heading),
    theta: wrapAngle(T_a_b.theta + turn),
  };
}
