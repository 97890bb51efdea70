import { angleDiff, atan2, hypot, type MapWarp } from '@homebound/math';
import type { DriveOptions } from './options.ts';
import { roundCorners } from './roundCorners.ts';

/** m; way-points nearer than this to the last one say nothing about direction. */
const MIN_SPACING = 1e-3;
/** m before and after a way-point over which its turn is measured, so that dense and noisy paths look like their shape. */
export const TURN_WINDOW = 0.05;
/** rad/s in a bend: less than the robot turns in place, so that it can still steer. */
const BEND_RATE = 1.6;

/** m; pieces in which a straight stretch is moved with a corrected map. */
const WARP_STEP = 0.2;

/** A stretch of path between two sharp corners: way-points `from..to`. */
export interface Leg {
  readonly from: number;
  readonly to: number;
}

/**
 * A way-point path prepared for tracking: arc lengths, the legs between sharp corners, and the speed that each point
 * allows when bends and stops ahead are kept in mind (the backward pass of time-optimal path following).
 */
export class TrackedPath {
  x: Float64Array;
  y: Float64Array;
  /** Arc length at each way-point, m. */
  s: Float64Array;
  legs: readonly Leg[];
  readonly #maxSpeed: number;
  readonly #options: DriveOptions;
  #sharp: Uint8Array;
  #turns: Float64Array;
  #speed: Float64Array;

  /** @param xy way-points, m, interleaved; at least one */
  constructor(xy: ArrayLike<number>, maxSpeed_mps: number, options: DriveOptions) {
    const given = withoutRepeats(xy);
    const { x, y, onArc } = roundCorners(given.x, given.y, options.cornerCut_m);
    this.x = Float64Array.from(x);
    this.y = Float64Array.from(y);
    this.s = arcLengths(this.x, this.y);
    this.#maxSpeed = maxSpeed_mps;
    this.#options = options;
    this.#turns = turnsOf(this.x, this.y, this.s);
    this.#sharp = sharpCorners(this.#turns, this.s, onArc, options.sharpCorner_rad);
    this.legs = legsBetween(this.#sharp);
    this.#speed = allowedSpeeds(this.#turns, this.#sharp, this.s, maxSpeed_mps, options);
  }

  get length_m(): number {
    return this.s[this.s.length - 1];
  }

  /**
   * The map was corrected: the path moves with it, straight pieces bend with the floor under them, and legs stay what they are.
   * @returns what an arc length from before is now
   */
  moveWith(warp: MapWarp): (s_m: number) => number {
    const { x, y, s } = this;
    const n = x.length;
    const xy: number[] = [];
    /** Where each way-point is among the new ones. */
    const at = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      at[i] = xy.length / 2;
      const pieces = i + 1 < n ? Math.ceil((s[i + 1] - s[i]) / WARP_STEP) : 1;
      for (let k = 0; k < pieces; k++) {
        const share = k / pieces;
        const next = Math.min(i + 1, n - 1);
        const moved = warp.movePoint(x[i] + share * (x[next] - x[i]), y[i] + share * (y[next] - y[i]));
        xy.push(moved.x, moved.y);
      }
    }
    const before = s;
    this.x = Float64Array.from({ length: xy.length / 2 }, (_, i) => xy[2 * i]);
    this.y = Float64Array.from({ length: xy.length / 2 }, (_, i) => xy[2 * i + 1]);
    this.s = arcLengths(this.x, this.y);
    const sharp = new Uint8Array(this.x.length);
    for (let i = 0; i < n; i++) sharp[at[i]] = this.#sharp[i];
    this.#sharp = sharp;
    this.legs = this.legs.map(({ from, to }) => ({ from: at[from], to: at[to] }));
    this.#turns = turnsOf(this.x, this.y, this.s);
    this.#speed = allowedSpeeds(this.#turns, sharp, this.s, this.#maxSpeed, this.#options);
    const after = Float64Array.from(at, (i) => this.s[i]);
    return (s_m) => movedAlong(s_m, before, after);
  }

  /** Arc length of the point of a leg that is nearest to (x, y), looked for in [from_m, to_m]. */
  project(leg: Leg, x: number, y: number, from_m: number, to_m: number): number {
    let best = Number.POSITIVE_INFINITY;
    let bestS = this.s[leg.from];
    for (let i = leg.from; i < leg.to; i++) {
      if (this.s[i + 1] < from_m || this.s[i] > to_m) continue;
      const dx = this.x[i + 1] - this.x[i];
      const dy = this.y[i + 1] - this.y[i];
      const length = this.s[i + 1] - this.s[i];
      const along = ((x - this.x[i]) * dx + (y - this.y[i]) * dy) / length;
      const low = Math.max(0, from_m - this.s[i]);
      const high = Math.min(length, to_m - this.s[i]);
      const a = Math.min(Math.max(along, low), high);
      const ex = this.x[i] + (dx * a) / length - x;
      const ey = this.y[i] + (dy * a) / length - y;
      const d = ex * ex + ey * ey;
      if (d < best) {
        best = d;
        bestS = this.s[i] + a;
      }
    }
    return bestS;
  }

  /** Way-point before arc length s within a leg. */
  segmentAt(leg: Leg, s_m: number): number {
    let i = leg.from;
    while (i < leg.to - 1 && this.s[i + 1] <= s_m) i++;
    return i;
  }

  /** The point at arc length s of a leg, with its direction; past the leg's end its last segment goes on straight. */
  pointAt(leg: Leg, s_m: number): { x: number; y: number; heading: number } {
    const i = this.segmentAt(leg, s_m);
    const length = this.s[i + 1] - this.s[i];
    const dx = (this.x[i + 1] - this.x[i]) / length;
    const dy = (this.y[i + 1] - this.y[i]) / length;
    const along = s_m - this.s[i];
    return { x: this.x[i] + dx * along, y: this.y[i] + dy * along, heading: atan2(dy, dx) };
  }

