/** A rectangle of cells, both ends included; cell (ix, iy) covers [ix, ix+1) × [iy, iy+1) times the resolution, in the map frame. */
export interface CellRect {
  readonly minIx: number;
  readonly minIy: number;
  readonly maxIx: number;
  readonly maxIy: number;
}

/** The smallest rectangle that holds both; `undefined` where there is none. */
export function unionOf(a: CellRect | undefined, b: CellRect | undefined): CellRect | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    minIx: Math.min(a.minIx, b.minIx),
    minIy: Math.min(a.minIy, b.minIy),
    maxIx: Math.max(a.maxIx, b.maxIx),
    maxIy: Math.max(a.maxIy, b.maxIy),
  };
}

/** Tiles of 32 × 32 cells: 1.6 m at 5 cm, so that a room's outline wastes little. */
export const TILE_SHIFT = 5;
export const TILE_SIDE = 1 << TILE_SHIFT;
/** Fixed point of `means`: half a cell is 16384, so that it fits 16 bits. */
export const MEAN_UNITS = 32768;
const TILE_CELLS = TILE_SIDE * TILE_SIDE;
const MASK = TILE_SIDE - 1;
/** Pools begin with so many tiles: a room, and what can be seen through its doors. */
const FIRST_TILES = 48;
/** They grow by as many, or by a quarter: pools are most of what SLAM needs, and grow seldom. */
const GROWTH = 1.25;

/**
 * A grid without edges: cells live in tiles that are made on first touch, found through a small dense directory.
 *
 * Per cell, in flat pools that tiles are slices of:
 * - `counts`: times a ray ended here (high 16 bits) and times one touched it (low 16 bits);
 * - `means`: where in the cell they ended on average, x and y from its centre, in units of `1 / MEAN_UNITS` cells;
 * - `nearest`: where the nearest occupied cell is, as an index into the ring table of `DistanceField`.
 *
 * Slice 0 is the cell of nowhere: reads outside all tiles land there and find "never seen, nothing near".
 * Cell (0, 0) has its lower left corner at the map's origin; indices may be negative.
 */
export class TileMap {
  readonly resolution_m: number;
  counts: Uint32Array;
  nearest: Uint16Array;
  means: Int16Array;
  readonly #nothingNear: number;
  #directory = new Int32Array(0);
  // The directory covers tiles [#tileX0, #tileX0 + #tilesWide) × [#tileY0, …).
  #tileX0 = 0;
  #tileY0 = 0;
  #tilesWide = 0;
  #tilesHigh = 0;
  #tileCount = 1;

  /** @param nothingNear the value of `nearest` in a fresh cell */
  constructor(resolution_m: number, nothingNear: number) {
    if (!(resolution_m > 0 && resolution_m < 10))
      throw new RangeError(`Cannot build map: resolution must be in (0, 10) m, got ${resolution_m}`);
    this.resolution_m = resolution_m;
    this.#nothingNear = nothingNear;
    this.counts = new Uint32Array(FIRST_TILES * TILE_CELLS);
    this.nearest = new Uint16Array(FIRST_TILES * TILE_CELLS).fill(nothingNear);
    this.means = new Int16Array(2 * FIRST_TILES * TILE_CELLS);
  }

  /** Tiles that hold cells (the one of nowhere not counted). */
  get tileCount(): number {
    return this.#tileCount - 1;
  }

  get isEmpty(): boolean {
    return this.#tileCount === 1;
  }

