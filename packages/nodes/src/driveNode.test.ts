import { LocalGraph, type NodeFault, type Outcome, qos } from '@homebound/graph';
import { geometry_msgs, homebound_interfaces, nav_msgs, tf2_msgs } from '@homebound/messages';
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
  outside.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) => {
    turns = m.angular.z !== 0;
  });
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  outside.timer(0.02, () => {
    const stamp_s = outside.now_s();
    tf.publish({ transforms: [transformToMessage(stamp_s, 'map', 'odom', still)] });
    safety.publish({ header: header(stamp_s, 'base_link') });
    odom.publish({
      header: header(stamp_s, 'odom'),
      pose: { pose: poseToMessage(still), covariance: new Float64Array(36) },
    });
  });
  const client = outside.actionClient(homebound_interfaces.Drive, 'drive');
  const send = (goal: Partial<homebound_interfaces.Drive_Goal>) => {
    const ends: End[] = [];
    const sent = client.send(goal, (end) => ends.push(end));
    graph.runFor(0.3);
    return { ends, cancel: () => sent.cancel() };
  };
  return { graph, faults, send, turns: () => turns };
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
