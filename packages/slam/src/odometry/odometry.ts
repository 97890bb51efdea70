import { driveArc, identity, type SE2 } from '@homebound/math';
import type { ImuRecord, WheelRecord } from '@homebound/robot';
import { type DriftOptions, defaultDriftOptions, growCovariance, type StepNoise } from './drift.ts';
import { GyroYaw } from './gyroYaw.ts';
import { StallTest } from './stallTest.ts';

export interface OdometryOptions extends DriftOptions {
  /** Distance between the drive wheels' tracks. */
  readonly wheelBase_m: number;
  /** Wheels that stay within this of one place stand still: about an encoder tick. */
  readonly stillStep_m: number;
  /** The gyro's bias is learnt after the wheels stood still this long: the body has stopped rocking. */
  readonly settle_s: number;
  /** Slip is called when wheels and gyro disagree by more than this plus `slipShare` of the turn rate. */
  readonly slipRate_radps: number;
  readonly slipShare: number;
}

/** Values of a Create 3 class base; the wheel base is the robot's own. */
export const defaultOdometryOptions: Omit<OdometryOptions, 'wheelBase_m'> = {
  ...defaultDriftOptions,
  stillStep_m: 5e-4,
  settle_s: 0.3,
  slipRate_radps: 0.15,
  slipShare: 0.15,
};

/** Turn rates below this at rest are noise: six standard deviations of a gyro that a brush shakes. */
const REST_RADPS = 0.03;
/** What the gyro's bias may still be off by counts as independent from one such time to the next. */
const BIAS_S = 1;
/** Time constant of the slip test. */
const SLIP_SMOOTHING_S = 0.15;

/** Where the pose was, and what the wheels had counted then: for a program that goes on where one before it ended. */
export interface OdometryBefore extends WheelRecord {
  readonly T_odom_base: SE2;
  /** Of x, y, theta since the start, row-major [3, 3]. */
  readonly covariance: Float64Array;
}

/** Smooth odometry after a wheel record. */
export interface OdometryState {
  readonly stamp_s: number;
  /** The base in the odom frame, which is the base's pose at the first wheel record. */
  readonly T_odom_base: SE2;
  readonly v_mps: number;
  readonly w_radps: number;
  /** Of the two speeds, which are means since the last record; at rest what an encoder tick hides is left. */
  readonly vVariance_m2ps2: number;
  readonly wVariance_rad2ps2: number;
  /** Of x, y, theta in the odom frame since the start; grows for ever. m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** Whether the heading came from the gyro. */
  readonly usesGyro: boolean;
  readonly gyroBias_radps: number;
  /** Both wheels rest. */
  readonly isStill: boolean;
  /** Wheels disagree with gyro or accelerometer: they spin or drag, or the robot is being turned or pushed. */
  readonly isSlipping: boolean;
}

/**
 * Fuses wheels and gyro into smooth odometry: the way from the wheels, the heading from the gyro when there is one.
 * The gyro's bias is learnt whenever the wheels stand still. Records of one sensor come in the order of time; the two
 * sensors may interleave as they like. Without gyro records (or 0.1 s after the last, or over a silence of 0.5 s and more) the wheels give
 * the heading too.
 */
export class Odometry {
  readonly options: OdometryOptions;
  readonly #gyro = new GyroYaw();
  readonly #stall = new StallTest();
  #wheels: WheelRecord | undefined;
  #gyroYaw_rad: number | undefined;
  #gyroBreaks = 0;
  #T_odom_base: SE2 = identity;
  readonly #covariance = new Float64Array(9);
  // Where and since when the wheels have been at rest.
  #rest: Pick<WheelRecord, 'stamp_s' | 'left_m' | 'right_m'> | undefined;
  #isStill = false;
  #disagreement_radps = 0;

  /** @param before  what the wheels have counted since is added as one arc; absent = it begins where the robot stands */
  constructor(options: Pick<OdometryOptions, 'wheelBase_m'> & Partial<OdometryOptions>, before?: OdometryBefore) {
    this.options = { ...defaultOdometryOptions, ...options };
    for (const [name, value] of Object.entries(this.options))
      if (!(value > 0) || !Number.isFinite(value))
        throw new RangeError(`Cannot build odometry: ${name} must be > 0, got ${value}`);
    if (before === undefined) return;
    const { T_odom_base, covariance, ...wheels } = before;
    this.#wheels = wheels;
    this.#rest = wheels;
    this.#T_odom_base = T_odom_base;
    this.#covariance.set(covariance);
  }

  /** Takes a gyro record. Throws RangeError when the rate is not finite; one that isn't newer than the last is dropped. */
  addImu(record: ImuRecord): void {
    if (!Number.isFinite(record.stamp_s + record.wz_radps))
      throw new RangeError(`Cannot add imu: wz must be finite, got ${record.wz_radps} rad/s at ${record.stamp_s} s`);
    this.#gyro.add(record.stamp_s, record.wz_radps, this.#isStill);
    this.#stall.addImu(record, this.#isStill);
  }

