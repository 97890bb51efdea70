import { type NodeDefinition, qos } from '@homebound/graph';
import { geometry_msgs, homebound_interfaces, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { BatteryRecord, ChirpTune, RobotBody, SensorRecord, SignReason } from '@homebound/robot';
import { header, transformToMessage } from './convert.ts';

export const bodyParameters = {
  poll_period: {
    default: 0.02,
    unit: 's',
    min: 0.005,
    max: 0.1,
    description: 'How often the body is asked for records.',
  },
} as const;

const noIntensities = new Float32Array(0);

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

      const lidar = { x: geometry.lidar.x_m, y: geometry.lidar.y_m, theta: geometry.lidar.yaw_rad };
      const lidarFrame = transformToMessage(node.now_s(), 'base_link', 'lidar_link', lidar);
      lidarFrame.transform.translation.z = geometry.lidar.z_m;
      tfStatic.publish({ transforms: [lidarFrame] });

      node.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) =>
        body.drive({ v_mps: m.linear.x, w_radps: m.angular.z }),
      );
      node.subscribe(homebound_interfaces.CleaningMotors, 'cmd_cleaning', qos.reliable, (m) =>
        body.clean({ fan: m.fan, mainBrush: m.main_brush, sideBrush: m.side_brush }),
      );
      node.subscribe(homebound_interfaces.BodySign, 'body_sign', qos.latched, ({ reason, chirps, tune }) =>
        body.sign({ reason: reason as SignReason, chirps, tune: tune as ChirpTune }),
      );

      const publish = (r: SensorRecord): void => {
        switch (r.kind) {
          case 'scan':
            return scan.publish({
              header: header(r.stamp_s, 'lidar_link'),
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
            });
          case 'imu':
            return imu.publish({
              header: header(r.stamp_s, 'base_link'),
              angular_velocity: { x: r.wx_radps, y: r.wy_radps, z: r.wz_radps },
              linear_acceleration: { x: r.ax_mps2, y: r.ay_mps2, z: r.az_mps2 },
              // REP-145: -1 in the first element says that there is no orientation.
              orientation_covariance: noOrientation,
            });
          case 'wheels':
            return joints.publish({
              header: header(r.stamp_s, ''),
              name: ['left_wheel_joint', 'right_wheel_joint'],
              position: Float64Array.of(r.left_m / geometry.wheelRadius_m, r.right_m / geometry.wheelRadius_m),
            });
          case 'safety':
            return safety.publish({
              header: header(r.stamp_s, 'base_link'),
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
            });
          case 'dock':
            return dock.publish({
              header: header(r.stamp_s, 'base_link'),
              green_beam: r.greenBeam,
              red_beam: r.redBeam,
              force_field: r.forceField,
              docked: r.docked,
            });
          case 'battery':
            return battery.publish({
              header: header(r.stamp_s, 'base_link'),
              voltage: r.voltage_V,
              current: r.current_A,
              percentage: r.charge,
              capacity: r.capacity_Ah,
              design_capacity: r.capacity_Ah,
              charge: r.charge * r.capacity_Ah,
              present: true,
              power_supply_status: powerSupplyStatus(r),
            });
          case 'motors':
            return motors.publish({
              header: header(r.stamp_s, 'base_link'),
              levels: { fan: r.fan, main_brush: r.mainBrush, side_brush: r.sideBrush },
              main_brush_jammed: r.mainBrushJammed,
              side_brush_jammed: r.sideBrushJammed,
              bin_missing: r.binMissing,
              bin_full: r.binFull,
            });
          case 'button':
            return button.publish({ header: header(r.stamp_s, 'base_link'), button: r.button, held: r.held_s });
          case 'sign':
            return signState.publish({
              header: header(r.stamp_s, 'base_link'),
              shows: r.shows,
              chirps: r.chirps,
            });
        }
      };
      node.timer(node.parameters.poll_period, () => {
        for (const record of body.poll(node.now_s())) publish(record);
      });
      return () => {
        body.drive({ v_mps: 0, w_radps: 0 });
        body.clean({ fan: 0, mainBrush: 0, sideBrush: 0 });
      };
    },
  };
}

// sensor_msgs/BatteryState
const POWER_SUPPLY_CHARGING = 1;
const POWER_SUPPLY_DISCHARGING = 2;
const POWER_SUPPLY_FULL = 4;

function powerSupplyStatus({ current_A, charge }: BatteryRecord): number {
  if (current_A < 0) return POWER_SUPPLY_DISCHARGING;
  return charge >= 0.995 ? POWER_SUPPLY_FULL : POWER_SUPPLY_CHARGING;
}

const noOrientation = Float64Array.of(-1, 0, 0, 0, 0, 0, 0, 0, 0);
