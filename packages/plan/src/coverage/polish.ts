import { hypot } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';
import { isSegmentClear } from '../space/standing.ts';
import type { Stroke } from './coveragePlan.ts';
import { type MotionLimits, pathTime } from './motionTime.ts';
import type { PassCounts } from './passCounts.ts';

/** How far a corner is moved on trial, m; along the way in, along the way out, and to both sides of the way in. */
const MOVES_M = [0.15, 0.05];
/** Longer segments keep their direction, m: lanes stay parallel. */
const MAX_TURNED_M = 1.5;
/** Corners on each side that a change of time is looked for in. */
const WINDOW = 4;
/** A change that gains less than this is not made, s: of many changes one always looks good by the raster's coarseness alone. */
const MIN_GAIN_S = 0.4;
/** Far more than sums of areas are rounded by, s. */
const ROUNDING_S = 1e-6;

/**
 * Moves and drops the corners of a finished way, strokes and travel alike, while that makes "time to drive plus the price of
 * missed floor" less: lanes end earlier where the hop to the next one sweeps the rest, two small turns become one, a detour is
 * cut. Every new piece of way is checked for clearance.
 */
export class WayPolish {
  readonly #space: FreeSpace;
  readonly #counts: PassCounts;
  readonly #limits: MotionLimits;
  readonly #areaPrice_spm2: number;
  readonly #strokes: readonly Stroke[];
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  /** Stroke of the segment that ends at each corner. */
  readonly #stroke: number[] = [];
  #next = 1;
  /** What the way about the corner at hand sweeps as it is; absent once the way has changed. */
  #sweptNow: Int32Array | undefined;

