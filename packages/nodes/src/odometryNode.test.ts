import { LocalGraph, qos } from '@homebound/graph';
import { nav_msgs, sensor_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header } from './convert.ts';
import { odometryNode } from './odometryNode.ts';

test('odometry says how sure it is of its pose, less with every metre, and of its speed', () => {
  const graph = new LocalGraph();
  graph.add(odometryNode(defaultGeometry));
  const joints = graph.outside.publisher(sensor_msgs.JointState, 'joint_states', qos.sensorOut);
  const heard: nav_msgs.Odometry[] = [];
  graph.outside.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => heard.push(m));
  graph.outside.timer(0.02, () => {
    const angle = (0.3 * graph.now_s()) / defaultGeometry.wheelRadius_m;
    joints.publish({
      header: header(graph.now_s(), ''),
      name: ['left_wheel_joint', 'right_wheel_joint'],
      position: Float64Array.of(angle, angle),
    });
  });
  graph.runFor(4);
  const [early, late] = [heard[20], heard.at(-1)].map((m) => m?.pose.covariance ?? new Float64Array(36));
  // x, y and yaw in ROS's row-major 6x6
  for (const i of [0, 7, 35]) {
    expect(early[i]).toBeGreaterThan(0);
    expect(late[i]).toBeGreaterThan(early[i]);
  }
  // No speed is certain; those that wheels do not see are open.
  const twist = heard.at(-1)?.twist.covariance ?? new Float64Array(36);
  for (const i of [0, 7, 35]) expect(twist[i]).toBeGreaterThan(0);
  expect(twist[0]).toBeLessThan(0.1 ** 2);
  for (const i of [14, 21, 28]) expect(twist[i]).toBe(1e6);
});
