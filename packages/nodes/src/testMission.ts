import { LocalGraph, type NodeDefinition, type NodeFault, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, nav_msgs, type ServiceType, tf2_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header, poseToMessage, transformToMessage } from './convert.ts';
import { gridToMessage } from './mapPublisher.ts';
import { missionNode } from './missionNode.ts';

export interface TestMissionOptions {
  /** The map that SLAM knows from the start; none when absent. */
  readonly map?: OccupancyGrid;
  /** Whether the drive node ends its drives: at their end, 0.5 s later. */
  readonly drives?: boolean;
  /** SLAM looks for the place so long, s; it knows it from the start when absent. */
  readonly lostFor_s?: number;
  /** Where a fault is planted between the mission and the graph. */
  readonly plant?: (sound: NodeDefinition) => NodeDefinition;
}

/** On its dock at the left wall, which the robot faces. */
const onDock: SE2 = { x: 0, y: 0, theta: Math.PI };

/** The mission node alone, for its tests: what it hears of SLAM and body is told, and drives end at once where they lead. */
export function testMission({ map, drives = true, lostFor_s = 0, plant }: TestMissionOptions) {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  const { outside } = graph;
  const orders: homebound_interfaces.Drive_Goal[] = [];
  let T_map_base: SE2 = onDock;
  let docked = true;
  graph.add({
    name: 'drive',
    parameters: {},
    latency_s: 0.02,
    start: (node) => {
      node.actionServer(homebound_interfaces.Drive, 'drive', {
        accept: () => true,
        execute: (handle) => {
          const { goal } = handle;
          orders.push(goal);
          const timer = node.timer(0.5, () => {
            if (!drives && !handle.cancelRequested) return;
            timer.cancel();
            if (handle.cancelRequested) return handle.canceled({ outcome: 'cancelled' });
            if (goal.mode === 'follow')
              T_map_base = { x: goal.path.at(-2) as number, y: goal.path.at(-1) as number, theta: 0 };
            if (goal.mode === 'dock') T_map_base = onDock;
            docked = goal.mode === 'dock';
            handle.succeed({ outcome: goal.mode === 'dock' ? 'docked' : 'arrived' });
          });
        },
        cancel: () => undefined,
      });
      return undefined;
    },
  });
  const mission = missionNode(defaultGeometry) as NodeDefinition;
  graph.add(plant === undefined ? mission : plant(mission));
  let state = homebound_interfaces.MissionState.create();
  const reasons: string[] = [];
  outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
    if (m.reason !== state.reason) reasons.push(m.reason);
    state = m;
  });
  const body = bodyOf(outside);
  if (map !== undefined) body.map(map);
  outside.timer(0.1, () => body.tell(outside.now_s(), T_map_base, docked, outside.now_s() < lostFor_s));
  const call = <Req, Res>(type: ServiceType<Req, Res>, name: string, request: Partial<Req>): Res => {
    let answer: Res | undefined;
    outside.client(type, name).call(request, (outcome) => {
      answer = outcome.ok ? outcome.value : undefined;
    });
    for (let k = 0; k < 100 && answer === undefined; k++) graph.runFor(0.1);
    if (answer === undefined) throw new Error(`${name} did not answer`);
    return answer;
  };
  return {
    graph,
    faults,
    orders,
    reasons,
    call,
    state: () => state,
    at: () => T_map_base,
    command: (command: string, x = 0, y = 0) =>
      call(homebound_interfaces.MissionCommand, 'mission_command', { command, x, y }),
    /** Until the mission is in one of the states, at most so long; the state that it is in then. */
    runUntil: (limit_s: number, ...states: string[]): string => {
      const end_s = graph.now_s() + limit_s;
      while (graph.now_s() < end_s && !states.includes(state.state)) graph.runFor(0.5);
      return state.state;
    },
  };
}

/** What body and SLAM say of a robot that stands where it is. */
function bodyOf(outside: LocalGraph['outside']) {
  const maps = outside.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  const poses = outside.publisher(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable);
  const slam = outside.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
  const dock = outside.publisher(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorOut);
  return {
    map: (grid: OccupancyGrid): void => maps.publish(gridToMessage(0, grid)),
    tell: (stamp_s: number, T_map_base: SE2, docked: boolean, isLost: boolean): void => {
      const pose = { pose: poseToMessage(T_map_base), covariance: new Float64Array(36) };
      tf.publish({ transforms: [transformToMessage(stamp_s, 'map', 'odom', { x: 0, y: 0, theta: 0 })] });
      poses.publish({ header: header(stamp_s, 'map'), pose });
      odom.publish({ header: header(stamp_s, 'odom'), pose });
      slam.publish({
        header: header(stamp_s, 'map'),
        state: isLost ? 'locating' : 'located',
        reason: '',
        confidence: 1,
      });
      dock.publish({ header: header(stamp_s, 'base_link'), docked });
    },
  };
}

/** A walled room of 4 m by 3 m, its lower left corner at (-0.6, -0.6), divided at x = 1.4 m by a wall with a door of 0.9 m. */
export function testRoomMap(): OccupancyGrid {
  const frame = { width: 90, height: 70, resolution_m: 0.05, originX_m: -0.85, originY_m: -0.85 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = frame.originX_m + (ix + 0.5) * 0.05;
      const y = frame.originY_m + (iy + 0.5) * 0.05;
      const inside = Math.min(x + 0.6, 3.4 - x, y + 0.6, 2.4 - y);
      const isWall = inside <= 0 || (Math.abs(x - 1.4) < 0.06 && Math.abs(y - 0.6) > 0.45);
      if (inside > -0.1) data[iy * frame.width + ix] = isWall ? 100 : 0;
    }
  return { ...frame, data };
}