  /** @param counts  empty; the way is added to it and kept up to date */
  constructor(
    space: FreeSpace,
    strokes: readonly Stroke[],
    counts: PassCounts,
    limits: MotionLimits,
    areaPrice_spm2: number,
  ) {
    this.#space = space;
    this.#counts = counts;
    this.#limits = limits;
    this.#areaPrice_spm2 = areaPrice_spm2;
    this.#strokes = strokes;
    for (const [k, { path }] of strokes.entries())
      for (let i = 0; i < path.length; i += 2) {
        const n = this.#x.length;
        if (n > 0 && hypot(path[i] - this.#x[n - 1], path[i + 1] - this.#y[n - 1]) < 1e-9) continue;
        this.#x.push(path[i]);
        this.#y.push(path[i + 1]);
        this.#stroke.push(k);
      }
    counts.add(this.#part(0, this.#x.length - 1));
  }

  /** Tries all changes at so many corners, from where it last stopped; returns how much better the way got, s. */
  improve(corners: number): number {
    let gained = 0;
    for (let k = 0; k < corners && this.#next < this.#x.length - 1; k++) {
      const gain = this.#improveAt(this.#next);
      gained += gain;
      this.#next++;
    }
    return gained;
  }

  /** Whether all corners have been looked at. */
  get isThrough(): boolean {
    return this.#next >= this.#x.length - 1;
  }

  /** The way as strokes again; strokes that have lost all their way are gone. */
  get strokes(): Stroke[] {
    const out: Stroke[] = [];
    for (let i = 1; i < this.#x.length; ) {
      const k = this.#stroke[i];
      let last = i;
      while (last + 1 < this.#x.length && this.#stroke[last + 1] === k) last++;
      out.push({ ...this.#strokes[k], path: this.#part(i - 1, last) });
      i = last + 1;
    }
    return out;
  }

  #improveAt(i: number): number {
    this.#sweptNow = undefined;
    let total = 0;
    for (let again = true; again && i < this.#x.length - 1; ) {
      const gain = this.#tryDrop(i);
      total += gain;
      again = gain > 0;
    }
    for (const move_m of MOVES_M) if (i < this.#x.length - 1) total += this.#tryMoves(i, move_m);
    return total;
  }

  /** Tries a corner a little along the way in, along the way out and to both sides; long segments (lanes) are not turned. */
  #tryMoves(i: number, move_m: number): number {
    const [x, y] = [this.#x[i], this.#y[i]];
    const lengthIn = hypot(x - this.#x[i - 1], y - this.#y[i - 1]);
    const lengthOut = hypot(this.#x[i + 1] - x, this.#y[i + 1] - y);
    const inX = ((x - this.#x[i - 1]) / lengthIn) * move_m;
    const inY = ((y - this.#y[i - 1]) / lengthIn) * move_m;
    const outX = ((this.#x[i + 1] - x) / lengthOut) * move_m;
    const outY = ((this.#y[i + 1] - y) / lengthOut) * move_m;
    const canTurnIn = lengthIn < MAX_TURNED_M;
    const canTurnOut = lengthOut < MAX_TURNED_M;
    let gain = 0;
    if (canTurnOut) gain = this.#tryMove(i, x - inX, y - inY) || this.#tryMove(i, x + inX, y + inY);
    if (gain === 0 && canTurnIn) gain = this.#tryMove(i, x + outX, y + outY) || this.#tryMove(i, x - outX, y - outY);
    if (gain === 0 && canTurnIn && canTurnOut)
      gain = this.#tryMove(i, x - inY, y + inX) || this.#tryMove(i, x + inY, y - inX);
    return gain;
  }

  /** Moves corner i when that is better; returns the gain, 0 when it stays. */
  #tryMove(i: number, x: number, y: number): number {
    const [x0, y0] = [this.#x[i], this.#y[i]];
    if (!this.#isClear(this.#x[i - 1], this.#y[i - 1], x, y) || !this.#isClear(x, y, this.#x[i + 1], this.#y[i + 1]))
      return 0;
    const from = Math.max(0, i - WINDOW);
    const to = Math.min(this.#x.length - 1, i + WINDOW);
    const timeBefore = pathTime(this.#part(from, to), this.#limits);
    const before = this.#sweptAbout(i);
    this.#x[i] = x;
    this.#y[i] = y;
    const saved = timeBefore - pathTime(this.#part(from, to), this.#limits);
    const gain = this.#exchange(before, this.#around(i - 1, i + 1), saved);
    if (gain > 0) return gain;
    this.#x[i] = x0;
    this.#y[i] = y0;
    return 0;
  }

  /** Leaves corner i out when that is better; returns the gain, 0 when it stays. */
  #tryDrop(i: number): number {
    if (!this.#isClear(this.#x[i - 1], this.#y[i - 1], this.#x[i + 1], this.#y[i + 1])) return 0;
    const from = Math.max(0, i - WINDOW);
    const to = Math.min(this.#x.length - 1, i + WINDOW);
    const timeBefore = pathTime(this.#part(from, to), this.#limits);
    const before = this.#sweptAbout(i);
    const [x, y, stroke, next] = [this.#x[i], this.#y[i], this.#stroke[i], this.#stroke[i + 1]];
    const lengthIn = hypot(x - this.#x[i - 1], y - this.#y[i - 1]);
    const lengthOut = hypot(this.#x[i + 1] - x, this.#y[i + 1] - y);
    this.#x.splice(i, 1);
    this.#y.splice(i, 1);
    this.#stroke.splice(i, 1);
    // The new segment belongs to the stroke that had more of it.
    if (lengthIn > lengthOut) this.#stroke[i] = stroke;
    const saved = timeBefore - pathTime(this.#part(from, to - 1), this.#limits);
    const gain = this.#exchange(before, this.#around(i - 1, i), saved);
    if (gain > 0) return gain;
    this.#stroke[i] = next;
    this.#x.splice(i, 0, x);
    this.#y.splice(i, 0, y);
    this.#stroke.splice(i, 0, stroke);
    return 0;
  }

  #sweptAbout(i: number): Int32Array {
    this.#sweptNow ??= this.#counts.cellsOf(this.#around(i - 1, i + 1));
    return this.#sweptNow;
  }

  /** Sweeps `path` instead of the cells `before` when the time saved is worth more than the floor lost; returns the gain or 0. */
  #exchange(before: Int32Array, path: Float64Array, saved_s: number): number {
    const after = this.#counts.cellsOf(path);
    // Most changes cannot be worth it, whatever is lost: that is seen without making them.
    if (saved_s + this.#counts.missingOf_m2(after) * this.#areaPrice_spm2 < MIN_GAIN_S - ROUNDING_S) return 0;
    const [lost_m2, won_m2] = this.#counts.exchange(before, after);
    const gain = saved_s - (lost_m2 - won_m2) * this.#areaPrice_spm2;
    if (gain > MIN_GAIN_S) {
      this.#sweptNow = undefined;
      return gain;
    }
    this.#counts.exchange(after, before);
    return 0;
  }

  #isClear(x0: number, y0: number, x1: number, y1: number): boolean {
    return hypot(x1 - x0, y1 - y0) > 1e-3 && isSegmentClear(this.#space, x0, y0, x1, y1);
  }

  /** The way between two corners, with a little more at both ends: the turns there count too. */
  #around(from: number, to: number): Float64Array {
    const hasBefore = from > 0;
    const hasAfter = to + 1 < this.#x.length;
    const part = this.#part(hasBefore ? from - 1 : from, hasAfter ? to + 1 : to);
    if (hasBefore) shorten(part, 2, 0);
    if (hasAfter) shorten(part, part.length - 4, part.length - 2);
    return part;
  }

  #part(from: number, to: number): Float64Array {
    const part = new Float64Array(2 * Math.max(0, to - from + 1));
    for (let i = from; i <= to; i++) {
      part[2 * (i - from)] = this.#x[i];
      part[2 * (i - from) + 1] = this.#y[i];
    }
    return part;
  }
}

/** Brings the point at index `end` of a path up to a centimetre from the one at index `at`. */
function shorten(path: Float64Array, at: number, end: number): void {
  const dx = path[end] - path[at];
  const dy = path[end + 1] - path[at + 1];
  const scale = Math.min(1, 0.01 / hypot(dx, dy));
  path[end] = path[at] + dx * scale;
  path[end + 1] = path[at + 1] + dy * scale;
}
