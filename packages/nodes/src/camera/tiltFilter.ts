import type { ImuRecord } from '@homebound/robot';
import type { Tilt } from '@homebound/vision';

/** A body on a home's floor is level again after about this time, s: thresholds are crossed faster, and the gyro's drift is held down. */
const LEVEL_S = 2;
/** Over this time a body turns about level axes by nothing: what the gyro says on average is its bias, s. */
const BIAS_S = 20;
/** A pause in the gyro of this length is not integrated over, s. */
const PAUSE_S = 0.2;
/** Tilts are remembered so long, and for the newest it is taken so long after it; then nobody knows how the body leans, s. */
const KEEP_S = 1;
const AHEAD_S = 0.1;
/** A body that leans by less than this is level to its gyro, rad: a quarter of what makes a floor unsure. */
const LEVEL_RAD = 0.004;

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
  #past: StampedTilt[] = [];
  /** When it last leaned, or was first heard. */
  #leaned_s = Number.POSITIVE_INFINITY;

  add({ stamp_s, wx_radps, wy_radps }: ImuRecord): void {
    const last = this.#past.at(-1);
    const dt = last === undefined ? 0 : stamp_s - last.stamp_s;
    if (dt < 0) return;
    if (last === undefined || dt >= PAUSE_S) this.#leaned_s = stamp_s;
    if (dt > 0 && dt < PAUSE_S) {
      this.#biased_s = Math.min(BIAS_S, this.#biased_s + dt);
      const share = dt / this.#biased_s;
      this.#rollBias_radps += share * (wx_radps - this.#rollBias_radps);
      this.#pitchBias_radps += share * (wy_radps - this.#pitchBias_radps);
      this.#roll += (wx_radps - this.#rollBias_radps) * dt - (dt / LEVEL_S) * this.#roll;
      this.#pitch += (wy_radps - this.#pitchBias_radps) * dt - (dt / LEVEL_S) * this.#pitch;
    }
    if (Math.max(Math.abs(this.#pitch), Math.abs(this.#roll)) > LEVEL_RAD) this.#leaned_s = stamp_s;
    this.#past.push({ stamp_s, pitch_rad: this.#pitch, roll_rad: this.#roll });
    // In blocks: shifting at each record would cost a copy each time.
    if (this.#past[Math.min(64, this.#past.length - 1)].stamp_s < stamp_s - KEEP_S) this.#past.splice(0, 64);
  }

  /** Of the last record; undefined before the first. */
  get newest_s(): number | undefined {
    return this.#past.at(-1)?.stamp_s;
  }

  /** Between what is known before and after; level before the first word, and where the gyro has fallen silent. */
  at(stamp_s: number): Tilt {
    const past = this.#past;
    const last = past.at(-1);
    if (last === undefined || stamp_s > last.stamp_s + AHEAD_S) return level;
    if (stamp_s >= last.stamp_s) return last;
    const after = past.findIndex((tilt) => tilt.stamp_s > stamp_s);
    if (after === 0) return past[0];
    const [a, b] = [past[after - 1], past[after]];
    const t = (stamp_s - a.stamp_s) / (b.stamp_s - a.stamp_s);
    return {
      pitch_rad: a.pitch_rad + t * (b.pitch_rad - a.pitch_rad),
      roll_rad: a.roll_rad + t * (b.roll_rad - a.roll_rad),
    };
  }

  /** For how long the body has not leaned, as its gyro tells, s; below 0 where that is not known. */
  levelFor_s(stamp_s: number): number {
    const last_s = this.newest_s;
    return last_s === undefined || stamp_s > last_s + AHEAD_S ? -1 : stamp_s - this.#leaned_s;
  }
}

const level: Tilt = { pitch_rad: 0, roll_rad: 0 };
