import type { Graph, ParameterValues } from '@homebound/graph';
import type { FloorEye, RobotBody, RobotGeometry } from '@homebound/robot';
import { bodyNode, bodyParameters } from './bodyNode.ts';
import { cameraNode, cameraParameters } from './camera/cameraNode.ts';
import { floorSight } from './camera/floorSight.ts';
import { LocalEye } from './camera/localEye.ts';
import type { Checkpoints } from './checkpoint.ts';
import { hazardsParameters } from './create3/hazardsNode.ts';
import { diagnosticsParameters } from './diagnostics/diagnosticsNode.ts';
import { driveNode, driveParameters } from './driveNode.ts';
import type { MapKeeper } from './mapKeeper.ts';
import { missionNode } from './missionNode.ts';
import { missionParameters } from './missionParameters.ts';
import { obstaclesNode, obstaclesParameters } from './obstacles/obstaclesNode.ts';
import { odometryNode, odometryParameters } from './odometryNode.ts';
import { type PrivacyKeeper, presenceNode, presenceParameters } from './presenceNode.ts';
import { runHistoryNode } from './runHistoryNode.ts';
import type { RunKeeper } from './runKeeper.ts';
import type { ScheduleKeeper, WallClock } from './scheduleKeeper.ts';
import { scheduleNode } from './scheduleNode.ts';
import { slamParameters } from './slam/slamParameters.ts';
import { slamNode } from './slamNode.ts';

/**
 * The one wiring: which nodes there are and in what order they are added. Simulator, hardware, replay, browser and ROS all
 * use these; who listens to what stands in the nodes themselves.
 */

/** Parameters that differ from their defaults, by node name. */
export type Overrides = {
  readonly [N in keyof typeof allParameters]?: Partial<ParameterValues<(typeof allParameters)[N]>>;
};

/**
 * The thinking nodes, without a body: what a replay runs.
 * @param keeper the maps of earlier runs with their rooms, and where this run's go; absent = the home is new and nothing is kept
 * @param privacy  how the privacy button was left; absent = as new, and forgotten with the process
 * @param checkpoints  what the nodes go on from when their process is killed and started again; absent = they begin anew
 */
export function addThinking(
  graph: Graph,
  geometry: RobotGeometry,
  overrides: Overrides = {},
  keeper: MapKeeper | undefined = undefined,
  privacy: PrivacyKeeper | undefined = undefined,
  checkpoints: Checkpoints = {},
): void {
  graph.add(odometryNode(geometry, checkpoints.odometry), overrides.odometry);
  graph.add(slamNode(geometry, keeper, checkpoints.slam), overrides.slam);
  graph.add(driveNode(geometry), overrides.drive);
  graph.add(missionNode(geometry, keeper, checkpoints.mission), overrides.mission);
  graph.add(presenceNode(privacy), overrides.presence);
  graph.add(obstaclesNode(geometry, undefined, keeper), overrides.obstacles);
}

/**
 * The whole robot.
 * @param eye  what looks at the floor; absent, the body's own camera does, where it has one
 */
export function addRobot(
  graph: Graph,
  body: RobotBody,
  overrides: Overrides = {},
  keeper: MapKeeper | undefined = undefined,
  privacy: PrivacyKeeper | undefined = undefined,
  eye: FloorEye | undefined = body.camera && new LocalEye(body.camera, (rig) => floorSight(rig, body.geometry)),
): void {
  graph.add(bodyNode(body), overrides.body);
  addThinking(graph, body.geometry, overrides, keeper, privacy);
  if (eye !== undefined) graph.add(cameraNode(eye), overrides.camera);
}

/**
 * What a household has of its robot beside clean floors: a history of its runs, and jobs at their times.
 * @param clock  that on the wall of the home
 */
export function addHistoryAndSchedules(
  graph: Graph,
  runs: RunKeeper,
  schedules: ScheduleKeeper,
  clock: WallClock,
): void {
  graph.add(runHistoryNode(runs, clock));
  graph.add(scheduleNode(schedules, clock));
}

/** Every node's parameters by node name: what the files in launch/config are written from and tested against. */
export const allParameters = {
  body: bodyParameters,
  camera: cameraParameters,
  odometry: odometryParameters,
  slam: slamParameters,
  drive: driveParameters,
  mission: missionParameters,
  presence: presenceParameters,
  obstacles: obstaclesParameters,
  hazards: hazardsParameters,
  diagnostics: diagnosticsParameters,
} as const;

/** What the body says and people command: recording these is enough to replay the thinking bit for bit. */
export const inputTopics = [
  'scan',
  'imu',
  'joint_states',
  'safety',
  'dock_sensor',
  'battery_state',
  'motor_state',
  'button',
  'sign_state',
  // of a body with a camera: what it saw of the floor, no pictures
  'floor_view',
  'camera_state',
  'initialpose',
  // who drives and looks, by the gateway's word
  'presence',
  // calls of services
  'mission_command/_service_event',
  'start_job/_service_event',
  'edit_rooms/_service_event',
  'set_restrictions/_service_event',
  'manual_drive/_service_event',
  'allow_driving/_service_event',
  'dismiss_obstacle/_service_event',
  'recall_dismissal/_service_event',
  'switch_camera/_service_event',
  'slam/reset/_service_event',
  'slam/pause_new_measurements/_service_event',
] as const;

/** What the thinking answers: a replay must give these again, bit for bit. */
export const answerTopics = [
  'odom',
  'tf',
  'pose',
  'slam_state',
  'map_correction',
  'map',
  'map_updates',
  'map_metadata',
  'coverage',
  'coverage_updates',
  'plan',
  'plan_report',
  'rooms',
  'mission_state',
  'map_reset',
  'obstacles',
  'cmd_vel',
  'cmd_cleaning',
  'body_sign',
  'hand_permit',
  'camera_permit',
  'privacy',
  'deeds',
] as const;
