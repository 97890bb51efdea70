import type { Movable, Walls } from './buildingsFloor.ts';

/** Glass sends light back only when hit nearly head-on: within 8 degrees, cos 8° = 0.990. */
const GLASS_COS = 0.99;
/** Width of a cell of the index, m: a corridor's ray passes a few segments in each. */
const CELL_M = 1;
/** How long doors and trolleys stay as they are, s; each changes at another time. */
const SLOT_S = 240;
/** Dark and bright surfaces read up to this much long or short, m (SICK LMS 200: ± 15 mm systematic). */
const SURFACE_BIAS_M = 0.015;

/** Segments with a grid of buckets over them, so that a ray meets only those near it; doors and people move with time. */
export class World {
  readonly #segments: Float64Array;
  readonly #isGlass: Uint8Array;
  /** For each segment the movable it belongs to, else -1, and whether it is of that one's second way to stand. */
  readonly #movableOf: Int32Array;
  readonly #isOfSecond: Uint8Array;
  readonly #standsSecond: Uint8Array;
  readonly #surfaceBias_m: Float64Array;
  readonly #firstShare: number;
  readonly #seed: number;
  readonly #bounds: Bounds;
  /** Segments of cell c: #items[#starts[c] .. #starts[c + 1]). */
  readonly #starts: Int32Array;
  readonly #items: Int32Array;
  #legs: Float64Array = new Float64Array(0);
  #legRadius_m = 0;
  /** Of the surface met last. */
  #bias_m = 0;

