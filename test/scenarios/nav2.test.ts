import { between } from '@homebound/math';
import type { ActionType, nav_msgs } from '@homebound/messages';
import { homebound_interfaces, nav2_msgs } from '@homebound/messages';
import { coverageNode, followPathNode, navigateNode } from '@homebound/nodes';
import { initPhysics } from '@homebound/sim';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

const { ComputeCoveragePath, Drive } = homebound_interfaces;
const { FollowPath, NavigateToPose } = nav2_msgs;

/** The simulated robot on its known map, with the doors that Nav2's tools come by. */
function home() {
  const whole = wholeHome({ knowing: {} });
  const { graph } = whole;
  for (const node of [coverageNode, followPathNode, navigateNode]) graph.add(node as typeof coverageNode);
  graph.runFor(3);
  const act = <G, R, F>(type: ActionType<G, R, F>, name: string, goal: Partial<G>, limit_s: number) => {
    const feedback: F[] = [];
    let end: { status: string; result: R } | undefined;
    graph.outside.actionClient(type, name).send(
      goal,
      (outcome) => {
        if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`);
        end = outcome.value;
      },
      (told) => feedback.push(told),
    );
    for (const end_s = graph.now_s() + limit_s; end === undefined && graph.now_s() < end_s; ) graph.runFor(0.5);
    if (end === undefined) throw new Error(`${name} did not end within ${limit_s} s`);
    return { ...end, feedback };
  };
  return { ...whole, act };
}

test("a way of compute_coverage_path, driven by follow_path piece by piece as Nav2's controllers are: 90 % of the floor, and back", () => {
  const { graph, act, referee, faults } = home();
  const brushes = graph.outside.publisher(homebound_interfaces.CleaningMotors, 'cmd_cleaning');
  graph.outside.timer(1, () => brushes.publish({ fan: 0.6, main_brush: 0.8, side_brush: 0.8 }));
  act(Drive, 'drive', { mode: 'undock' }, 30);
  const { result } = act(
    ComputeCoveragePath,
    'compute_coverage_path',
    { return_to_start: true, split_at_turns: true },
    60,
  );
  expect(result).toMatchObject({ error_code: 0, proof: { invalid_poses: 0 } });
  const ends = result.paths.map((path: nav_msgs.Path) => act(FollowPath, 'follow_path', { path }, 120));
  // What the map does not show may stop a piece or two; the next one begins no farther off than a controller drives to.
  const failed = ends.filter(({ status }) => status !== 'succeeded');
  expect(failed.length / ends.length).toBeLessThan(0.03);
  expect(ends.flatMap(({ feedback }) => feedback).some(({ speed }) => speed > 0.2)).toBe(true);
  expect(referee.score().cleanedCoverage).toBeGreaterThan(0.9);
  expect(referee.score().cliffFalls).toBe(0);
  expect(faults).toEqual([]);
});

test('navigate_to_pose: off the dock, there, and turned to the heading', () => {
  const { act, simulator, world, faults } = home();
  const goal = { x: -1.2, y: 0.6, theta: 1 };
  const pose = {
    header: { stamp: { sec: 0, nanosec: 0 }, frame_id: 'map' },
    pose: {
      position: { x: goal.x, y: goal.y, z: 0 },
      orientation: { x: 0, y: 0, z: Math.sin(goal.theta / 2), w: Math.cos(goal.theta / 2) },
    },
  };
  const { status, result, feedback } = act(NavigateToPose, 'navigate_to_pose', { pose }, 120);
  expect({ status, words: result.error_msg }).toEqual({ status: 'succeeded', words: '' });
  const at = between(world.T_world_start, simulator.truth().T_world_base);
  expect(Math.hypot(at.x - goal.x, at.y - goal.y)).toBeLessThan(0.1);
  expect(Math.cos(at.theta - goal.theta)).toBeGreaterThan(Math.cos(0.2));
  const left = feedback.map(({ distance_remaining }) => distance_remaining);
  expect(left[0]).toBeGreaterThan(1);
  expect(left.at(-1)).toBeLessThan(0.3);
  expect(faults).toEqual([]);
});
