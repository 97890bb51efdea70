import { angleDiff, between, hypot, type Rng, type SE2 } from '@homebound/math';
import { TICK_S, type Truth } from './buildingsDrive.ts';

/** When a scan is kept: after so long, and (when given) only after so much motion; the bounds are drawn anew each time. */
export interface Spacing {
  readonly period_s: number;
  readonly step_m?: readonly [number, number];
  readonly turn_deg?: readonly [number, number];
}

/** Drop-outs of the recording, [from, to) in ticks. */
export type Gaps = readonly (readonly [number, number])[];

const rad = Math.PI / 180;

/** Decides at each tick whether a scan is logged. */
export class Gate {
  readonly #spacing: Spacing;
  readonly #truth: Truth;
  readonly #gaps: Gaps;
  readonly #rng: Rng;
  #last = -1;
  #step_m = 0;
  #turn_rad = 0;

  constructor(spacing: Spacing, truth: Truth, gaps: Gaps, rng: Rng) {
    this.#spacing = spacing;
    this.#truth = truth;
    this.#gaps = gaps;
    this.#rng = rng;
  }

  isInGap(tick: number): boolean {
    return this.#gaps.some(([from, to]) => tick >= from && tick < to);
  }

  opens(tick: number): boolean {
    const { period_s, step_m, turn_deg } = this.#spacing;
    if (this.#last >= 0) {
      if ((tick - this.#last) * TICK_S < period_s - 1e-9 || this.isInGap(tick)) return false;
      const moved = between(this.#truth.T_world_base[this.#last], this.#truth.T_world_base[tick]);
      if (step_m && hypot(moved.x, moved.y) < this.#step_m && Math.abs(moved.theta) < this.#turn_rad) return false;
    }
    this.#last = tick;
    this.#step_m = step_m ? step_m[0] + (step_m[1] - step_m[0]) * this.#rng.uniform() : 0;
    this.#turn_rad = turn_deg ? rad * (turn_deg[0] + (turn_deg[1] - turn_deg[0]) * this.#rng.uniform()) : 0;
    return true;
  }
}

/** Drop-outs [from, to) in ticks: each begins at a random moment in which the robot turns fast. */
export function gapsOf({ T_world_base }: Truth, count: number, rng: Rng): Gaps {
  const turning = T_world_base.flatMap((T, i) =>
    i > 0 && Math.abs(angleDiff(T.theta, T_world_base[i - 1].theta)) > 0.4 * TICK_S ? [i] : [],
  );
  return Array.from({ length: turning.length > 0 ? count : 0 }, () => {
    const from = turning[rng.int(turning.length)];
    let to = from;
    const isNear = (moved: SE2) => hypot(moved.x, moved.y) < 0.4 && Math.abs(moved.theta) < 60 * rad;
    while (to < T_world_base.length - 1 && isNear(between(T_world_base[from], T_world_base[to]))) to++;
    return [from, to] as const;
  });
}
