import { cos, sin } from '@homebound/math';

/**
 * A covariance of x, y, theta written in a frame that is turned by `theta`: R' C R. Row-major [3, 3].
 * A step as matched in the map becomes a link's, seen from the key frame where it began.
 */
export function turnedInto(C: Float64Array, theta: number): Float64Array {
  const c = cos(theta);
  const s = sin(theta);
  const xx = c * c * C[0] + 2 * c * s * C[1] + s * s * C[4];
  const yy = s * s * C[0] - 2 * c * s * C[1] + c * c * C[4];
  const xy = c * s * (C[4] - C[0]) + (c * c - s * s) * C[1];
  const xt = c * C[2] + s * C[5];
  const yt = -s * C[2] + c * C[5];
  return Float64Array.of(xx, xy, xt, xy, yy, yt, xt, yt, C[8]);
}

/** Adds what two measurements share of errors to a covariance: nothing is surer than the floor. In place. */
export function withFloor(C: Float64Array, floor_m: number, floor_rad: number): Float64Array {
  C[0] += floor_m * floor_m;
  C[4] += floor_m * floor_m;
  C[8] += floor_rad * floor_rad;
  return C;
}
