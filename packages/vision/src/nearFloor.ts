import { cos, type MapWarp, type SE2, sin } from '@homebound/math';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import { cellOf, keyOf } from './cellKey.ts';
import { CELL_M, cellInTile, TILE_CELLS } from './evidenceTiles.ts';

/** From farther than this, from base_footprint, a cord may lie there unseen, m. */
const WITHIN_M = 0.45;
/** So near to where a look ends a cord is too short in it to be told, m. */
const EDGE_M = 0.05;
/** Cells of looks (1 cm) with floor from which a place is known: two or three looks. */
const FEWEST = 8;
/** Squares of 0.64 m beyond which those without a cord are forgotten: 1 MB. */
const MOST_TILES = 1024;

const UNSEEN = floorKinds.indexOf('unseen');
const FLOOR = floorKinds.indexOf('floor');

/** Where the floor was looked at from so near that a cord on it would have been told. Map frame, cells of `CELL_M`. */
export class NearFloor {
  #seen = new Map<number, Uint8Array>();

  add(view: FloorRecord, T_map_base: SE2): void {
    const { width, height, resolution_m, originX_m, originY_m, kinds } = view;
    const edge = Math.max(1, Math.round(EDGE_M / resolution_m));
    const c = cos(T_map_base.theta) / CELL_M;
    const s = sin(T_map_base.theta) / CELL_M;
    const x0 = T_map_base.x / CELL_M;
    const y0 = T_map_base.y / CELL_M;
    for (let iy = edge; iy < height - edge; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      for (let ix = edge; ix < width - edge; ix++) {
        const i = iy * width + ix;
        if (kinds[i] !== FLOOR || kinds[i - edge] === UNSEEN || kinds[i + edge] === UNSEEN) continue;
        if (kinds[i - edge * width] === UNSEEN || kinds[i + edge * width] === UNSEEN) continue;
        const x = originX_m + (ix + 0.5) * resolution_m;
        if (x * x + y * y > WITHIN_M * WITHIN_M) break;
        this.#mark(Math.floor(x0 + c * x - s * y), Math.floor(y0 + s * x + c * y), 1);
      }
    }
  }

  has(cx: number, cy: number): boolean {
    const tile = this.#seen.get(keyOf(cx >> 5, cy >> 5));
    return tile !== undefined && tile[cellInTile(cx, cy)] >= FEWEST;
  }

  /**
   * Forgets what is not needed when there is much of it.
   * @param isNeeded  whether a cord lies in or beside a square, by the square's own numbers
   */
  prune(isNeeded: (tx: number, ty: number) => boolean): void {
    if (this.#seen.size > MOST_TILES) this.#forgetBut(isNeeded);
  }

  /** The map was corrected: what is needed moves with it, the rest is looked at again. */
  moveWith(warp: MapWarp, isNeeded: (tx: number, ty: number) => boolean): void {
    this.#forgetBut(isNeeded);
    const before = this.#seen;
    this.#seen = new Map();
    for (const [key, tile] of before) {
      const [tx, ty] = cellOf(key);
      for (let i = 0; i < tile.length; i++) {
        if (tile[i] === 0) continue;
        const x = tx * TILE_CELLS + (i % TILE_CELLS) + 0.5;
        const y = ty * TILE_CELLS + Math.floor(i / TILE_CELLS) + 0.5;
        const to = warp.movePoint(x * CELL_M, y * CELL_M);
        this.#mark(Math.floor(to.x / CELL_M), Math.floor(to.y / CELL_M), tile[i]);
      }
    }
  }

  #mark(cx: number, cy: number, times: number): void {
    const key = keyOf(cx >> 5, cy >> 5);
    let tile = this.#seen.get(key);
    if (tile === undefined) {
      tile = new Uint8Array(TILE_CELLS * TILE_CELLS);
      this.#seen.set(key, tile);
    }
    const i = cellInTile(cx, cy);
    tile[i] = Math.min(FEWEST, tile[i] + times);
  }

  #forgetBut(isNeeded: (tx: number, ty: number) => boolean): void {
    for (const key of this.#seen.keys()) if (!isNeeded(...cellOf(key))) this.#seen.delete(key);
  }
}
