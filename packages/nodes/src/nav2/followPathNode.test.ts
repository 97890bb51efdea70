import type { GoalHandle } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, nav2_msgs } from '@homebound/messages';
import { poseToMessage } from '../convert.ts';
import { TestFloor } from '../coverage/testFloor.ts';
import { followPathNode } from './followPathNode.ts';

const { FollowPath, FollowPath_Result: codes } = nav2_msgs;
type Handle = GoalHandle<
  homebound_interfaces.Drive_Goal,
  homebound_interfaces.Drive_Result,
  homebound_interfaces.Drive_Feedback
>;

const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'map' };
const path = (points: readonly (readonly [number, number, number])[], frame_id = 'map'): nav_msgs.Path => ({
  header: { ...header, frame_id },
  poses: points.map(([x, y, theta]) => ({ header, pose: poseToMessage({ x, y, theta }) })),
});
const ahead = path([
  [0, 0, 0],
  [0.5, 0, 0],
  [1, 0, 0],
]);

/** The node, a robot at the origin, and a drive that does as it is told. */
class TestDrive extends TestFloor {
  readonly handles: Handle[] = [];
  cancelled = 0;

  constructor() {
    super({
      name: 'drive',
      parameters: {},
      latency_s: 0.002,
      start: (node) => {
        node.actionServer(homebound_interfaces.Drive, 'drive', {
          execute: (handle) => {
            this.handles.push(handle);
          },
          cancel: (handle) => {
            this.cancelled++;
            handle.canceled({ outcome: 'cancelled' });
          },
        });
        return undefined;
      },
    });
    this.graph.add(followPathNode);
    this.graph.runFor(0.1);
    this.stand(0);
  }

  stand(x: number, theta = 0): void {
    this.publishPose({ x, y: 0, theta });
    this.graph.runFor(0.02);
  }

  follow(goal: Partial<nav2_msgs.FollowPath_Goal> = { path: ahead }) {
    const sent = this.act(FollowPath, 'follow_path', goal, 5);
    this.graph.runFor(0.1);
    return sent;
  }
}

test('a path is one goal of drive; how it gets on and that it arrived are told in Nav2s words', () => {
  const test = new TestDrive();
  const odom = test.graph.outside.publisher(nav_msgs.Odometry, 'odom');
  const sent = test.follow();
  expect(test.handles.map(({ goal }) => [goal.mode, [...goal.path]])).toEqual([['follow', [0, 0, 0.5, 0, 1, 0]]]);
  const odometry = nav_msgs.Odometry.create();
  odometry.twist.twist.linear.x = 0.25;
  odom.publish(odometry);
  test.graph.runFor(0.01);
  test.handles[0].feedback({ progress: 0.4, remaining: 0.6, state: 'tracking' });
  test.graph.runFor(0.01);
  test.stand(1);
  test.handles[0].succeed({ outcome: 'arrived' });
  const { status, result, feedback } = sent.run();
  expect({ status, code: result.error_code }).toEqual({ status: 'succeeded', code: codes.NONE });
  expect(feedback).toEqual([{ distance_to_goal: expect.closeTo(0.6, 5), speed: 0.25 }]);
});

test("at the end it turns to the last pose's heading, when it is off by more than the tolerance", () => {
  const test = new TestDrive();
  const sent = test.follow({
    path: path([
      [0, 0, 0],
      [1, 0, 1.5],
    ]),
  });
  test.stand(1);
  test.handles[0].succeed({ outcome: 'arrived' });
  test.graph.runFor(0.1);
  expect(test.handles[1].goal).toMatchObject({ mode: 'rotate', yaw: expect.closeTo(1.5) });
  test.handles[1].succeed({ outcome: 'arrived' });
  expect(sent.run().status).toBe('succeeded');
});

test('a path in odom is driven where that lies in the map', () => {
  const test = new TestDrive();
  // odom lies at x = 1 in the map.
  test.follow({
    path: path(
      [
        [-1, 0, 0],
        [0.5, 0, 0],
      ],
      'odom',
    ),
  });
  expect([...test.handles[0].goal.path]).toEqual([0, 0, 1.5, 0]);
});

test.each([
  ['blocked', codes.NO_VALID_CONTROL],
  ['cliff', codes.NO_VALID_CONTROL],
  ['stuck', codes.FAILED_TO_MAKE_PROGRESS],
  ['lost', codes.TF_ERROR],
  ['cancelled', codes.UNKNOWN],
])('a drive that ends as %s', (outcome, error_code) => {
  const test = new TestDrive();
  const sent = test.follow();
  test.handles[0].abort({ outcome, reason: 'a chair' });
  expect(sent.run()).toMatchObject({ status: 'aborted', result: { error_code, error_msg: 'a chair' } });
});

test.each([
  ['no poses', { path: path([]) }, codes.INVALID_PATH, /no poses/],
  [
    'one that is no number',
    {
      path: path([
        [0, 0, 0],
        [Number.NaN, 0, 0],
      ]),
    },
    codes.INVALID_PATH,
    /pose 1 of the path is not finite/,
  ],
  [
    'a path elsewhere',
    {
      path: path([
        [3, 0, 0],
        [4, 0, 0],
      ]),
    },
    codes.INVALID_PATH,
    /begins 3\.00 m from the robot/,
  ],
  [
    'a path backwards',
    {
      path: path([
        [0, 0, 3.1],
        [-0.5, 0, 3.1],
        [-1, 0, 0],
        [-0.5, 0, 3.14],
        [0, 0, 3.14],
      ]),
    },
    codes.INVALID_PATH,
    /leads 1\.50 m backwards/,
  ],
  ['a frame of nobody', { path: path([[0, 0, 0]], 'moon') }, codes.TF_ERROR, /moon/],
  [
    'a controller of nobody',
    { path: ahead, controller_id: 'MPPI' },
    codes.INVALID_CONTROLLER,
    /no controller MPPI, only FollowPath/,
  ],
])('refused: %s', (_, goal, error_code, words) => {
  const test = new TestDrive();
  const { status, result } = test.follow(goal).run();
  expect({ status, ...result }).toMatchObject({
    status: 'aborted',
    error_code,
    error_msg: expect.stringMatching(words),
  });
  expect(test.handles).toEqual([]);
});

test('headings that a planner left at zero are no way backwards', () => {
  const test = new TestDrive();
  test.follow({
    path: path([
      [0, 0, 0],
      [-1, 0, 0],
    ]),
  });
  expect(test.handles).toHaveLength(1);
});

test('cancelled, the drive is; a newer path takes over without a stop', () => {
  const test = new TestDrive();
  const first = test.follow();
  const second = test.follow();
  expect(first.run()).toMatchObject({
    status: 'aborted',
    result: { error_code: codes.UNKNOWN, error_msg: 'A newer path took over.' },
  });
  expect(test.cancelled).toBe(0);
  second.cancel();
  expect(second.run().status).toBe('canceled');
  expect(test.cancelled).toBe(1);
  expect(test.faults).toEqual([]);
});

test('without tf it is said what is missing', () => {
  const test = new TestFloor();
  test.graph.add(followPathNode);
  const { result } = test.act(FollowPath, 'follow_path', { path: ahead }).run();
  expect(result).toMatchObject({ error_code: codes.TF_ERROR, error_msg: expect.stringMatching(/frame map on tf/) });
});