  /** How fast the robot may be at arc length s of a leg so that it can keep to all that comes, m/s. */
  speedAt(leg: Leg, s_m: number): number {
    const i = this.segmentAt(leg, s_m);
    const atNext = i + 1 === leg.to ? 0 : this.#speed[i + 1];
    const braking = Math.sqrt(atNext * atNext + 2 * this.#options.deceleration_mps2 * Math.max(0, this.s[i + 1] - s_m));
    return Math.min(braking, this.#maxSpeed);
  }

  /** The sharpest turn of a leg between two arc lengths, rad over the turn window. */
  sharpestTurn(leg: Leg, from_m: number, to_m: number): number {
    let sharpest = 0;
    for (let i = leg.from + 1; i < leg.to && this.s[i] <= to_m; i++)
      if (this.s[i] >= from_m) sharpest = Math.max(sharpest, this.#turns[i]);
    return sharpest;
  }
}

function withoutRepeats(xy: ArrayLike<number>): { x: Float64Array; y: Float64Array } {
  const kept: number[] = [0];
  for (let i = 1; 2 * i < xy.length; i++) {
    const j = kept[kept.length - 1];
    if (hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]) >= MIN_SPACING) kept.push(i);
  }
  return { x: Float64Array.from(kept, (i) => xy[2 * i]), y: Float64Array.from(kept, (i) => xy[2 * i + 1]) };
}

function arcLengths(x: Float64Array, y: Float64Array): Float64Array {
  const s = new Float64Array(x.length);
  // Never 0: a correction may push two way-points onto each other, and directions divide by lengths.
  for (let i = 1; i < x.length; i++) s[i] = s[i - 1] + Math.max(1e-6, hypot(x[i] - x[i - 1], y[i] - y[i - 1]));
  return s;
}

/** An arc length between way-points that lay `before` and lie `after` along the path. */
function movedAlong(s_m: number, before: Float64Array, after: Float64Array): number {
  if (before.length < 2) return s_m;
  let i = 0;
  while (i < before.length - 2 && before[i + 1] <= s_m) i++;
  const share = (s_m - before[i]) / (before[i + 1] - before[i]);
  return after[i] + share * (after[i + 1] - after[i]);
}

/**
 * Change of direction at each inner way-point, rad, unsigned: from the chord over the window before it to the one over the
 * window after it, wherever way-points lie.
 */
function turnsOf(x: Float64Array, y: Float64Array, s: Float64Array): Float64Array {
  const n = x.length;
  const turns = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    let a = i - 1;
    while (a > 0 && s[i] - s[a] < TURN_WINDOW) a--;
    let b = i + 1;
    while (b < n - 1 && s[b] - s[i] < TURN_WINDOW) b++;
    const before = Math.max(0, (s[i] - TURN_WINDOW - s[a]) / (s[a + 1] - s[a]));
    const after = Math.min(1, (s[i] + TURN_WINDOW - s[b - 1]) / (s[b] - s[b - 1]));
    const ax = x[a] + before * (x[a + 1] - x[a]);
    const ay = y[a] + before * (y[a + 1] - y[a]);
    const bx = x[b - 1] + after * (x[b] - x[b - 1]);
    const by = y[b - 1] + after * (y[b] - y[b - 1]);
    const turn = angleDiff(atan2(by - y[i], bx - x[i]), atan2(y[i] - ay, x[i] - ax));
    turns[i] = turn < 0 ? -turn : turn;
  }
  return turns;
}

/** Marks ends and sharp corners, but no arcs; of corners within one turn window only the sharpest counts. */
function sharpCorners(turns: Float64Array, s: Float64Array, onArc: readonly number[], sharp_rad: number): Uint8Array {
  const n = turns.length;
  const sharp = new Uint8Array(n);
  sharp[0] = sharp[n - 1] = 1;
  for (let i = 1; i < n - 1; i++) {
    if (turns[i] < sharp_rad || onArc[i] === 1) continue;
    let sharpest = true;
    for (let j = i - 1; j > 0 && s[i] - s[j] < TURN_WINDOW; j--) if (turns[j] >= turns[i]) sharpest = false;
    for (let j = i + 1; j < n - 1 && s[j] - s[i] < TURN_WINDOW; j++) if (turns[j] > turns[i]) sharpest = false;
    if (sharpest) sharp[i] = 1;
  }
  return sharp;
}

function legsBetween(sharp: Uint8Array): Leg[] {
  const legs: Leg[] = [];
  let from = 0;
  for (let i = 1; i < sharp.length; i++) {
    if (sharp[i] === 0) continue;
    legs.push({ from, to: i });
    from = i;
  }
  return legs;
}

function allowedSpeeds(
  turns: Float64Array,
  sharp: Uint8Array,
  s: Float64Array,
  maxSpeed: number,
  options: DriveOptions,
): Float64Array {
  const speed = new Float64Array(turns.length);
  for (let i = turns.length - 1; i >= 0; i--) {
    // A turn within the window is a curve of radius window / turn.
    const bend = (BEND_RATE * TURN_WINDOW) / Math.max(turns[i], 1e-6);
    const allowed = sharp[i] === 1 ? 0 : Math.min(maxSpeed, bend);
    const ahead = i + 1 < turns.length ? speed[i + 1] : 0;
    const braking = Math.sqrt(ahead * ahead + 2 * options.deceleration_mps2 * (i + 1 < s.length ? s[i + 1] - s[i] : 0));
    speed[i] = Math.min(allowed, braking);
  }
  return speed;
}
