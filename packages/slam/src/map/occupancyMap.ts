import type { OccupancyGrid } from '@homebound/grid';
import type { ScanPoints } from '@homebound/lidar';
import { cos, type SE2, sin } from '@homebound/math';
import { DistanceField } from './distanceField.ts';
import { PARTS, RayCounter } from './rayCounter.ts';
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
  /**
   * A wall is settled where so many rays ended in a cell. A ray that ends there again only clears what lies before it: were it counted,
   * the wall would creep by a share of every pose's error, some centimetres in a hundred runs.
   */
  readonly settledHits: number;
  /** Counts of a cell are halved when they reach this, so that a moved chair is forgotten after about as many rays: a minute or two. */
  readonly maxCount: number;
}

export const defaultOccupancyMapOptions: OccupancyMapOptions = {
  resolution_m: 0.05,
  truncation_m: 0.5,
  occupiedShare: 0.25,
  clearNoReturn_m: 1,
  settledHits: 60,
  maxCount: 250,
};

/** Rays of a scan that pass through what is gone. */
export interface ThroughRays {
  /** 1 for each hit whose ray does, shape [hits] */
  readonly isThrough: Uint8Array;
  /** Pieces of rays that the lidar did not send, but that would pass between two that do, cells: x0, y0, x1, y1; so many of them. */
  readonly between: Float64Array;
  readonly betweenCount: number;
}

