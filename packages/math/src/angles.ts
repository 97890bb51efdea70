const TWO_PI = 2 * Math.PI;

/** The same angle in [-pi, pi). */
export function wrapAngle(angle_rad: number): number {
  if (angle_rad >= -Math.PI && angle_rad < Math.PI) return angle_rad;
  const wrapped = angle_rad - TWO_PI * Math.floor((angle_rad + Math.PI) / TWO_PI);
  return wrapped >= Math.PI ? wrapped - TWO_PI : wrapped;
}

/** a - b the short way round, in [-pi, pi). Angles are subtracted with this, never with `-`. */
export function angleDiff(a_rad: number, b_rad: number): number {
  return wrapAngle(a_rad - b_rad);
}
