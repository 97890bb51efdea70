/** Standard deviation of one gyro reading, and of the bias before it was ever learnt: a consumer MEMS part. */
const READING_RADPS = 0.01;
const FIRST_BIAS_RADPS = 0.05;
/** The bias wanders so much in one second (standard deviation): temperature. */
const WANDER_RADPS = 1e-4;
/** A reading this many standard deviations off is a turn by someone's hand, not bias. */
const GATE = 4;
/** The gyro counts as gone this long after its last record. */
const MAX_AGE_S = 0.1;
/** Over a longer silence one reading says nothing of how the body turned: a link was away. */
const MAX_GAP_S = 0.5;

/** Integrates a gyro to a heading that can be asked for at other times than the gyro's own, and learns the bias at rest. */
export class GyroYaw {
  #stamp_s = Number.NaN;
  #rate_radps = 0;
  #yaw_rad = 0;
  #earlierStamp_s = Number.NaN;
  #earlierYaw_rad = 0;
  #bias_radps = 0;
  #biasVariance = FIRST_BIAS_RADPS * FIRST_BIAS_RADPS;
  #breaks = 0;

  get bias_radps(): number {
    return this.#bias_radps;
  }

  get biasVariance_rad2ps2(): number {
    return this.#biasVariance;
  }

  /** Silences so far over which the heading was lost: two headings belong together only when none lies between them. */
  get breaks(): number {
    return this.#breaks;
  }

  /** The last turn rate without bias; 0 before the first record. */
  get rate_radps(): number {
    return this.#rate_radps - this.#bias_radps;
  }

  /** @param atRest whether the body is known not to turn, so that the reading is bias and noise alone */
  add(stamp_s: number, wz_radps: number, atRest: boolean): void {
    const dt = stamp_s - this.#stamp_s;
    if (dt <= 0) return;
    if (dt > 0) {
      this.#biasVariance += WANDER_RADPS * WANDER_RADPS * dt;
      if (atRest) this.#learnBias(wz_radps);
      const isGap = dt > MAX_GAP_S;
      if (isGap) this.#breaks += 1;
      this.#earlierStamp_s = isGap ? Number.NaN : this.#stamp_s;
      this.#earlierYaw_rad = this.#yaw_rad;
      // A gyro's low-pass makes a reading the mean over its period, so that their plain sum is the angle turned. The
      // trapezoid, right for momentary rates, would lag by half a period: 10 ms, 1.1 degrees at 1.9 rad/s.
      if (!isGap) this.#yaw_rad += (wz_radps - this.#bias_radps) * dt;
    }
    this.#stamp_s = stamp_s;
    this.#rate_radps = wz_radps;
  }

  /** The heading at a time near the last records; `undefined` without records or long after the last. */
  yawAt(stamp_s: number): number | undefined {
    const ahead_s = stamp_s - this.#stamp_s;
    if (!(ahead_s <= MAX_AGE_S)) return undefined;
    if (ahead_s >= 0) return this.#yaw_rad + this.rate_radps * ahead_s;
    const span_s = this.#stamp_s - this.#earlierStamp_s;
    if (!(span_s > 0) || ahead_s < -span_s - MAX_AGE_S) return undefined;
    return this.#yaw_rad + ((this.#yaw_rad - this.#earlierYaw_rad) / span_s) * ahead_s;
  }

  /** One step of a scalar Kalman filter whose state is the bias. */
  #learnBias(wz_radps: number): void {
    const variance = this.#biasVariance + READING_RADPS * READING_RADPS;
    const off = wz_radps - this.#bias_radps;
    if (off * off > GATE * GATE * variance) return;
    const gain = this.#biasVariance / variance;
    this.#bias_radps += gain * off;
    this.#biasVariance *= 1 - gain;
  }
}
