import { nav2_msgs } from '@homebound/messages';
import { poseFromMessage, poseToMessage } from '../convert.ts';
import { TestFloor, testRoomMap } from '../coverage/testFloor.ts';
import { plannerNode } from './plannerNode.ts';

const { ComputePathToPose, ComputePathToPose_Result: codes } = nav2_msgs;
const stamp = { sec: 0, nanosec: 0 };
const at = (x: number, y: number, theta = 0, frame_id = 'map') => ({
  header: { stamp, frame_id },
  pose: poseToMessage({ x, y, theta }),
});

function ready(): TestFloor {
  const test = new TestFloor();
  test.graph.add(plannerNode);
  test.publishMap();
  test.graph.runFor(0.1);
  test.publishPose({ x: 0, y: 0, theta: 0 });
  test.graph.runFor(0.1);
  return test;
}

const plan = (test: TestFloor, goal: Partial<nav2_msgs.ComputePathToPose_Goal>) =>
  test.act(ComputePathToPose, 'compute_path_to_pose', goal).run();

test('through the door: from the robot to the goal and its heading, poses 5 cm apart and headed along the way', () => {
  const { status, result } = plan(ready(), { goal: at(3, 2, -1.2) });
  expect({ status, code: result.error_code, frame: result.path.header.frame_id }).toEqual({
    status: 'succeeded',
    code: codes.NONE,
    frame: 'map',
  });
  const poses = result.path.poses.map(({ pose }) => poseFromMessage(pose));
  expect(poses[0]).toMatchObject({ x: 0, y: 0 });
  expect(poses.at(-1)).toMatchObject({ x: expect.closeTo(3), y: expect.closeTo(2), theta: expect.closeTo(-1.2) });
  // The wall at x = 1.4 m has its door at y from 0.15 to 1.05 m.
  const inDoor = poses.filter(({ x }) => Math.abs(x - 1.4) < 0.03);
  expect(inDoor.length).toBeGreaterThan(0);
  for (const { y } of inDoor) expect(Math.abs(y - 0.6)).toBeLessThan(0.45 - 0.17);
  for (let k = 1; k < poses.length - 1; k++) {
    const [dx, dy] = [poses[k].x - poses[k - 1].x, poses[k].y - poses[k - 1].y];
    expect(Math.hypot(dx, dy)).toBeLessThan(0.051);
    expect(Math.cos(Math.atan2(dy, dx) - poses[k].theta)).toBeCloseTo(1, 3);
  }
});

test('a start that is given counts only with use_start', () => {
  const first = (goal: Partial<nav2_msgs.ComputePathToPose_Goal>) =>
    plan(ready(), goal).result.path.poses[0].pose.position.x;
  expect(first({ goal: at(1, 1), start: at(0.5, 0.5) })).toBe(0);
  expect(first({ goal: at(1, 1), start: at(0.5, 0.5), use_start: true })).toBe(0.5);
});

test.each([
  [
    'a goal in a wall',
    { goal: at(1.4, 2) },
    codes.GOAL_OCCUPIED,
    /the goal at 1\.40, 2\.00 lies in a cell that is occupied/,
  ],
  ['a goal off the map', { goal: at(30, 2) }, codes.GOAL_OUTSIDE_MAP, /off what is known/],
  [
    'a start off the map',
    { goal: at(1, 1), start: at(0, 40), use_start: true },
    codes.START_OUTSIDE_MAP,
    /the start at/,
  ],
  ['a start in a wall', { goal: at(1, 1), start: at(1.4, 2), use_start: true }, codes.START_OCCUPIED, /occupied/],
  [
    'a planner of nobody',
    { goal: at(1, 1), planner_id: 'SmacHybrid' },
    codes.INVALID_PLANNER,
    /no planner SmacHybrid, only GridBased/,
  ],
  [
    'a frame of nobody',
    { goal: at(1, 1, 0, 'moon') },
    codes.TF_ERROR,
    /where the goal is: nobody has spoken of the frame moon/,
  ],
])('%s', (_, goal, error_code, words) => {
  const { status, result } = plan(ready(), goal);
  expect({ status, ...result }).toMatchObject({
    status: 'aborted',
    error_code,
    error_msg: expect.stringMatching(words),
  });
});

test('a door that is shut on a newer map: no way', () => {
  const test = ready();
  const shut = testRoomMap();
  for (let iy = 0; iy < shut.height; iy++) for (const ix of [44, 45]) shut.data[iy * shut.width + ix] = 100;
  test.publishMap(shut);
  test.graph.runFor(0.1);
  expect(plan(test, { goal: at(3, 2) }).result).toMatchObject({
    error_code: codes.NO_VALID_PATH,
    error_msg: expect.stringMatching(/shut off, or too narrow/),
  });
  expect(plan(test, { goal: at(1, 1.5) }).result.error_code).toBe(codes.NONE);
});
