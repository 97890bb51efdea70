/**
 * The frames of the robot by REP-105 and REP-120, parents first: map → odom → base_footprint → base_link → base_scan, imu_link.
 */
export const frames = {
  /** Does not drift, may jump. */
  map: 'map',
  /** Smooth, drifts. */
  odom: 'odom',
  /** On the floor midway between the drive wheels: what all planar poses are of. */
  base: 'base_footprint',
  /** The same point at the height of the axle: what the parts of the body hang on. */
  body: 'base_link',
  /** The lidar. The stamp of a scan is that of its first ray. */
  scan: 'base_scan',
  imu: 'imu_link',
} as const;

/** The drive wheels on joint_states, as in the URDF. */
export const wheelJoints = ['left_wheel_joint', 'right_wheel_joint'] as const;

/** A frame's name without a leading slash, as ROS 1 wrote it: both are one frame. */
export function plainFrame(frame: string): string {
  return frame.replace(/^\//, '');
}

const frame = (name: string, description: string) => ({ default: name, description }) as const;

/** Parameters of these names mean the same for every node that has them, and what Nav2 and slam_toolbox mean by them. */
export const frameParameters = {
  map_frame: frame(frames.map, 'Frame of the map, which does not drift.'),
  odom_frame: frame(frames.odom, 'Frame of the odometry, which is smooth and drifts.'),
  base_frame: frame(frames.base, 'Frame of the robot on the floor, midway between its drive wheels.'),
} as const;
