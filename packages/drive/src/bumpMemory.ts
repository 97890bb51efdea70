import type { SE2 } from '@homebound/math';
import type { DriveOptions } from './options.ts';

/** Bumps remembered at once. */
const KEPT = 16;

/** Where the robot was when it last bumped into something, in odom: there it goes slowly for a while. */
export class BumpMemory {
  #bumps: { x: number; y: number; stamp_s: number }[] = [];

  add(T_odom_base: SE2, stamp_s: number): void {
    this.#bumps.push({ x: T_odom_base.x, y: T_odom_base.y, stamp_s });
    if (this.#bumps.length > KEPT) this.#bumps.shift();
  }

  isNear({ x, y }: SE2, now_s: number, options: DriveOptions): boolean {
    const { waryWithin_m, waryFor_s } = options;
    return this.#bumps.some(
      (bump) => now_s - bump.stamp_s < waryFor_s && (bump.x - x) ** 2 + (bump.y - y) ** 2 < waryWithin_m * waryWithin_m,
    );
  }
}
