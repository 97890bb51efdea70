import { type Node, type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces, irobot_create_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { RobotGeometry } from '@homebound/robot';
import { fixed } from '../bodyFrames.ts';
import { frames, wheelJoints } from '../frames.ts';
import { whereInstalled } from '../whereInstalled.ts';
import { hazardFrames, hazardsOf } from './hazards.ts';

export const hazardsParameters = {
  proximity: {
    default: 0.03,
    unit: 'm',
    min: 0,
    max: 0.2,
    description: 'Nearer than this, what the wall sensor sees is told as OBJECT_PROXIMITY.',
  },
} as const;

/** Told again after so long, s: a tool that comes late, or lost one, has it soon. Just below the tenth of a second that it means. */
const AGAIN_S = 0.095;
/** Wheels slower than this stand, rad/s: 2 mm/s. */
const STILL_RADPS = 0.05;

/**
 * The body in the words of iRobot's Create 3, for what was written for that: safety, dock_sensor, joint_states → hazard_detection (on change,
 * and ten times a second), dock_status, kidnap_status, stop_status, wheel_vels, and its sensors' frames on tf_static. Where ROS has no
 * irobot_create_msgs it steps aside: nothing of the robot itself needs them.
 */
export function hazardsNode(geometry: RobotGeometry): NodeDefinition<typeof hazardsParameters> {
  return {
    name: 'hazards',
    parameters: hazardsParameters,
    latency_s: 0.001,
    start(node) {
      const tell = whereInstalled(node, 'hazard_detection and what else Create 3 says', () => publishersOf(node));
      if (tell === undefined) return undefined;
      const stamp_s = node.now_s();
      node.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched).publish({
        transforms: hazardFrames(geometry).map(([name, at, yaw_rad]) => fixed(stamp_s, frames.body, name, at, yaw_rad)),
      });
      tellSafety(node, tell);
      tellDock(node, tell);
      tellWheels(node, tell);
      return undefined;
    },
  };
}

type HazardsNode = Node<typeof hazardsParameters>;
type Create3Publishers = ReturnType<typeof publishersOf>;

function publishersOf(node: HazardsNode) {
  return {
    hazards: node.publisher(irobot_create_msgs.HazardDetectionVector, 'hazard_detection', qos.sensorOut),
    dock: node.publisher(irobot_create_msgs.DockStatus, 'dock_status', qos.sensorOut),
    kidnap: node.publisher(irobot_create_msgs.KidnapStatus, 'kidnap_status', qos.sensorOut),
    stop: node.publisher(irobot_create_msgs.StopStatus, 'stop_status', qos.sensorOut),
    vels: node.publisher(irobot_create_msgs.WheelVels, 'wheel_vels', qos.sensorOut),
  };
}

function tellSafety(node: HazardsNode, { hazards, kidnap }: Create3Publishers): void {
  const { proximity } = node.parameters;
  const hazardsNow = onChange(() => node.now_s());
  const kidnapNow = onChange(() => node.now_s());
  node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) => {
    const detections = hazardsOf(m, proximity);
    if (hazardsNow(detections.map(({ header }) => header.frame_id).join()))
      hazards.publish({ header: m.header, detections });
    const is_kidnapped = m.wheel_drop_left && m.wheel_drop_right;
    if (kidnapNow(String(is_kidnapped))) kidnap.publish({ header: m.header, is_kidnapped });
  });
}

function tellDock(node: HazardsNode, { dock }: Create3Publishers): void {
  node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) =>
    dock.publish({
      header: m.header,
      dock_visible: m.green_beam || m.red_beam || m.force_field,
      is_docked: m.docked,
    }),
  );
}

function tellWheels(node: HazardsNode, { stop, vels }: Create3Publishers): void {
  const stopNow = onChange(() => node.now_s());
  node.subscribe(sensor_msgs.JointState, 'joint_states', qos.sensorIn, ({ header, name, velocity }) => {
    const [left, right] = wheelJoints.map((joint) => velocity[name.indexOf(joint)]);
    if (left === undefined || right === undefined) return;
    vels.publish({ header, velocity_left: left, velocity_right: right });
    const is_stopped = Math.abs(left) < STILL_RADPS && Math.abs(right) < STILL_RADPS;
    if (stopNow(String(is_stopped))) stop.publish({ header, is_stopped });
  });
}

/** Whether something is to be told: it changed, or was not told for a while. */
function onChange(now_s: () => number): (what: string) => boolean {
  let last: string | undefined;
  let told_s = Number.NEGATIVE_INFINITY;
  return (what) => {
    const isDue = what !== last || now_s() - told_s >= AGAIN_S;
    if (isDue) told_s = now_s();
    last = what;
    return isDue;
  };
}
