import { type ClientGoal, type GoalHandle, type NodeDefinition, qos } from '@homebound/graph';
import { angleDiff, hypot, type SE2 } from '@homebound/math';
import { homebound_interfaces, nav_msgs, nav2_msgs } from '@homebound/messages';
import { Corrections } from '../corrections.ts';
import { framePlace, robotPlace } from '../coverage/whereIs.ts';
import { frameParameters } from '../frames.ts';
import { listenToTf } from '../listenToTf.ts';
import { type FollowedPath, followedPath } from './followedPath.ts';

export const followPathParameters = {
  map_frame: frameParameters.map_frame,
  base_frame: frameParameters.base_frame,
  controller_id: {
    default: 'FollowPath',
    description: 'The one name by which goals may ask for this controller; empty is it, too.',
  },
  yaw_goal_tolerance: {
    default: 0.15,
    unit: 'rad',
    min: 0.02,
    max: 3.2,
    description: "At the path's end the robot turns to its last pose's heading when it is off by more.",
  },
  max_start_distance: {
    default: 0.5,
    unit: 'm',
    min: 0.05,
    max: 2,
    description: 'A path that begins farther than this from the robot is refused: the way there is not planned.',
  },
} as const;

type Handle = GoalHandle<nav2_msgs.FollowPath_Goal, nav2_msgs.FollowPath_Result, nav2_msgs.FollowPath_Feedback>;
type Drive = Partial<homebound_interfaces.Drive_Goal>;
const codes = nav2_msgs.FollowPath_Result;

/** How a drive ended, as Nav2's controllers say it. */
const codeOf: Readonly<Record<string, number>> = {
  blocked: codes.NO_VALID_CONTROL,
  cliff: codes.NO_VALID_CONTROL,
  wheel_drop: codes.NO_VALID_CONTROL,
  stuck: codes.FAILED_TO_MAKE_PROGRESS,
  lost: codes.TF_ERROR,
};

/**
 * Nav2's controller over our own: the action `follow_path` (nav2_msgs/FollowPath); tf, tf_static, odom, map_correction → goals of the action
 * `drive`, with all its reflexes. A newer goal takes the place of the one under way, without a stop in between.
 */
export const followPathNode: NodeDefinition<typeof followPathParameters> = {
  name: 'follow_path',
  parameters: followPathParameters,
  latency_s: 0.002,
  start(node) {
    const { parameters } = node;
    const tf = listenToTf(node);
    const drive = node.actionClient(homebound_interfaces.Drive, 'drive');
    const corrections = new Corrections();
    let speed_mps = 0;
    let active: { readonly handle: Handle; goal: ClientGoal | undefined } | undefined;
    node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => {
      corrections.heard(m, node.now_s());
    });
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, ({ twist }) => {
      speed_mps = hypot(twist.twist.linear.x, twist.twist.linear.y);
    });

    /** One goal of `drive`; what follows on it is done only while `work` is still the one. */
    const send = (work: NonNullable<typeof active>, goal: Drive, arrived: () => void): void => {
      work.goal = drive.send(
        { ...goal, map_epoch: corrections.epoch },
        (outcome) => {
          if (active !== work) return;
          if (!outcome.ok) return fail(work, codes.CONTROLLER_TIMED_OUT, `drive: ${outcome.error.message}`);
          const { status, result } = outcome.value;
          if (status === 'succeeded') return arrived();
          fail(work, codeOf[result.outcome] ?? codes.UNKNOWN, result.reason);
        },
        ({ remaining }) => {
          if (active === work) work.handle.feedback({ distance_to_goal: remaining, speed: speed_mps });
        },
      );
    };
    const fail = (work: NonNullable<typeof active>, error_code: number, error_msg: string): void => {
      if (active === work) active = undefined;
      work.handle.abort({ error_code, error_msg });
    };

    node.actionServer(nav2_msgs.FollowPath, 'follow_path', {
      execute(handle) {
        const work = { handle, goal: undefined as ClientGoal | undefined };
        const { controller_id, path } = handle.goal;
        if (controller_id !== '' && controller_id !== parameters.controller_id)
          return fail(
            work,
            codes.INVALID_CONTROLLER,
            `there is no controller ${controller_id}, only ${parameters.controller_id}`,
          );
        const { map_frame, base_frame } = parameters;
        const robot = robotPlace(tf, map_frame, base_frame, node.now_s(), STALE_S);
        if ('problem' in robot) return fail(work, codes.TF_ERROR, robot.problem);
        const frame = framePlace(tf, map_frame, path.header.frame_id);
        if ('problem' in frame) return fail(work, codes.TF_ERROR, frame.problem);
        const followed = followedPath(path, frame.T_map_frame);
        const problem =
          typeof followed === 'string' ? followed : farFrom(followed, robot.T_map_base, parameters.max_start_distance);
        if (typeof followed === 'string' || problem !== undefined) return fail(work, codes.INVALID_PATH, problem ?? '');
        active?.handle.abort({ error_code: codes.UNKNOWN, error_msg: 'A newer path took over.' });
        active = work;
        const done = (): void => {
          active = undefined;
          handle.succeed({});
        };
        send(work, { mode: 'follow', path: followed.path_map }, () => {
          const at = robotPlace(tf, map_frame, base_frame, node.now_s(), STALE_S);
          const isTurned =
            'T_map_base' in at &&
            Math.abs(angleDiff(at.T_map_base.theta, followed.yaw_rad)) <= parameters.yaw_goal_tolerance;
          if (isTurned) done();
          else send(work, { mode: 'rotate', yaw: followed.yaw_rad }, done);
        });
      },
      cancel(handle) {
        if (active?.handle !== handle) return;
        active.goal?.cancel();
        active = undefined;
        handle.canceled({ error_code: codes.NONE, error_msg: 'Cancelled.' });
      },
    });
    return () => active?.goal?.cancel();
  },
};

/** A pose on tf may be so old, s. */
const STALE_S = 1;

function farFrom({ path_map }: FollowedPath, { x, y }: SE2, most_m: number): string | undefined {
  const away_m = hypot(path_map[0] - x, path_map[1] - y);
  if (away_m <= most_m) return undefined;
  return `the path begins ${away_m.toFixed(2)} m from the robot, at most ${most_m} m are driven to it: plan from where the robot is`;
}
