import { atan2, cos, type SE2, sin } from '@homebound/math';
import { type builtin_interfaces, fromStamp, type geometry_msgs, type tf2_msgs, toStamp } from '@homebound/messages';
import { frames } from './frames.ts';

/** Between the cores' plain values and ROS messages; used by the nodes alone. */

export function poseToMessage(T: SE2): geometry_msgs.Pose {
  return { position: { x: T.x, y: T.y, z: 0 }, orientation: yawToQuaternion(T.theta) };
}

export function poseFromMessage(pose: geometry_msgs.Pose): SE2 {
  return { x: pose.position.x, y: pose.position.y, theta: quaternionToYaw(pose.orientation) };
}

export function transformToMessage(
  stamp_s: number,
  parent: string,
  child: string,
  T: SE2,
): geometry_msgs.TransformStamped {
  return {
    header: header(stamp_s, parent),
    child_frame_id: child,
    transform: { translation: { x: T.x, y: T.y, z: 0 }, rotation: yawToQuaternion(T.theta) },
  };
}

export function transformFromMessage(message: geometry_msgs.TransformStamped): { stamp_s: number; T: SE2 } {
  const { translation, rotation } = message.transform;
  return {
    stamp_s: fromStamp(message.header.stamp),
    T: { x: translation.x, y: translation.y, theta: quaternionToYaw(rotation) },
  };
}

/** SLAM's correction out of a message on tf; undefined when it holds none. */
export function mapToOdom(message: tf2_msgs.TFMessage): SE2 | undefined {
  const found = message.transforms.findLast(
    (t) => t.child_frame_id === frames.odom && t.header.frame_id === frames.map,
  );
  return found && transformFromMessage(found).T;
}

export function yawToQuaternion(yaw_rad: number): geometry_msgs.Quaternion {
  return { x: 0, y: 0, z: sin(yaw_rad / 2), w: cos(yaw_rad / 2) };
}

/** Heading of a rotation; tilt, if there is any, is left out. */
export function quaternionToYaw(q: geometry_msgs.Quaternion): number {
  return atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z));
}

/** Row-major 6x6 covariance (x, y, z, roll, pitch, yaw) from the planar 3x3 (x, y, yaw). */
export function covarianceToMessage(planar: ArrayLike<number>): Float64Array {
  const full = new Float64Array(36);
  const at = [0, 1, 5];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) full[at[i] * 6 + at[j]] = planar[i * 3 + j];
  return full;
}

/** Covariance of x, y, theta, row-major [3, 3], of a row-major 6 x 6. */
export function planarCovariance(full: ArrayLike<number>): Float64Array {
  const planar = new Float64Array(9);
  const at = [0, 1, 5];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) planar[i * 3 + j] = full[at[i] * 6 + at[j]];
  return planar;
}

/** The same; `undefined` when it is left empty or is none. */
export function covarianceFromMessage(full: ArrayLike<number>): Float64Array | undefined {
  const planar = planarCovariance(full);
  return planar[0] >= 0 && planar[4] >= 0 && planar[8] > 0 && planar.every(Number.isFinite) ? planar : undefined;
}

export function header(stamp_s: number, frame_id: string): { stamp: builtin_interfaces.Time; frame_id: string } {
  return { stamp: toStamp(stamp_s), frame_id };
}
