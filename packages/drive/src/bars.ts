import { cos, hypot, type MapWarp, type SE2, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';

/** m between the points that a line is made of: less than the body could slip through. */
const STEP_M = 0.04;

/** Lines in the map that the body must not cross when it leaves its path: borders of no-go areas, virtual walls. */
export class Bars {
  readonly #points_map: Float64Array;
  readonly #near: Float64Array;

  /** @param lines_map polylines, each interleaved x, y in m */
  constructor(lines_map: readonly ArrayLike<number>[]) {
    const points: number[] = [];
    for (const line of lines_map)
      for (let i = 0; i + 3 < line.length; i += 2) {
        const dx = line[i + 2] - line[i];
        const dy = line[i + 3] - line[i + 1];
        const pieces = Math.max(1, Math.ceil(hypot(dx, dy) / STEP_M));
        for (let k = 0; k <= pieces; k++) points.push(line[i] + (dx * k) / pieces, line[i + 1] + (dy * k) / pieces);
      }
    this.#points_map = Float64Array.from(points);
    this.#near = new Float64Array(points.length);
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    warp.moveInto(this.#points_map, this.#points_map, this.#points_map.length >> 1);
  }

  /** The points within a distance of the robot, in its base frame; the array is reused by the next call. */
  seenFrom(T_map_base: SE2, within_m: number): NearPoints {
    const all = this.#points_map;
    const c = cos(T_map_base.theta);
    const s = sin(T_map_base.theta);
    let n = 0;
    for (let i = 0; i < all.length; i += 2) {
      const dx = all[i] - T_map_base.x;
      const dy = all[i + 1] - T_map_base.y;
      if (dx * dx + dy * dy >= within_m * within_m) continue;
      this.#near[2 * n] = c * dx + s * dy;
      this.#near[2 * n + 1] = -s * dx + c * dy;
      n++;
    }
    return { xy: this.#near, n };
  }
}
