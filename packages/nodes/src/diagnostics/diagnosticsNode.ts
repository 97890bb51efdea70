import { type NodeDefinition, qos } from '@homebound/graph';
import {
  diagnostic_msgs,
  homebound_interfaces,
  type MessageType,
  nav_msgs,
  rcl_interfaces,
  sensor_msgs,
} from '@homebound/messages';
import { header } from '../convert.ts';
import {
  batteryStatus,
  cameraStatus,
  faultStatus,
  missionStatus,
  motorStatus,
  type PartStatus,
  safetyStatus,
  slamStatus,
  topicStatus,
} from './status.ts';

export const diagnosticsParameters = {
  hardware_id: { default: 'homebound', description: 'Which robot this is, on the one /diagnostics of all robots.' },
  stale_after: {
    default: 1,
    unit: 's',
    min: 0.1,
    max: 60,
    description: 'A topic that should come all the time and has not for so long is told as stale.',
  },
} as const;

const PERIOD_S = 1;
/** Nodes whose errors are remembered: more than there are. */
const MAX_NODES = 50;

/**
 * How the robot is, for rqt_robot_monitor, Foxglove and people: battery_state, safety, motor_state, camera_state, slam_state, mission_state, how scan, odom
 * and safety come in, and what nodes log as errors on /rosout → /diagnostics, once a second. That topic is one for all robots, whatever their
 * namespace, as aggregators listen for it: `hardware_id` tells them apart.
 */
export function diagnosticsNode(): NodeDefinition<typeof diagnosticsParameters> {
  return {
    name: 'diagnostics',
    parameters: diagnosticsParameters,
    latency_s: 0.001,
    start(node) {
      const { hardware_id, stale_after } = node.parameters;
      const out = node.publisher(diagnostic_msgs.DiagnosticArray, '/diagnostics', qos.reliable);
      const parts = new Map<string, PartStatus>();
      const note = (status: PartStatus): unknown => parts.set(status.name, status);
      const heard = new Map<string, { last_s: number | undefined; count: number }>();
      const faults = new Map<string, { last: rcl_interfaces.Log; count: number; at_s: number }>();

      const watch = <T>(type: MessageType<T>, topic: string, also: (m: T) => void = () => {}): void => {
        const topicHeard = { last_s: undefined as number | undefined, count: 0 };
        heard.set(topic, topicHeard);
        node.subscribe(type, topic, qos.sensorIn, (m) => {
          topicHeard.last_s = node.now_s();
          topicHeard.count++;
          also(m);
        });
      };
      watch(sensor_msgs.LaserScan, 'scan');
      watch(nav_msgs.Odometry, 'odom');
      watch(homebound_interfaces.Safety, 'safety', (m) => note(safetyStatus(m)));
      node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.sensorIn, (m) => note(batteryStatus(m)));
      node.subscribe(homebound_interfaces.MotorState, 'motor_state', qos.sensorIn, (m) => note(motorStatus(m)));
      node.subscribe(homebound_interfaces.CameraState, 'camera_state', qos.latched, (m) => note(cameraStatus(m)));
      node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => note(slamStatus(m)));
      node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => note(missionStatus(m)));
      node.subscribe(rcl_interfaces.Log, '/rosout', { ...qos.reliable, depth: 100 }, (m) => {
        if (m.level < rcl_interfaces.Log.ERROR) return;
        if (faults.size >= MAX_NODES && !faults.has(m.name)) return;
        faults.set(m.name, { last: m, count: (faults.get(m.name)?.count ?? 0) + 1, at_s: node.now_s() });
      });

      node.timer(PERIOD_S, () => {
        const now_s = node.now_s();
        const topics = [...heard].map(([topic, state]) => {
          const { last_s, count } = state;
          state.count = 0;
          const age_s = last_s === undefined ? undefined : now_s - last_s;
          return topicStatus(topic, { age_s, count, window_s: PERIOD_S }, stale_after);
        });
        const failed = [...faults].map(([name, { last, count, at_s }]) => faultStatus(name, last, count, now_s - at_s));
        out.publish({
          header: header(now_s, ''),
          status: [...parts.values(), ...topics, ...failed].map((part) => toMessage(part, hardware_id)),
        });
      });
      return undefined;
    },
  };
}

function toMessage(
  { name, level, message, values }: PartStatus,
  hardware_id: string,
): diagnostic_msgs.DiagnosticStatus {
  return {
    name: `${hardware_id}: ${name}`,
    level,
    message,
    hardware_id,
    values: Object.entries(values).map(([key, value]) => ({ key, value: String(value) })),
  };
}
