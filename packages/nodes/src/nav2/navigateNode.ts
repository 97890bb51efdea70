import { type GoalHandle, type NodeDefinition, qos } from '@homebound/graph';
import { angleDiff, hypot, type MapWarp, type SE2 } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, nav_msgs, nav2_msgs, toStamp } from '@homebound/messages';
import { header, poseToMessage } from '../convert.ts';
import { Corrections } from '../corrections.ts';
import { givenPlace, robotPlace } from '../coverage/whereIs.ts';
import { frameParameters } from '../frames.ts';
import { listenToTf } from '../listenToTf.ts';
import { leftAlong } from './leftAlong.ts';

export const navigateParameters = {
  map_frame: frameParameters.map_frame,
  base_frame: frameParameters.base_frame,
  xy_goal_tolerance: {
    default: 0.35,
    unit: 'm',
    min: 0.02,
    max: 2,
    description: 'The mission goes as near as it can; farther than this from the goal it has not arrived.',
  },
  yaw_goal_tolerance: {
    default: 0.15,
    unit: 'rad',
    min: 0.02,
    max: 3.2,
    description: 'At the goal the robot turns to its heading when it is off by more.',
  },
} as const;

type Handle = GoalHandle<
  nav2_msgs.NavigateToPose_Goal,
  nav2_msgs.NavigateToPose_Result,
  nav2_msgs.NavigateToPose_Feedback
>;

/** A goal under way. */
interface Trip {
  readonly handle: Handle;
  readonly begun_s: number;
  goal_map: SE2;
  /** Since when the mission has been asked, and whether it has been seen to go. */
  accepted_s: number;
  hasSetOut: boolean;
  isTurning: boolean;
  /** What the mission said when it was not on its way any more. */
  held: { readonly state: string; readonly reason: string; readonly since_s: number } | undefined;
}

/** The same numbers as Nav2's later releases have names for; Jazzy's definition knows none but 0. */
const UNKNOWN = 9000;
const NO_BEHAVIOR_TREE = 9001;
const TF_ERROR = 9002;
/** The mission's states in which it is on its way. */
const ON_ITS_WAY = ['undocking', 'mapping', 'travelling', 'locating'];
/** What the mission says of a state may come a little after its answer to a command, s. */
const LATE_S = 3;
const ANSWER_S = 5;
/** The robot has come to a stop, and tf says where, s. */
const SETTLED_S = 0.3;
const FEEDBACK_S = 0.25;
const STALE_S = 2;
/** Of a way of which nothing is known but its length, m/s. */
const USUAL_MPS = 0.2;

/**
 * Nav2's `navigate_to_pose` (nav2_msgs/NavigateToPose) over the mission: it undocks, plans, drives, finds ways round and refuses as when a
 * person sends it (mission_command), a job under way waits meanwhile; then the robot turns to the goal's heading. A `goal_pose` is such a
 * goal, too. goal_pose, mission_state, plan, tf, tf_static, map_correction → calls of mission_command, goals of drive.
 */
