import { type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { ChirpTune, RobotBody, SensorRecord, SignReason } from '@homebound/robot';
import { bodyFrames } from './bodyFrames.ts';
import {
  batteryMessage,
  buttonMessage,
  dockMessage,
  imuMessage,
  motorMessage,
  safetyMessage,
  scanMessage,
  signMessage,
  WheelJoints,
} from './bodyMessages.ts';
import { cmdVelParameters, listenToCmdVel } from './cmdVel.ts';

export const bodyParameters = {
  poll_period: {
    default: 0.02,
    unit: 's',
    min: 0.005,
    max: 0.1,
    description: 'How often the body is asked for records.',
  },
  ...cmdVelParameters,
  cmd_vel_max_age: {
    default: 0.5,
    unit: 's',
    min: 0.05,
    max: 10,
    description: 'A stamped cmd_vel that is older than this is not obeyed.',
  },
  gyro_noise: {
    default: 0.005,
    unit: 'rad/s',
    min: 0,
    max: 1,
    description: 'Standard deviation of one gyro sample while the brush turns: what imu tells as its covariance.',
  },
  acceleration_noise: {
    default: 0.1,
    unit: 'm/s²',
    min: 0,
    max: 10,
    description: 'Standard deviation of one sample of the accelerometer while the brush turns.',
  },
} as const;

/**
 * The body on the graph, simulated or real: its records become standard messages, speeds and motor levels go back to it.
 * Publishes scan, imu, joint_states, safety, dock_sensor, battery_state, motor_state, button, sign_state, tf_static; reads cmd_vel,
 * cmd_cleaning, body_sign.
 */
export function bodyNode(body: RobotBody): NodeDefinition<typeof bodyParameters> {
  return {
    name: 'body',
    parameters: bodyParameters,
    latency_s: 0.004, // one UART frame
    start(node) {
      const { geometry } = body;
      const { poll_period, enable_stamped_cmd_vel, cmd_vel_max_age, gyro_noise, acceleration_noise } = node.parameters;
      const wheels = new WheelJoints(geometry.wheelRadius_m);
      const noise = { gyro_radps: gyro_noise, acceleration_mps2: acceleration_noise };
      const scan = node.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
      const imu = node.publisher(sensor_msgs.Imu, 'imu', qos.sensorOut);
      const joints = node.publisher(sensor_msgs.JointState, 'joint_states', qos.sensorOut);
      const safety = node.publisher(homebound_interfaces.Safety, 'safety', qos.sensorOut);
      const dock = node.publisher(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorOut);
      const battery = node.publisher(sensor_msgs.BatteryState, 'battery_state', qos.reliable);
      const motors = node.publisher(homebound_interfaces.MotorState, 'motor_state', qos.reliable);
      const button = node.publisher(homebound_interfaces.Button, 'button', qos.reliable);
      const signState = node.publisher(homebound_interfaces.SignState, 'sign_state', qos.reliable);
      const tfStatic = node.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
      tfStatic.publish({ transforms: bodyFrames(node.now_s(), geometry) });

      listenToCmdVel(node, { isStamped: enable_stamped_cmd_vel, maxAge_s: cmd_vel_max_age }, (command) =>
        body.drive(command),
      );
      node.subscribe(homebound_interfaces.CleaningMotors, 'cmd_cleaning', qos.reliable, (m) =>
        body.clean({ fan: m.fan, mainBrush: m.main_brush, sideBrush: m.side_brush }),
      );
      node.subscribe(homebound_interfaces.BodySign, 'body_sign', qos.latched, ({ reason, chirps, tune, camera }) =>
        body.sign({ reason: reason as SignReason, chirps, tune: tune as ChirpTune, camera }),
      );

      const publish = (r: SensorRecord): void => {
        switch (r.kind) {
          case 'scan':
            return scan.publish(scanMessage(r));
          case 'imu':
            return imu.publish(imuMessage(r, noise));
          case 'wheels':
            return joints.publish(wheels.message(r));
          case 'safety':
            return safety.publish(safetyMessage(r));
          case 'dock':
            return dock.publish(dockMessage(r));
          case 'battery':
            return battery.publish(batteryMessage(r));
          case 'motors':
            return motors.publish(motorMessage(r));
          case 'button':
            return button.publish(buttonMessage(r));
          case 'sign':
            return signState.publish(signMessage(r));
        }
      };
      node.timer(poll_period, () => {
        for (const record of body.poll(node.now_s())) publish(record);
      });
      return () => {
        body.drive({ v_mps: 0, w_radps: 0 });
        body.clean({ fan: 0, mainBrush: 0, sideBrush: 0 });
      };
    },
  };
}
