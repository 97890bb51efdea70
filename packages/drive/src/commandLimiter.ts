import type { DriveCommand, RobotGeometry } from '@homebound/robot';
import { clamp } from './clamp.ts';
import type { DriveOptions } from './options.ts';

/** Braking may set in so much faster than acceleration: a short hop turns from one to the other within a control step. */
const BRAKE_JERK = 5;
/** rad/s³; fast enough for steering, slow enough not to hear. */
const YAW_JERK = 80;

/** Turns wanted speeds into commands within speed, acceleration and jerk limits. */
export class CommandLimiter {
  readonly #geometry: RobotGeometry;
  readonly #options: DriveOptions;
  #v = 0;
  #w = 0;
  #vRate = 0;
  #wRate = 0;

  constructor(geometry: RobotGeometry, options: DriveOptions) {
    this.#geometry = geometry;
    this.#options = options;
  }

  get last(): DriveCommand {
    return { v_mps: this.#v, w_radps: this.#w };
  }

  /** The next command on the way to the wanted speeds. */
  towards(v_mps: number, w_radps: number, dt_s: number): DriveCommand {
    const { maxSpeed_mps, maxYawRate_radps, maxAcceleration_mps2, wheelBase_m } = this.#geometry;
    const { acceleration_mps2, jerk_mps3, turnAcceleration_radps2 } = this.#options;
    const w = clamp(w_radps, maxYawRate_radps);
    // Neither wheel faster than the body can go straight: the turn is kept, the speed gives way.
    const v = clamp(v_mps, Math.max(0, maxSpeed_mps - 0.5 * wheelBase_m * (w < 0 ? -w : w)));
    const braking = Math.abs(v) < Math.abs(this.#v);
    const vLimit = braking ? maxAcceleration_mps2 : acceleration_mps2;
    const jerk = braking ? BRAKE_JERK * jerk_mps3 : jerk_mps3;
    this.#vRate = rateTowards(v - this.#v, this.#vRate, vLimit, jerk, dt_s);
    this.#wRate = rateTowards(w - this.#w, this.#wRate, turnAcceleration_radps2, YAW_JERK, dt_s);
    this.#v += this.#vRate * dt_s;
    this.#w += this.#wRate * dt_s;
    return this.last;
  }

  /** Zero at once: the body brakes as hard as it can. */
  stop(): DriveCommand {
    this.#v = this.#w = this.#vRate = this.#wRate = 0;
    return this.last;
  }
}

/**
 * Acceleration for the next step: at most `limit`, changing by at most `jerk`, easing out as the wanted speed comes near.
 * The wanted speed is never passed: there the jerk gives way.
 */
function rateTowards(missing: number, rate: number, limit: number, jerk: number, dt: number): number {
  if (dt <= 0) return 0;
  const size = Math.abs(missing);
  // Speed gained while the acceleration fades to 0 under the jerk limit is a² / (2 j).
  const wanted = Math.min(limit, Math.sqrt(2 * jerk * size));
  const next = rate + clamp((missing < 0 ? -wanted : wanted) - rate, jerk * dt);
  const reached = missing / dt;
  return missing < 0 ? Math.max(next, reached) : Math.min(next, reached);
}
