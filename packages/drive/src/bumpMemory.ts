import type { SE2 } from '@homebound/math';
import type { DriveOptions } from './options.ts';
import type { Touch } from './situation.ts';

/** Places remembered at once. */
const KEPT = 32;

/** Where the robot bumped into something that the lidar does not see, in the map: there it goes slowly for a while. */
export class BumpMemory {
  #places: { x: number; y: number; stamp_s: number }[] = [];

  add(touch: Touch, stamp_s: number): void {
    if (touch.isSeen) return;
    this.#places.push({ ...touch.at_map, stamp_s });
    if (this.#places.length > KEPT) this.#places.shift();
  }

  isNear(T_map_base: SE2, now_s: number, { waryWithin_m, waryFor_s }: DriveOptions): boolean {
    for (const { x, y, stamp_s } of this.#places) {
      const dx = x - T_map_base.x;
      const dy = y - T_map_base.y;
      if (dx * dx + dy * dy < waryWithin_m * waryWithin_m && now_s - stamp_s < waryFor_s) return true;
    }
    return false;
  }
}
