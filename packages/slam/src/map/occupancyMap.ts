import type { OccupancyGrid } from '@homebound/grid';
import type { ScanPoints } from '@homebound/lidar';
import { cos, type SE2, sin } from '@homebound/math';
import { DistanceField } from './distanceField.ts';
import { makeRings, type Rings } from './rings.ts';
import { type CellRect, MEAN_UNITS, TILE_SIDE, TileMap } from './tileMap.ts';

export interface OccupancyMapOptions {
  /** Side of a cell. 0.05 m: half of what a lidar of 1-2 cm noise needs to see a chair leg as one cell. */
  readonly resolution_m: number;
  /** The distance field ends here. 0.5 m: farther than a pose guess is ever off by, nearer than a door is wide. */
  readonly truncation_m: number;
  /** A cell is occupied when rays ended in at least this share of those that touched it; 0.25 keeps walls seen at a grazing angle. */
  readonly occupiedShare: number;
  /** How far a beam without return clears space. Short, because black furniture, glass and mirrors return nothing either. */
  readonly clearNoReturn_m: number;
  /** Counts of a cell are halved when they reach this, so that a moved chair is forgotten after about as many rays: a minute or two. */
  readonly maxCount: number;
}

export const defaultOccupancyMapOptions: OccupancyMapOptions = {
  resolution_m: 0.05,
  truncation_m: 0.5,
  occupiedShare: 0.25,
  clearNoReturn_m: 1,
  maxCount: 250,
};

const HIT = 0x10001; // one more ray ended here, one more touched it
const TOUCH = 1;
/** The mean of the ends in a cell follows the last so many. */
const MEAN_OVER = 50;

/**
 * Occupancy by counting: per cell, how many rays touched it and how many ended in it, with the distance field of the
 * occupied cells alongside. The frame is the caller's (the `map` frame, or a submap's).
 */
export class OccupancyMap {
  readonly tiles: TileMap;
  readonly rings: Rings;
  readonly field: DistanceField;
  readonly #options: OccupancyMapOptions;
  readonly #isOccupied: (at: number) => boolean;
  // Cells whose state may have flipped in this scan, ix, iy interleaved; grows to the worst scan seen.
  #flipped = new Int32Array(2048);
  #flippedCount = 0;
  #walked_cells = 0;
  // Cells touched in this scan.
  #minIx = 0;
  #minIy = 0;
  #maxIx = 0;
  #maxIy = 0;

  constructor(options: Partial<OccupancyMapOptions> = {}) {
    this.#options = { ...defaultOccupancyMapOptions, ...options };
    const { resolution_m, truncation_m, occupiedShare, clearNoReturn_m, maxCount } = this.#options;
    if (!(occupiedShare > 0 && occupiedShare < 1))
      throw new RangeError(`Cannot build map: occupiedShare must be in (0, 1), got ${occupiedShare}`);
    if (!(clearNoReturn_m >= 0))
      throw new RangeError(`Cannot build map: clearNoReturn_m must be >= 0, got ${clearNoReturn_m}`);
    if (!(maxCount >= 4 && maxCount < 65536))
      throw new RangeError(`Cannot build map: maxCount must be in [4, 65535], got ${maxCount}`);
    this.rings = makeRings(Math.round(truncation_m / resolution_m));
    this.tiles = new TileMap(resolution_m, this.rings.count);
    this.field = new DistanceField(this.tiles, this.rings);
    this.#isOccupied = (at) => this.#counted(this.tiles.counts[at]);
  }

  get resolution_m(): number {
    return this.tiles.resolution_m;
  }

  /** Cells that all rays so far passed: what drawing costs, 3 to 5 ns each. */
  get walked_cells(): number {
    return this.#walked_cells;
  }

  get isEmpty(): boolean {
    return this.tiles.isEmpty;
  }

