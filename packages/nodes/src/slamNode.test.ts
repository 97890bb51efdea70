import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { cos, sin } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, nav_msgs, sensor_msgs, std_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header, poseToMessage } from './convert.ts';
import type { KeptFloor, MapKeeper } from './mapKeeper.ts';
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
      header: header(outside.now_s(), 'base_scan'),
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

test.each([
  [{}, []],
  [{ use_odom_covariance: true }, [/^warn: use_odom_covariance of slam: not followed beside our own odometry/]],
  [{ odom_source: 'tf', use_odom_covariance: true }, [/^warn: odom_source and use_odom_covariance of slam: not foll/]],
])('on a robot of ours, a parameter for those of others is told as not followed: %j', (parameters, wanted) => {
  const logs: string[] = [];
  const graph = new LocalGraph({ log: (level, _, text) => logs.push(`${level}: ${text}`) });
  graph.add(slamNode(defaultGeometry), parameters);
  graph.runFor(0.1);
  expect(logs).toEqual(wanted.map((line) => expect.stringMatching(line)));
});

/** The slam node in a room of 5 x 3 m, in the midst of which the robot turns on the spot when told to. */
function turningRobot(keeper?: MapKeeper) {
  const graph = new LocalGraph({
    onFault: ({ error }) => {
      throw error;
    },
  });
  graph.add(slamNode(defaultGeometry, keeper));
  const { outside } = graph;
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const scan = outside.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
  const period_s = 0.02;
  let speed_radps = 0;
  let theta = 0;
  outside.timer(period_s, () => {
    theta += speed_radps * period_s;
    const pose = poseToMessage({ x: 0, y: 0, theta });
    const m = nav_msgs.Odometry.create();
    m.header = header(outside.now_s(), 'odom');
    m.pose.pose = pose;
    m.twist.twist.angular.z = speed_radps;
    odom.publish(m);
  });
  outside.timer(scanPeriod_s, () => scan.publish(scanIn5x3(outside.now_s(), theta, speed_radps)));
  return {
    graph,
    /** Turns on and on, and stands for half a second in each ten. */
    turn(duration_s: number): void {
      for (let s = 0; s < duration_s; s += 10) {
        speed_radps = 0.4;
        graph.runFor(9.5);
        speed_radps = 0;
        graph.runFor(0.5);
      }
    },
    /** Turns for 8 s, which draws 40 scans, and rests for the rest of a minute and more. */
    turnAndRest(): void {
      speed_radps = 0.4;
      graph.runFor(8);
      speed_radps = 0;
      graph.runFor(60);
    },
  };
}

/** Where saves go: which map, and which of them under way. */
function listing() {
  const saved: [index: number, isUnderway: boolean][] = [];
  const floors: KeptFloor[] = [];
  const save: MapKeeper['save'] = (index, floor, _, isUnderway = false) => {
    saved.push([index, isUnderway]);
    floors[index] = { ...floor, name: `map ${index}` };
  };
  return { saved, keeper: { floors, save, keepHome: () => undefined, keepDismissals: () => undefined } };
}

/** The turn of the lidar that begins now; the lidar sits in the base as in `defaultGeometry`. */
function scanIn5x3(stamp_s: number, theta: number, speed_radps: number) {
  const { lidar } = defaultGeometry;
  const ranges = Float32Array.from({ length: beams }, (_, i) => {
    const heading = theta + (speed_radps * scanPeriod_s * i) / beams;
    const x = cos(heading) * lidar.x_m - sin(heading) * lidar.y_m;
    const y = sin(heading) * lidar.x_m + cos(heading) * lidar.y_m;
    const along = heading + lidar.yaw_rad + (2 * Math.PI * i) / beams;
    const toX = ((cos(along) > 0 ? 3 : -2) - x) / cos(along);
    const toY = ((sin(along) > 0 ? 1.7 : -1.3) - y) / sin(along);
    return Math.min(toX, toY);
  });
  return {
    header: header(stamp_s, 'base_scan'),
    angle_increment: (2 * Math.PI) / beams,
    time_increment: scanPeriod_s / beams,
    scan_time: scanPeriod_s,
    range_min: 0.1,
    range_max: 8,
    ranges,
  };
}

test('a new home saved twice in one run is one map, even where the keeper lists at once what it is given', () => {
  const { saved, keeper } = listing();
  const robot = turningRobot(keeper);
  robot.turnAndRest();
  robot.turnAndRest();
  expect(saved).toEqual([
    [0, true],
    [0, false],
    [0, false],
  ]);
});

test('a map begun by a reset has no name of another, and is saved as one more', () => {
  const { saved, keeper } = listing();
  turningRobot(keeper).turnAndRest();
  const again = turningRobot(keeper);
  const names = new Set<string>();
  again.graph.outside.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
    names.add(m.map_name);
  });
  again.graph.runFor(3);
  expect([...names]).toEqual(['map 0']);
  again.graph.outside.publisher(std_msgs.Empty, 'map_reset', qos.reliable).publish({});
  again.graph.runFor(0.1);
  names.clear();
  again.turnAndRest();
  expect([...names]).toEqual(['']);
  expect(saved.filter(([, isUnderway]) => !isUnderway)).toEqual([
    [0, false],
    [1, false],
  ]);
});

test('a robot that never rests is saved under way: once, as long as there is no more to keep', () => {
  const { saved, keeper } = listing();
  const robot = turningRobot(keeper);
  robot.turn(400);
  // It has seen its one room: turning on brings nothing new.
  expect(saved).toEqual([[0, true]]);
});

test('what is saved under way changes nothing of what SLAM says', () => {
  const said = (keeper?: MapKeeper): string => {
    const robot = turningRobot(keeper);
    const poses: string[] = [];
    robot.graph.outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) =>
      poses.push(JSON.stringify(m)),
    );
    robot.turn(30);
    return poses.join();
  };
  const { saved, keeper } = listing();
  expect(said(keeper)).toBe(said());
  expect(saved).toEqual([[0, true]]);
});
