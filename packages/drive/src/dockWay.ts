import { between, cos, type SE2, sin } from '@homebound/math';
import { type ContactAhead, contactAhead } from './contactAhead.ts';
import type { NearPoints } from './nearPoints.ts';
import { PathRows, ROW_M } from './pathRows.ts';
import type { Situation } from './situation.ts';
import { WayRound } from './wayRound.ts';

/** m past the docked place: what the lidar sees from here on is the dock and the wall behind it, and meant to be touched. */
const DOCK_FACE = 0.1;
/** m before the docked place where the way ends: from here on it is straight. */
const END = 0.02;
/** Rows of the way in that are looked at: 1.2 m. */
const ROWS = 31;
/** m; a way that leaves the straight run in by less than this is the straight run in. */
const STRAIGHT = 0.003;
/** m along a way that is not straight to the point that is steered at. */
const STEER_AHEAD = 0.12;
/** m of air more after each touch of what the lidar sees, and at most. */
const MORE_AIR = 0.006;
const MOST_AIR = 0.018;
/** m; what is not free in the lidar's eyes by so much is no place to start from. */
const STAND_AIR = 0.012;

/**
 * The way into the dock past what the lidar sees: from a start towards the axis, along it to the dock, and round
 * the legs and walls that stand in between. All places are in the approach frame (see DockLine) unless named otherwise.
 */
export class DockWay {
  readonly #rows = new PathRows(ROWS);
  readonly #round = new WayRound(ROWS);
  /** In the base frame. */
  readonly #way = new Float64Array(2 * ROWS);
  #straight = { x: 0, y: 0 };
  /** What the lidar sees and what was felt, but for the dock itself, base frame. */
  readonly #seen = { xy: new Float64Array(0), n: 0 };
  readonly #felt = { xy: new Float64Array(0), n: 0 };
  #air_m = 0;

  /** Something that the lidar sees was touched all the same: it stands nearer than it looks, so more air is kept. */
  giveMoreAir(): void {
    this.#air_m = Math.min(this.#air_m + MORE_AIR, MOST_AIR);
  }

  /** The way from a start that need not be the robot's own place; `at` is the robot's. */
  find(start: { readonly x: number; readonly y: number }, at: SE2, now: Situation): void {
    // Half of the way left, so that the run ends straight.
    const ahead = Math.min(0.5, Math.max(0.15, -0.5 * start.x));
    this.#lay(start, start.x + ahead, at);
    this.#straight = between(at, { x: start.x + ahead, y: 0, theta: 0 });
    keepBeforeDock(now.near, at, this.#seen);
    keepBeforeDock(now.felt, at, this.#felt);
    const { bodyRadius_m } = now.geometry;
    const wish = { bodyRadius_m, air_m: now.options.air_m + this.#air_m, closeUpRight_m: 0, closeUpLeft_m: 0 };
    this.#round.find(this.#rows, 0, [this.#seen, now.barred], this.#felt, wish);
    const { n, x, y, ux, uy } = this.#rows;
    for (let k = 0; k < n; k++) {
      const d = this.#round.offset_m[k];
      this.#way[2 * k] = x[k] - d * uy[k];
      this.#way[2 * k + 1] = y[k] + d * ux[k];
    }
  }

  /** The point to steer at, base frame. */
  get target(): { readonly x: number; readonly y: number } {
    const { n } = this.#rows;
    const k = Math.min(Math.round(STEER_AHEAD / ROW_M), n - 1);
    for (let i = 0; i < n; i++)
      if (Math.abs(this.#round.offset_m[i]) > STRAIGHT) return { x: this.#way[2 * k], y: this.#way[2 * k + 1] };
    return this.#straight;
  }

  /** What the body would touch on the way found last before it touches the dock. */
  contact(now: Situation): ContactAhead {
    return contactAhead(this.#way, this.#rows.n, this.#seen, now.geometry.bodyRadius_m, now.options);
  }

  /** Whether the body has room at a place, and from there a free way in, as far as the lidar sees. */
  isOpenFrom(start: { readonly x: number; readonly y: number }, at: SE2, now: Situation): boolean {
    const { x, y } = between(at, { ...start, theta: 0 });
    const { xy, n } = now.near;
    const room_m = now.geometry.bodyRadius_m + STAND_AIR;
    for (let i = 0; i < 2 * n; i += 2) {
      const dx = xy[i] - x;
      const dy = xy[i + 1] - y;
      if (dx * dx + dy * dy < room_m * room_m) return false;
    }
    this.find(start, at, now);
    return this.contact(now).blocked_m === Number.POSITIVE_INFINITY;
  }

  /** Rows from the start straight to the axis at `axisX`, and along it up to the dock. */
  #lay(start: { readonly x: number; readonly y: number }, axisX: number, at: SE2): void {
    const rows = this.#rows;
    const c = cos(at.theta);
    const s = sin(at.theta);
    const length = Math.sqrt((axisX - start.x) * (axisX - start.x) + start.y * start.y);
    let n = 0;
    for (; n < ROWS; n++) {
      const way = n * ROW_M;
      const isOnAxis = way >= length;
      const ux = isOnAxis ? 1 : (axisX - start.x) / length;
      const uy = isOnAxis ? 0 : -start.y / length;
      const x = isOnAxis ? axisX + way - length : start.x + way * ux;
      const y = isOnAxis ? 0 : start.y + way * uy;
      if (n > 0 && x > -END) break;
      rows.x[n] = c * (x - at.x) + s * (y - at.y);
      rows.y[n] = c * (y - at.y) - s * (x - at.x);
      rows.ux[n] = c * ux + s * uy;
      rows.uy[n] = c * uy - s * ux;
    }
    rows.n = n;
  }
}

/** The points that are not the dock's. */
function keepBeforeDock({ xy, n }: NearPoints, { x, theta }: SE2, out: { xy: Float64Array; n: number }): void {
  if (out.xy.length < 2 * n) out.xy = new Float64Array(2 * n);
  const c = cos(theta);
  const s = sin(theta);
  let kept = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    if (x + c * xy[i] - s * xy[i + 1] > DOCK_FACE) continue;
    out.xy[kept++] = xy[i];
    out.xy[kept++] = xy[i + 1];
  }
  out.n = kept >> 1;
}
