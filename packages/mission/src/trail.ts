import { hypot, type SE2 } from '@homebound/math';

/** Distance between two remembered poses, m. */
const STEP_M = 0.05;
/** Way remembered, m: longer than any pocket is deep. */
const LENGTH_M = 10;

/** The way the robot came, newest last: floor that it certainly can stand on. Map frame. */
export class Trail {
  #poses: SE2[] = [];

  add(T_map_base: SE2): void {
    const last = this.#poses.at(-1);
    if (last !== undefined && hypot(T_map_base.x - last.x, T_map_base.y - last.y) < STEP_M) return;
    this.#poses.push(T_map_base);
    if (this.#poses.length > (2 * LENGTH_M) / STEP_M) this.#poses = this.#poses.slice(-LENGTH_M / STEP_M);
  }

  /** Poses on the way back, the nearest first, at least `step_m` of way apart. */
  *back(step_m: number): Generator<SE2> {
    const stride = Math.max(1, Math.round(step_m / STEP_M));
    for (let i = this.#poses.length - 1; i >= 0; i -= stride) yield this.#poses[i];
  }
}
