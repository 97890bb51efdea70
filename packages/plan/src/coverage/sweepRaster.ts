import { type GridFrame, squaredDistance, valueAt } from '@homebound/grid';
import { angleDiff, atan2, hypot } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';

/** Turns smaller than this leave no gap worth counting on the outer side of the brush. */
export const WEDGE_RAD = 0.25;

/** The brush is taken to be this much narrower on each side, m: slits that nobody wants to see are no bargain. */
const RESERVE_M = 0.0015;

/**
 * Where in a cell its sample lies, by the cell's column modulo 4 (upwards) and by its row modulo 4 (to the right): a slit
 * between two lanes that is narrower than a cell is then seen in its share of cells, not in all or none.
 */
const PHASE = [0.125, 0.625, 0.375, 0.875];

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
    this.frame = halfCellFrame(space, space.brushWidth_m);
    const { width, height } = this.frame;
    this.cells = new Int32Array(width * height);
    const stand = new Uint8Array(width * height);
    this.#mark(stand, space, (x, y, i) => {
      const near = space.standable[i] !== 0 || hasStandableNeighbour(space, i);
      return near && valueAt(space.clearance_m, space, x, y) >= space.bodyClearance_m;
    });
    const toC2 = squaredDistance(stand, width, height);
    const toC = new Float32Array(toC2.length);
    for (let i = 0; i < toC.length; i++) toC[i] = Math.sqrt(toC2[i]);
    const reach = this.halfWidth_m / this.frame.resolution_m;
    this.todo = new Uint8Array(width * height);
    let cleanable = 0;
    this.#mark(this.todo, space, (x, y, i, fine) => {
      if (toC[fine] > reach + 1 || space.isFree[i] === 0 || within?.[i] === 0) return false;
      if (toC[fine] > reach - 1) {
        // Near the edge of reach it is the cell's sample that decides.
        const sampleX = x + (PHASE[Math.floor(fine / width) & 3] - 0.5) * this.frame.resolution_m;
        const sampleY = y + (PHASE[(fine % width) & 3] - 0.5) * this.frame.resolution_m;
        if (valueAt(toC, this.frame, sampleX, sampleY) > reach) return false;
      }
      cleanable++;
      return covered === undefined || covered[i] === 0;
    });
    this.cleanableCells = cleanable;
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

  /** Marks the raster's cells for which `test` holds: (x, y) is the cell's centre, `i` the map's cell that it lies in. */
  #mark(mask: Uint8Array, space: FreeSpace, test: (x: number, y: number, i: number, fine: number) => boolean): void {
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const offsetX = Math.round((originX_m - space.originX_m) / resolution_m);
    const offsetY = Math.round((originY_m - space.originY_m) / resolution_m);
    for (let iy = 0; iy < height; iy++) {
      const row = ((iy + offsetY) >> 1) * space.width;
      const y = originY_m + (iy + 0.5) * resolution_m;
      for (let ix = 0; ix < width; ix++) {
        const x = originX_m + (ix + 0.5) * resolution_m;
        if (test(x, y, row + ((ix + offsetX) >> 1), iy * width + ix)) mask[iy * width + ix] = 1;
      }
    }
  }
}

/** Change of heading at vertex i / 2 of an interleaved path, rad, in [0, pi]. */
export function turnAt(path: Float64Array, i: number): number {
  const before = atan2(path[i + 1] - path[i - 1], path[i] - path[i - 2]);
  const after = atan2(path[i + 3] - path[i + 1], path[i + 2] - path[i]);
  return Math.abs(angleDiff(after, before));
}

/** The box around C and what its brush reaches, in cells of half the size; whole map cells, inside the map. */
function halfCellFrame(space: FreeSpace, reach_m: number): GridFrame {
  const { width, height, resolution_m, originX_m, originY_m, standable } = space;
  let minX = width;
  let maxX = -1;
  let minY = height;
  let maxY = -1;
  for (let i = 0; i < standable.length; i++) {
    if (standable[i] === 0) continue;
    const ix = i % width;
    const iy = (i - ix) / width;
    if (ix < minX) minX = ix;
    if (ix > maxX) maxX = ix;
    if (iy < minY) minY = iy;
    maxY = iy;
  }
  if (maxX < 0) return { width: 1, height: 1, resolution_m: resolution_m / 2, originX_m, originY_m };
  const pad = Math.ceil(reach_m / resolution_m) + 1;
  minX = Math.max(0, minX - pad);
  minY = Math.max(0, minY - pad);
  maxX = Math.min(width - 1, maxX + pad);
  maxY = Math.min(height - 1, maxY + pad);
  return {
    width: 2 * (maxX - minX + 1),
    height: 2 * (maxY - minY + 1),
    resolution_m: resolution_m / 2,
    originX_m: originX_m + minX * resolution_m,
    originY_m: originY_m + minY * resolution_m,
  };
}

function hasStandableNeighbour(space: FreeSpace, i: number): boolean {
  const { standable, width } = space;
  return (
    (standable[i - 1] |
      standable[i + 1] |
      standable[i - width] |
      standable[i + width] |
      standable[i - width - 1] |
      standable[i - width + 1] |
      standable[i + width - 1] |
      standable[i + width + 1]) !==
    0
  );
}
