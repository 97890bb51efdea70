import type { NearPoints } from './nearPoints.ts';

/**
 * The speed at which things whose place is known by some centimetres only are touched softly, if at all, m/s.
 *
 *        ( · )     the thing is anywhere within `unsure` of its point, so it may be met at a bearing smaller by δ,
 *       ╱  b       sin δ = unsure / d, and the share cos(b - δ) of the speed goes into it: well beside the robot
 *      ●─────▶     it costs nothing
 *
 * @param points     base frame
 * @param radius_m   of the body
 * @param soft_mps   speed across the contact that is allowed
 * @returns +Infinity when nothing is near
 */
export function softSpeed(
  { xy, n }: NearPoints,
  radius_m: number,
  unsure_m: number,
  soft_mps: number,
  deceleration_mps2: number,
): number {
  let slowest2 = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2 * n; i += 2) {
    const x = xy[i];
    const y = Math.abs(xy[i + 1]);
    const d = Math.sqrt(x * x + y * y);
    const sin = Math.min(1, unsure_m / d);
    const cos = Math.sqrt(1 - sin * sin);
    // y cos δ - x sin δ = d sin(b - δ): on this side of 0 the thing may be dead ahead.
    const share = y * cos <= x * sin ? 1 : (x * cos + y * sin) / d;
    if (share <= 0) continue;
    const soft = soft_mps / share;
    const braking = 2 * deceleration_mps2 * Math.max(0, d - radius_m - unsure_m);
    slowest2 = Math.min(slowest2, soft * soft + braking);
  }
  return Math.sqrt(slowest2);
}
