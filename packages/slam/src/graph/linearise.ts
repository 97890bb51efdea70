import { type BlockMatrix, cos, sin, wrapAngle } from '@homebound/math';
import type { GraphProblem } from './graphProblem.ts';

/**
 * Gauss-Newton's equations H dx = -g at some poses, for steps that are added to x, y, theta in the map frame.
 *
 * With d = t_to - t_from in the map, R the turn by theta_from + theta_measured, and errors and information turned into the map by R,
 * the Jacobians are  J_to = I  and  J_from = -B,  B = [1 0 -d_y; 0 1 d_x; 0 0 1], exactly, so each edge adds
 *   H_to,to += M    H_to,from -= M B    H_from,from += B^T M B    g_to += M e    g_from -= B^T M e,   M = R Omega R^T.
 * @param poses    x, y, theta of each node of the problem, shape [nodes, 3]
 * @param weights  factor on each edge's information, from `weighEdges`
 * @param H        overwritten, as is g
 */
export function linearise(
  problem: GraphProblem,
  poses: Float64Array,
  weights: Float64Array,
  H: BlockMatrix,
  g: Float64Array,
): void {
  const { from, to, variable, turn, slot } = problem;
  const { T_from_to: T, information } = problem.arrays;
  const { diagonal, below } = H;
  diagonal.fill(0);
  below.fill(0);
  g.fill(0);
  for (let e = 0; e < from.length; e++) {
    const f = 3 * from[e];
    const t = 3 * to[e];
    const z = 3 * e;
    const w = 6 * e;
    const cf = cos(poses[f + 2]);
    const sf = sin(poses[f + 2]);
    const dx = poses[t] - poses[f];
    const dy = poses[t + 1] - poses[f + 1];
    const ex = dx - cf * T[z] + sf * T[z + 1];
    const ey = dy - sf * T[z] - cf * T[z + 1];
    const et = wrapAngle(poses[t + 2] - poses[f + 2] - T[z + 2]);
    // M, the information in the map frame: turned by R.
    const c = cf * turn[2 * e] - sf * turn[2 * e + 1];
    const s = sf * turn[2 * e] + cf * turn[2 * e + 1];
    const weight = weights[e];
    const oxx = weight * information[w];
    const oxy = weight * information[w + 1];
    const oxt = weight * information[w + 2];
    const oyy = weight * information[w + 3];
    const oyt = weight * information[w + 4];
    const xx = c * c * oxx - 2 * c * s * oxy + s * s * oyy;
    const xy = c * s * (oxx - oyy) + (c * c - s * s) * oxy;
    const yy = s * s * oxx + 2 * c * s * oxy + c * c * oyy;
    const xt = c * oxt - s * oyt;
    const yt = s * oxt + c * oyt;
    const tt = weight * information[w + 5];
    const gx = xx * ex + xy * ey + xt * et;
    const gy = xy * ex + yy * ey + yt * et;
    const gt = xt * ex + yt * ey + tt * et;
    // M B differs from M in its last column only; B^T M B in its last row and column.
    const mbx = xt - dy * xx + dx * xy;
    const mby = yt - dy * xy + dx * yy;
    const mbt = tt - dy * xt + dx * yt;
    const i = variable[from[e]];
    const j = variable[to[e]];
    if (j >= 0) {
      addSymmetric(diagonal, 9 * j, xx, xy, xt, yy, yt, tt);
      g[3 * j] += gx;
      g[3 * j + 1] += gy;
      g[3 * j + 2] += gt;
    }
    if (i >= 0) {
      addSymmetric(diagonal, 9 * i, xx, xy, mbx, yy, mby, mbt - dy * mbx + dx * mby);
      g[3 * i] -= gx;
      g[3 * i + 1] -= gy;
      g[3 * i + 2] -= gt - dy * gx + dx * gy;
    }
    if (slot[e] < 0) continue;
    const b = 9 * slot[e];
    // The block's rows belong to the later variable: -M B when that is `to`, its transpose otherwise.
    const right = j > i ? 1 : 3;
    const down = 4 - right;
    below[b] -= xx;
    below[b + right] -= xy;
    below[b + 2 * right] -= mbx;
    below[b + down] -= xy;
    below[b + 4] -= yy;
    below[b + down + 2 * right] -= mby;
    below[b + 2 * down] -= xt;
    below[b + 2 * down + right] -= yt;
    below[b + 8] -= mbt;
  }
}

function addSymmetric(
  A: Float64Array,
  at: number,
  xx: number,
  xy: number,
  xt: number,
  yy: number,
  yt: number,
  tt: number,
): void {
  A[at] += xx;
  A[at + 1] += xy;
  A[at + 2] += xt;
  A[at + 3] += xy;
  A[at + 4] += yy;
  A[at + 5] += yt;
  A[at + 6] += xt;
  A[at + 7] += yt;
  A[at + 8] += tt;
}
