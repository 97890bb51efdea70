import { clamp } from './clamp.ts';
import type { DriveOptions } from './options.ts';
import { type SideRoom, yieldTo } from './sideRoom.ts';
import type { Touch } from './situation.ts';

/** m of path after a glancing bump until the side-step starts to fade, and the share that fades per s. */
const HOLDS = 0.35;
const FADE = 1;
/** m/s across the path, and share per s of what is missing, at which a side-step is taken up. */
const RATE = 0.08;
const GAIN = 4;

/**
 * How far the robot keeps beside its path, m, left positive: it gives way to what was bumped and to walls that stand nearer
 * than the map has them, and closes up to a wall that stands a little farther, so that the brush reaches its edge.
 */
export class SideStep {
  offset_m = 0;
  #fromBump = 0;
  #until_m = 0;

  /** Away from the side of a glancing bump, from here on. */
  bumped(touch: Touch, s_m: number, options: DriveOptions): void {
    this.#fromBump += touch.left ? -options.sideStep_m : options.sideStep_m;
    this.#until_m = s_m + HOLDS;
  }

  /** @param room to the sides of the way as it is driven now, this side-step included */
  update(s_m: number, room: SideRoom, dt_s: number, options: DriveOptions): void {
    if (s_m > this.#until_m) this.#fromBump *= Math.max(0, 1 - FADE * dt_s);
    const hasBumped = Math.abs(this.#fromBump) > 0.005;
    const wanted = hasBumped ? this.#fromBump : this.#besideWall(room, options);
    const most = options.maxYield_m + Math.abs(this.#fromBump);
    const shift = yieldTo(wanted - this.offset_m, room, options.sideAir_m);
    const missing = clamp(this.offset_m + shift, most) - this.offset_m;
    this.offset_m += clamp(GAIN * missing, RATE) * dt_s;
  }

  reset(): void {
    this.offset_m = this.#fromBump = 0;
  }

  /** The offset at which the nearer wall is as near as it may be; 0 when that is too far from the path, or there is none. */
  #besideWall({ left_m, right_m }: SideRoom, { sideAir_m, closeUp_m }: DriveOptions): number {
    const nearer = Math.min(left_m, right_m);
    if (nearer === Number.POSITIVE_INFINITY) return 0;
    const towards = nearer - sideAir_m;
    const offset = this.offset_m + (left_m < right_m ? towards : -towards);
    return Math.abs(offset) <= closeUp_m ? offset : 0;
  }
}
