import { Driver, type DriveTask, type FloorThing, refusalOf } from '@homebound/drive';
import { type GoalHandle, type NodeDefinition, qos } from '@homebound/graph';
import type { MapWarp } from '@homebound/math';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  nav_msgs,
  sensor_msgs,
  std_msgs,
  tf2_msgs,
} from '@homebound/messages';
import { type AvoidedThing, passings } from '@homebound/mission';
import type { RobotGeometry } from '@homebound/robot';
import { cmdVelParameters, cmdVelPublisher } from './cmdVel.ts';
import { header, mapToOdom, poseFromMessage } from './convert.ts';
import { Corrections } from './corrections.ts';
import { frames } from './frames.ts';
import { avoidedThing } from './obstacles/obstacleMessages.ts';
import { dockRecord, safetyRecord, scanRecord } from './records.ts';

export const driveParameters = {
  control_period: { default: 0.05, unit: 's', min: 0.02, max: 0.1, description: 'Period of the control loop.' },
  ...cmdVelParameters,
} as const;

/** A permit to drive by hand is said 5 times a second; after this, s, it holds no more. */
const PERMIT_S = 0.5;

type Handle = GoalHandle<
  homebound_interfaces.Drive_Goal,
  homebound_interfaces.Drive_Result,
  homebound_interfaces.Drive_Feedback
>;

/**
 * Path tracking, reflexes and docking on the graph: the action `drive`, the service `manual_drive`; map_correction, slam_state, safety, odom, scan,
 * dock_sensor, rooms (what is barred), obstacles, tf, hand_permit → cmd_vel, felt (what was bumped and the lidar does not see), hand_input.
 * A new goal replaces the one under way. Reflexes work on the raw safety message, with or without a goal.
 */