  /**
   * Draws a scan into the map and brings the distance field up to date.
   * @returns the cells that may have changed; `undefined` when the scan had neither return nor miss
   */
  insert(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    const rect = this.insertLater(points, T_map_base);
    if (rect !== undefined) this.field.update(this.#flipped, this.#flippedCount, this.#isOccupied);
    return rect;
  }

  /** Draws a scan and leaves the distance field as it is: for many at once, with `indexTiles` at the end. */
  insertLater(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    const { hits, misses, pts_base, origins_base } = points;
    if (hits + misses === 0) return undefined;
    const inv = 1 / this.resolution_m;
    const c = cos(T_map_base.theta) * inv;
    const s = sin(T_map_base.theta) * inv;
    const tx = T_map_base.x * inv;
    const ty = T_map_base.y * inv;
    const clear_cells = this.#options.clearNoReturn_m * inv;
    this.#begin();
    for (let i = 0; i < hits + misses; i++) {
      const ox = tx + c * origins_base[2 * i] - s * origins_base[2 * i + 1];
      const oy = ty + s * origins_base[2 * i] + c * origins_base[2 * i + 1];
      let px = tx + c * pts_base[2 * i] - s * pts_base[2 * i + 1];
      let py = ty + s * pts_base[2 * i] + c * pts_base[2 * i + 1];
      if (i >= hits) {
        const length = Math.sqrt((px - ox) * (px - ox) + (py - oy) * (py - oy));
        const share = Math.min(1, clear_cells / length);
        px = ox + share * (px - ox);
        py = oy + share * (py - oy);
      }
      this.#touchRay(ox, oy, px, py);
      if (i < hits) this.#addHit(px, py);
    }
    return { minIx: this.#minIx, minIy: this.#minIy, maxIx: this.#maxIx, maxIy: this.#maxIy };
  }

  /**
   * Brings the distance field up to date with all occupied cells of some tiles, after `insertLater` into a new map.
   * @param tiles tile coordinates, interleaved, as `TileMap.tileCoordinates` gives them; those from `from` to `to` are done
   */
  indexTiles(tiles: Int32Array, from: number, to: number): void {
    const cells: number[] = [];
    for (let k = from; k < to; k++)
      for (let i = 0; i < TILE_SIDE * TILE_SIDE; i++) {
        const ix = tiles[2 * k] * TILE_SIDE + (i % TILE_SIDE);
        const iy = tiles[2 * k + 1] * TILE_SIDE + Math.floor(i / TILE_SIDE);
        if (this.#isOccupied(this.tiles.at(ix, iy))) cells.push(ix, iy);
      }
    this.field.add(Int32Array.from(cells), cells.length / 2, this.#isOccupied);
  }

  /** Fills an empty map with tiles as `TileMap.tileCoordinates` and `copyTiles` gave them, and makes its distance field. */
  restore(tiles: Int32Array, counts: Uint32Array, means: Int16Array): void {
    const size = TILE_SIDE * TILE_SIDE;
    for (let k = 0; k < tiles.length / 2; k++) {
      const at = this.tiles.ensure(tiles[2 * k] * TILE_SIDE, tiles[2 * k + 1] * TILE_SIDE);
      this.tiles.counts.set(counts.subarray(k * size, (k + 1) * size), at);
      this.tiles.means.set(means.subarray(2 * k * size, 2 * (k + 1) * size), 2 * at);
    }
    this.indexTiles(tiles, 0, tiles.length / 2);
  }

  /** Whether any ray touched the cell. */
  isKnown(ix: number, iy: number): boolean {
    return this.tiles.counts[this.tiles.at(ix, iy)] !== 0;
  }

  /**
   * A copy of a rectangle: -1 never seen; [0, 25) free and (65, 100] occupied by our own threshold, so that ROS's usual
   * thresholds (0.25, 0.65) reproduce it.
   */
  region(rect: CellRect): OccupancyGrid {
    const width = rect.maxIx - rect.minIx + 1;
    const height = rect.maxIy - rect.minIy + 1;
    if (!(width > 0 && height > 0 && width * height <= 1e9))
      throw new RangeError(`Cannot read map region: it must hold 1 to 1e9 cells, got ${width} x ${height}`);
    const data = new Int8Array(width * height);
    const { counts } = this.tiles;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data[y * width + x] = this.#percent(counts[this.tiles.at(rect.minIx + x, rect.minIy + y)]);
    const { resolution_m } = this;
    return {
      width,
      height,
      resolution_m,
      originX_m: rect.minIx * resolution_m,
      originY_m: rect.minIy * resolution_m,
      data,
    };
  }

  /** The smallest rectangle that holds every cell a ray touched, or `undefined` for an empty map. */
  content(): CellRect | undefined {
    const bounds = this.tiles.bounds();
    if (bounds === undefined) return undefined;
    let { minIx, minIy, maxIx, maxIy } = bounds;
    const isEmptyRow = (iy: number): boolean => !this.#anyKnown(minIx, iy, maxIx, iy);
    const isEmptyColumn = (ix: number): boolean => !this.#anyKnown(ix, minIy, ix, maxIy);
    while (minIy < maxIy && isEmptyRow(minIy)) minIy++;
    while (maxIy > minIy && isEmptyRow(maxIy)) maxIy--;
    while (minIx < maxIx && isEmptyColumn(minIx)) minIx++;
    while (maxIx > minIx && isEmptyColumn(maxIx)) maxIx--;
    return { minIx, minIy, maxIx, maxIy };
  }

  #anyKnown(minIx: number, minIy: number, maxIx: number, maxIy: number): boolean {
    for (let iy = minIy; iy <= maxIy; iy++)
      for (let ix = minIx; ix <= maxIx; ix++) if (this.isKnown(ix, iy)) return true;
    return false;
  }

  #counted(count: number): boolean {
    return count >>> 16 >= (count & 0xffff) * this.#options.occupiedShare && count !== 0;
  }

  #percent(count: number): number {
    if (count === 0) return -1;
    const share = (count >>> 16) / (count & 0xffff);
    const limit = this.#options.occupiedShare;
    return share >= limit ? Math.round(66 + (34 * (share - limit)) / (1 - limit)) : Math.floor((24 * share) / limit);
  }

  #begin(): void {
    this.#flippedCount = 0;
    this.#minIx = this.#minIy = Number.POSITIVE_INFINITY;
    this.#maxIx = this.#maxIy = Number.NEGATIVE_INFINITY;
  }

