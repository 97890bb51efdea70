import { LocalGraph, qos } from '@homebound/graph';
import { nav_msgs, sensor_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import type { Checkpoint, OdometryCheckpoint } from './checkpoint.ts';
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

describe('killed and started again', () => {
  /** Wheels that roll at 0.3 m/s all along; odometry is away from 2 to 3 s. */
  function drive(checkpoint?: Checkpoint<OdometryCheckpoint>, lost_m = 0): nav_msgs.Odometry[] {
    const graph = new LocalGraph();
    graph.add(odometryNode(defaultGeometry, checkpoint));
    const joints = graph.outside.publisher(sensor_msgs.JointState, 'joint_states', qos.sensorOut);
    const heard: nav_msgs.Odometry[] = [];
    graph.outside.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => heard.push(m));
    graph.outside.timer(0.02, () => {
      const way_m = 0.3 * graph.now_s() - (graph.now_s() > 2 ? lost_m : 0);
      const angle = way_m / defaultGeometry.wheelRadius_m;
      const position = Float64Array.of(angle, angle);
      joints.publish({ header: header(graph.now_s(), ''), name: ['left_wheel_joint', 'right_wheel_joint'], position });
    });
    graph.runFor(2);
    graph.kill('odometry');
    graph.runFor(1);
    graph.add(odometryNode(defaultGeometry, checkpoint));
    graph.runFor(1);
    return heard;
  }

  function memory(): Checkpoint<OdometryCheckpoint> {
    let kept: OdometryCheckpoint | undefined;
    return {
      take: () => kept,
      keep: (value) => {
        kept = value;
      },
    };
  }

  test('its pose goes on by what the wheels counted meanwhile, and so does what it may be off', () => {
    const heard = drive(memory());
    const end = heard.at(-1)!;
    // From the record of 0.02 s to that of 3.98 s: what comes of the last arrives after the end.
    expect(end.pose.pose.position.x).toBeCloseTo(0.3 * (3.98 - 0.02), 6);
    const way = heard.map((m) => m.pose.pose.position.x);
    expect(way).toEqual(way.toSorted((a, b) => a - b));
    const spread = heard.map((m) => m.pose.covariance[0]);
    expect(spread).toEqual(spread.toSorted((a, b) => a - b));
  });

  test('with nothing kept it begins anew', () => {
    expect(drive().at(-1)!.pose.pose.position.x).toBeLessThan(0.31);
  });

  test('wheels that count from elsewhere have not rolled there', () => {
    expect(drive(memory(), 20).at(-1)!.pose.pose.position.x).toBeLessThan(0.31);
  });
});
