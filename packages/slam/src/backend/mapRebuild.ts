import { between, compose, type SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import type { KeyFrame } from './keyFrame.ts';
import { ScanReader } from './storedScan.ts';

/**
 * Draws the map anew from the key frames at corrected poses, a few scans at a time, while the robot goes on with the old
 * one. Key frames that come meanwhile move with the last one that was corrected, so that the new map ends up complete.
 */
export class MapRebuild {
  readonly map: OccupancyMap;
  /** What is not part of the map that scans are matched to; empty for a home. */
  readonly archive: OccupancyMap;
  readonly #keys: readonly KeyFrame[];
  readonly #poses: SE2[];
  readonly #isActive: (key: number) => boolean;
  readonly #reader = new ScanReader();
  #indexer: TileIndexer | undefined;
  #key = 0;
  #scan = 0;

  /**
   * @param blank   two maps to draw into, both empty: the new one and the archive
   * @param keys    all key frames; may grow while the map is being drawn
   * @param poses   corrected pose of the first so many of them, in the map frame
   * @param isActive which of those are part of the map; the others go to the archive
   */
  constructor(
    blank: readonly [map: OccupancyMap, archive: OccupancyMap],
    keys: readonly KeyFrame[],
    poses: readonly SE2[],
    isActive: (key: number) => boolean,
  ) {
    [this.map, this.archive] = blank;
    this.#keys = keys;
    this.#poses = [...poses];
    this.#isActive = isActive;
  }

  /** Corrected poses of all key frames drawn so far; complete when `advance` has returned true. */
  get poses(): readonly SE2[] {
    return this.#poses;
  }

  /**
   * Draws more scans until their rays passed about so many cells, or goes on with the distance field once all are drawn.
   * @returns true when the map is complete; those that come while the field is being made are drawn with it
   */
  advance(cells: number): boolean {
    if (this.#indexer === undefined && !this.#draw(cells)) return false;
    this.#indexer ??= new TileIndexer(this.map);
    if (!this.#indexer.advance(Math.ceil(cells / CELLS_PER_TILE))) return false;
    return this.#draw(Number.POSITIVE_INFINITY);
  }

  get #walked_cells(): number {
    return this.map.walked_cells + this.archive.walked_cells;
  }

  #draw(cells: number): boolean {
    const end = this.#walked_cells + cells;
    for (;;) {
      const key = this.#keys[this.#key];
      if (this.#key >= this.#poses.length) this.#poses.push(this.#carried(key));
      const map = this.#isActive(this.#key) ? this.map : this.archive;
      for (; this.#scan < key.scans.length; this.#scan++) {
        if (this.#walked_cells >= end) return false;
        const scan = key.scans[this.#scan];
        const T = compose(this.#poses[this.#key], scan.T_key_base);
        if (this.#indexer !== undefined) map.insert(this.#reader.read(scan), T);
        else map.insertLater(this.#reader.read(scan), T);
      }
      if (this.#key === this.#keys.length - 1) return true;
      this.#key++;
      this.#scan = 0;
    }
  }

  /** A key frame that the correction does not know yet keeps its place beside the one before it. */
  #carried(key: KeyFrame): SE2 {
    const before = this.#keys[this.#key - 1];
    return compose(this.#poses[this.#key - 1], between(before.T_map_key, key.T_map_key));
  }
}

/** Making the distances of a tile takes as long as drawing rays through so many cells. */
const CELLS_PER_TILE = 10_000;

/** Makes a new map's distance field, some tiles at a time. The archive needs none: nothing is matched to it. */
class TileIndexer {
  readonly #map: OccupancyMap;
  readonly #tiles: Int32Array;
  #next = 0;

  constructor(map: OccupancyMap) {
    this.#map = map;
    this.#tiles = map.tiles.tileCoordinates();
  }

  advance(count: number): boolean {
    const end = Math.min(this.#tiles.length / 2, this.#next + count);
    this.#map.indexTiles(this.#tiles, this.#next, end);
    this.#next = end;
    return 2 * end === this.#tiles.length;
  }
}
