import type { SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { type PlaceGround, placeGround } from './placeGround.ts';
import { type Place, PlaceSearch, type PlaceSearchOptions, type SearchWindow, topLevel } from './placeSearch.ts';

/**
 * Finds where in a map a cloud of points may have been seen from: everywhere and at any heading, or in a window around a
 * guess, by branch and bound. Exact: the places are those that trying all of them would give.
 * Built from the map, which must not change meanwhile, when it is first searched: about 10 ms for a home of 100 m², which
 * `prepare` does in slices. Build a new one when the map has changed.
 */
export class PlaceFinder {
  readonly #ground: PlaceGround | undefined;

  constructor(map: OccupancyMap) {
    this.#ground = placeGround(map);
  }

  /**
   * Goes on building what a search in a window (or everywhere) needs, for about `budget` reads of memory.
   * @returns whether it may begin
   */
  prepare(within: SearchWindow | undefined, budget: number): boolean {
    const ground = this.#ground;
    return ground === undefined || ground.prepare(topLevel(within, ground.grid), within === undefined, budget);
  }

  /**
   * Begins a search, and builds what is missing for it; call `advance` on it until it is done.
   * @param pts_base points in the base frame, m, interleaved, shape [n, 2]
   */
  begin(pts_base: Float64Array, n: number, options: Partial<PlaceSearchOptions> = {}): PlaceSearch {
    this.prepare(options.within, Number.POSITIVE_INFINITY);
    return new PlaceSearch(this.#ground, pts_base, n, options);
  }

  /** A search in one go. */
  find(pts_base: Float64Array, n: number, options: Partial<PlaceSearchOptions> = {}): readonly Place[] {
    const search = this.begin(pts_base, n, options);
    search.advance(Number.POSITIVE_INFINITY);
    return search.places;
  }

  /** Gives its memory back to the next finder: neither it nor a search that it began is to be used any more. */
  release(): void {
    this.#ground?.release();
  }

  /** Whether the base can stand at a place, as far as the map knows. */
  isStandable(T_map_base: SE2): boolean {
    if (this.#ground === undefined) return false;
    this.#ground.prepare(0, false, Number.POSITIVE_INFINITY);
    const { grid } = this.#ground;
    const x = Math.floor(T_map_base.x / grid.resolution_m) - grid.minIx;
    const y = Math.floor(T_map_base.y / grid.resolution_m) - grid.minIy;
    return x >= 0 && y >= 0 && x < grid.width && y < grid.height && grid.standable[y * grid.width + x] === 1;
  }
}
