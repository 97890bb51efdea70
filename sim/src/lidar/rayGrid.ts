import type { Primitives } from './primitives.ts';

/** Cells of about this size hold two or three walls of a furnished home: a ray tests few and walks few. */
const CELL_M = 0.2;

/**
 * Primitives sorted into a uniform grid, so that a ray tests only what lies along its way.
 * Source: Amanatides and Woo, A Fast Voxel Traversal Algorithm for Ray Tracing, Eurographics 1987.
 */
export class RayGrid {
  readonly primitives: Primitives;
  /** Primitive met by the last cast; -1 for none. */
  hitIndex = -1;
  readonly #width: number;
  readonly #height: number;
  readonly #x0: number;
  readonly #y0: number;
  readonly #start: Uint32Array; // of each cell in #members
  readonly #members: Uint32Array;

  constructor(primitives: Primitives) {
    this.primitives = primitives;
    const box = boundsOf(primitives);
    this.#x0 = box.minX - CELL_M;
    this.#y0 = box.minY - CELL_M;
    this.#width = Math.ceil((box.maxX - this.#x0) / CELL_M) + 1;
    this.#height = Math.ceil((box.maxY - this.#y0) / CELL_M) + 1;
    // Counting sort: count per cell, prefix sums, fill.
    const counts = new Uint32Array(this.#width * this.#height + 1);
    for (let k = 0; k < primitives.count; k++) this.#eachCell(k, (cell) => counts[cell + 1]++);
    for (let i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
    this.#start = counts;
    this.#members = new Uint32Array(counts[counts.length - 1]);
    const next = counts.slice();
    for (let k = 0; k < primitives.count; k++) {
      this.#eachCell(k, (cell) => {
        this.#members[next[cell]++] = k;
      });
    }
  }

  /** Calls `visit` for each cell that primitive k may cross: those of its box that its line comes near. */
  #eachCell(k: number, visit: (cell: number) => void): void {
    const box = boxOf(this.primitives, k);
    const ix0 = Math.floor((box.minX - this.#x0) / CELL_M);
    const ix1 = Math.floor((box.maxX - this.#x0) / CELL_M);
    const iy0 = Math.floor((box.minY - this.#y0) / CELL_M);
    const iy1 = Math.floor((box.maxY - this.#y0) / CELL_M);
    const { geometry, isCircle } = this.primitives;
    const [ax, ay, ex, ey] = geometry.subarray(4 * k, 4 * k + 4);
    const length = Math.sqrt(ex * ex + ey * ey);
    for (let iy = iy0; iy <= iy1; iy++) {
      for (let ix = ix0; ix <= ix1; ix++) {
        const cx = this.#x0 + (ix + 0.5) * CELL_M - ax;
        const cy = this.#y0 + (iy + 0.5) * CELL_M - ay;
        // Half a cell's diagonal is 0.708 cells: farther off than that, the line misses the cell.
        if (isCircle[k] === 0 && Math.abs(cx * ey - cy * ex) > 0.708 * CELL_M * length) continue;
        visit(iy * this.#width + ix);
      }
    }
  }

  /**
   * Way to the first primitive along a ray, up to tMax; returns tMax when it meets none, and sets `hitIndex`.
   * @param dx,dy unit direction
   * @param tMin  hits nearer than this are passed over
   * @param z     height of the ray's start, m; it rises by `slope` per metre
   */
  cast(ox: number, oy: number, dx: number, dy: number, tMin: number, tMax: number, z: number, slope: number): number {
    this.hitIndex = -1;
    const inv = 1 / CELL_M;
    const gx = (ox - this.#x0) * inv;
    const gy = (oy - this.#y0) * inv;
    const width = this.#width;
    const height = this.#height;
    // Clip to the grid: enter at tIn (in m).
    let tIn = 0;
    let tOut = tMax;
    if (dx !== 0) {
      const ta = -gx / (dx * inv);
      const tb = (width - gx) / (dx * inv);
      tIn = Math.max(tIn, Math.min(ta, tb));
      tOut = Math.min(tOut, Math.max(ta, tb));
    } else if (gx < 0 || gx >= width) return tMax;
    if (dy !== 0) {
      const ta = -gy / (dy * inv);
      const tb = (height - gy) / (dy * inv);
      tIn = Math.max(tIn, Math.min(ta, tb));
      tOut = Math.min(tOut, Math.max(ta, tb));
    } else if (gy < 0 || gy >= height) return tMax;
    if (tIn > tOut) return tMax;
    const sx = gx + dx * inv * tIn;
    const sy = gy + dy * inv * tIn;
    let ix = Math.min(width - 1, Math.max(0, Math.floor(sx)));
    let iy = Math.min(height - 1, Math.max(0, Math.floor(sy)));
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    const deltaX = dx !== 0 ? CELL_M / Math.abs(dx) : Number.POSITIVE_INFINITY;
    const deltaY = dy !== 0 ? CELL_M / Math.abs(dy) : Number.POSITIVE_INFINITY;
    let nextX = dx !== 0 ? tIn + (dx > 0 ? ix + 1 - sx : sx - ix) * deltaX : Number.POSITIVE_INFINITY;
    let nextY = dy !== 0 ? tIn + (dy > 0 ? iy + 1 - sy : sy - iy) * deltaY : Number.POSITIVE_INFINITY;
    const start = this.#start;
    const members = this.#members;
    const primitives = this.primitives;
    let best = tMax;
    for (;;) {
      const cell = iy * width + ix;
      const end = start[cell + 1];
      for (let m = start[cell]; m < end; m++) {
        const k = members[m];
        const t = primitives.hit(k, ox, oy, dx, dy, tMin, z, slope);
        if (t < best) {
          best = t;
          this.hitIndex = k;
        }
      }
      // A hit beyond this cell may be hidden by one in a cell still to come.
      const exit = Math.min(nextX, nextY);
      if (best <= exit || exit >= tOut) return best;
      if (nextX < nextY) {
        ix += stepX;
        nextX += deltaX;
        if (ix < 0 || ix >= width) return best;
      } else {
        iy += stepY;
        nextY += deltaY;
        if (iy < 0 || iy >= height) return best;
      }
    }
  }
}

interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

function boxOf({ geometry, isCircle }: Primitives, k: number): Box {
  const [a, b, c, d] = geometry.subarray(4 * k, 4 * k + 4);
  if (isCircle[k] === 1) return { minX: a - c, minY: b - c, maxX: a + c, maxY: b + c };
  return { minX: Math.min(a, a + c), minY: Math.min(b, b + d), maxX: Math.max(a, a + c), maxY: Math.max(b, b + d) };
}

function boundsOf(primitives: Primitives): Box {
  if (primitives.count === 0) return { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const all = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let k = 0; k < primitives.count; k++) {
    const box = boxOf(primitives, k);
    all.minX = Math.min(all.minX, box.minX);
    all.minY = Math.min(all.minY, box.minY);
    all.maxX = Math.max(all.maxX, box.maxX);
    all.maxY = Math.max(all.maxY, box.maxY);
  }
  return all;
}
