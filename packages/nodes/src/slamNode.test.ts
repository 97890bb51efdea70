import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { geometry_msgs, nav_msgs, sensor_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header } from './convert.ts';
import { slamNode } from './slamNode.ts';

const beams = 360;
const scanPeriod_s = 0.2;

test('an impossible scan is one fault, whatever odometry follows, and the scans after it are used', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(slamNode(defaultGeometry));
  const { outside } = graph;
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const scan = outside.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
  const poses: geometry_msgs.PoseWithCovarianceStamped[] = [];
  outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) => poses.push(m));
  outside.timer(0.02, () => odom.publish({ header: header(outside.now_s(), 'odom') }));
  const turn = (angle_increment: number): void =>
    scan.publish({
      header: header(outside.now_s(), 'lidar_link'),
      angle_increment,
      time_increment: scanPeriod_s / beams,
      scan_time: scanPeriod_s,
      range_min: 0.1,
      range_max: 8,
      ranges: new Float32Array(beams).fill(2),
    });
  graph.runFor(0.1);
  turn(0);
  graph.runFor(1);
  expect(faults).toHaveLength(1);
  expect(poses).toEqual([]);
  turn((2 * Math.PI) / beams);
  graph.runFor(1);
  expect(faults).toHaveLength(1);
  expect(poses).toHaveLength(1);
});
