import { angleDiff, type MapWarp, type SE2 } from '@homebound/math';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { turnTo } from './steer.ts';

/** rad; 1°. */
const DONE = 0.0175;
const MAX_BUMPS = 3;

/** Turns in place to a heading in the map. */
export class Rotate implements Activity {
  readonly frame = 'map';
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly progress_m = 0;
  readonly remaining_m = 0;
  #yaw: number;
  #least = Number.POSITIVE_INFINITY;
  #bumps = 0;

  /** @param yaw_rad target heading in the map */
  constructor(yaw_rad: number) {
    this.#yaw = yaw_rad;
  }

  step(now: Situation): Wish {
    const missing = Math.abs(angleDiff(this.#yaw, now.T_map_base.theta));
    if (missing < this.#least - 0.02) {
      this.#least = missing;
      this.lastProgress_s = now.now_s;
    }
    if (missing > DONE) return turnTo(this.#yaw, now);
    const rests = Math.abs(now.w_radps) < 0.05;
    const halt = { v_mps: 0, w_radps: 0, state: 'turning' } as const;
    return rests ? { ...halt, result: { outcome: 'arrived', reason: 'turned to the heading' } } : halt;
  }

  moveWith(warp: MapWarp, T_map_base: SE2): void {
    this.#yaw = warp.movePose({ ...T_map_base, theta: this.#yaw }).theta;
  }

  bumped(touch: Touch): DriveResult | undefined {
    if (++this.#bumps <= MAX_BUMPS) return undefined;
    return { outcome: 'blocked', reason: 'no room to turn', blockedAt_map: touch.at_map };
  }
}
