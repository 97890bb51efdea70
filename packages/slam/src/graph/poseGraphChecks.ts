import type { SE2 } from '@homebound/math';
import type { PoseGraphArrays } from './poseGraphParts.ts';

/** Throws RangeError for a pose that isn't finite. @param what  what can't be done with it, for the message */
export function checkPose(what: string, { x, y, theta }: SE2): void {
  if (!Number.isFinite(x + y + theta) || !(Math.abs(theta) < 1e6))
    throw new RangeError(`Cannot ${what}: the pose should be finite, got x ${x}, y ${y}, theta ${theta}`);
}

/** Throws RangeError for arrays whose lengths don't fit together, and ids below 0. */
export function checkLengths({
  nodeId,
  T_map_node,
  edgeId,
  ends,
  T_from_to,
  information,
  robustScale,
}: PoseGraphArrays): void {
  const n = nodeId.length;
  const m = edgeId.length;
  const sizes = [T_map_node.length - 3 * n, ends.length - 2 * m, T_from_to.length - 3 * m, information.length - 6 * m];
  if (sizes.some((size) => size !== 0) || robustScale.length !== m)
    throw new RangeError(
      `Cannot read pose graph: the arrays do not fit ${n} nodes and ${m} edges; they are cut or mixed up`,
    );
  for (const id of [...nodeId, ...edgeId])
    if (id < 0) throw new RangeError(`Cannot read pose graph: ids should be 0 or more, got ${id}`);
}

/** Of a 3x3 upper triangle. By the Cholesky pivots, each against its own diagonal entry: units differ, so an absolute limit would mean nothing. */
export function isPositiveDefinite(information: ArrayLike<number>): boolean {
  const [xx, xy, xt, yy, yt, tt] = Array.from(information);
  if (information.length !== 6 || !Number.isFinite(xx + xy + xt + yy + yt + tt)) return false;
  if (!(xx > 0)) return false;
  const pivotY = yy - (xy * xy) / xx;
  if (!(pivotY > 1e-12 * yy)) return false;
  const mixed = yt - (xy * xt) / xx;
  return tt - (xt * xt) / xx - (mixed * mixed) / pivotY > 1e-12 * tt;
}
