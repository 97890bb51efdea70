import {
  cellX,
  cellY,
  connectedComponents,
  distanceToCells,
  type GridFrame,
  type OccupancyGrid,
  squaredDistance,
  valueAt,
} from '@homebound/grid';

export interface JudgeBody {
  readonly radius_m: number;
  readonly brush_m: number;
}

/** Side of a cell that plans are judged on, m. */
export const CELL_M = 0.01;

/**
 * A home as the judge sees it: a raster of 1 cm with the sets of reference/coverage.md 5.1. F: free floor. C: where the body's
 * centre may be, connected to the start. A_brush: the part of F within half a brush of C. Knows nothing of the planner.
 */
export class TruthFloor {
  readonly frame: GridFrame;
  readonly free: Uint8Array;
  /** From a cell's centre to the nearest blocked cell's surface, m. */
  readonly clearance_m: Float32Array;
  /** A_brush. */
  readonly brushable: Uint8Array;
  readonly freeCells: number;
  readonly brushableCells: number;

  /**
   * @param start   in the component of C that counts; the largest when absent
   * @param within  on the map's cells: only floor that is marked counts for A_brush and F; C stays whole
   */
  constructor(map: OccupancyGrid, body: JudgeBody, start?: { x: number; y: number }, within?: Uint8Array) {
    const k = Math.round(map.resolution_m / CELL_M);
    const { originX_m, originY_m } = map;
    this.frame = { width: map.width * k, height: map.height * k, resolution_m: CELL_M, originX_m, originY_m };
    const { width, height } = this.frame;
    this.free = new Uint8Array(width * height);
    const counts = new Uint8Array(width * height);
    const blocked = new Uint8Array(width * height);
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        const cell = Math.floor(y / k) * map.width + Math.floor(x / k);
        this.free[i] = map.data[cell] >= 0 && map.data[cell] < 50 ? 1 : 0;
        blocked[i] = 1 - this.free[i];
        counts[i] = within === undefined || within[cell] !== 0 ? this.free[i] : 0;
      }
    this.clearance_m = distanceToCells(blocked, width, height);
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++)
        this.clearance_m[i] =
          Math.min(this.clearance_m[i], Math.min(x, y, width - 1 - x, height - 1 - y) + 0.5) * CELL_M;
    const centres = this.#connected(body.radius_m, start);
    const reach = body.brush_m / 2 / CELL_M;
    const toCentre = squaredDistance(centres, width, height);
    this.brushable = counts.slice();
    for (let i = 0; i < counts.length; i++) if (toCentre[i] > reach * reach) this.brushable[i] = 0;
    this.brushableCells = count(this.brushable);
    this.freeCells = count(counts);
  }

  get brushable_m2(): number {
    return this.brushableCells * CELL_M * CELL_M;
  }

  index(x: number, y: number): number {
    const ix = cellX(this.frame, x);
    const iy = cellY(this.frame, y);
    return ix < 0 || iy < 0 || ix >= this.frame.width || iy >= this.frame.height ? -1 : iy * this.frame.width + ix;
  }

  /**
   * Distance to the nearest blocked cell's surface, m; between centres bilinear, which at 1 cm says at most 0.1 mm too much,
   * and up to 2.5 mm too little where two walls are equally near.
   */
  clearanceAt(x: number, y: number): number {
    return valueAt(this.clearance_m, this.frame, x, y);
  }

  /** C: the start's component of the places where the body fits, or the largest one. */
  #connected(radius_m: number, start?: { x: number; y: number }): Uint8Array {
    const { width, height } = this.frame;
    const fits = new Uint8Array(width * height);
    for (let i = 0; i < fits.length; i++) if (this.clearance_m[i] >= radius_m) fits[i] = 1;
    const { labels, sizes } = connectedComponents(fits, width, height, 8);
    let own = start ? (labels[this.index(start.x, start.y)] ?? 0) : 0;
    if (own === 0) for (let c = 1; c < sizes.length; c++) if (own === 0 || sizes[c] > sizes[own]) own = c;
    for (let i = 0; i < fits.length; i++) if (labels[i] !== own) fits[i] = 0;
    return fits;
  }
}

function count(mask: Uint8Array): number {
  let n = 0;
  for (let i = 0; i < mask.length; i++) n += mask[i];
  return n;
}
