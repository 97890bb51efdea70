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
    this.#along(path, 1);
    return (before - this.#missing) * this.#raster.cellArea_m2;
  }

  /** Takes a path out that was added; returns the floor that nothing sweeps any more, m². */
  remove(path: Float64Array): number {
    const before = this.#missing;
    this.#along(path, -1);
    return (this.#missing - before) * this.#raster.cellArea_m2;
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

  #along(path: Float64Array, by: 1 | -1): void {
    const raster = this.#raster;
    for (let i = 2; i < path.length; i += 2) {
      if (hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]) < 1e-9) continue;
      this.#count(raster.cellsUnder(path[i - 2], path[i - 1], path[i], path[i + 1]), by);
      if (i + 2 < path.length && turnAt(path, i) > WEDGE_RAD) this.#count(raster.cellsAround(path[i], path[i + 1]), by);
    }
  }

  #count(n: number, by: 1 | -1): void {
    const { cells } = this.#raster;
    const passes = this.#passes;
    for (let k = 0; k < n; k++) {
      const cell = cells[k];
      if (by > 0 && passes[cell]++ === 0) this.#missing -= this.#wanted[cell];
      if (by < 0 && --passes[cell] === 0) this.#missing += this.#wanted[cell];
    }
  }
}
