import { type GridFrame, sameFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { type CellRect, checkGrid, type Grid, type GridPatch, patchOf } from './gridPatch.ts';
import { movedGrid } from './movedGrid.ts';

/** Side of a tile in cells: at 5 cm 1.6 m, about what one scan changes. */
const tileSide = 32;

/**
 * The latest state of a grid, and since when each tile of it has stood. Whoever remembers the version it has seen gets
 * just the tiles that changed after it; so a slow reader costs nothing but its number, and misses nothing.
 */
export class LiveGrid {
  /** Grows with every change; 0 while there is no grid. */
  version = 0;
  stamp_s = 0;
  #grid: Grid | undefined;
  #tiles = new Float64Array(0); // version at which each tile last changed
  #tilesX = 0;
  #snapshotVersion = 0; // readers behind this one get the whole grid

  /**
   * Takes over the news of a grid; the cells are copied and compared with those that are held, O(cells).
   * Throws RangeError when the data are not width × height.
   */
  set(stamp_s: number, frame: GridFrame, data: Int8Array | Uint8Array): void {
    if (data.length !== frame.width * frame.height)
      throw new RangeError(`Cannot show grid: ${data.length} cells are not ${frame.width} × ${frame.height}`);
    checkGrid('Cannot show grid', frame);
    this.stamp_s = stamp_s;
    if (this.#grid === undefined || !sameFrame(this.#grid, frame)) this.#replace(frame, data);
    else this.#compare(this.#grid, data);
  }

  /** Moves the cells with a corrected map, until the grid comes anew. */
  moveWith(stamp_s: number, warp: MapWarp): void {
    if (this.#grid !== undefined) this.set(stamp_s, this.#grid, movedGrid(this.#grid, warp));
  }

  #replace(frame: GridFrame, data: Int8Array | Uint8Array): void {
    const { width, height, resolution_m, originX_m, originY_m } = frame;
    this.#grid = { width, height, resolution_m, originX_m, originY_m, data: Int8Array.from(data) };
    this.#tilesX = Math.ceil(width / tileSide);
    this.#tiles = new Float64Array(this.#tilesX * Math.ceil(height / tileSide));
    this.#snapshotVersion = ++this.version;
  }

  #compare(grid: Grid, data: Int8Array | Uint8Array): void {
    const held = grid.data;
    const next = this.version + 1;
    let changed = false;
    for (let iy = 0, i = 0; iy < grid.height; iy++) {
      const tileRow = Math.floor(iy / tileSide) * this.#tilesX;
      for (let ix = 0; ix < grid.width; ix++, i++) {
        const cell = (data[i] << 24) >> 24; // as int8, also when the caller's mask is unsigned
        if (held[i] === cell) continue;
        held[i] = cell;
        this.#tiles[tileRow + Math.floor(ix / tileSide)] = next;
        changed = true;
      }
    }
    if (changed) this.version = next;
  }

  /** What changed after `version`, as one patch; undefined when nothing did. */
  since(version: number): GridPatch | undefined {
    const grid = this.#grid;
    if (grid === undefined || version >= this.version) return undefined;
    if (version < this.#snapshotVersion)
      return patchOf(grid, [{ ix: 0, iy: 0, width: grid.width, height: grid.height }]);
    return patchOf(grid, this.#rectsSince(grid, version));
  }

  /** Changed tiles, joined along rows, and with the row before where the span is the same. */
  #rectsSince(grid: GridFrame, version: number): CellRect[] {
    const rects: CellRect[] = [];
    let above: CellRect[] = [];
    for (let ty = 0; ty * tileSide < grid.height; ty++) {
      const iy = ty * tileSide;
      const height = Math.min(tileSide, grid.height - iy);
      const row: CellRect[] = [];
      for (let tx = 0; tx < this.#tilesX; tx++) {
        if (this.#tiles[ty * this.#tilesX + tx] <= version) continue;
        const ix = tx * tileSide;
        while (tx + 1 < this.#tilesX && this.#tiles[ty * this.#tilesX + tx + 1] > version) tx++;
        const width = Math.min((tx + 1) * tileSide, grid.width) - ix;
        const upper = above.find((rect) => rect.ix === ix && rect.width === width);
        if (upper !== undefined) rects.splice(rects.indexOf(upper), 1);
        const rect = upper ? { ix, iy: upper.iy, width, height: upper.height + height } : { ix, iy, width, height };
        row.push(rect);
        rects.push(rect);
      }
      above = row;
    }
    return rects;
  }
}
