import type { NodeDefinition } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { nav2_msgs, toStamp } from '@homebound/messages';
import { type FreeSpace, findPath, freeSpace, isStandable, provePlan, wayPoses } from '@homebound/plan';
import { header, poseToMessage } from '../convert.ts';
import { checkPlace } from '../coverage/floorAt.ts';
import { HeardMap } from '../coverage/heardMap.ts';
import { type PlannedBody, plannedBody, plannedBodyParameters } from '../coverage/plannedBody.ts';
import { Refusal } from '../coverage/refusal.ts';
import { givenPlace, type Place, robotPlace } from '../coverage/whereIs.ts';
import { listenToTf } from '../listenToTf.ts';

export const plannerParameters = {
  ...plannedBodyParameters,
  tolerance: {
    default: 0.3,
    unit: 'm',
    min: 0,
    max: 2,
    description: 'How far from a goal without room the path may end.',
  },
  path_spacing: { default: 0.05, unit: 'm', min: 0.01, max: 1, description: 'Between poses of the path.' },
  planner_id: {
    default: 'GridBased',
    description: 'The one name by which goals may ask for this planner; empty is it, too.',
  },
} as const;

type Result = nav2_msgs.ComputePathToPose_Result;
const codes = nav2_msgs.ComputePathToPose_Result;

/**
 * Nav2's planner over our own: the action `compute_path_to_pose` (nav2_msgs/ComputePathToPose); map, map_updates, tf, tf_static → the result.
 * What is not in the map is not gone round: that is the controller's.
 */
export const plannerNode: NodeDefinition<typeof plannerParameters> = {
  name: 'planner',
  parameters: plannerParameters,
  latency_s: 0.03,
  start(node) {
    const { parameters } = node;
    const body = plannedBody(parameters);
    const tf = listenToTf(node);
    const map = new HeardMap(node, parameters.map_subscribe_transient_local);
    const known = new KnownSpace(body);

    const plan = (goal: nav2_msgs.ComputePathToPose_Goal): Partial<Result> => {
      if (goal.planner_id !== '' && goal.planner_id !== parameters.planner_id)
        throw new Refusal(
          codes.INVALID_PLANNER,
          `there is no planner ${goal.planner_id}, only ${parameters.planner_id}`,
        );
      const heard = map.get();
      if (typeof heard === 'string') throw new Refusal(codes.UNKNOWN, heard);
      const { grid, frame_id } = heard;
      const from = goal.use_start
        ? place('the start', givenPlace(tf, frame_id, goal.start))
        : place(
            'the robot',
            robotPlace(tf, frame_id, parameters.base_frame, node.now_s(), parameters.transform_tolerance),
          );
      const to = place('the goal', givenPlace(tf, frame_id, goal.goal));
      checkPlace(grid, from, 'start', { outside: codes.START_OUTSIDE_MAP, occupied: codes.START_OCCUPIED });
      checkPlace(grid, to, 'goal', { outside: codes.GOAL_OUTSIDE_MAP, occupied: codes.GOAL_OCCUPIED });
      const path = pathBetween(known.from(grid, from), from, to, parameters.tolerance);
      const told = header(node.now_s(), frame_id);
      const poses = [...wayPoses([{ path }], { spacing_m: parameters.path_spacing })]
        .filter(({ isTurned }) => !isTurned)
        .map(({ T_map_base }) => ({ header: told, pose: poseToMessage(T_map_base) }));
      // Arrived, it is to look where it was told to.
      const end = poses[poses.length - 1]?.pose.position ?? { x: from.x, y: from.y, z: 0 };
      const last = { header: told, pose: poseToMessage({ x: end.x, y: end.y, theta: to.theta }) };
      return { path: { header: told, poses: [...poses.slice(0, -1), last] } };
    };

    node.actionServer(nav2_msgs.ComputePathToPose, 'compute_path_to_pose', {
      execute(handle) {
        const begun_s = node.now_s();
        try {
          const result = plan(handle.goal);
          handle.succeed({ ...result, planning_time: toStamp(node.now_s() - begun_s) });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          handle.abort({ error_code: error.code, error_msg: error.message });
        }
      },
    });
    return undefined;
  },
};

/** The floor that a robot reaches, kept while map and floor are the same. */
class KnownSpace {
  readonly #body: PlannedBody;
  #grid: OccupancyGrid | undefined;
  #space: FreeSpace | undefined;

  constructor(body: PlannedBody) {
    this.#body = body;
  }

  from(grid: OccupancyGrid, at: SE2): FreeSpace {
    if (this.#space !== undefined && this.#grid === grid && isStandable(this.#space, at.x, at.y)) return this.#space;
    this.#space = freeSpace(grid, { ...this.#body, from: at });
    this.#grid = grid;
    return this.#space;
  }
}

function place(what: string, found: Place): SE2 {
  if ('T_map_base' in found) return found.T_map_base;
  throw new Refusal(codes.TF_ERROR, `it is not known where ${what} is: ${found.problem}`);
}

/** A way on which the body fits. Throws Refusal where there is none. */
function pathBetween(space: FreeSpace, from: SE2, to: SE2, goalTolerance_m: number): Float64Array {
  const way = findPath(space, from, to, { goalTolerance_m });
  if (!way.ok) {
    const body = `a body that keeps ${space.bodyClearance_m.toFixed(3)} m around it`;
    if (way.reason === 'startBlocked')
      throw new Refusal(codes.START_OCCUPIED, `around the start there is no floor for ${body}`);
    throw new Refusal(
      codes.NO_VALID_PATH,
      `no way for ${body} leads to within ${goalTolerance_m} m of the goal: it is shut off, or too narrow`,
    );
  }
  const { failed, leastClearance_m } = provePlan(space, [way]);
  if (failed.length > 0)
    throw new Refusal(
      codes.NO_VALID_PATH,
      `the way found comes as near as ${leastClearance_m.toFixed(3)} m to something`,
    );
  return way.path;
}