  /**
   * @param firstShare share of the time that a movable stands in its first way: that a door is shut
   * @param seed       of what moves when, and of the surfaces
   */
  constructor(walls: Walls, movables: readonly Movable[], firstShare: number, seed: number) {
    const segments = [...walls.segments];
    const movableOf: number[] = walls.isGlass.map(() => -1);
    const isOfSecond: number[] = walls.isGlass.map(() => 0);
    movables.forEach(({ first, second }, index) => {
      for (const [way, added] of [first, second].entries()) {
        segments.push(...added);
        for (let k = 0; k < added.length; k += 4) movableOf.push(index);
        for (let k = 0; k < added.length; k += 4) isOfSecond.push(way);
      }
    });
    this.#segments = Float64Array.from(segments);
    this.#movableOf = Int32Array.from(movableOf);
    this.#isOfSecond = Uint8Array.from(isOfSecond);
    this.#isGlass = Uint8Array.from(movableOf, (_, k) => (walls.isGlass[k] ? 1 : 0));
    this.#surfaceBias_m = Float64Array.from(movableOf, (_, k) => SURFACE_BIAS_M * (2 * share(seed, k, 77) - 1));
    this.#standsSecond = new Uint8Array(movables.length);
    this.#firstShare = firstShare;
    this.#seed = seed;
    this.#bounds = boundsOf(this.#segments);
    [this.#starts, this.#items] = buckets(this.#segments, this.#bounds);
  }

  get segments(): Float64Array {
    return this.#segments;
  }

  /** Sets doors and trolleys as they stand at a time, and the legs of the people about: centres x, y interleaved. */
  setTime(t_s: number, legs: Float64Array, legRadius_m: number): void {
    for (let index = 0; index < this.#standsSecond.length; index++) {
      const slot = Math.floor(t_s / SLOT_S + share(this.#seed, index, -1));
      this.#standsSecond[index] = share(this.#seed, index, slot) < this.#firstShare ? 0 : 1;
    }
    this.#legs = legs;
    this.#legRadius_m = legRadius_m;
  }

  /** Distance that is read of what a ray meets first, m, its surface's bias included; Infinity when nothing within `max_m`. (dx, dy) is a unit vector. */
  range_m(x: number, y: number, dx: number, dy: number, max_m: number): number {
    const { minX, minY, columns, rows } = this.#bounds;
    this.#bias_m = 0;
    let best = this.#legRange(x, y, dx, dy, max_m);
    let ix = Math.floor((x - minX) / CELL_M);
    let iy = Math.floor((y - minY) / CELL_M);
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    const deltaX = dx === 0 ? Number.POSITIVE_INFINITY : CELL_M / Math.abs(dx);
    const deltaY = dy === 0 ? Number.POSITIVE_INFINITY : CELL_M / Math.abs(dy);
    let nextX = dx === 0 ? Number.POSITIVE_INFINITY : (minX + (ix + (dx > 0 ? 1 : 0)) * CELL_M - x) / dx;
    let nextY = dy === 0 ? Number.POSITIVE_INFINITY : (minY + (iy + (dy > 0 ? 1 : 0)) * CELL_M - y) / dy;
    while (ix >= 0 && iy >= 0 && ix < columns && iy < rows) {
      best = this.#cellRange(iy * columns + ix, x, y, dx, dy, best);
      const leave = Math.min(nextX, nextY);
      if (leave >= best) break;
      if (nextX < nextY) {
        ix += stepX;
        nextX += deltaX;
      } else {
        iy += stepY;
        nextY += deltaY;
      }
    }
    return best < max_m ? best + this.#bias_m : Number.POSITIVE_INFINITY;
  }

  #cellRange(cell: number, x: number, y: number, dx: number, dy: number, max_m: number): number {
    let best = max_m;
    for (let i = this.#starts[cell]; i < this.#starts[cell + 1]; i++) {
      const k = this.#items[i];
      const movable = this.#movableOf[k];
      if (movable >= 0 && this.#isOfSecond[k] !== this.#standsSecond[movable]) continue;
      const ax = this.#segments[4 * k] - x;
      const ay = this.#segments[4 * k + 1] - y;
      const ex = this.#segments[4 * k + 2] - x - ax;
      const ey = this.#segments[4 * k + 3] - y - ay;
      const across = dx * ey - dy * ex;
      if (across === 0) continue;
      const t = (ax * ey - ay * ex) / across;
      const u = (ax * dy - ay * dx) / across;
      if (t <= 0 || t >= best || u < 0 || u > 1) continue;
      // |across| = |e| · |cos of the angle to the normal|
      if (this.#isGlass[k] && across * across < GLASS_COS * GLASS_COS * (ex * ex + ey * ey)) continue;
      best = t;
      this.#bias_m = this.#surfaceBias_m[k];
    }
    return best;
  }

  #legRange(x: number, y: number, dx: number, dy: number, max_m: number): number {
    let best = max_m;
    for (let i = 0; i < this.#legs.length; i += 2) {
      const cx = this.#legs[i] - x;
      const cy = this.#legs[i + 1] - y;
      const along = cx * dx + cy * dy;
      const square = this.#legRadius_m * this.#legRadius_m - (cx * cx + cy * cy - along * along);
      if (along > 0 && square > 0) best = Math.min(best, along - Math.sqrt(square));
    }
    return Math.max(best, 0.02);
  }
}

interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly columns: number;
  readonly rows: number;
}

function boundsOf(segments: Float64Array): Bounds {
  const bounds = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i < segments.length; i += 2)
    for (const axis of [0, 1]) {
      bounds[axis] = Math.min(bounds[axis], segments[i + axis] - 0.5);
      bounds[axis + 2] = Math.max(bounds[axis + 2], segments[i + axis] + 0.5);
    }
  const [minX, minY, maxX, maxY] = bounds;
  return { minX, minY, columns: Math.ceil((maxX - minX) / CELL_M), rows: Math.ceil((maxY - minY) / CELL_M) };
}

/** The cells of each segment's path, sampled finely enough that the one or two missed at corners hold it only by a hair. */
function buckets(segments: Float64Array, { minX, minY, columns, rows }: Bounds): [Int32Array, Int32Array] {
  const cells: Set<number>[] = Array.from({ length: columns * rows }, () => new Set<number>());
  for (let k = 0; k < segments.length / 4; k++) {
    const [x0, y0, x1, y1] = segments.subarray(4 * k, 4 * k + 4);
    const steps = Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / (0.02 * CELL_M)) + 1;
    for (let s = 0; s <= steps; s++) {
      const ix = Math.floor((x0 + (s / steps) * (x1 - x0) - minX) / CELL_M);
      const iy = Math.floor((y0 + (s / steps) * (y1 - y0) - minY) / CELL_M);
      cells[iy * columns + ix].add(k);
    }
  }
  const starts = new Int32Array(cells.length + 1);
  for (let c = 0; c < cells.length; c++) starts[c + 1] = starts[c] + cells[c].size;
  const items = new Int32Array(starts[cells.length]);
  for (let c = 0, i = 0; c < cells.length; c++) for (const k of cells[c]) items[i++] = k;
  return [starts, items];
}

/** A number in [0, 1) that depends on three integers alone. */
function share(a: number, b: number, c: number): number {
  let h =
    Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(b + 0x7f4a7c15, 0xc2b2ae35) ^
    Math.imul(c + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}