  /** Forgets all cells, but keeps the memory for others to come. */
  clear(): void {
    const end = this.#tileCount * TILE_CELLS;
    this.counts.fill(0, 0, end);
    this.nearest.fill(this.#nothingNear, 0, end);
    this.means.fill(0, 0, 2 * end);
    this.#directory.fill(0);
    this.#tileCount = 1;
  }

  /** Place of a cell in the pools, for reading; a cell outside all tiles reads as never seen. */
  at(ix: number, iy: number): number {
    const tx = (ix >> TILE_SHIFT) - this.#tileX0;
    const ty = (iy >> TILE_SHIFT) - this.#tileY0;
    const inside = tx >= 0 && ty >= 0 && tx < this.#tilesWide && ty < this.#tilesHigh;
    const tile = inside ? this.#directory[ty * this.#tilesWide + tx] : 0;
    return (tile << (2 * TILE_SHIFT)) | ((iy & MASK) << TILE_SHIFT) | (ix & MASK);
  }

  /** Place of a cell in the pools, for writing: makes its tile when there is none. the pools may be replaced. */
  ensure(ix: number, iy: number): number {
    const at = this.at(ix, iy);
    return at >= TILE_CELLS ? at : this.#make(ix, iy);
  }

  /** Place of a tile's first cell in the pools, for writing; makes the tile like `ensure`. Takes coordinates of tiles. */
  ensureTile(tileX: number, tileY: number): number {
    const tx = tileX - this.#tileX0;
    const ty = tileY - this.#tileY0;
    const inside = tx >= 0 && ty >= 0 && tx < this.#tilesWide && ty < this.#tilesHigh;
    const tile = inside ? this.#directory[ty * this.#tilesWide + tx] : 0;
    return tile > 0 ? tile << (2 * TILE_SHIFT) : this.#make(tileX << TILE_SHIFT, tileY << TILE_SHIFT);
  }

  /** Tile coordinates (cells / TILE_SIDE) of the tiles in the order in which they were made, interleaved, shape [tileCount, 2]. */
  tileCoordinates(): Int32Array {
    const out = new Int32Array(2 * this.tileCount);
    for (let ty = 0; ty < this.#tilesHigh; ty++)
      for (let tx = 0; tx < this.#tilesWide; tx++) {
        const tile = this.#directory[ty * this.#tilesWide + tx];
        if (tile === 0) continue;
        out[2 * tile - 2] = tx + this.#tileX0;
        out[2 * tile - 1] = ty + this.#tileY0;
      }
    return out;
  }

  /** Counts and means of all tiles, in the order in which they were made; shapes [tileCount, 1024] and [tileCount, 2048]. */
  copyTiles(): { readonly counts: Uint32Array; readonly means: Int16Array } {
    const end = this.#tileCount * TILE_CELLS;
    return { counts: this.counts.slice(TILE_CELLS, end), means: this.means.slice(2 * TILE_CELLS, 2 * end) };
  }

  /** Tiles that there are. */
  get size(): number {
    return this.#tileCount - 1;
  }

  /** The cells of all tiles, or `undefined` while there is none. Wider than what was seen by up to a tile. */
  bounds(): CellRect | undefined {
    let [minX, minY, maxX, maxY] = [this.#tilesWide, this.#tilesHigh, -1, -1];
    for (let ty = 0; ty < this.#tilesHigh; ty++)
      for (let tx = 0; tx < this.#tilesWide; tx++)
        if (this.#directory[ty * this.#tilesWide + tx] !== 0) {
          minX = Math.min(minX, tx);
          maxX = Math.max(maxX, tx);
          minY = Math.min(minY, ty);
          maxY = Math.max(maxY, ty);
        }
    if (maxX < 0) return undefined;
    return {
      minIx: (minX + this.#tileX0) * TILE_SIDE,
      minIy: (minY + this.#tileY0) * TILE_SIDE,
      maxIx: (maxX + this.#tileX0) * TILE_SIDE + MASK,
      maxIy: (maxY + this.#tileY0) * TILE_SIDE + MASK,
    };
  }

  #make(ix: number, iy: number): number {
    this.#cover(ix >> TILE_SHIFT, iy >> TILE_SHIFT);
    const slot = ((iy >> TILE_SHIFT) - this.#tileY0) * this.#tilesWide + (ix >> TILE_SHIFT) - this.#tileX0;
    if ((this.#tileCount + 1) * TILE_CELLS > this.counts.length) this.#growPools();
    this.#directory[slot] = this.#tileCount++;
    return this.at(ix, iy);
  }

  #growPools(): void {
    const tiles = this.counts.length / TILE_CELLS;
    const counts = new Uint32Array(TILE_CELLS * Math.max(tiles + FIRST_TILES, Math.ceil(tiles * GROWTH)));
    counts.set(this.counts);
    const nearest = new Uint16Array(counts.length).fill(this.#nothingNear, this.nearest.length);
    nearest.set(this.nearest);
    const means = new Int16Array(2 * counts.length);
    means.set(this.means);
    this.counts = counts;
    this.nearest = nearest;
    this.means = means;
  }

  /** Makes the directory cover a tile, with room to grow on the side that it grew to. */
  #cover(tileX: number, tileY: number): void {
    if (this.#tilesWide === 0) {
      [this.#tileX0, this.#tileY0, this.#tilesWide, this.#tilesHigh] = [tileX - 8, tileY - 8, 16, 16];
      this.#directory = new Int32Array(16 * 16);
    }
    const marginX = this.#tilesWide >> 1;
    const marginY = this.#tilesHigh >> 1;
    const x0 = tileX < this.#tileX0 ? tileX - marginX : this.#tileX0;
    const y0 = tileY < this.#tileY0 ? tileY - marginY : this.#tileY0;
    const oldX1 = this.#tileX0 + this.#tilesWide;
    const oldY1 = this.#tileY0 + this.#tilesHigh;
    const x1 = tileX >= oldX1 ? tileX + 1 + marginX : oldX1;
    const y1 = tileY >= oldY1 ? tileY + 1 + marginY : oldY1;
    if (x0 === this.#tileX0 && y0 === this.#tileY0 && x1 === oldX1 && y1 === oldY1) return;
    const wide = x1 - x0;
    const directory = new Int32Array(wide * (y1 - y0));
    for (let ty = 0; ty < this.#tilesHigh; ty++) {
      const row = this.#directory.subarray(ty * this.#tilesWide, (ty + 1) * this.#tilesWide);
      directory.set(row, (ty + this.#tileY0 - y0) * wide + this.#tileX0 - x0);
    }
    this.#directory = directory;
    [this.#tileX0, this.#tileY0, this.#tilesWide, this.#tilesHigh] = [x0, y0, wide, y1 - y0];
  }
}
