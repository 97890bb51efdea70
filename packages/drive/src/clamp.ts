/** The value, cut off at ± limit. */
export function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
