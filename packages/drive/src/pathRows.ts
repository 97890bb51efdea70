import { cos, type SE2, sin } from '@homebound/math';
import type { Leg, TrackedPath } from './trackedPath.ts';

/** m between the rows. */
export const ROW_M = 0.04;

/** Places along the path ahead, with its direction there, in the base frame; the first `n` are valid. */
export class PathRows {
  n = 0;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly ux: Float64Array;
  readonly uy: Float64Array;

  constructor(maxRows: number) {
    this.x = new Float64Array(maxRows);
    this.y = new Float64Array(maxRows);
    this.ux = new Float64Array(maxRows);
    this.uy = new Float64Array(maxRows);
  }

  /** Rows from arc length s of a leg on, until its end. */
  lay(path: TrackedPath, leg: Leg, s_m: number, T_map_base: SE2): void {
    const c = cos(T_map_base.theta);
    const s = sin(T_map_base.theta);
    let i = path.segmentAt(leg, s_m);
    let n = 0;
    for (; n < this.x.length; n++) {
      const at = s_m + n * ROW_M;
      if (n > 0 && at > path.s[leg.to]) break;
      while (i < leg.to - 1 && path.s[i + 1] <= at) i++;
      const length = path.s[i + 1] - path.s[i];
      const ux = (path.x[i + 1] - path.x[i]) / length;
      const uy = (path.y[i + 1] - path.y[i]) / length;
      const dx = path.x[i] + ux * (at - path.s[i]) - T_map_base.x;
      const dy = path.y[i] + uy * (at - path.s[i]) - T_map_base.y;
      this.x[n] = c * dx + s * dy;
      this.y[n] = -s * dx + c * dy;
      this.ux[n] = c * ux + s * uy;
      this.uy[n] = -s * ux + c * uy;
    }
    this.n = n;
  }
}
