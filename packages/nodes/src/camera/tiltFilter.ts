import type { ImuRecord } from '@homebound/robot';
import type { Tilt } from '@homebound/vision';

/** A body on a home's floor is level again after about this time, s: thresholds are crossed faster, and the gyro's drift is held down. */
const LEVEL_S = 2;
/** Over this time a body turns about level axes by nothing: what the gyro says on average is its bias, s. */
const BIAS_S = 20;
/** A pause in the gyro of this length is not integrated over, s. */
const PAUSE_S = 0.2;
/** Tilts that are remembered: 1 s at 50 Hz. */
const KEPT = 50;

interface StampedTilt extends Tilt {
  readonly stamp_s: number;
}

/** How the body leans, from its gyro: what rocks it for a second (a threshold, a start) passes, what lasts is taken for drift. */
export class TiltFilter {
  #pitch = 0;
  #roll = 0;
  #pitchBias_radps = 0;
  #rollBias_radps = 0;
  #biased_s = 0;
  readonly #past: StampedTilt[] = [];

  add({ stamp_s, wx_radps, wy_radps }: ImuRecord): void {
    const last = this.#past.at(-1);
    const dt = last === undefined ? 0 : stamp_s - last.stamp_s;
    if (dt < 0) return;
    if (dt > 0 && dt < PAUSE_S) {
      this.#biased_s = Math.min(BIAS_S, this.#biased_s + dt);
      const share = dt / this.#biased_s;
      this.#rollBias_radps += share * (wx_radps - this.#rollBias_radps);
      this.#pitchBias_radps += share * (wy_radps - this.#pitchBias_radps);
      this.#roll += (wx_radps - this.#rollBias_radps) * dt - (dt / LEVEL_S) * this.#roll;
      this.#pitch += (wy_radps - this.#pitchBias_radps) * dt - (dt / LEVEL_S) * this.#pitch;
    }
    this.#past.push({ stamp_s, pitch_rad: this.#pitch, roll_rad: this.#roll });
    if (this.#past.length > KEPT) this.#past.shift();
  }

  /** The newest that is known at a time; level before the first word. */
  at(stamp_s: number): Tilt {
    return this.#past.findLast((tilt) => tilt.stamp_s <= stamp_s) ?? this.#past[0] ?? { pitch_rad: 0, roll_rad: 0 };
  }
}
