import { hypot } from '@homebound/math';
import { type SweepRaster, turnAt, WEDGE_RAD } from './sweepRaster.ts';

/**
 * How often each cell of the floor is swept by a whole way, so that a part can be taken out and put back: what only that part
 * sweeps is what it is worth.
 */
export class PassCounts {
  readonly #raster: SweepRaster;
  /** Cells that count, 1 or 0. */
  readonly #wanted: Uint8Array;
  readonly #passes: Uint16Array;
  #missing: number;
  /** Scratch of `cellsOf`. */
  #found: Int32Array = new Int32Array(1024);

  constructor(raster: SweepRaster, wanted: Uint8Array) {
    this.#raster = raster;
    this.#wanted = wanted;
    this.#passes = new Uint16Array(wanted.length);
    this.#missing = 0;
    for (let i = 0; i < wanted.length; i++) this.#missing += wanted[i];
  }

  /** Wanted floor that nothing sweeps, m². */
  get missing_m2(): number {
    return this.#missing * this.#raster.cellArea_m2;
  }

  /** Adds a path; returns the floor that nothing else sweeps, m². */
  add(path: Float64Array): number {
    const before = this.#missing;
    this.#along(path, (n) => this.#put(this.#raster.cells, n));
    return (before - this.#missing) * this.#raster.cellArea_m2;
  }

  /** Takes a path out that was added; returns the floor that nothing sweeps any more, m². */
  remove(path: Float64Array): number {
    const before = this.#missing;
    this.#along(path, (n) => this.#take(this.#raster.cells, n));
    return (this.#missing - before) * this.#raster.cellArea_m2;
  }

  /** The cells that a path sweeps, each as often as it does. To find them is most of the work of `add` and `remove`. */
  cellsOf(path: Float64Array): Int32Array {
    let count = 0;
    this.#along(path, (n) => {
      if (count + n > this.#found.length) this.#found = longer(this.#found, 2 * (count + n));
      for (let k = 0; k < n; k++) this.#found[count++] = this.#raster.cells[k];
    });
    return this.#found.slice(0, count);
  }

  /** Puts the cells of a path in the place of those of one that was added; returns the floor lost, then won, m². */
  exchange(before: Int32Array, after: Int32Array): [lost_m2: number, won_m2: number] {
    const { cellArea_m2 } = this.#raster;
    const missing = this.#missing;
    this.#take(before, before.length);
    const between = this.#missing;
    this.#put(after, after.length);
    return [(between - missing) * cellArea_m2, (between - this.#missing) * cellArea_m2];
  }

  /** What of these cells nothing sweeps, m²: an exchange for them wins no more than this beyond what it loses. */
  missingOf_m2(cells: Int32Array): number {
    let n = 0;
    for (let k = 0; k < cells.length; k++) if (this.#passes[cells[k]] === 0) n += this.#wanted[cells[k]];
    return n * this.#raster.cellArea_m2;
  }

  /** Cells across the brush at (x, y) that nothing sweeps, the unit vector (nx, ny) pointing along the brush. */
  missingAcross(x: number, y: number, nx: number, ny: number): number {
    const { halfWidth_m, frame } = this.#raster;
    const { width, height, resolution_m, originX_m, originY_m } = frame;
    const samples = Math.max(1, Math.round((2 * halfWidth_m) / resolution_m));
    const step = (2 * halfWidth_m) / samples;
    let n = 0;
    for (let k = 0; k < samples; k++) {
      const s = (k + 0.5) * step - halfWidth_m;
      const ix = Math.floor((x + s * nx - originX_m) / resolution_m);
      const iy = Math.floor((y + s * ny - originY_m) / resolution_m);
      if (ix < 0 || iy < 0 || ix >= width || iy >= height) continue;
      const i = iy * width + ix;
      if (this.#passes[i] === 0) n += this.#wanted[i];
    }
    return n;
  }

  /** The wanted cells that nothing sweeps, written into `out`. */
  missingInto(out: Uint8Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#passes[i] === 0 ? this.#wanted[i] : 0;
  }

  /** Calls `visit` for each piece of a path with the number of cells that lie in the raster's `cells` then. */
  #along(path: Float64Array, visit: (n: number) => void): void {
    const raster = this.#raster;
    for (let i = 2; i < path.length; i += 2) {
      if (hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]) < 1e-9) continue;
      visit(raster.cellsUnder(path[i - 2], path[i - 1], path[i], path[i + 1]));
      if (i + 2 < path.length && turnAt(path, i) > WEDGE_RAD) visit(raster.cellsAround(path[i], path[i + 1]));
    }
  }

  #put(cells: Int32Array, n: number): void {
    const passes = this.#passes;
    const wanted = this.#wanted;
    let missing = this.#missing;
    for (let k = 0; k < n; k++) if (passes[cells[k]]++ === 0) missing -= wanted[cells[k]];
    this.#missing = missing;
  }

  #take(cells: Int32Array, n: number): void {
    const passes = this.#passes;
    const wanted = this.#wanted;
    let missing = this.#missing;
    for (let k = 0; k < n; k++) if (--passes[cells[k]] === 0) missing += wanted[cells[k]];
    this.#missing = missing;
  }
}

function longer(cells: Int32Array, length: number): Int32Array {
  const out = new Int32Array(length);
  out.set(cells);
  return out;
}
