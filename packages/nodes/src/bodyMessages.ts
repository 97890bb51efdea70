import { type homebound_interfaces, sensor_msgs } from '@homebound/messages';
import type {
  BatteryRecord,
  ButtonRecord,
  DockRecord,
  ImuRecord,
  MotorRecord,
  SafetyRecord,
  ScanRecord,
  SignRecord,
  WheelRecord,
} from '@homebound/robot';
import { header } from './convert.ts';
import { frames, wheelJoints } from './frames.ts';

/** What the body measured as messages of ROS 2; `records.ts` is the way back. The stamp is always that of the measurement. */

const noIntensities = new Float32Array(0);

/** The ranges as they are: REP-117's -Inf, NaN and +Inf say what is too close, invalid and without return. */
export function scanMessage(r: ScanRecord): sensor_msgs.LaserScan {
  return {
    header: header(r.stamp_s, frames.scan),
    angle_min: r.angleMin_rad,
    angle_max: r.angleMin_rad + r.angleIncrement_rad * (r.ranges_m.length - 1),
    angle_increment: r.angleIncrement_rad,
    time_increment: r.timeIncrement_s,
    scan_time: r.scanTime_s,
    range_min: r.rangeMin_m,
    range_max: r.rangeMax_m,
    ranges: r.ranges_m,
    // Speech can be heard in them: no body hands them in, and none are sent.
    intensities: noIntensities,
  };
}

/** Standard deviations of one sample, the same about and along each axis. */
export interface ImuNoise {
  readonly gyro_radps: number;
  readonly acceleration_mps2: number;
}

/** Gyro and accelerometer with how sure they are (REP-145); the orientation is not measured. */
export function imuMessage(r: ImuRecord, noise: ImuNoise): Partial<sensor_msgs.Imu> {
  return {
    header: header(r.stamp_s, frames.imu),
    angular_velocity: { x: r.wx_radps, y: r.wy_radps, z: r.wz_radps },
    angular_velocity_covariance: diagonal(noise.gyro_radps * noise.gyro_radps),
    linear_acceleration: { x: r.ax_mps2, y: r.ay_mps2, z: r.az_mps2 },
    linear_acceleration_covariance: diagonal(noise.acceleration_mps2 * noise.acceleration_mps2),
    // -1 in the first element says that there is none.
    orientation_covariance: Float64Array.of(-1, 0, 0, 0, 0, 0, 0, 0, 0),
  };
}

/** The drive wheels as joints: angles, and from the second record on speeds. */
export class WheelJoints {
  readonly #wheelRadius_m: number;
  #before: WheelRecord | undefined;

  constructor(wheelRadius_m: number) {
    this.#wheelRadius_m = wheelRadius_m;
  }

  message(r: WheelRecord): Partial<sensor_msgs.JointState> {
    const before = this.#before;
    this.#before = r;
    const radius_m = this.#wheelRadius_m;
    const dt_s = before === undefined ? 0 : r.stamp_s - before.stamp_s;
    const speed = (now_m: number, then_m: number): number => (now_m - then_m) / radius_m / dt_s;
    return {
      header: header(r.stamp_s, ''),
      name: [...wheelJoints],
      position: Float64Array.of(r.left_m / radius_m, r.right_m / radius_m),
      // Left empty where nothing is known of it.
      velocity:
        before !== undefined && dt_s > 0
          ? Float64Array.of(speed(r.left_m, before.left_m), speed(r.right_m, before.right_m))
          : new Float64Array(0),
    };
  }
}

export function safetyMessage(r: SafetyRecord): homebound_interfaces.Safety {
  return {
    header: header(r.stamp_s, frames.body),
    bump_left: r.bumpLeft,
    bump_centre: r.bumpCentre,
    bump_right: r.bumpRight,
    cliff_side_left: r.cliffSideLeft,
    cliff_front_left: r.cliffFrontLeft,
    cliff_front_right: r.cliffFrontRight,
    cliff_side_right: r.cliffSideRight,
    wheel_drop_left: r.wheelDropLeft,
    wheel_drop_right: r.wheelDropRight,
    wall_distance: r.wallDistance_m,
  };
}

export function dockMessage(r: DockRecord): homebound_interfaces.DockSensor {
  return {
    header: header(r.stamp_s, frames.body),
    green_beam: r.greenBeam,
    red_beam: r.redBeam,
    force_field: r.forceField,
    docked: r.docked,
  };
}

/** NaN says that something is not known: no body tells the temperature. */
export function batteryMessage(r: BatteryRecord): Partial<sensor_msgs.BatteryState> {
  return {
    header: header(r.stamp_s, frames.body),
    voltage: r.voltage_V,
    current: r.current_A,
    temperature: Number.NaN,
    percentage: r.charge,
    capacity: r.capacity_Ah,
    design_capacity: r.capacity_Ah,
    charge: r.charge * r.capacity_Ah,
    present: true,
    power_supply_status: powerSupplyStatus(r),
  };
}

function powerSupplyStatus({ current_A, charge }: BatteryRecord): number {
  const { POWER_SUPPLY_STATUS_CHARGING, POWER_SUPPLY_STATUS_DISCHARGING, POWER_SUPPLY_STATUS_FULL } =
    sensor_msgs.BatteryState;
  if (current_A < 0) return POWER_SUPPLY_STATUS_DISCHARGING;
  return charge >= 0.995 ? POWER_SUPPLY_STATUS_FULL : POWER_SUPPLY_STATUS_CHARGING;
}

export function motorMessage(r: MotorRecord): homebound_interfaces.MotorState {
  return {
    header: header(r.stamp_s, frames.body),
    levels: { fan: r.fan, main_brush: r.mainBrush, side_brush: r.sideBrush },
    main_brush_jammed: r.mainBrushJammed,
    side_brush_jammed: r.sideBrushJammed,
    bin_missing: r.binMissing,
    bin_full: r.binFull,
  };
}

export function buttonMessage(r: ButtonRecord): homebound_interfaces.Button {
  return { header: header(r.stamp_s, frames.body), button: r.button, held: r.held_s };
}

export function signMessage(r: SignRecord): homebound_interfaces.SignState {
  return { header: header(r.stamp_s, frames.body), shows: r.shows, chirps: r.chirps, camera: r.camera };
}

/** A row-major 3 x 3 of independent axes. */
function diagonal(variance: number): Float64Array {
  return Float64Array.of(variance, 0, 0, 0, variance, 0, 0, 0, variance);
}
