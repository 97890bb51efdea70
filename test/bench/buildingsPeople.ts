import { cos, type Rng, sin } from '@homebound/math';
import { TICK_S, type Truth } from './buildingsDrive.ts';

export const LEG_RADIUS_M = 0.08;

/** Somebody who meets the robot: walks along the robot's own way, beside it, as a function of time. */
interface Walker {
  readonly begin_s: number;
  readonly end_s: number;
  /** Where on the robot's way (its time there) the person is at `begin_s`, and how fast that moves; below 0: towards the robot. */
  readonly way_s: number;
  readonly rate: number;
  readonly beside_m: number;
}

/** People about: some come along the corridor, some walk ahead of the robot, some stand and talk. */
export class People {
  readonly #truth: Truth;
  readonly #walkers: Walker[] = [];

  /** @param every_s mean time from one meeting to the next; Infinity for nobody */
  constructor(truth: Truth, every_s: number, rng: Rng) {
    this.#truth = truth;
    const duration_s = truth.T_world_base.length * TICK_S;
    for (let t = every_s * rng.uniform(); t < duration_s; t += every_s * (0.3 + 1.4 * rng.uniform())) {
      const rate = [-2.5, -2.5, 0, 1.1][rng.int(4)];
      const side = rng.uniform() < 0.5 ? -1 : 1;
      const ahead_s = rate === 1.1 ? 4 : 30;
      this.#walkers.push({
        begin_s: t,
        end_s: t + 40,
        way_s: t + ahead_s,
        rate,
        beside_m: side * (0.55 + 0.4 * rng.uniform()),
      });
    }
  }

  /** The legs at a time: centres x, y interleaved, m. */
  legsAt(t_s: number): Float64Array {
    const legs: number[] = [];
    for (const { begin_s, end_s, way_s, rate, beside_m } of this.#walkers) {
      if (t_s < begin_s || t_s > end_s) continue;
      const poses = this.#truth.T_world_base;
      const tick = Math.round((way_s + rate * (t_s - begin_s)) / TICK_S);
      const { x, y, theta } = poses[Math.max(0, Math.min(poses.length - 1, tick))];
      const [c, s] = [cos(theta), sin(theta)];
      // Legs 0.2 m apart, swinging by 0.25 m with each step of 0.7 m.
      const swing = 0.25 * sin(4.5 * Math.abs(rate) * t_s);
      for (const leg of [-1, 1]) {
        const across = beside_m + 0.1 * leg;
        legs.push(x + leg * swing * c - across * s, y + leg * swing * s + across * c);
      }
    }
    return Float64Array.from(legs);
  }
}
