import { cos, sin, wrapAngle } from '@homebound/math';

/**
 * Error of a measured motion, as in g2o: e = inv(T_from_to measured) o (inv(T_map_from) o T_map_to), as [x, y, wrapped theta], so
 * it is written in the frame where the measurement puts `to`, and so is its information.
 * @param out    receives the error at 0, 1, 2
 * @param poses  x, y, theta of the nodes, flat; `from` and `to` count nodes
 * @param T      measured x, y, theta, flat; `edge` counts edges
 */
export function edgeErrorInto(
  out: Float64Array,
  poses: Float64Array,
  from: number,
  to: number,
  T: Float64Array,
  edge: number,
): void {
  const f = 3 * from;
  const t = 3 * to;
  const z = 3 * edge;
  const dx = poses[t] - poses[f];
  const dy = poses[t + 1] - poses[f + 1];
  const c = cos(poses[f + 2] + T[z + 2]);
  const s = sin(poses[f + 2] + T[z + 2]);
  const cz = cos(T[z + 2]);
  const sz = sin(T[z + 2]);
  out[0] = c * dx + s * dy - (cz * T[z] + sz * T[z + 1]);
  out[1] = -s * dx + c * dy - (-sz * T[z] + cz * T[z + 1]);
  out[2] = wrapAngle(poses[t + 2] - poses[f + 2] - T[z + 2]);
}

/** e^T Omega e. @param information  upper triangle xx xy xt yy yt tt, flat; `edge` counts edges */
export function chi2OfError(e: Float64Array, information: Float64Array, edge: number): number {
  const w = 6 * edge;
  return (
    e[0] * (information[w] * e[0] + 2 * (information[w + 1] * e[1] + information[w + 2] * e[2])) +
    e[1] * (information[w + 3] * e[1] + 2 * information[w + 4] * e[2]) +
    information[w + 5] * e[2] * e[2]
  );
}
