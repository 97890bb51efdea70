import { cos, type MapWarp, type SE2, sin } from '@homebound/math';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import type { CellGroup } from './believedCell.ts';
import { cellOf, keyOf } from './cellKey.ts';
import { CELL_M as MAP_CELL_M, votes } from './evidenceTiles.ts';

const CELL_M = 0.04;
/** Every so manieth cell of a look is read, each way. */
const STRIDE = 2;
/** Floor of these heights is a rug's, mm. */
const RUG_MM = 6;
const RUG_HIGH_MM = 13;
/** Looks from which a cell is a rug's. None are taken away: from the rug itself its floor looks bare. */
const FEWEST_LOOKS = 3;
/** Cells that are kept, of 80 m²: beyond that all are forgotten. */
const MOST_CELLS = 50_000;
/**
 * Around the middle of a group so many cells each way are looked at, 28 x 28 cm: beside a corner of a rug nearly a quarter of them are raised, more than the second
 * share, and within it more than the third. A brick is 4 cells to itself, from afar.
 */
const AROUND = 3;
const CORNER_SHARE = 0.15;
const WITHIN_SHARE = 0.75;
/** Share of a group's cells that have raised floor within so many cells, when it is a part of it. */
const TOUCHING_SHARE = 0.6;
const TOUCHING = 2;

const FLOOR = floorKinds.indexOf('floor');
const LOW = votes.indexOf('low');

/** Where the floor was seen to be as high as a rug: a corner of it that is seen alone is no thing. Map frame. */
export class RaisedFloor {
  #looks = new Map<number, number>();

  add({ width, height, resolution_m, originX_m, originY_m, kinds, heights_mm }: FloorRecord, T_map_base: SE2): void {
    const c = cos(T_map_base.theta) / CELL_M;
    const s = sin(T_map_base.theta) / CELL_M;
    const looks = this.#looks;
    if (looks.size > MOST_CELLS) looks.clear();
    for (let iy = 0; iy < height; iy += STRIDE)
      for (let ix = 0; ix < width; ix += STRIDE) {
        const i = iy * width + ix;
        const mm = heights_mm[i];
        if (kinds[i] !== FLOOR || mm < RUG_MM || mm > RUG_HIGH_MM) continue;
        const x = originX_m + (ix + 0.5) * resolution_m;
        const y = originY_m + (iy + 0.5) * resolution_m;
        const key = keyOf(
          Math.floor(T_map_base.x / CELL_M + c * x - s * y),
          Math.floor(T_map_base.y / CELL_M + s * x + c * y),
        );
        const known = looks.get(key) ?? 0;
        if (known < FEWEST_LOOKS) looks.set(key, known + 1);
      }
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    const moved = new Map<number, number>();
    for (const [key, count] of this.#looks) {
      const [cx, cy] = cellOf(key);
      const { x, y } = warp.movePoint((cx + 0.5) * CELL_M, (cy + 0.5) * CELL_M);
      const to = keyOf(Math.floor(x / CELL_M), Math.floor(y / CELL_M));
      moved.set(to, Math.max(count, moved.get(to) ?? 0));
    }
    this.#looks = moved;
  }

  /** Whether the floor in a cell of the map was seen to be as high as a rug. */
  has(cx: number, cy: number): boolean {
    return (this.#looks.get(keyOf(coarse(cx), coarse(cy))) ?? 0) >= FEWEST_LOOKS;
  }

  /** Whether low cells are the rim or a corner of a rug: no higher than one, touching one, and with bare floor on the other side. */
  isRim(group: CellGroup): boolean {
    if (this.#looks.size === 0 || group.some(({ vote, height_m }) => vote !== LOW || height_m * 1000 > RUG_HIGH_MM))
      return false;
    const touching = group.filter(({ cx, cy }) => this.#raisedAround(coarse(cx), coarse(cy), TOUCHING) > 0).length;
    if (touching < TOUCHING_SHARE * group.length) return false;
    const mx = group.reduce((sum, { cx }) => sum + cx, 0) / group.length;
    const my = group.reduce((sum, { cy }) => sum + cy, 0) / group.length;
    const share = this.#raisedAround(coarse(mx), coarse(my), AROUND) / ((2 * AROUND + 1) * (2 * AROUND + 1));
    return share > CORNER_SHARE && share < WITHIN_SHARE;
  }

  #raisedAround(x: number, y: number, reach: number): number {
    let raised = 0;
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        if ((this.#looks.get(keyOf(x + dx, y + dy)) ?? 0) >= FEWEST_LOOKS) raised++;
    return raised;
  }
}

/** The cell here in which one of the map lies. */
function coarse(c: number): number {
  return Math.floor((c * MAP_CELL_M) / CELL_M);
}
