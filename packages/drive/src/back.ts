import { angleDiff, between, type SE2 } from '@homebound/math';
import { clamp } from './clamp.ts';
import { backSpeed } from './manoeuvre.ts';
import type { Activity, Situation, Wish } from './situation.ts';

/** Drives straight back. The rear has neither bumper nor cliff sensor: slowly, and no farther than asked. */
export class Back implements Activity {
  readonly frame = 'either';
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly #distance: number;
  readonly #speed: number;
  #from_odom: SE2 | undefined;
  #done = 0;
  #blockedSince_s = Number.NaN;

  constructor(distance_m: number, speed_mps: number) {
    this.#distance = distance_m;
    this.#speed = speed_mps;
  }

  get progress_m(): number {
    return this.#done;
  }

  get remaining_m(): number {
    return Math.max(0, this.#distance - this.#done);
  }

  step(now: Situation): Wish {
    const { deceleration_mps2, blockedPatience_s } = now.options;
    const from = this.#from_odom ?? now.T_odom_base;
    this.#from_odom = from;
    const done = -between(from, now.T_odom_base).x;
    if (done > this.#done + 0.01 || this.lastProgress_s < 0) this.lastProgress_s = now.now_s;
    this.#done = Math.max(this.#done, done);
    const halt: Wish = { v_mps: 0, w_radps: 0, state: 'backing' };
    if (this.remaining_m < 0.004)
      return now.v_mps > -0.02 ? { ...halt, result: { outcome: 'arrived', reason: 'backed off' } } : halt;

    const planned = Math.min(this.#speed, Math.max(0.03, Math.sqrt(2 * deceleration_mps2 * this.remaining_m)));
    const v = backSpeed(planned, now);
    const w = clamp(3 * angleDiff(from.theta, now.T_odom_base.theta), 0.5);
    if (v < 0) {
      this.#blockedSince_s = Number.NaN;
      return { v_mps: v, w_radps: w, state: 'backing' };
    }
    if (Number.isNaN(this.#blockedSince_s)) this.#blockedSince_s = now.now_s;
    if (now.now_s - this.#blockedSince_s < blockedPatience_s) return halt;
    return { ...halt, result: { outcome: 'blocked', reason: 'the lidar sees something behind' } };
  }

  /** What is in front does not stop a robot that leaves it. */
  bumped(): undefined {
    return undefined;
  }
}
