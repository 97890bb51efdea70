import type { GridFrame } from '@homebound/grid';
import { angleDiff, atan2, hypot } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';
import { halfCellFrame, PHASE, touchableFloor } from './touchable.ts';

/** Turns smaller than this leave no gap worth counting on the outer side of the brush. */
export const WEDGE_RAD = 0.25;

/** The brush is taken to be this much narrower on each side, m: slits that nobody wants to see are no bargain. */
const RESERVE_M = 0.0015;

/**
 * The floor still to be swept, on a raster of half the map's cell: what a plan is made on and checked against. Strokes are
 * swept as rectangles of the brush's width, joined by discs where they turn (on the spot the brush sweeps the outer wedge).
 */
export class SweepRaster {
  readonly frame: GridFrame;
  /** 1 where the brush could sweep and has not, shape of `frame`. */
  readonly todo: Uint8Array;
  /** Cells that the brush can touch at all, swept or not. */
  readonly cleanableCells: number;
  readonly halfWidth_m: number;
  /** Result of the last `cellsUnder` or `cellsAround`. */
  readonly cells: Int32Array;

  /**
   * @param covered  floor already swept, in the space's frame; non-zero = swept
   * @param within   floor that counts at all; left out: all
   */
  constructor(space: FreeSpace, covered?: Uint8Array, within?: Uint8Array) {
    this.halfWidth_m = space.brushWidth_m / 2 - RESERVE_M;
    this.frame = halfCellFrame(space);
    this.cells = new Int32Array(this.frame.width * this.frame.height);
    this.todo = touchableFloor(space, this.frame, this.halfWidth_m, within);
    this.cleanableCells = this.remaining();
    if (covered) this.#clearUnder(covered, space);
  }

  get cellArea_m2(): number {
    return this.frame.resolution_m * this.frame.resolution_m;
  }

  /** Number of cells still to be swept. */
  remaining(): number {
    let n = 0;
    for (let i = 0; i < this.todo.length; i++) n += this.todo[i];
    return n;
  }

  /** Collects in `cells` those whose sample the brush passes on a straight drive; returns their number. */
  cellsUnder(x0: number, y0: number, x1: number, y1: number): number {
    const length = hypot(x1 - x0, y1 - y0);
    if (length < 1e-9) return 0;
    const sx = (-(y1 - y0) / length) * this.halfWidth_m;
    const sy = ((x1 - x0) / length) * this.halfWidth_m;
    const q = this.#quad;
    q[0] = x0 + sx;
    q[1] = y0 + sy;
    q[2] = x1 + sx;
    q[3] = y1 + sy;
    q[4] = x1 - sx;
    q[5] = y1 - sy;
    q[6] = x0 - sx;
    q[7] = y0 - sy;
    for (let k = 0; k < 8; k += 2) {
      q[k] = (q[k] - this.frame.originX_m) / this.frame.resolution_m;
      q[k + 1] = (q[k + 1] - this.frame.originY_m) / this.frame.resolution_m;
    }
    const lowY = Math.min(q[1], q[3], q[5], q[7]);
    const highY = Math.max(q[1], q[3], q[5], q[7]);
    let n = 0;
    for (let iy = Math.max(0, Math.floor(lowY)); iy <= Math.min(this.frame.height - 1, Math.floor(highY)); iy++)
      for (let phase = 0; phase < 4; phase++) {
        const y = iy + PHASE[phase];
        let left = Number.POSITIVE_INFINITY;
        let right = Number.NEGATIVE_INFINITY;
        for (let a = 0, b = 6; a < 8; b = a, a += 2) {
          if (q[a + 1] > y === q[b + 1] > y) continue;
          const x = q[a] + ((y - q[a + 1]) / (q[b + 1] - q[a + 1])) * (q[b] - q[a]);
          if (x < left) left = x;
          if (x > right) right = x;
        }
        n = this.#collect(n, iy, phase, left, right);
      }
    return n;
  }

