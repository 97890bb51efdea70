import { type NodeDefinition, qos } from '@homebound/graph';
import { nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { RobotGeometry, WheelRecord } from '@homebound/robot';
import { Odometry, type OdometryState } from '@homebound/slam';
import { type Checkpoint, type OdometryCheckpoint, takeUp } from './checkpoint.ts';
import { covarianceToMessage, header, poseToMessage, transformToMessage } from './convert.ts';
import { frameParameters } from './frames.ts';
import { imuRecord, wheelRecord } from './records.ts';

export const odometryParameters = {
  odom_frame: frameParameters.odom_frame,
  base_frame: frameParameters.base_frame,
} as const;

/**
 * Wheels and gyro to one smooth motion: joint_states, imu → odom, tf (odom → base_footprint).
 * @param checkpoint  so that the pose goes on, without a jump, when this process is killed and started again; absent = it begins at 0
 */
export function odometryNode(
  geometry: RobotGeometry,
  checkpoint?: Checkpoint<OdometryCheckpoint>,
): NodeDefinition<typeof odometryParameters> {
  return {
    name: 'odometry',
    parameters: odometryParameters,
    latency_s: 0.001,
    start(node) {
      const { odom_frame, base_frame } = node.parameters;
      const options = { wheelBase_m: geometry.wheelBase_m };
      const before = takeUp(checkpoint, node.now_s());
      // To go on from before takes the wheels: they tell whether that can have been here. Until then the gyro is not heard.
      let odometry = before === undefined ? new Odometry(options) : undefined;
      let kept_s = Number.NEGATIVE_INFINITY;
      const odom = node.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
      const tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
      node.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (m) => odometry?.addImu(imuRecord(m)));
      node.subscribe(sensor_msgs.JointState, 'joint_states', qos.sensorIn, (m) => {
        const wheels = wheelRecord(m, geometry.wheelRadius_m);
        if (wheels === undefined) return;
        odometry ??= new Odometry(options, before && canCome(geometry, before, wheels) ? before : undefined);
        const update = odometry.addWheels(wheels);
        if (update === undefined) return;
        if (checkpoint !== undefined && update.stamp_s - kept_s >= KEEP_S) {
          kept_s = update.stamp_s;
          checkpoint.keep({ ...wheels, T_odom_base: update.T_odom_base, covariance: update.covariance });
        }
        odom.publish({
          header: header(update.stamp_s, odom_frame),
          child_frame_id: base_frame,
          pose: { pose: poseToMessage(update.T_odom_base), covariance: covarianceToMessage(update.covariance) },
          twist: {
            twist: { linear: { x: update.v_mps, y: 0, z: 0 }, angular: { x: 0, y: 0, z: update.w_radps } },
            covariance: twistCovariance(update),
          },
        });
        tf.publish({ transforms: [transformToMessage(update.stamp_s, odom_frame, base_frame, update.T_odom_base)] });
      });
      return undefined;
    },
  };
}

/** How often the pose is kept: the wheels' counts tell the rest. */
const KEEP_S = 0.1;
/** Of the way that the wheels may have made since: what is beyond was not driven, the body counts from another place. */
const SPARE_M = 0.05;

/** Whether the wheels can have come from one reading to the other: else they began to count anew, or another's were kept. */
function canCome(geometry: RobotGeometry, before: OdometryCheckpoint, now: WheelRecord): boolean {
  const reach_m = 2 * geometry.maxSpeed_mps * (now.stamp_s - before.stamp_s) + SPARE_M;
  return Math.max(Math.abs(now.left_m - before.left_m), Math.abs(now.right_m - before.right_m)) <= reach_m;
}

/** Variance of speeds that no sensor here measures: a zero would be read as certain (robot_localization does). */
const NOT_MEASURED = 1e6;
/** m/s, standard deviation: wheels hardly roll sideways. */
const SIDEWAYS_MPS = 0.03;

/** Row-major 6x6 covariance of a twist in the base: vx, vy, vz, wx, wy, wz. */
function twistCovariance({ vVariance_m2ps2, wVariance_rad2ps2 }: OdometryState): Float64Array {
  const variances = [
    vVariance_m2ps2,
    SIDEWAYS_MPS * SIDEWAYS_MPS,
    NOT_MEASURED,
    NOT_MEASURED,
    NOT_MEASURED,
    wVariance_rad2ps2,
  ];
  const covariance = new Float64Array(36);
  for (let i = 0; i < 6; i++) covariance[7 * i] = variances[i];
  return covariance;
}
