import { LocalGraph, type NodeFault, type Outcome, qos } from '@homebound/graph';
import { geometry_msgs, homebound_interfaces, nav_msgs, std_msgs, tf2_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header, poseToMessage, transformToMessage } from './convert.ts';
import { driveNode } from './driveNode.ts';

type End = Outcome<{ status: string; result: homebound_interfaces.Drive_Result }>;

/** The drive node over a robot that stands still, with all it needs to hear. */
function standing() {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(driveNode(defaultGeometry));
  const { outside } = graph;
  const safety = outside.publisher(homebound_interfaces.Safety, 'safety', qos.sensorOut);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const still = { x: 0, y: 0, theta: 0 };
  let turns = false;
  let rate_radps = 0;
  let isLost = false;
  outside.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) => {
    turns = m.angular.z !== 0;
    rate_radps = m.angular.z;
  });
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  outside.timer(0.02, () => {
    const stamp_s = outside.now_s();
    if (!isLost) tf.publish({ transforms: [transformToMessage(stamp_s, 'map', 'odom', still)] });
    safety.publish({ header: header(stamp_s, 'base_link') });
    odom.publish({
      header: header(stamp_s, 'odom'),
      pose: { pose: poseToMessage(still), covariance: new Float64Array(36) },
    });
  });
  /** What the presence node would say five times a second. */
  let permit: 'ready' | 'driven' | 'refused' | undefined = 'driven';
  const permits = outside.publisher(homebound_interfaces.HandPermit, 'hand_permit', qos.latched);
  const permitted = (state: typeof permit): void => {
    permit = state;
    if (state !== undefined) permits.publish({ state, reason: state === 'refused' ? 'Not here.' : '' });
  };
  outside.timer(0.2, () => permitted(permit));
  const correction = outside.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable);
  const slam = outside.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
  const client = outside.actionClient(homebound_interfaces.Drive, 'drive');
  const lose = (): void => {
    isLost = true;
    slam.publish({ state: 'lost' });
  };
  const send = (goal: Partial<homebound_interfaces.Drive_Goal>) => {
    const ends: End[] = [];
    const sent = client.send(goal, (end) => ends.push(end));
    graph.runFor(0.3);
    return { ends, cancel: () => sent.cancel() };
  };
  return { graph, faults, send, turns: () => turns, rate_radps: () => rate_radps, correction, lose, permitted };
}

test('a newer task takes over; cancelled, the wheels stop', () => {
  const { graph, faults, send, turns } = standing();
  const first = send({ mode: 'rotate', yaw: 2 });
  expect(turns()).toBe(true);
  const second = send({ mode: 'rotate', yaw: -2 });
  expect(first.ends).toMatchObject([{ ok: true, value: { status: 'aborted', result: { outcome: 'cancelled' } } }]);
  second.cancel();
  graph.runFor(0.5);
  expect(second.ends).toMatchObject([{ ok: true, value: { status: 'canceled' } }]);
  expect(turns()).toBe(false);
  expect(faults).toEqual([]);
});

test.each([
  [{ mode: 'back', distance: Number.NaN }, 'distance must be 0 or a length in m, got NaN'],
  [{ mode: 'fly' }, 'mode must be one of follow, rotate, wall, back, dock, undock, look_around, got fly'],
])("a goal that can't be driven, %j, is rejected and leaves the one under way", (goal, message) => {
  const { graph, faults, send, turns } = standing();
  const first = send({ mode: 'rotate', yaw: 2 });
  const bad = send(goal);
  expect(bad.ends).toMatchObject([{ ok: false, error: { code: 'rejected', message } }]);
  expect(first.ends).toEqual([]);
  first.cancel();
  graph.runFor(0.5);
  expect(first.ends).toMatchObject([{ ok: true, value: { status: 'canceled' } }]);
  expect(turns()).toBe(false);
  expect(faults).toEqual([]);
});

