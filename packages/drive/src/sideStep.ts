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

/** How far the path gives way, m, left positive: to what was bumped, and to walls that stand nearer than the map has them. */
export class SideStep {
  offset_m = 0;
  #wanted = 0;
  #until_m = 0;

  /** Away from the side of a glancing bump, from here on. */
  bumped(touch: Touch, s_m: number, options: DriveOptions): void {
    this.#wanted += touch.left ? -options.sideStep_m : options.sideStep_m;
    this.#until_m = s_m + HOLDS;
  }

  /** @param room to the sides of the way as it is driven now, this side-step included */
  update(s_m: number, room: SideRoom, dt_s: number, options: DriveOptions): void {
    if (s_m > this.#until_m) this.#wanted *= Math.max(0, 1 - FADE * dt_s);
    const most = options.maxYield_m + Math.abs(this.#wanted);
    const shift = yieldTo(this.#wanted - this.offset_m, room, options.sideAir_m);
    const missing = clamp(this.offset_m + shift, most) - this.offset_m;
    this.offset_m += clamp(GAIN * missing, RATE) * dt_s;
  }

  reset(): void {
    this.offset_m = this.#wanted = 0;
  }
}
