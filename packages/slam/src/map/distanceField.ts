import type { Rings } from './rings.ts';
import { TILE_SIDE, type TileMap } from './tileMap.ts';

/**
 * The exact distance to the nearest occupied cell, truncated, kept up to date as cells become occupied or free.
 *
 * Each cell stores the index k of its nearest occupied cell in the ring table (0 = itself). Because the table is sorted,
 * - a new occupied cell is one pass over its disc: `nearest = min(nearest, k)`;
 * - one that goes asks only the cells that it was nearest to for their next one, searching outward from the old k, since
 *   nothing nearer was there before.
 * At a truncation of 10 cells both cost less than the queues of the dynamic brushfire (Lau, Sprunk, Burgard, RAS 2013),
 * and the result depends on the set of occupied cells alone, not on its history.
 */
export class DistanceField {
  readonly #map: TileMap;
  readonly #rings: Rings;

  constructor(map: TileMap, rings: Rings) {
    this.#map = map;
    this.#rings = rings;
  }

  /** Whether the field holds the cell as occupied. */
  isOccupied(ix: number, iy: number): boolean {
    return this.#map.nearest[this.#map.at(ix, iy)] === 0;
  }

  /** Distance in cells from the centre of a cell to that of the nearest occupied one; the radius when there is none within it. */
  distance_cells(ix: number, iy: number): number {
    return this.#rings.distance[this.#map.nearest[this.#map.at(ix, iy)]];
  }

  /**
   * Takes over changes of a set of cells.
   * @param cells    ix, iy of the cells that may have changed, interleaved, shape [n, 2]; repeats do no harm
   * @param isOccupied whether a cell is occupied now, by its place in the map's pools
   */
  update(cells: Int32Array, n: number, isOccupied: (at: number) => boolean): void {
    for (let i = 0; i < 2 * n; i += 2) this.#unmark(cells[i], cells[i + 1], isOccupied);
    for (let i = 0; i < 2 * n; i += 2) this.#relabel(cells[i], cells[i + 1]);
    for (let i = 0; i < 2 * n; i += 2) this.#stamp(cells[i], cells[i + 1], isOccupied);
  }

  /** Takes over cells that are occupied now; none of the field's may have gone. */
  add(cells: Int32Array, n: number, isOccupied: (at: number) => boolean): void {
    for (let i = 0; i < 2 * n; i += 2) this.#stamp(cells[i], cells[i + 1], isOccupied);
  }

  /** A cell that is no longer occupied stops being one before anything is searched, so that no search finds it. */
  #unmark(ix: number, iy: number, isOccupied: (at: number) => boolean): void {
    const at = this.#map.at(ix, iy);
    if (this.#map.nearest[at] === 0 && !isOccupied(at)) this.#map.nearest[at] = this.#rings.count;
  }

  /** Finds a new nearest cell for all that point at one which is occupied no more. */
  #relabel(ix: number, iy: number): void {
    const map = this.#map;
    const { nearest } = map;
    const { count, side, rowReach, square } = this.#rings;
    if (nearest[map.at(ix, iy)] !== count) return;
    // The cell itself was its own nearest: its search starts at ring 1.
    nearest[map.at(ix, iy)] = this.#nextNearest(ix, iy, 1);
    const radius = side >> 1;
    // As in `#stamp`: a step to the right within a tile is a step in the pool. Outside all tiles nothing points anywhere.
    for (let row = 0; row < side; row++) {
      const y = iy + row - radius;
      const end = ix + rowReach[row];
      let k = row * side + radius - rowReach[row];
      for (let x = ix - rowReach[row]; x <= end; ) {
        let at = map.at(x, y);
        const stop = Math.min(end, x | (TILE_SIDE - 1));
        for (; x <= stop; x++, at++, k++)
          if (nearest[at] === square[k] && square[k] !== 0) nearest[at] = this.#nextNearest(x, y, square[k] + 1);
      }
    }
  }

  #nextNearest(ix: number, iy: number, from: number): number {
    const map = this.#map;
    const { count, dx, dy } = this.#rings;
    for (let k = from; k < count; k++) if (map.nearest[map.at(ix + dx[k], iy + dy[k])] === 0) return k;
    return count;
  }

  #stamp(ix: number, iy: number, isOccupied: (at: number) => boolean): void {
    const map = this.#map;
    const centre = map.ensure(ix, iy);
    if (map.nearest[centre] === 0 || !isOccupied(centre)) return;
    const { side, rowReach, square } = this.#rings;
    const radius = side >> 1;
    // Row by row, and within a row tile by tile: a step to the right is a step in the pool.
    for (let row = 0; row < side; row++) {
      const y = iy + row - radius;
      const end = ix + rowReach[row];
      let k = row * side + radius - rowReach[row];
      for (let x = ix - rowReach[row]; x <= end; ) {
        let at = map.ensure(x, y);
        const { nearest } = map;
        const stop = Math.min(end, x | (TILE_SIDE - 1));
        for (; x <= stop; x++, at++, k++) if (square[k] < nearest[at]) nearest[at] = square[k];
      }
    }
  }
}
