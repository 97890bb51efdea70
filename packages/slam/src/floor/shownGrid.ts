import type { OccupancyGrid } from '@homebound/grid';
import { type CellRect, unionOf } from '../map/tileMap.ts';

/**
 * The grid that was last given out, brought up to date where the map was drawn on since: a home has 200,000 cells, of which a
 * second's scans touch a few thousand.
 */
export class ShownGrid {
  #shown: { readonly grid: OccupancyGrid; readonly content: CellRect } | undefined;
  #drawn: CellRect | undefined;

  /** Scans were drawn in here. */
  note(rect: CellRect | undefined): void {
    this.#drawn = unionOf(this.#drawn, rect);
  }

  /** The map is another one. */
  forget(): void {
    this.#shown = undefined;
  }

  /**
   * A copy of the whole map.
   * @param content the cells that were seen, searched for only when the grid may have grown; `undefined` = none
   */
  read(content: () => CellRect | undefined, region: (rect: CellRect) => OccupancyGrid): OccupancyGrid | undefined {
    const drawn = this.#drawn;
    this.#drawn = undefined;
    if (this.#shown === undefined || !contains(this.#shown.content, drawn)) {
      const all = content();
      this.#shown = all && { grid: region(all), content: all };
    } else if (drawn !== undefined) write(region(drawn), drawn, this.#shown.grid, this.#shown.content);
    return this.#shown && { ...this.#shown.grid, data: this.#shown.grid.data.slice() };
  }
}

function contains(outer: CellRect, inner: CellRect | undefined): boolean {
  return (
    inner === undefined ||
    (inner.minIx >= outer.minIx &&
      inner.maxIx <= outer.maxIx &&
      inner.minIy >= outer.minIy &&
      inner.maxIy <= outer.maxIy)
  );
}

/** Writes a piece into the grid that holds it. */
function write(piece: OccupancyGrid, at: CellRect, whole: OccupancyGrid, all: CellRect): void {
  for (let iy = 0; iy < piece.height; iy++) {
    const row = piece.data.subarray(iy * piece.width, (iy + 1) * piece.width);
    whole.data.set(row, (at.minIy - all.minIy + iy) * whole.width + at.minIx - all.minIx);
  }
}