export function driveNode(geometry: RobotGeometry): NodeDefinition<typeof driveParameters> {
  return {
    name: 'drive',
    parameters: driveParameters,
    latency_s: 0.002,
    start(node) {
      const driver = new Driver(geometry);
      const sayCmdVel = cmdVelPublisher(node, node.parameters.enable_stamped_cmd_vel);
      const felt = node.publisher(geometry_msgs.PointStamped, 'felt', qos.reliable);
      let active: Handle | undefined;
      let ticks = 0;

      const corrections = new Corrections();
      // Before tf: at one instant the map moves first, and then the robot's place in it.
      node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) =>
        driver.moveWith(corrections.heard(m, node.now_s())),
      );
      node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) => {
        driver.addSafety(safetyRecord(m));
        // A bump or a cliff is answered now, not at the next tick: 50 ms are 15 mm at full speed.
        if (driver.urgent) control();
      });
      node.subscribe(homebound_interfaces.Rooms, 'rooms', qos.latched, ({ restrictions: { no_go, walls } }) =>
        driver.setBars([
          ...no_go.map(({ points }) => [...points, ...points.slice(0, 2)]),
          ...walls.map((m) => m.points),
        ]),
      );
      node.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, ({ obstacles }) =>
        driver.setThings(obstacles.map((m) => floorThing(avoidedThing(m)))),
      );
      node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) =>
        driver.addDock(dockRecord(m)),
      );
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => driver.addScan(scanRecord(m)));
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
        driver.addOdometry(
          fromStamp(m.header.stamp),
          poseFromMessage(m.pose.pose),
          m.twist.twist.linear.x,
          m.twist.twist.angular.z,
        ),
      );
      node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
        const T_map_odom = mapToOdom(m);
        if (T_map_odom !== undefined) driver.setMapToOdom(T_map_odom);
      });
      // After tf: a place that is lost is not to be had back from a transform of the same instant.
      node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
        if (m.state === 'lost' || m.state === 'locating') driver.loseMap();
      });

      const byHand = node.publisher(std_msgs.Empty, 'hand_input', qos.reliable);
      let permit: homebound_interfaces.HandPermit | undefined;
      let permit_s = Number.NEGATIVE_INFINITY;
      let isDriven = false;
      node.subscribe(homebound_interfaces.HandPermit, 'hand_permit', qos.latched, (m) => {
        permit = m;
        permit_s = node.now_s();
        if (m.state !== 'driven') release();
      });
      /** Somebody in the room has ended it: at once, not when the last input has run out. */
      const release = (): void => {
        if (!isDriven || active !== undefined) return;
        isDriven = false;
        driver.manual(0, 0, node.now_s());
        control();
      };

      const stop = (): void => {
        driver.cancel();
        active = undefined;
      };
      node.actionServer(homebound_interfaces.Drive, 'drive', {
        accept: (goal) => refusalOf(taskOf(goal, geometry)) ?? true,
        execute(handle) {
          // First: should it throw, the task under way goes on, with its goal.
          const task = taskOf(handle.goal, geometry);
          driver.start(movedWith(task, corrections.since(handle.goal.map_epoch, node.now_s())));
          // Not `canceled`: nobody asked. On ROS a cancel may also arrive after the goal that was sent after it.
          active?.abort({ outcome: 'cancelled', reason: 'A newer task took over.' });
          active = handle;
        },
        cancel(handle) {
          if (handle !== active) return;
          stop();
          handle.canceled({ outcome: 'cancelled', reason: 'Cancelled.' });
        },
      });

      node.service(homebound_interfaces.ManualDrive, 'manual_drive', ({ v, w }, respond) => {
        const refuse = (reason: string): void => respond({ accepted: false, reason });
        if (!(Number.isFinite(v) && Number.isFinite(w))) return refuse('The speeds must be finite numbers.');
        if (active !== undefined) return refuse('The robot is at work; pause or stop it first.');
        if (v === 0 && w === 0) {
          isDriven = true;
          release();
          return respond({ accepted: true, reason: '' });
        }
        // Said of every input, whatever becomes of it: the room is told of the inputs, not of what anybody says about them.
        byHand.publish({});
        if (permit === undefined || node.now_s() - permit_s > PERMIT_S)
          return refuse('Nothing here can tell whether the room is told that somebody drives, so nobody does.');
        if (permit.state === 'refused') return refuse(permit.reason);
        // Ready: the light comes on and the chirp sounds first, before a wheel turns.
        isDriven = permit.state === 'driven';
        if (isDriven) driver.manual(v, w, node.now_s());
        respond({ accepted: true, reason: '' });
      });

      const control = (): void => {
        const { command, state, progress_m, remaining_m, result, felt_map } = driver.step(node.now_s());
        sayCmdVel(command);
        for (let i = 0; felt_map !== undefined && i < felt_map.length; i += 2)
          felt.publish({
            header: header(node.now_s(), frames.map),
            point: { x: felt_map[i], y: felt_map[i + 1], z: 0 },
          });
        if (active === undefined) return;
        if (result === undefined) {
          if (++ticks % 10 === 0) active.feedback({ progress: progress_m, remaining: remaining_m, state });
          return;
        }
        const ended = active;
        active = undefined;
        const { outcome, reason, blockedAt_map } = result;
        const answer = {
          outcome,
          reason,
          blocked_x: blockedAt_map?.x ?? Number.NaN,
          blocked_y: blockedAt_map?.y ?? Number.NaN,
        };
        if (outcome === 'arrived' || outcome === 'docked') ended.succeed(answer);
        else ended.abort(answer);
      };
      node.timer(node.parameters.control_period, control);
      return stop;
    },
  };
}

/** A goal in the driver's terms; its mode may be any text before `refusalOf` has looked at it. */
function taskOf(goal: homebound_interfaces.Drive_Goal, geometry: RobotGeometry): DriveTask {
  return {
    mode: goal.mode as DriveTask['mode'],
    path_map: goal.path,
    yaw_rad: goal.yaw,
    distance_m: goal.distance,
    maxSpeed_mps: goal.max_speed > 0 ? goal.max_speed : geometry.maxSpeed_mps,
  };
}

/** What the driver must know of it; what is not avoided by a person's word is not slowed for either. */
function floorThing({ kind, outline_map, berth_m, isDismissed }: AvoidedThing): FloorThing {
  const { slow, isCrossed } = passings[kind];
  const isSlowedFor = slow !== undefined && !isDismissed && (berth_m > 0 || isCrossed);
  return { outline_map, berth_m, ...(isSlowedFor && { slow }) };
}

/** The task where it lies now, should the map have been corrected while it was on its way. */
function movedWith(task: DriveTask, warps: readonly MapWarp[]): DriveTask {
  let { path_map, yaw_rad } = task;
  for (const warp of warps) {
    const n = path_map.length;
    const [x, y] = n > 0 ? [path_map[n - 2], path_map[n - 1]] : [0, 0];
    yaw_rad = warp.movePose({ x, y, theta: yaw_rad }).theta;
    path_map = warp.moved(path_map);
  }
  return { ...task, path_map, yaw_rad };
}
