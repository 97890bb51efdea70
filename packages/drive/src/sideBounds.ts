import type { NearPoints } from './nearPoints.ts';
import { type PathRows, ROW_M } from './pathRows.ts';

/**
 * More air where the way bends, m per 1/m of curvature beyond what counts as straight, and at most: there it is followed less
 * exactly. Round a leg the curvature is 5 to 6.
 */
const BEND_AIR_M2 = 0.0015;
const STRAIGHT_PM = 1.5;
const BEND_AIR_M = 0.006;
/** Rows to either side over which curvature is measured: noise of 1 mm is 0.3 / m. The bound is not known so well farther on. */
const SPAN = 2;
const KNOWN_ROWS = 9;
/** m of more air in the first rows per rad that the robot's heading leads nearer than the bound, and at most: it turns late. */
const LEAD_M = 0.02;
const LEAD_AIR_M = 0.006;
const LEAD_ROWS = 4;

/** How far the way may go to the right (`low`) and to the left (`high`) in each row across the path, m to the left; infinite: any. */
export class SideBounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly #air: Float64Array;

  constructor(maxRows: number) {
    this.low = new Float64Array(maxRows);
    this.high = new Float64Array(maxRows);
    this.#air = new Float64Array(maxRows);
  }

  clear(): void {
    this.low.fill(Number.NEGATIVE_INFINITY);
    this.high.fill(Number.POSITIVE_INFINITY);
  }

  /**
   * Keeps a disc off points.
   * @param chosen_m in each row the place that tells on which side a point is passed
   */
  add(rows: PathRows, { xy, n }: NearPoints, reach_m: number, chosen_m: Float64Array): void {
    for (let k = 1; k < rows.n; k++) {
      const x = rows.x[k];
      const y = rows.y[k];
      const ux = rows.ux[k];
      const uy = rows.uy[k];
      const chosen = chosen_m[k];
      let low = this.low[k];
      let high = this.high[k];
      for (let i = 0; i < 2 * n; i += 2) {
        const dx = xy[i] - x;
        const dy = xy[i + 1] - y;
        const along = dx * ux + dy * uy;
        if (along >= reach_m || along <= -reach_m) continue;
        const across = dy * ux - dx * uy;
        // Too far to the side to change anything, whatever the root is.
        if (across - reach_m >= high || (across <= chosen && across + reach_m <= low)) continue;
        const half = Math.sqrt(reach_m * reach_m - along * along);
        if (across > chosen) high = Math.min(high, across - half);
        else low = Math.max(low, across + half);
      }
      this.low[k] = low;
      this.high[k] = high;
    }
  }

  /** More air round legs and corners than along walls, and for a robot that still heads for what is beside it. */
  giveBendsAir(rows: PathRows): void {
    this.#giveAir(rows, this.low, 1);
    this.#giveAir(rows, this.high, -1);
  }

  /** @param away the sign of the offsets that lead away from the bound */
  #giveAir({ n, ux, uy }: PathRows, bound: Float64Array, away: 1 | -1): void {
    const air = this.#air;
    const last = Math.min(n - 1 - SPAN, KNOWN_ROWS);
    for (let k = 1; k <= last; k++) {
      // The first row has no bound; next to it the bound bends as it does a little farther on.
      const b = Math.min(Math.max(k, SPAN + 1), n - 1 - SPAN);
      air[k] = bendAir(pathBend(ux, uy, k) + shiftBend(bound, b));
      if (k > LEAD_ROWS || ux[k] <= 0) continue;
      // The heading is the x axis of the rows' frame.
      const missing_rad = away * (uy[k] / ux[k] + (bound[b + 1] - bound[b]) / ROW_M);
      if (missing_rad > 0) air[k] += Math.min(LEAD_AIR_M, LEAD_M * missing_rad);
    }
    for (let k = 1; k <= last; k++) bound[k] += away * air[k];
  }
}

/** Curvature of the path at a row, 1/m. */
function pathBend(ux: Float64Array, uy: Float64Array, k: number): number {
  const a = Math.max(0, k - SPAN);
  const b = k + SPAN;
  return (ux[a] * uy[b] - uy[a] * ux[b]) / ((b - a) * ROW_M);
}

/** Curvature of a bound against the path, 1/m; not finite where it ends. */
function shiftBend(bound: Float64Array, k: number): number {
  return (bound[k - SPAN] - 2 * bound[k] + bound[k + SPAN]) / (SPAN * SPAN * ROW_M * ROW_M);
}

function bendAir(bend_pm: number): number {
  const air_m = BEND_AIR_M2 * (Math.abs(bend_pm) - STRAIGHT_PM);
  return air_m > 0 ? Math.min(air_m, BEND_AIR_M) : 0;
}
