import type { ImuRecord } from '@homebound/robot';

const GRAVITY_MPS2 = 9.81;
/** The sensors' own errors are learnt at rest over about this time; they hold the floor's slope too. */
const LEARN_S = 0.3;
/** Speed felt is let go after the wheels' over this time: 1° of slope unseen would add up to 0.17 m/s in a second. */
const FORGET_S = 0.4;
/** The nose is thought level again after about this time: no threshold or rug's edge is longer. */
const LEVEL_S = 3;
/** A reading at rest that is off by more, m/s², is the start of a motion that the wheels have not told yet. */
const GATE_MPS2 = 0.5;
/** 1/s²: how fast a lasting difference counts as the sensors' error, which then is gone in about 12 s. */
const ADAPT = 0.2;
/** Wheels and accelerometer may differ by this much, m/s. */
const ALLOWED_MPS = 0.15;
/** Less than this, m/s², along z is no accelerometer: a driver that fills in zeros. */
const MIN_GRAVITY_MPS2 = 5;

/**
 * Notices that the wheels roll and the body doesn't follow, or the other way round, by the jerk that starts it: the
 * robot runs against something, both wheels spin alike, and the yaw gyro sees nothing. What goes on without a jerk is not
 * seen. The pitch gyro takes gravity's part out of the acceleration while a threshold is climbed.
 */
export class StallTest {
  #stamp_s = Number.NaN;
  #accelerationBias_mps2 = 0;
  #pitchBias_radps = 0;
  #learnt_s = 0;
  #pitch_rad = 0;
  /** What the body's speed would be by the accelerometer. */
  #felt_mps = 0;

  /** @param atRest whether the wheels stand, so that the readings are error and slope alone */
  addImu({ stamp_s, ax_mps2, az_mps2, wy_radps }: ImuRecord, atRest: boolean): void {
    const dt = stamp_s - this.#stamp_s;
    if (dt <= 0 || !(Math.abs(az_mps2) > MIN_GRAVITY_MPS2) || !Number.isFinite(ax_mps2 + wy_radps)) return;
    this.#stamp_s = stamp_s;
    if (!(dt < FORGET_S)) return;
    if (atRest) this.#learn(ax_mps2, wy_radps, dt);
    this.#pitch_rad += (wy_radps - this.#pitchBias_radps) * dt;
    this.#pitch_rad -= (dt / LEVEL_S) * this.#pitch_rad;
    // Nose down (positive, REP-103) the floor pushes backward: -g sin(pitch).
    this.#felt_mps += (ax_mps2 - this.#accelerationBias_mps2 + GRAVITY_MPS2 * this.#pitch_rad) * dt;
  }

  /** Whether wheels and body move differently, as of the wheels' mean speed over the last `dt`. */
  addWheelSpeed(v_mps: number, dt: number): boolean {
    if (this.#learnt_s < LEARN_S) {
      this.#felt_mps = v_mps;
      return false;
    }
    const beyond_mps = this.#felt_mps - v_mps;
    this.#accelerationBias_mps2 += ADAPT * Math.min(dt, FORGET_S) * beyond_mps;
    this.#felt_mps -= Math.min(1, dt / FORGET_S) * beyond_mps;
    return Math.abs(beyond_mps) > ALLOWED_MPS;
  }

  /** A mean of all readings at first, then one that follows. */
  #learn(ax_mps2: number, wy_radps: number, dt: number): void {
    if (this.#learnt_s >= LEARN_S && Math.abs(ax_mps2 - this.#accelerationBias_mps2) > GATE_MPS2) return;
    this.#learnt_s += dt;
    const share = dt / Math.min(this.#learnt_s, LEARN_S);
    this.#accelerationBias_mps2 += share * (ax_mps2 - this.#accelerationBias_mps2);
    this.#pitchBias_radps += share * (wy_radps - this.#pitchBias_radps);
    this.#pitch_rad = 0;
  }
}