  /** Collects in `cells` those within half a brush of a point; returns their number. */
  cellsAround(x: number, y: number): number {
    const { height, resolution_m, originX_m, originY_m } = this.frame;
    const u = (x - originX_m) / resolution_m;
    const v = (y - originY_m) / resolution_m;
    const h = this.halfWidth_m / resolution_m;
    let n = 0;
    for (let iy = Math.max(0, Math.floor(v - h)); iy <= Math.min(height - 1, Math.floor(v + h)); iy++)
      for (let phase = 0; phase < 4; phase++) {
        const dy = iy + PHASE[phase] - v;
        if (dy * dy > h * h) continue;
        const half = Math.sqrt(h * h - dy * dy);
        n = this.#collect(n, iy, phase, u - half, u + half);
      }
    return n;
  }

  /** Clears what a mask of the map's cells marks. */
  #clearUnder(covered: Uint8Array, space: FreeSpace): void {
    const { width, originX_m, originY_m } = this.frame;
    const left = Math.round((originX_m - space.originX_m) / space.resolution_m);
    const low = Math.round((originY_m - space.originY_m) / space.resolution_m);
    for (let fine = 0, iy = 0; fine < this.todo.length; iy++) {
      const row = (low + (iy >> 1)) * space.width + left;
      for (let ix = 0; ix < width; ix++, fine++) if (covered[row + (ix >> 1)] !== 0) this.todo[fine] = 0;
    }
  }

  /** Adds the cells of a row and phase whose samples lie from `left` to `right`, in cells. */
  #collect(n: number, iy: number, phase: number, left: number, right: number): number {
    const { width } = this.frame;
    const shift = PHASE[iy & 3];
    const first = Math.max(0, Math.ceil(left - shift));
    const last = Math.min(width - 1, Math.floor(right - shift));
    const row = iy * width;
    for (let ix = first + ((phase - first) & 3); ix <= last; ix += 4) this.cells[n++] = row + ix;
    return n;
  }

  /** Sweeps along a path (interleaved x, y in m); returns how many cells were still to be swept. */
  sweep(path: Float64Array): number {
    let gained = 0;
    for (let i = 2; i < path.length; i += 2) {
      gained += this.#clear(this.cellsUnder(path[i - 2], path[i - 1], path[i], path[i + 1]));
      if (i + 2 < path.length && turnAt(path, i) > WEDGE_RAD)
        gained += this.#clear(this.cellsAround(path[i], path[i + 1]));
    }
    return gained;
  }

  /** Cells that `sweep` would clear, without clearing them. */
  gainOf(path: Float64Array): number {
    const before = this.#journal;
    this.#journal = [];
    const gained = this.sweep(path);
    for (const cell of this.#journal) this.todo[cell] = 1;
    this.#journal = before;
    return gained;
  }

  /** How many cells still to be swept lie across the brush at (x, y), the unit vector (nx, ny) pointing along the brush. */
  todoAcross(x: number, y: number, nx: number, ny: number): number {
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const samples = Math.max(1, Math.round((2 * this.halfWidth_m) / resolution_m));
    const step = (2 * this.halfWidth_m) / samples;
    let n = 0;
    for (let k = 0; k < samples; k++) {
      const s = (k + 0.5) * step - this.halfWidth_m;
      const ix = Math.floor((x + s * nx - originX_m) / resolution_m);
      const iy = Math.floor((y + s * ny - originY_m) / resolution_m);
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) n += this.todo[iy * width + ix];
    }
    return n;
  }

  readonly #quad = new Float64Array(8);
  /** While set, receives the cells that are cleared. */
  #journal: number[] | undefined;

  #clear(n: number): number {
    let gained = 0;
    for (let k = 0; k < n; k++) {
      const cell = this.cells[k];
      if (this.todo[cell] === 0) continue;
      this.todo[cell] = 0;
      this.#journal?.push(cell);
      gained++;
    }
    return gained;
  }
}

/** Change of heading at vertex i / 2 of an interleaved path, rad, in [0, pi]. */
export function turnAt(path: Float64Array, i: number): number {
  const before = atan2(path[i + 1] - path[i - 1], path[i] - path[i - 2]);
  const after = atan2(path[i + 3] - path[i + 1], path[i + 2] - path[i]);
  return Math.abs(angleDiff(after, before));
}
