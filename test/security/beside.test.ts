import { qos } from '@homebound/graph';
import { sensor_msgs } from '@homebound/messages';
import { initPhysics } from '@homebound/sim';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

/** Scans that carry how strong their returns were: from how that trembles, speech near the robot can be told (LidarPhone, 2020). */
function withEars(scans: readonly sensor_msgs.LaserScan[]): number {
  return scans.filter(({ intensities }) => intensities.some((strength) => strength !== 0)).length;
}

test('T-BESIDE, T-MIC: no scan on the graph, and so in no recording, carries what speech can be heard in', () => {
  const home = wholeHome({});
  const scans: sensor_msgs.LaserScan[] = [];
  home.graph.outside.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (scan) => scans.push(scan));
  home.graph.runFor(10);
  expect(scans.length).toBeGreaterThan(30);
  expect(scans.some(({ ranges }) => ranges.some((range) => range > 0.5))).toBe(true);
  expect(withEars(scans)).toBe(0);
});

test('T-BESIDE, planted fault: a body that hands in the strength of its returns', () => {
  const intensities = Float32Array.of(0, 31, 30);
  expect(withEars([{ ...sensor_msgs.LaserScan.create(), intensities }])).toBe(1);
});
