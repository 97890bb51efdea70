import { atan2, cos, type SE2, sin } from '@homebound/math';

/** A steady motion in the moving frame itself: forward, left, and turning. */
export interface Twist {
  readonly vx_mps: number;
  readonly vy_mps: number;
  readonly w_radps: number;
}

export const atRest: Twist = Object.freeze({ vx_mps: 0, vy_mps: 0, w_radps: 0 });

/** The motion of a frame that keeps a twist for `dt`: the exponential of SE(2). */
export function moveSteadily({ vx_mps, vy_mps, w_radps }: Twist, dt: number): SE2 {
  const turn = w_radps * dt;
  const [a, b] = arcShares(turn);
  const x = vx_mps * dt;
  const y = vy_mps * dt;
  return { x: a * x - b * y, y: b * x + a * y, theta: atan2(sin(turn), cos(turn)) };
}

/** The twist that makes a motion in `dt`: the logarithm of SE(2), for turns below half a turn. */
export function twistOf(T_before_after: SE2, dt: number): Twist {
  const { x, y, theta } = T_before_after;
  const [a, b] = arcShares(theta);
  const scale = 1 / ((a * a + b * b) * dt);
  return { vx_mps: scale * (a * x + b * y), vy_mps: scale * (a * y - b * x), w_radps: theta / dt };
}

/** sin(turn) / turn and (1 - cos(turn)) / turn: how much of a way is left along and across after the arc. */
function arcShares(turn: number): readonly [number, number] {
  // The next terms, turn^4 / 120 and turn^3 / 24, are below a double's last bit here.
  if (Math.abs(turn) < 1e-4) return [1 - (turn * turn) / 6, 0.5 * turn];
  return [sin(turn) / turn, (1 - cos(turn)) / turn];
}
