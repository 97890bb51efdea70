import { atan2 } from '@homebound/math';
import { type ContactAhead, contactAhead } from './contactAhead.ts';
import { PathRows, ROW_M } from './pathRows.ts';
import type { Situation } from './situation.ts';
import { pursuitCurvature, steerAhead } from './steer.ts';
import type { Leg, TrackedPath } from './trackedPath.ts';
import { WayRound } from './wayRound.ts';

/** Rows of the path ahead that are looked at: 0.6 m. */
const ROWS = 16;

/** A point to steer at, m, base frame, and how far ahead along the path it is. */
export interface Target {
  readonly x: number;
  readonly y: number;
  readonly ahead_m: number;
}

/** The next stretch of a path as it will be driven: past what stands beside it, up to walls, and what it touches. */
export class WayAhead {
  readonly #rows = new PathRows(ROWS);
  readonly #round = new WayRound(ROWS);
  /** In the base frame: the robot, half of the arc to the steering target, the target, the way beyond it. */
  readonly #way = new Float64Array(2 * (ROWS + 3));
  #nWay = 0;

  /**
   * Finds the way round what stands beside the path from arc length s of a leg on.
   * @param v_mps      the faster, the farther ahead the target
   * @param moreAir_m  beyond that of the options
   */
  find(path: TrackedPath, leg: Leg, s_m: number, v_mps: number, moreAir_m: number, now: Situation): Target {
    const rows = this.#rows;
    const { air_m, closeUpRight_m, closeUpLeft_m, maxSteerAhead_m } = now.options;
    const { bodyRadius_m } = now.geometry;
    rows.lay(path, leg, s_m, now.T_map_base);
    // The robot is at the origin of the rows' frame.
    const from_m = rows.x[0] * rows.uy[0] - rows.y[0] * rows.ux[0];
    const wish = { bodyRadius_m, air_m: air_m + moreAir_m, closeUpRight_m, closeUpLeft_m };
    this.#round.find(rows, from_m, [now.near, now.barred], now.felt, wish);
    const turn = Math.max(path.sharpestTurn(leg, s_m, s_m + maxSteerAhead_m), this.#round.sharpestShift(rows.n));
    const ahead_m = steerAhead(v_mps, turn, now.options);
    this.#lay(ahead_m, path.s[leg.to] - s_m);
    return { ...this.#pointAt(ahead_m), ahead_m };
  }

  /** rad; which way the path itself leads, seen from the robot. */
  get bearing_rad(): number {
    return atan2(this.#rows.uy[0], this.#rows.ux[0]);
  }

  /** 1/m; of the arc to the target that was found last, or of one beside it that cuts nothing on the way there. */
  curvatureTo({ x, y, ahead_m }: Target): number {
    return this.#round.passing(pursuitCurvature(x, y), this.#rows, ahead_m);
  }

  /** What the body would touch on the way. */
  contact({ near, geometry, options }: Situation): ContactAhead {
    return contactAhead(this.#way, this.#nWay, near, geometry.bodyRadius_m + options.bodyMargin_m, options);
  }

  /** A point of the way found last, this far along the path ahead; past the last row it goes on straight. */
  #pointAt(ahead_m: number): { x: number; y: number } {
    const rows = this.#rows;
    const { offset_m } = this.#round;
    const k = Math.min(Math.floor(ahead_m / ROW_M), rows.n - 1);
    const rest = ahead_m - k * ROW_M;
    const slope = k + 1 < rows.n ? (offset_m[k + 1] - offset_m[k]) / ROW_M : 0;
    const d = offset_m[k] + rest * slope;
    return {
      x: rows.x[k] + rest * rows.ux[k] - d * rows.uy[k],
      y: rows.y[k] + rest * rows.uy[k] + d * rows.ux[k],
    };
  }

  /** The way to the steering target, or the leg's end when that comes first, and on along the rows. */
  #lay(ahead_m: number, left_m: number): void {
    const way = this.#way;
    const rows = this.#rows;
    const { offset_m } = this.#round;
    const to_m = Math.min(ahead_m, left_m);
    const target = this.#pointAt(to_m);
    way[0] = way[1] = 0;
    way[2] = 0.5 * target.x;
    way[3] = 0.25 * target.y; // the robot leaves along its heading: half-way along a shallow arc it is a quarter off
    way[4] = target.x;
    way[5] = target.y;
    let n = 3;
    for (let k = Math.floor(to_m / ROW_M) + 1; k < rows.n; k++, n++) {
      way[2 * n] = rows.x[k] - offset_m[k] * rows.uy[k];
      way[2 * n + 1] = rows.y[k] + offset_m[k] * rows.ux[k];
    }
    this.#nWay = n;
  }
}