/** No cell lies as far off; a small whole number, so that the fields below never hold a number on the heap. */
const FAR = 0x3fffffff;
/** A ray whose end is not drawn clears space up to so many cells before it: noise must not wear the wall off. */
const BEFORE_WALL_CELLS = 3;
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
  readonly #rays: RayCounter;
  // Cells touched in this scan.
  #minIx = FAR;
  #minIy = FAR;
  #maxIx = -FAR;
  #maxIy = -FAR;

  constructor(options: Partial<OccupancyMapOptions> = {}) {
    this.#options = { ...defaultOccupancyMapOptions, ...options };
    const { resolution_m, truncation_m, occupiedShare, clearNoReturn_m, settledHits, maxCount } = this.#options;
    if (!(occupiedShare > 0 && occupiedShare < 1))
      throw new RangeError(`Cannot build map: occupiedShare must be in (0, 1), got ${occupiedShare}`);
    if (!(clearNoReturn_m >= 0))
      throw new RangeError(`Cannot build map: clearNoReturn_m must be >= 0, got ${clearNoReturn_m}`);
    if (!(settledHits >= 1)) throw new RangeError(`Cannot build map: settledHits must be >= 1, got ${settledHits}`);
    if (!(maxCount >= 4 && maxCount < 32768))
      throw new RangeError(`Cannot build map: maxCount must be in [4, 32767], got ${maxCount}`);
    this.rings = makeRings(Math.round(truncation_m / resolution_m));
    this.tiles = new TileMap(resolution_m, this.rings.count);
    this.field = new DistanceField(this.tiles, this.rings);
    this.#rays = new RayCounter(this.tiles, maxCount, occupiedShare);
    this.#isOccupied = (at) => this.#rays.isOccupied(this.tiles.counts[at]);
  }

  get resolution_m(): number {
    return this.tiles.resolution_m;
  }

  /** Cells that all rays so far passed: what drawing costs, 2 to 4 ns each. */
  get walked_cells(): number {
    return this.#rays.walked_cells;
  }

  /** Cells that became occupied or free with what was drawn last; 0 after `insertLater`. */
  get flippedCells(): number {
    return this.#rays.flippedCount;
  }

  get isEmpty(): boolean {
    return this.tiles.isEmpty;
  }

  /**
   * Draws a scan into the map and brings the distance field up to date.
   * @returns the cells that may have changed; `undefined` when the scan had neither return nor miss
   */
  insert(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    const rect = this.#draw(points, T_map_base, true);
    if (rect !== undefined) this.field.update(this.#rays.flipped, this.#rays.flippedCount, this.#isOccupied);
    return rect;
  }

  /** Draws a scan and leaves the distance field as it is: for many at once, with `indexTiles` at the end. */
  insertLater(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    return this.#draw(points, T_map_base, false);
  }

  /**
   * Clears what rays of a scan pass through, and brings the distance field up to date. Where they end nothing is drawn.
   * @param gone found in this scan at this pose
   * @returns the cells that may have changed
   */
  clearGone(gone: ThroughRays, points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    const rect = this.#draw(points, T_map_base, true, gone.isThrough);
    for (let i = 0; i < gone.betweenCount; i++) {
      const [x0, y0, x1, y1] = gone.between.subarray(4 * i, 4 * i + 4);
      this.#rays.touchRay(
        Math.floor(x0 * PARTS),
        Math.floor(y0 * PARTS),
        Math.floor(x1 * PARTS),
        Math.floor(y1 * PARTS),
      );
    }
    if (rect !== undefined) this.field.update(this.#rays.flipped, this.#rays.flippedCount, this.#isOccupied);
    return rect;
  }

  /** @param onlyClears the hits whose rays are drawn, without their ends; absent = all that the scan saw is drawn */
  #draw(points: ScanPoints, T_map_base: SE2, notesFlips: boolean, onlyClears?: Uint8Array): CellRect | undefined {
    const { hits, misses, pts_base, origins_base } = points;
    if (hits + misses === 0) return undefined;
    const inv = 1 / this.resolution_m;
    const c = cos(T_map_base.theta) * inv;
    const s = sin(T_map_base.theta) * inv;
    const tx = T_map_base.x * inv;
    const ty = T_map_base.y * inv;
    const clear_cells = this.#options.clearNoReturn_m * inv;
    const { tiles } = this;
    this.#begin(notesFlips);
    const rays = onlyClears === undefined ? hits + misses : hits;
    for (let i = 0; i < rays; i++) {
      if (onlyClears !== undefined && onlyClears[i] === 0) continue;
      const ox = tx + c * origins_base[2 * i] - s * origins_base[2 * i + 1];
      const oy = ty + s * origins_base[2 * i] + c * origins_base[2 * i + 1];
      let px = tx + c * pts_base[2 * i] - s * pts_base[2 * i + 1];
      let py = ty + s * pts_base[2 * i] + c * pts_base[2 * i + 1];
      const isEnd = i < hits && onlyClears === undefined && !this.#isSettled(px, py);
      if (!isEnd) {
        const length = Math.sqrt((px - ox) * (px - ox) + (py - oy) * (py - oy));
        const share = i < hits ? Math.max(0, 1 - BEFORE_WALL_CELLS / length) : Math.min(1, clear_cells / length);
        px = ox + share * (px - ox);
        py = oy + share * (py - oy);
      }
      const ix = Math.floor(px) | 0;
      const iy = Math.floor(py) | 0;
      this.#stretch(Math.floor(ox) | 0, Math.floor(oy) | 0);
      this.#stretch(ix, iy);
      const toX = Math.floor(px * PARTS) | 0;
      const toY = Math.floor(py * PARTS) | 0;
      this.#rays.touchRay(Math.floor(ox * PARTS) | 0, Math.floor(oy * PARTS) | 0, toX, toY);
      if (!isEnd) continue;
      // The mean of the ends in the cell moves to this one.
      const at = this.#rays.addHit(ix, iy);
      const { means, counts } = tiles;
      const weight = 1 / Math.min(counts[at] >>> 16, MEAN_OVER);
      means[2 * at] += Math.round(weight * ((px - ix - 0.5) * MEAN_UNITS - means[2 * at]));
      means[2 * at + 1] += Math.round(weight * ((py - iy - 0.5) * MEAN_UNITS - means[2 * at + 1]));
    }
    return { minIx: this.#minIx, minIy: this.#minIy, maxIx: this.#maxIx, maxIy: this.#maxIy };
  }

  /** Whether a ray that ended here, in cells, ended at a settled wall. */
  #isSettled(px: number, py: number): boolean {
    const { tiles, rings } = this;
    const ix = Math.floor(px);
    const iy = Math.floor(py);
    const k = tiles.nearest[tiles.at(ix, iy)];
    // The cell itself and its eight neighbours; the distance field of a map that is being drawn anew knows no wall yet.
    if (k === rings.count || rings.distance[k] > Math.SQRT2) return false;
    return tiles.counts[tiles.at(ix + rings.dx[k], iy + rings.dy[k])] >>> 16 >= this.#options.settledHits;
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

  /** Makes the map as it was when it was new; its memory serves again, which spares growing and collecting garbage. */
  clear(): void {
    this.tiles.clear();
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
    const { tiles } = this;
    const { counts } = tiles;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; ) {
        // Within a tile a step to the right is a step in the pool.
        const ix = rect.minIx + x;
        let at = tiles.at(ix, rect.minIy + y);
        const end = Math.min(width, x + TILE_SIDE - (ix & (TILE_SIDE - 1)));
        for (; x < end; x++, at++) {
          const count = counts[at];
          // Most cells never saw a hit.
          data[y * width + x] = count < 0x10000 ? (count === 0 ? -1 : 0) : this.#percent(count);
        }
      }
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

  #percent(count: number): number {
    if (count === 0) return -1;
    const share = (count >>> 16) / (count & 0xffff);
    const limit = this.#options.occupiedShare;
    return share >= limit ? Math.round(66 + (34 * (share - limit)) / (1 - limit)) : Math.floor((24 * share) / limit);
  }

  #begin(notesFlips: boolean): void {
    this.#rays.begin(notesFlips);
    this.#minIx = this.#minIy = FAR;
    this.#maxIx = this.#maxIy = -FAR;
  }

  #stretch(ix: number, iy: number): void {
    if (ix < this.#minIx) this.#minIx = ix;
    if (ix > this.#maxIx) this.#maxIx = ix;
    if (iy < this.#minIy) this.#minIy = iy;
    if (iy > this.#maxIy) this.#maxIy = iy;
  }
}
