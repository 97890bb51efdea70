import { type SE3, turned } from '@homebound/math';
import { fromStamp, type homebound_interfaces, type sensor_msgs } from '@homebound/messages';
import type {
  BodyButtonName,
  ButtonRecord,
  DockRecord,
  ImuRecord,
  SafetyRecord,
  ScanRecord,
  SignRecord,
  WheelRecord,
} from '@homebound/robot';
import { wheelJoints } from './frames.ts';

/** Messages of the body back into the records that the cores think in. */

export function scanRecord(m: sensor_msgs.LaserScan): ScanRecord {
  return {
    kind: 'scan',
    stamp_s: fromStamp(m.header.stamp),
    angleMin_rad: m.angle_min,
    angleIncrement_rad: m.angle_increment,
    timeIncrement_s: m.time_increment,
    scanTime_s: m.scan_time,
    rangeMin_m: m.range_min,
    rangeMax_m: m.range_max,
    ranges_m: m.ranges,
  };
}

export function imuRecord(m: sensor_msgs.Imu): ImuRecord {
  return {
    kind: 'imu',
    stamp_s: fromStamp(m.header.stamp),
    wx_radps: m.angular_velocity.x,
    wy_radps: m.angular_velocity.y,
    wz_radps: m.angular_velocity.z,
    ax_mps2: m.linear_acceleration.x,
    ay_mps2: m.linear_acceleration.y,
    az_mps2: m.linear_acceleration.z,
  };
}

/** The same of a sensor that is not mounted like the body: what it measures, in the body's axes. */
export function turnedImuRecord(m: sensor_msgs.Imu, q_base_imu: SE3['q']): ImuRecord {
  const angular_velocity = turned(q_base_imu, m.angular_velocity);
  const linear_acceleration = turned(q_base_imu, m.linear_acceleration);
  return imuRecord({ ...m, angular_velocity, linear_acceleration });
}

/** Wheel travel from joint angles; undefined when the message holds no pair of drive wheels. */
export function wheelRecord(m: sensor_msgs.JointState, wheelRadius_m: number): WheelRecord | undefined {
  const left = m.name.indexOf(wheelJoints[0]);
  const right = m.name.indexOf(wheelJoints[1]);
  if (left < 0 || right < 0 || m.position.length <= Math.max(left, right)) return undefined;
  return {
    kind: 'wheels',
    stamp_s: fromStamp(m.header.stamp),
    left_m: m.position[left] * wheelRadius_m,
    right_m: m.position[right] * wheelRadius_m,
  };
}

export function safetyRecord(m: homebound_interfaces.Safety): SafetyRecord {
  return {
    kind: 'safety',
    stamp_s: fromStamp(m.header.stamp),
    bumpLeft: m.bump_left,
    bumpCentre: m.bump_centre,
    bumpRight: m.bump_right,
    cliffSideLeft: m.cliff_side_left,
    cliffFrontLeft: m.cliff_front_left,
    cliffFrontRight: m.cliff_front_right,
    cliffSideRight: m.cliff_side_right,
    wheelDropLeft: m.wheel_drop_left,
    wheelDropRight: m.wheel_drop_right,
    wallDistance_m: m.wall_distance,
  };
}

export function dockRecord(m: homebound_interfaces.DockSensor): DockRecord {
  return {
    kind: 'dock',
    stamp_s: fromStamp(m.header.stamp),
    greenBeam: m.green_beam,
    redBeam: m.red_beam,
    forceField: m.force_field,
    docked: m.docked,
  };
}

export function buttonRecord(m: homebound_interfaces.Button): ButtonRecord {
  // The wire rounds to 32 bits; marks are whole seconds.
  return { kind: 'button', stamp_s: fromStamp(m.header.stamp), button: m.button as BodyButtonName, held_s: m.held };
}

export function signRecord(m: homebound_interfaces.SignState): SignRecord {
  return {
    kind: 'sign',
    stamp_s: fromStamp(m.header.stamp),
    shows: m.shows as SignRecord['shows'],
    chirps: m.chirps,
    camera: m.camera,
  };
}
