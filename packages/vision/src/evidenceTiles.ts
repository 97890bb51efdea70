/** Cells along a tile's side, and of a cell, m. */
export const TILE_CELLS = 32;
export const CELL_M = 0.02;
/** Most tiles that are kept: 512 of 0.64 m cover 200 m² with something on all of it; 13 MB. */
const MOST_TILES = 512;
/** Tiles are numbered within ±20 km. */
const REACH = 2 ** 15;

/** What is voted for in a cell. */
export const votes = ['obstacle', 'low', 'thin', 'drop', 'overhang'] as const;
export const VOTES = votes.length;

/** A square of the map; arrays by cell, shape [TILE_CELLS, TILE_CELLS]. */
export interface Tile {
  readonly tx: number;
  readonly ty: number;
  /** Log-odds that something lies there. */
  readonly evidence: Float32Array;
  readonly height_mm: Int16Array;
  /** How much oftener what lies there was wider than a cord than not; 0 where no look from nearby told. */
  readonly wide: Int8Array;
  /** How often each kind was seen, saturating; shape [cells, VOTES]. */
  readonly votes: Uint8Array;
  /** Stamps, s after the map's first: last look that showed something, last look at all. */
  readonly hit_s: Float32Array;
  readonly look_s: Float32Array;
  /** Number of the last look that touched the cell. */
  readonly look: Uint32Array;
  /** Of the obstacle that the cell was part of last, 0 for none. */
  readonly owner: Int32Array;
  /** Of the last look at any of it. */
  lastLook: number;
}

/** The map's cells with evidence for something, in tiles that are made where it first appears. */
export class EvidenceTiles {
  readonly #tiles = new Map<number, Tile>();
  /** What reaches so high the lidar sees too, mm. */
  readonly lidarSees_mm: number;

  constructor(lidarSees_m: number) {
    this.lidarSees_mm = Math.round(1000 * lidarSees_m);
  }

  get count(): number {
    return this.#tiles.size;
  }

  all(): IterableIterator<Tile> {
    return this.#tiles.values();
  }

  /** The tile that holds cell (cx, cy), if there is one. */
  find(cx: number, cy: number): Tile | undefined {
    return this.#tiles.get(keyOf(cx >> 5, cy >> 5));
  }

  /** The tile that holds a cell, made when there is none; then the one that was not looked at for longest may have to go. */
  reach(cx: number, cy: number): Tile {
    const tx = cx >> 5;
    const ty = cy >> 5;
    const key = keyOf(tx, ty);
    let tile = this.#tiles.get(key);
    if (tile === undefined) {
      if (this.#tiles.size >= MOST_TILES) this.#dropOldest();
      tile = newTile(tx, ty);
      this.#tiles.set(key, tile);
    }
    return tile;
  }

  /** Forgets tiles in which nothing is left. */
  prune(): void {
    for (const [key, tile] of this.#tiles) if (!tile.evidence.some((value) => value > 0)) this.#tiles.delete(key);
  }

  clear(): void {
    this.#tiles.clear();
  }

  #dropOldest(): void {
    let oldest: Tile | undefined;
    for (const tile of this.#tiles.values()) if (oldest === undefined || tile.lastLook < oldest.lastLook) oldest = tile;
    if (oldest !== undefined) this.#tiles.delete(keyOf(oldest.tx, oldest.ty));
  }
}

/** Index in its tile of cell (cx, cy). */
export function cellInTile(cx: number, cy: number): number {
  return (cy & (TILE_CELLS - 1)) * TILE_CELLS + (cx & (TILE_CELLS - 1));
}

function keyOf(tx: number, ty: number): number {
  return (ty + REACH) * 2 * REACH + tx + REACH;
}

function newTile(tx: number, ty: number): Tile {
  const n = TILE_CELLS * TILE_CELLS;
  return {
    tx,
    ty,
    evidence: new Float32Array(n),
    height_mm: new Int16Array(n),
    wide: new Int8Array(n),
    votes: new Uint8Array(VOTES * n),
    hit_s: new Float32Array(n),
    look_s: new Float32Array(n),
    look: new Uint32Array(n),
    owner: new Int32Array(n),
    lastLook: 0,
  };
}

/** Index in `votes` of what a cell was seen to be most. */
export function mostVoted({ votes: counts }: Tile, i: number): number {
  let most = 0;
  for (let k = 1; k < VOTES; k++) if (counts[VOTES * i + k] > counts[VOTES * i + most]) most = k;
  return most;
}