  /**
   * Takes a wheel record and moves the pose.
   * @returns the new state; `undefined` for the first record and for one that isn't newer than the last. A gap
   *   between records is taken as one arc: the wheels did count it.
   */
  addWheels(record: WheelRecord): OdometryState | undefined {
    if (!Number.isFinite(record.stamp_s + record.left_m + record.right_m))
      throw new RangeError(
        `Cannot add wheels: numbers must be finite, got left ${record.left_m} m, right ${record.right_m} m at ${record.stamp_s} s`,
      );
    const last = this.#wheels;
    if (last !== undefined && record.stamp_s <= last.stamp_s) return undefined;
    const gyroBefore_rad = this.#gyro.breaks === this.#gyroBreaks ? this.#gyroYaw_rad : undefined;
    this.#gyroBreaks = this.#gyro.breaks;
    this.#wheels = record;
    this.#gyroYaw_rad = this.#gyro.yawAt(record.stamp_s);
    const isStill = this.#noteStill(record);
    this.#isStill = isStill;
    if (last === undefined) return undefined;

    const dt = record.stamp_s - last.stamp_s;
    const left = record.left_m - last.left_m;
    const right = record.right_m - last.right_m;
    const way = 0.5 * (left + right);
    const wheelTurn = (right - left) / this.options.wheelBase_m;
    const usesGyro = gyroBefore_rad !== undefined && this.#gyroYaw_rad !== undefined;
    const gyroTurn = usesGyro ? this.#gyroYaw_rad! - gyroBefore_rad : wheelTurn;
    // At rest the gyro's last bit of bias is not motion; a turn by hand is.
    const turn = isStill && Math.abs(gyroTurn) < REST_RADPS * dt ? 0 : gyroTurn;
    const isStalled = this.#stall.addWheelSpeed(way / dt, dt);
    const isSlipping = (usesGyro && this.#noteSlip(wheelTurn, turn, dt)) || isStalled;
    const before = this.#T_odom_base;
    this.#T_odom_base = driveArc(before, way / dt, turn / dt, dt);
    const noise = this.#noiseOf(way, turn, dt, usesGyro, isSlipping);
    if (!isStill || turn !== 0) growCovariance(this.#covariance, before, this.#T_odom_base, noise);
    const tick_m = this.options.stillStep_m;
    const tickTurn = usesGyro ? 0 : tick_m / this.options.wheelBase_m;
    return {
      stamp_s: record.stamp_s,
      T_odom_base: this.#T_odom_base,
      v_mps: way / dt,
      w_radps: turn / dt,
      vVariance_m2ps2: (noise.along_m2 + tick_m * tick_m) / (dt * dt),
      wVariance_rad2ps2: (noise.heading_rad2 + tickTurn * tickTurn) / (dt * dt),
      covariance: this.#covariance.slice(),
      usesGyro,
      gyroBias_radps: this.#gyro.bias_radps,
      isStill,
      isSlipping,
    };
  }

  /** Both wheels within `stillStep_m` of one place for `settle_s`. Creeping moves the place and starts the clock anew. */
  #noteStill({ stamp_s, left_m, right_m }: WheelRecord): boolean {
    const rest = this.#rest;
    const step = this.options.stillStep_m;
    if (rest !== undefined && Math.abs(left_m - rest.left_m) < step && Math.abs(right_m - rest.right_m) < step)
      return stamp_s - rest.stamp_s >= this.options.settle_s;
    // Nothing has moved yet when the first record comes: no body rocks, and a bias that is not learnt at once turns the start.
    const isFirst = rest === undefined;
    this.#rest = { stamp_s: isFirst ? Number.NEGATIVE_INFINITY : stamp_s, left_m, right_m };
    return isFirst;
  }

  /** Low-passes the disagreement of wheels and gyro, since one encoder step more or less is no slip. */
  #noteSlip(wheelTurn: number, turn: number, dt: number): boolean {
    const share = Math.min(1, dt / SLIP_SMOOTHING_S);
    this.#disagreement_radps += share * ((wheelTurn - turn) / dt - this.#disagreement_radps);
    const allowed = this.options.slipRate_radps + this.options.slipShare * Math.abs(turn / dt);
    return Math.abs(this.#disagreement_radps) > allowed;
  }

  /** What a step of an arc adds to the pose's variances. */
  #noiseOf(way: number, turn: number, dt: number, usesGyro: boolean, isSlipping: boolean): StepNoise {
    const o = this.options;
    const rolled = Math.abs(way);
    const turned = Math.abs(turn);
    const wayNoise = isSlipping ? o.slipNoise_mPerRootM : o.wayNoise_mPerRootM;
    const spin_m2 = o.spinNoise_mPerRootRad * o.spinNoise_mPerRootRad * turned;
    const gyro_rad2 =
      (o.gyroNoise_radPerRootS * o.gyroNoise_radPerRootS + this.#gyro.biasVariance_rad2ps2 * BIAS_S) * dt +
      o.gyroTurnNoise_radPerRootRad * o.gyroTurnNoise_radPerRootRad * turned;
    const wheels_rad2 =
      o.headingNoise_radPerRootM * o.headingNoise_radPerRootM * rolled +
      o.turnNoise_radPerRootRad * o.turnNoise_radPerRootRad * turned;
    return {
      along_m2: wayNoise * wayNoise * rolled + spin_m2,
      across_m2: o.sideNoise_mPerRootM * o.sideNoise_mPerRootM * rolled + spin_m2,
      heading_rad2: usesGyro ? gyro_rad2 : wheels_rad2,
    };
  }
}