test('a goal that was on its way when the map was corrected is moved on arrival, one planned since is not', () => {
  const turnedTo = (map_epoch: number): number => {
    const { graph, faults, send, rate_radps, correction } = standing();
    graph.runFor(0.3);
    // The map turns by +1 rad around the robot; the test's tf goes on to say 0, so the robot turns to the goal's yaw itself.
    correction.publish({ epoch: 7, before: Float64Array.of(0, 0, 0), after: Float64Array.of(0, 0, 1) });
    send({ mode: 'rotate', yaw: -0.5, map_epoch });
    expect(faults).toEqual([]);
    return rate_radps();
  };
  expect(turnedTo(6)).toBeGreaterThan(0); // to -0.5 + 1
  expect(turnedTo(7)).toBeLessThan(0);
});

test('a lost place stops what needs one, at once', () => {
  const { graph, send, turns, lose } = standing();
  const { ends } = send({ mode: 'rotate', yaw: 2 });
  expect(turns()).toBe(true);
  lose();
  graph.runFor(0.12);
  expect(turns()).toBe(false);
  graph.runFor(2.5);
  expect(ends).toMatchObject([{ ok: true, value: { result: { outcome: 'lost' } } }]);
});

test('T-SAFE: driven by hand it stops 0.20 s after the last input; at work it is refused; a task takes over', () => {
  const { graph, faults, send, turns, rate_radps } = standing();
  graph.runFor(0.3);
  const hand = graph.outside.client(homebound_interfaces.ManualDrive, 'manual_drive');
  const answers: unknown[] = [];
  const say = (v: number, w: number) => hand.call({ v, w }, (outcome) => answers.push(outcome.ok && outcome.value));
  for (let i = 0; i < 10; i++) {
    say(0, 0.5);
    graph.runFor(0.1);
  }
  expect(rate_radps()).toBeGreaterThan(0.2);
  // The last input was 0.1 s ago.
  graph.runFor(0.11);
  expect(turns()).toBe(false);
  say(0, Number.NaN);
  const task = send({ mode: 'rotate', yaw: 2 });
  say(0, -0.5);
  graph.runFor(0.1);
  expect(rate_radps()).toBeGreaterThan(0);
  expect(answers.slice(-2)).toEqual([
    { accepted: false, reason: 'The speeds must be finite numbers.' },
    { accepted: false, reason: 'The robot is at work; pause or stop it first.' },
  ]);
  task.cancel();
  say(0, 0.5);
  graph.runFor(0.1);
  say(0, 0);
  graph.runFor(0.02);
  expect(turns()).toBe(false);
  expect(faults).toEqual([]);
});

test('T-ABUSE: by hand it moves only while the room is told, and every input is said on, obeyed or not', () => {
  const { graph, faults, turns, permitted } = standing();
  let said = 0;
  graph.outside.subscribe(std_msgs.Empty, 'hand_input', qos.reliable, () => said++);
  const hand = graph.outside.client(homebound_interfaces.ManualDrive, 'manual_drive');
  const answers: unknown[] = [];
  const hold = (duration_s: number): void => {
    for (let t = 0; t < duration_s - 1e-9; t += 0.1) {
      hand.call({ v: 0, w: 0.5 }, (outcome) => answers.push(outcome.ok && outcome.value));
      graph.runFor(0.1);
    }
  };
  permitted('ready');
  hold(1);
  expect([turns(), answers.at(-1), said]).toEqual([false, { accepted: true, reason: '' }, 10]);
  permitted('driven');
  hold(1);
  expect(turns()).toBe(true);
  // Ended by somebody in the room: at once, however fresh the last input is.
  hold(0.1);
  permitted('refused');
  graph.runFor(0.01);
  expect(turns()).toBe(false);
  hold(0.3);
  expect([turns(), answers.at(-1), said]).toEqual([false, { accepted: false, reason: 'Not here.' }, 24]);
  // Nobody says anything any more: what was said last holds for 0.5 s.
  permitted('driven');
  permitted(undefined);
  hold(0.5);
  expect(turns()).toBe(true);
  hold(0.5);
  expect([turns(), answers.at(-1)]).toEqual([
    false,
    { accepted: false, reason: expect.stringContaining('nobody does') },
  ]);
  expect(faults).toEqual([]);
});
