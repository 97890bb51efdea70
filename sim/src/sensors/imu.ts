import { cos, type Rng, sin } from '@homebound/math';
import type { ImuRecord } from '@homebound/robot';
import type { NoiseProfile } from '../noise.ts';

const GRAVITY_MPS2 = 9.81;

/** How the body moves, true, at one instant. */
export interface Motion {
  /** Forward speed, m/s, and yaw rate, rad/s, of base_link. */
  v: number;
  w: number;
  pitch_rad: number;
  roll_rad: number;
}

/** Gyro and accelerometer at base_link: bias that wanders, scale, noise that grows while the brush turns. */
export class Imu {
  readonly #noise: NoiseProfile['imu'];
  readonly #rng: Rng;
  readonly #dt: number;
  readonly #gyroBias = [0, 0, 0];
  readonly #gyroScale = [1, 1, 1];
  readonly #accelBias = [0, 0, 0];
  readonly #before: Motion = { v: 0, w: 0, pitch_rad: 0, roll_rad: 0 };

  constructor(noise: NoiseProfile['imu'], rng: Rng, dt: number) {
    this.#noise = noise;
    this.#rng = rng;
    this.#dt = dt;
    for (let axis = 0; axis < 3; axis++) {
      this.#gyroBias[axis] = noise.turnOnBias_radps * rng.normal();
      this.#gyroScale[axis] = 1 + noise.scale * rng.normal();
      this.#accelBias[axis] = noise.accelBias_mps2 * rng.normal();
    }
  }

  measure(stamp_s: number, motion: Motion, brush: number): ImuRecord {
    const before = this.#before;
    const dt = this.#dt;
    const shake = 1 + (this.#noise.brushFactor - 1) * brush;
    const rollRate = (motion.roll_rad - before.roll_rad) / dt;
    const pitchRate = (motion.pitch_rad - before.pitch_rad) / dt;
    const forward = (motion.v - before.v) / dt;
    before.v = motion.v;
    before.w = motion.w;
    before.pitch_rad = motion.pitch_rad;
    before.roll_rad = motion.roll_rad;
    // At rest the sensor feels the floor's push, along the world's z: seen from the body (pitch: nose down positive).
    const gx = -GRAVITY_MPS2 * sin(motion.pitch_rad);
    const gy = GRAVITY_MPS2 * sin(motion.roll_rad) * cos(motion.pitch_rad);
    const gz = GRAVITY_MPS2 * cos(motion.roll_rad) * cos(motion.pitch_rad);
    return {
      kind: 'imu',
      stamp_s,
      wx_radps: this.#gyro(0, rollRate, shake),
      wy_radps: this.#gyro(1, pitchRate, shake),
      wz_radps: this.#gyro(2, motion.w, shake),
      ax_mps2: this.#accel(0, gx + forward, shake),
      ay_mps2: this.#accel(1, gy + motion.v * motion.w, shake),
      az_mps2: this.#accel(2, gz, shake),
    };
  }

  #gyro(axis: number, rate: number, shake: number): number {
    const { gyro_radps, biasWalk_radpsqrts } = this.#noise;
    if (gyro_radps === 0) return rate * this.#gyroScale[axis] + this.#gyroBias[axis];
    this.#gyroBias[axis] += biasWalk_radpsqrts * Math.sqrt(this.#dt) * this.#rng.normal();
    return rate * this.#gyroScale[axis] + this.#gyroBias[axis] + gyro_radps * shake * this.#rng.normal();
  }

  #accel(axis: number, value: number, shake: number): number {
    const sigma = this.#noise.accel_mps2;
    return value + this.#accelBias[axis] + (sigma === 0 ? 0 : sigma * shake * this.#rng.normal());
  }
}
