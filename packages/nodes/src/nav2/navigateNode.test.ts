import { type Outcome, qos } from '@homebound/graph';
import { geometry_msgs, homebound_interfaces, nav2_msgs, rcl_interfaces, tf2_msgs } from '@homebound/messages';
import { poseToMessage, transformToMessage } from '../convert.ts';
import { testMission, testRoomMap } from '../testMission.ts';
import { leftAlong } from './leftAlong.ts';
import { navigateNode } from './navigateNode.ts';

type End = Outcome<{ status: string; result: nav2_msgs.NavigateToPose_Result }>;

const at = (x: number, y: number, theta = 0, frame_id = 'map') => ({
  header: { stamp: { sec: 0, nanosec: 0 }, frame_id },
  pose: poseToMessage({ x, y, theta }),
});

/** The mission with a drive that ends at once where it leads, and what tf says of the robot. */
function rig(options: Parameters<typeof testMission>[0] = { map: testRoomMap() }) {
  const mission = testMission(options);
  const { graph } = mission;
  const tf = graph.outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  graph.outside.timer(0.1, () =>
    tf.publish({ transforms: [transformToMessage(graph.now_s(), 'odom', 'base_footprint', mission.at())] }),
  );
  graph.add(navigateNode);
  graph.runFor(2);
  const client = graph.outside.actionClient(nav2_msgs.NavigateToPose, 'navigate_to_pose');
  const send = (goal: Partial<nav2_msgs.NavigateToPose_Goal>) => {
    const seen = { ends: [] as End[], feedback: [] as nav2_msgs.NavigateToPose_Feedback[] };
    const sent = client.send(
      goal,
      (outcome) => seen.ends.push(outcome),
      (told) => seen.feedback.push(told),
    );
    return { seen, cancel: () => sent.cancel() };
  };
  return { ...mission, send };
}

const codeAndWords = (end: End | undefined): string =>
  end?.ok
    ? `${end.value.status} ${end.value.result.error_code} ${end.value.result.error_msg}`
    : `${end?.error.message}`;

test('leftAlong: along the way, not as the crow flies; of a way that leads elsewhere nothing is believed', () => {
  const way = [0, 0, 2, 0, 2, 2];
  expect(leftAlong(way, { x: 1, y: 0 }, { x: 2, y: 2 })).toBe(3);
  expect(leftAlong(way, { x: 2, y: 1.5 }, { x: 2, y: 2 })).toBe(0.5);
  expect(leftAlong(way, { x: 0, y: 0 }, { x: 0, y: 9 })).toBe(9);
  expect(leftAlong([], { x: 0, y: 0 }, { x: 3, y: 4 })).toBe(5);
});

test('the mission undocks and drives there, the robot turns to the heading that was asked for, and how far it is is told', () => {
  const robot = rig();
  const { seen } = robot.send({ pose: at(1, 1, 2) });
  robot.graph.runFor(20);
  expect(robot.orders.map(({ mode }) => mode)).toEqual(['undock', 'follow', 'rotate']);
  expect(robot.orders[2].yaw).toBeCloseTo(2);
  expect(seen.ends.map(codeAndWords)).toEqual(['succeeded 0 ']);
  const [first] = seen.feedback;
  expect(first.current_pose.header.frame_id).toBe('map');
  expect(first.distance_remaining).toBeGreaterThanOrEqual(Math.SQRT2 - 0.01);
  expect(robot.at()).toMatchObject({ x: expect.closeTo(1, 1), y: expect.closeTo(1, 1) });
});

test('goal_pose, as RViz sends it, is a goal; why one was not reached is in the log', () => {
  const robot = rig();
  const goalPose = robot.graph.outside.publisher(geometry_msgs.PoseStamped, 'goal_pose', qos.reliable);
  const said: string[] = [];
  robot.graph.outside.subscribe(rcl_interfaces.Log, 'rosout', qos.reliable, ({ name, msg }) => {
    if (name === 'navigate') said.push(msg);
  });
  goalPose.publish(at(1, 1));
  robot.graph.runFor(20);
  expect(robot.at()).toMatchObject({ x: expect.closeTo(1, 1), y: expect.closeTo(1, 1) });
  expect(said).toEqual([]);
  goalPose.publish(at(9, 0));
  robot.graph.runFor(3);
  expect(said).toEqual([expect.stringMatching(/^goal_pose: The robot finds no way to that point/)]);
});

test('a job under way waits, and goes on with resume afterwards', () => {
  const robot = rig();
  robot.command('start');
  robot.runUntil(60, 'cleaning');
  const { seen } = robot.send({ pose: at(1, 1) });
  robot.graph.runFor(10);
  expect(seen.ends.map(codeAndWords)).toEqual(['succeeded 0 ']);
  expect(robot.state().state).toBe('paused');
  expect(robot.command('resume').accepted).toBe(true);
});

test.each([
  ['no way leads there', { pose: at(9, 0) }, /aborted 9000 The robot finds no way to that point/],
  ['a point that is none', { pose: at(Number.NaN, 0) }, /aborted 9002 .*not finite/],
  ['a frame of nobody', { pose: at(1, 1, 0, 'moon') }, /aborted 9002 .*nobody has spoken of the frame moon/],
  ['a behaviour tree', { pose: at(1, 1), behavior_tree: 'mine.xml' }, /aborted 9001 behaviour trees are not run here/],
])('refused in words: %s', (_, goal, words) => {
  const robot = rig();
  const { seen } = robot.send(goal);
  robot.graph.runFor(3);
  expect(seen.ends.map(codeAndWords)).toEqual([expect.stringMatching(words)]);
  expect(robot.orders).toEqual([]);
});

test('stopped by a person on its way it has not arrived', () => {
  const robot = rig({ map: testRoomMap(), drives: false });
  const { seen } = robot.send({ pose: at(3, 2) });
  robot.graph.runFor(3);
  expect(seen.ends).toEqual([]);
  robot.command('stop');
  robot.graph.runFor(1);
  expect(seen.ends.map(codeAndWords)).toEqual([
    expect.stringMatching(/aborted 9000 Stopped by you\. \(stopped, 3\.6\d m from the goal\)/),
  ]);
});

test('cancelled the robot stands; a newer goal takes the place of an older one', () => {
  const robot = rig({ map: testRoomMap(), drives: false });
  const first = robot.send({ pose: at(3, 2) });
  robot.graph.runFor(2);
  const second = robot.send({ pose: at(1, 1) });
  robot.graph.runFor(2);
  expect(first.seen.ends.map(codeAndWords)).toEqual(['aborted 9000 A newer goal took over.']);
  second.cancel();
  robot.graph.runFor(2);
  expect(second.seen.ends.map(codeAndWords)).toEqual(['canceled 0 Cancelled.']);
  expect(robot.state().state).toBe('stopped');
  expect(robot.faults).toEqual([]);
});

test('with the privacy button pressed nobody is sent anywhere', () => {
  const robot = rig();
  const privacy = robot.graph.outside.publisher(homebound_interfaces.Privacy, 'privacy', qos.latched);
  privacy.publish({ is_off: true, at_robot: true });
  robot.graph.runFor(0.5);
  const { seen } = robot.send({ pose: at(1, 1) });
  robot.graph.runFor(3);
  expect(seen.ends.map(codeAndWords)).toEqual([expect.stringMatching(/aborted 9000 /)]);
  expect(robot.orders).toEqual([]);
});
