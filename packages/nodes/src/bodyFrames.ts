import type { geometry_msgs } from '@homebound/messages';
import type { RobotGeometry } from '@homebound/robot';
import { header, yawToQuaternion } from './convert.ts';
import { frames } from './frames.ts';

/**
 * Where the body's sensors are, for tf_static. The geometry is told from the floor up (base_footprint); the sensors hang on base_link, at the
 * height of the axle, as in the URDF. Gyro and accelerometer are told of base_link itself, so imu_link is there.
 */
export function bodyFrames(stamp_s: number, geometry: RobotGeometry): geometry_msgs.TransformStamped[] {
  const { lidar, wheelRadius_m } = geometry;
  return [
    fixed(stamp_s, frames.base, frames.body, [0, 0, wheelRadius_m]),
    fixed(stamp_s, frames.body, frames.scan, [lidar.x_m, lidar.y_m, lidar.z_m - wheelRadius_m], lidar.yaw_rad),
    fixed(stamp_s, frames.body, frames.imu, [0, 0, 0]),
  ];
}

/** A transform that does not change: the way in m, then a turn about z. */
export function fixed(
  stamp_s: number,
  parent: string,
  child: string,
  [x, y, z]: readonly [number, number, number],
  yaw_rad = 0,
): geometry_msgs.TransformStamped {
  return {
    header: header(stamp_s, parent),
    child_frame_id: child,
    transform: { translation: { x, y, z }, rotation: yawToQuaternion(yaw_rad) },
  };
}