  /** Counts a ray in every cell it crosses but the last one (Amanatides and Woo 1987); coordinates in cells. */
  #touchRay(ox: number, oy: number, px: number, py: number): void {
    let ix = Math.floor(ox);
    let iy = Math.floor(oy);
    const endX = Math.floor(px);
    const endY = Math.floor(py);
    this.#stretch(ix, iy);
    this.#stretch(endX, endY);
    const dx = px - ox;
    const dy = py - oy;
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    const perX = dx === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(dx);
    const perY = dy === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(dy);
    // Share of the ray at which it next crosses a column or row border.
    let nextX = dx === 0 ? Number.POSITIVE_INFINITY : (dx > 0 ? ix + 1 - ox : ox - ix) * perX;
    let nextY = dy === 0 ? Number.POSITIVE_INFINITY : (dy > 0 ? iy + 1 - oy : oy - iy) * perY;
    const edgeX = dx > 0 ? 0 : TILE_SIDE - 1;
    const edgeY = dy > 0 ? 0 : TILE_SIDE - 1;
    const { tiles } = this;
    const { maxCount } = this.#options;
    let at = tiles.ensure(ix, iy);
    let { counts } = tiles;
    // The count of border crossings is known, which ends the walk whatever rounding does. Most cells never saw a hit and
    // stay free; a step within a tile is a step in the pool (together 3 times faster than `ensure` and `#add` for each cell).
    const crossings = Math.abs(endX - ix) + Math.abs(endY - iy);
    this.#walked_cells += crossings;
    for (let left = crossings; left > 0; left--) {
      const before = counts[at];
      if (before < maxCount - 1) counts[at] = before + 1;
      else this.#count(at, ix, iy, TOUCH);
      if (nextX < nextY ? ix !== endX : iy === endY) {
        ix += stepX;
        nextX += perX;
        at += stepX;
        if ((ix & (TILE_SIDE - 1)) !== edgeX) continue;
      } else {
        iy += stepY;
        nextY += perY;
        at += stepY * TILE_SIDE;
        if ((iy & (TILE_SIDE - 1)) !== edgeY) continue;
      }
      at = tiles.ensure(ix, iy);
      counts = tiles.counts;
    }
  }

  /** Counts the end of a ray, and moves the mean of the ends in its cell there; coordinates in cells. */
  #addHit(px: number, py: number): void {
    const ix = Math.floor(px);
    const iy = Math.floor(py);
    const at = this.tiles.ensure(ix, iy);
    this.#count(at, ix, iy, HIT);
    const { means, counts } = this.tiles;
    const share = 1 / Math.min(counts[at] >>> 16, MEAN_OVER);
    means[2 * at] += Math.round(share * ((px - ix - 0.5) * MEAN_UNITS - means[2 * at]));
    means[2 * at + 1] += Math.round(share * ((py - iy - 0.5) * MEAN_UNITS - means[2 * at + 1]));
  }

  #count(at: number, ix: number, iy: number, what: number): void {
    const { counts } = this.tiles;
    const before = counts[at];
    let after = before + what;
    if ((after & 0xffff) >= this.#options.maxCount) after = ((after >>> 17) << 16) | ((after & 0xffff) >>> 1);
    counts[at] = after;
    if (this.#counted(before) !== this.#counted(after)) this.#noteFlip(ix, iy);
  }

  #noteFlip(ix: number, iy: number): void {
    if (2 * this.#flippedCount + 2 > this.#flipped.length) {
      const longer = new Int32Array(2 * this.#flipped.length);
      longer.set(this.#flipped);
      this.#flipped = longer;
    }
    this.#flipped[2 * this.#flippedCount] = ix;
    this.#flipped[2 * this.#flippedCount + 1] = iy;
    this.#flippedCount++;
  }

  #stretch(ix: number, iy: number): void {
    if (ix < this.#minIx) this.#minIx = ix;
    if (ix > this.#maxIx) this.#maxIx = ix;
    if (iy < this.#minIy) this.#minIy = iy;
    if (iy > this.#maxIy) this.#maxIy = iy;
  }
}
