import { qos } from '@homebound/graph';
import type { SE2 } from '@homebound/math';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  sensor_msgs,
  tf2_msgs,
} from '@homebound/messages';
import type { AvoidedThing, MissionState, PrivacyState, SlamWord } from '@homebound/mission';
import { mapToOdom, poseFromMessage } from './convert.ts';
import type { MapAssembler } from './mapPublisher.ts';
import type { MissionNode } from './missionParameters.ts';
import { avoidedThing } from './obstacles/obstacleMessages.ts';

/** What the mission does with what it hears. */
export interface MissionEars {
  readonly node: Pick<MissionNode, 'subscribe'>;
  readonly map: Pick<MapAssembler, 'addWhole' | 'addUpdate'>;
  onCorrection(message: homebound_interfaces.MapCorrection): void;
  onMapToOdom(T_map_odom: SE2): void;
  /** SLAM has placed a scan. */
  onPose(): void;
  /** @param mapName  of the stored map that the robot was found in */
  onSlamWord(word: SlamWord, mapName: string): void;
  onOdometry(stamp_s: number, T_odom_base: SE2): void;
  onDockSensor(docked: boolean): void;
  /** @param charge  in [0, 1] */
  onBattery(charge: number): void;
  /** Something was bumped that no sensor sees, map frame, m. */
  onFelt(x: number, y: number): void;
  /** All that is known to lie on the floor. */
  onObstacles(things: readonly AvoidedThing[]): void;
  /** @param hang  whether both wheels do */
  onWheels(hang: boolean): void;
  /** Whether somebody at the robot, or an admin, has switched off that others send it about. */
  onPrivacy(privacy: PrivacyState): void;
  onMotors(bin: MissionState['bin'], mainJammed: boolean, sideJammed: boolean): void;
}

const slamWords: readonly string[] = ['mapping', 'located', 'lost', 'locating'];

export function listenToSlam(mission: MissionEars): void {
  const { node, map } = mission;
  // First: at one instant what is remembered moves, and then come the map and the robot's place in it.
  node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => mission.onCorrection(m));
  node.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => map.addWhole(m));
  node.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
    map.addUpdate(m);
  });
  node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
    const T_map_odom = mapToOdom(m);
    if (T_map_odom !== undefined) mission.onMapToOdom(T_map_odom);
  });
  node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, () => mission.onPose());
  node.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, ({ obstacles }) =>
    mission.onObstacles(obstacles.map(avoidedThing)),
  );
  node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
    if (!slamWords.includes(m.state))
      throw new RangeError(`slam_state: state must be one of ${slamWords.join(', ')}, got ${m.state}`);
    mission.onSlamWord(m.state as SlamWord, m.map_name);
  });
}

export function listenToBody(mission: MissionEars): void {
  const { node } = mission;
  node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
    mission.onOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose)),
  );
  node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) => mission.onDockSensor(m.docked));
  node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) => mission.onBattery(m.percentage));
  node.subscribe(geometry_msgs.PointStamped, 'felt', qos.reliable, ({ point: { x, y } }) => mission.onFelt(x, y));
  node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) =>
    mission.onWheels(m.wheel_drop_left && m.wheel_drop_right),
  );
  node.subscribe(homebound_interfaces.Privacy, 'privacy', qos.latched, ({ is_off, at_robot }) =>
    mission.onPrivacy({ isOff: is_off, atRobot: at_robot }),
  );
  node.subscribe(homebound_interfaces.MotorState, 'motor_state', qos.reliable, (m) => {
    const bin = m.bin_missing ? 'missing' : m.bin_full ? 'full' : 'in';
    mission.onMotors(bin, m.main_brush_jammed, m.side_brush_jammed);
  });
}
