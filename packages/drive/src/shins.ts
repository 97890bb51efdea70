import { cos, hypot, type SE2, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';

/** m that neighbouring returns of one thing lie apart at most, and of two things at least. */
const LINK_M = 0.06;
const FREE_M = 0.1;
/** m: as wide as a shin looks, trousers and all; table legs are thinner. */
const MIN_WIDTH_M = 0.07;
const MAX_WIDTH_M = 0.16;
/** m that its middle is nearer than the line between its ends, at least: it is round, a door post's face is flat. */
const MIN_BULGE_M = 0.012;
const MIN_RETURNS = 5;
/** s that a shin is taken to be where it was seen; most of them at once. */
const KEEP_S = 1;
const KEPT = 32;

/** Shins of people near the robot, round about their last second. The lidar sees them, but not the shoes, which reach farther. */
export class Shins {
  readonly #odom: { readonly x: number; readonly y: number; readonly seen_s: number }[] = [];
  readonly #base = new Float64Array(2 * KEPT);
  readonly #found = new Float64Array(2 * KEPT);

  /** A new scan. @param near its returns in the order in which the lidar turns, base frame */
  addScan(near: NearPoints, T_odom_base: SE2, now_s: number): void {
    const list = this.#odom;
    while (list.length > 0 && now_s - list[0].seen_s > KEEP_S) list.shift();
    const n = shinsInto(this.#found, near);
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    for (let i = 0; i < n; i++) {
      const x = this.#found[2 * i];
      const y = this.#found[2 * i + 1];
      list.push({ x: T_odom_base.x + c * x - s * y, y: T_odom_base.y + s * x + c * y, seen_s: now_s });
      if (list.length > KEPT) list.shift();
    }
  }

  clear(): void {
    this.#odom.length = 0;
  }

  /** As seen from a pose; the array is reused by the next call. */
  seenFrom(T_odom_base: SE2): NearPoints {
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    for (const [i, { x, y }] of this.#odom.entries()) {
      const dx = x - T_odom_base.x;
      const dy = y - T_odom_base.y;
      this.#base[2 * i] = c * dx + s * dy;
      this.#base[2 * i + 1] = -s * dx + c * dy;
    }
    return { xy: this.#base, n: this.#odom.length };
  }
}

/**
 * Finds what may be shins: round, as thick as a shin, alone.
 * @param out their front faces' middles, interleaved
 * @param near returns in the order of their bearings, seen from a lidar in the middle of the base
 * @returns how many
 */
export function shinsInto(out: Float64Array, { xy, n }: NearPoints): number {
  let found = 0;
  for (let from = 0; from < n && 2 * found < out.length; ) {
    let to = from + 1;
    while (to < n && gap(xy, to - 1, to) < LINK_M) to++;
    const isAlone = to - from === n || (gap(xy, from, (from - 1 + n) % n) > FREE_M && gap(xy, to - 1, to % n) > FREE_M);
    if (isAlone && to - from >= MIN_RETURNS && isRound(xy, from, to - 1)) {
      const middle = (from + to - 1) >> 1;
      out[2 * found] = xy[2 * middle];
      out[2 * found + 1] = xy[2 * middle + 1];
      found++;
    }
    from = to;
  }
  return found;
}

function isRound(xy: Float64Array, first: number, last: number): boolean {
  const width = gap(xy, first, last);
  if (width < MIN_WIDTH_M || width > MAX_WIDTH_M) return false;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = first + 1; i < last; i++) nearest = Math.min(nearest, range(xy, i));
  return 0.5 * (range(xy, first) + range(xy, last)) - nearest > MIN_BULGE_M;
}

function range(xy: Float64Array, i: number): number {
  return hypot(xy[2 * i], xy[2 * i + 1]);
}

function gap(xy: Float64Array, i: number, k: number): number {
  return hypot(xy[2 * i] - xy[2 * k], xy[2 * i + 1] - xy[2 * k + 1]);
}