export const navigateNode: NodeDefinition<typeof navigateParameters> = {
  name: 'navigate',
  parameters: navigateParameters,
  latency_s: 0.002,
  start(node) {
    const { map_frame, base_frame, xy_goal_tolerance, yaw_goal_tolerance } = node.parameters;
    const tf = listenToTf(node);
    const mission = node.client(homebound_interfaces.MissionCommand, 'mission_command');
    const drive = node.actionClient(homebound_interfaces.Drive, 'drive');
    const corrections = new Corrections();
    let way: Float64Array = new Float64Array(0);
    let trip: Trip | undefined;
    const robot = () => robotPlace(tf, map_frame, base_frame, node.now_s(), STALE_S);
    const fail = (ended: Trip, error_code: number, error_msg: string): void => {
      if (trip === ended) trip = undefined;
      ended.handle.abort({ error_code, error_msg });
    };

    node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => {
      const warp: MapWarp = corrections.heard(m, node.now_s());
      if (trip !== undefined) trip.goal_map = warp.movePose(trip.goal_map);
    });
    node.subscribe(nav_msgs.Path, 'plan', qos.latched, ({ poses }) => {
      way = Float64Array.from(poses.flatMap(({ pose: { position } }) => [position.x, position.y]));
    });
    node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, ({ state, reason }) => {
      const current = trip;
      if (current === undefined || Number.isNaN(current.accepted_s) || current.isTurning) return;
      const now_s = node.now_s();
      if (ON_ITS_WAY.includes(state)) {
        current.hasSetOut = true;
        current.held = undefined;
      } else if (current.hasSetOut || now_s - current.accepted_s > LATE_S)
        current.held ??= { state, reason, since_s: now_s };
    });

    /** The mission is not on its way any more: the robot is there, or as far as it got. */
    const stands = (current: Trip, state: string, reason: string): void => {
      const at = robot();
      if ('problem' in at) return fail(current, TF_ERROR, at.problem);
      const { x, y, theta } = current.goal_map;
      const away_m = hypot(at.T_map_base.x - x, at.T_map_base.y - y);
      const isHeld = state === 'stopped' || state === 'paused';
      if (!isHeld || away_m > xy_goal_tolerance)
        return fail(current, UNKNOWN, `${reason} (${state}, ${away_m.toFixed(2)} m from the goal)`);
      if (Math.abs(angleDiff(at.T_map_base.theta, theta)) <= yaw_goal_tolerance) return arrive(current);
      current.isTurning = true;
      drive.send({ mode: 'rotate', yaw: theta, map_epoch: corrections.epoch }, (outcome) => {
        if (trip !== current) return;
        if (outcome.ok && outcome.value.status === 'succeeded') return arrive(current);
        fail(
          current,
          UNKNOWN,
          `it did not turn to its heading: ${outcome.ok ? outcome.value.result.reason : outcome.error.message}`,
        );
      });
    };
    const arrive = (current: Trip): void => {
      trip = undefined;
      current.handle.succeed({});
    };

    node.actionServer(nav2_msgs.NavigateToPose, 'navigate_to_pose', {
      execute(handle) {
        const begun_s = node.now_s();
        const found = givenPlace(tf, map_frame, handle.goal.pose);
        const goal_map = 'T_map_base' in found ? found.T_map_base : { x: 0, y: 0, theta: 0 };
        const next: Trip = {
          handle,
          begun_s,
          goal_map,
          accepted_s: Number.NaN,
          hasSetOut: false,
          isTurning: false,
          held: undefined,
        };
        if (handle.goal.behavior_tree !== '')
          return fail(next, NO_BEHAVIOR_TREE, 'behaviour trees are not run here: leave behavior_tree empty');
        if ('problem' in found) return fail(next, TF_ERROR, `it is not known where the goal is: ${found.problem}`);
        trip?.handle.abort({ error_code: UNKNOWN, error_msg: 'A newer goal took over.' });
        trip = next;
        const answered = (refusal: string | undefined): void => {
          if (trip !== next) return;
          if (refusal !== undefined) return fail(next, UNKNOWN, refusal);
          next.accepted_s = node.now_s();
        };
        mission.call(
          { command: 'goto', x: goal_map.x, y: goal_map.y },
          (outcome) =>
            answered(!outcome.ok ? outcome.error.message : outcome.value.accepted ? undefined : outcome.value.reason),
          ANSWER_S,
        );
      },
      cancel(handle) {
        if (trip?.handle !== handle) return;
        trip = undefined;
        mission.call({ command: 'stop' }, () => {}, ANSWER_S);
        handle.canceled({ error_code: 0, error_msg: 'Cancelled.' });
      },
    });

    // As Nav2's: "2D Goal Pose" of RViz and Foxglove is a goal of this node to itself.
    const self = node.actionClient(nav2_msgs.NavigateToPose, 'navigate_to_pose');
    node.subscribe(geometry_msgs.PoseStamped, 'goal_pose', qos.reliable, (pose) => {
      self.send({ pose }, (outcome) => {
        if (!outcome.ok) node.log('warn', `goal_pose: ${outcome.error.message}`);
        else if (outcome.value.status === 'aborted') node.log('warn', `goal_pose: ${outcome.value.result.error_msg}`);
      });
    });

    node.timer(FEEDBACK_S, () => {
      if (trip === undefined) return;
      if (trip.held !== undefined && !trip.isTurning && node.now_s() - trip.held.since_s > SETTLED_S)
        stands(trip, trip.held.state, trip.held.reason);
      const at = robot();
      if (trip === undefined || 'problem' in at) return;
      const { goal_map, begun_s, handle } = trip;
      const left_m = leftAlong(way, at.T_map_base, goal_map);
      handle.feedback({
        current_pose: { header: header(node.now_s(), map_frame), pose: poseToMessage(at.T_map_base) },
        navigation_time: toStamp(node.now_s() - begun_s),
        estimated_time_remaining: toStamp(left_m / USUAL_MPS),
        number_of_recoveries: 0,
        distance_remaining: left_m,
      });
    });
    return undefined;
  },
};
