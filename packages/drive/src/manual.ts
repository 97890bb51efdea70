import { backSpeed } from './manoeuvre.ts';
import type { DriveOptions } from './options.ts';
import type { Activity, Situation, Wish } from './situation.ts';

/** An input holds for this, s: with a control step of 0.05 s the wheels are told to stop 0.19 s after the last one. */
const HOLD_S = 0.14;
/** m that may be backed beyond where it has driven forwards: the rear is blind to cliffs. */
const BACK_LIMIT = 0.6;

/** Drives as a person says, moment by moment; stops when nothing more is said. One for all drives, so that it remembers how far it may back. */
export class Manual implements Activity {
  readonly frame = 'odom';
  readonly progress_m = 0;
  readonly remaining_m = 0;
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly #options: DriveOptions;
  #v_mps = 0;
  #w_radps = 0;
  #until_s = Number.NEGATIVE_INFINITY;
  #backLeft_m = BACK_LIMIT;

  constructor(options: DriveOptions) {
    this.#options = options;
  }

  /** One input; zero ends the drive. */
  say(v_mps: number, w_radps: number, now_s: number): void {
    this.#v_mps = v_mps;
    this.#w_radps = w_radps;
    this.#until_s = v_mps === 0 && w_radps === 0 ? now_s : now_s + HOLD_S;
  }

  step(now: Situation): Wish {
    this.#backLeft_m = Math.min(BACK_LIMIT, this.#backLeft_m + now.v_mps * now.dt_s);
    if (now.now_s >= this.#until_s)
      return {
        v_mps: 0,
        w_radps: 0,
        state: 'stopped',
        stopsAtOnce: true,
        result: { outcome: 'arrived', reason: 'nobody drives by hand any more' },
      };
    // However long a person waits, the robot does not try to free itself meanwhile.
    this.lastProgress_s = now.now_s;
    return { v_mps: this.#speed(now), w_radps: this.#w_radps, state: 'tracking' };
  }

  #speed(now: Situation): number {
    if (this.#v_mps >= 0) return Math.min(this.#v_mps, now.careful_mps);
    return this.#backLeft_m <= 0 ? 0 : backSpeed(Math.min(-this.#v_mps, this.#options.backSpeed_mps), now);
  }

  /** Backed off: the person goes on. */
  bumped(): undefined {
    return undefined;
  }
}
