import { type NodeDefinition, qos } from '@homebound/graph';
import { nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { RobotGeometry } from '@homebound/robot';
import { Odometry, type OdometryState } from '@homebound/slam';
import { covarianceToMessage, header, poseToMessage, transformToMessage } from './convert.ts';
import { frameParameters } from './frames.ts';
import { imuRecord, wheelRecord } from './records.ts';

export const odometryParameters = {
  odom_frame: frameParameters.odom_frame,
  base_frame: frameParameters.base_frame,
} as const;

/** Wheels and gyro to one smooth motion: joint_states, imu → odom, tf (odom → base_footprint). */
export function odometryNode(geometry: RobotGeometry): NodeDefinition<typeof odometryParameters> {
  return {
    name: 'odometry',
    parameters: odometryParameters,
    latency_s: 0.001,
    start(node) {
      const { odom_frame, base_frame } = node.parameters;
      const odometry = new Odometry({ wheelBase_m: geometry.wheelBase_m });
      const odom = node.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
      const tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
      node.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (m) => odometry.addImu(imuRecord(m)));
      node.subscribe(sensor_msgs.JointState, 'joint_states', qos.sensorIn, (m) => {
        const wheels = wheelRecord(m, geometry.wheelRadius_m);
        if (wheels === undefined) return;
        const update = odometry.addWheels(wheels);
        if (update === undefined) return;
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
