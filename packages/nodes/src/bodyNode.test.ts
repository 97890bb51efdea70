import { LocalGraph, qos } from '@homebound/graph';
import { ScanProjector } from '@homebound/lidar';
import { planar } from '@homebound/math';
import { geometry_msgs, sensor_msgs, tf2_msgs, toStamp } from '@homebound/messages';
import { type DriveCommand, defaultGeometry, type RobotBody, type SensorRecord } from '@homebound/robot';
import { bodyNode } from './bodyNode.ts';
import { header } from './convert.ts';
import { frames } from './frames.ts';
import { scanRecord } from './records.ts';
import { TfTree } from './tfTree.ts';

/** A body that has measured the given records when it is first asked, and writes down what it is told. */
function bodyOf(records: readonly SensorRecord[] = []) {
  const commands: DriveCommand[] = [];
  const left = [...records];
  const body: RobotBody = {
    geometry: { ...defaultGeometry, lidar: { x_m: -0.05, y_m: 0.02, z_m: 0.09, yaw_rad: 1 } },
    commandTimeout_s: 0.5,
    poll: () => left.splice(0),
    drive: (command) => commands.push(command),
    clean: () => {},
    sign: () => {},
  };
  return { body, commands };
}

test('REP-117 there and back: what is too close, invalid and without return stays what it is', () => {
  const ranges = [Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY, 0, 0.05, 2, 9];
  //               too close                 invalid     no return                 ?  < min  hit > max
  const { body } = bodyOf([
    {
      kind: 'scan',
      stamp_s: 1.25,
      angleMin_rad: -1,
      angleIncrement_rad: 0.25,
      timeIncrement_s: 0.01,
      scanTime_s: 0.2,
      rangeMin_m: 0.1,
      rangeMax_m: 8,
      ranges_m: Float32Array.from(ranges),
    },
  ]);
  const graph = new LocalGraph();
  graph.add(bodyNode(body));
  const scans: sensor_msgs.LaserScan[] = [];
  graph.outside.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => scans.push(m));
  graph.runFor(0.1);
  expect(scans).toHaveLength(1);
  const [m] = scans;
  // The stamp is that of the first ray, whenever it is told.
  expect(m.header).toEqual({ stamp: { sec: 1, nanosec: 250_000_000 }, frame_id: 'base_scan' });
  expect(m.angle_max).toBeCloseTo(-1 + 6 * 0.25);
  expect([...m.ranges]).toEqual([...Float32Array.from(ranges)]);
  expect(m.intensities).toHaveLength(0);
  const record = scanRecord(m);
  expect(record.stamp_s).toBe(1.25);
  const points = new ScanProjector().project(record);
  expect(points).toMatchObject({ hits: 1, misses: 2, invalid: 4 });
});

test('frames hang on each other as REP-105 and REP-120 say, at the heights of the geometry', () => {
  const { body } = bodyOf();
  const graph = new LocalGraph();
  graph.add(bodyNode(body));
  const tree = new TfTree();
  graph.outside.subscribe(tf2_msgs.TFMessage, 'tf_static', qos.latched, (m) => tree.add(m, true));
  graph.runFor(0.1);
  const laser = tree.lookup(frames.base, frames.scan);
  if (!laser.ok) throw new Error(laser.reason);
  // The geometry is told from the floor up.
  expect(laser.T.t.z).toBeCloseTo(body.geometry.lidar.z_m, 12);
  const place = planar(laser.T);
  expect([place.x, place.y]).toEqual([-0.05, 0.02]);
  expect(place.theta).toBeCloseTo(1, 12);
  expect(tree.lookup(frames.base, frames.imu)).toMatchObject({ ok: true, T: { t: { x: 0, y: 0, z: 0.03575 } } });
  expect(tree.lookup(frames.base, frames.body)).toMatchObject({ ok: true, T: { t: { x: 0, y: 0, z: 0.03575 } } });
});

test('gyro, wheels and battery say what they know, and what they do not', () => {
  const { body } = bodyOf([
    { kind: 'imu', stamp_s: 1, wx_radps: 0, wy_radps: 0, wz_radps: 0.5, ax_mps2: 0, ay_mps2: 0, az_mps2: 9.81 },
    { kind: 'wheels', stamp_s: 1, left_m: 0, right_m: 0 },
    { kind: 'wheels', stamp_s: 1.02, left_m: 0.001, right_m: -0.002 },
    { kind: 'battery', stamp_s: 1, voltage_V: 14.4, current_A: -1, charge: 0.5, capacity_Ah: 2.6 },
  ]);
  const graph = new LocalGraph();
  graph.add(bodyNode(body), { gyro_noise: 0.01, acceleration_noise: 0.2 });
  const imu: sensor_msgs.Imu[] = [];
  const joints: sensor_msgs.JointState[] = [];
  const battery: sensor_msgs.BatteryState[] = [];
  graph.outside.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (m) => imu.push(m));
  graph.outside.subscribe(sensor_msgs.JointState, 'joint_states', qos.sensorIn, (m) => joints.push(m));
  graph.outside.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.sensorIn, (m) => battery.push(m));
  graph.runFor(0.1);
  expect(imu[0].header.frame_id).toBe('imu_link');
  // REP-145: -1 where there is no orientation; variances on the diagonals.
  expect(imu[0].orientation_covariance[0]).toBe(-1);
  for (const i of [0, 4, 8]) {
    expect(imu[0].angular_velocity_covariance[i]).toBeCloseTo(0.01 * 0.01, 12);
    expect(imu[0].linear_acceleration_covariance[i]).toBeCloseTo(0.2 * 0.2, 12);
  }
  expect(joints[0]).toMatchObject({ name: ['left_wheel_joint', 'right_wheel_joint'], velocity: new Float64Array(0) });
  // 0.001 m / 0.03575 m / 0.02 s
  expect(joints[1].velocity[0]).toBeCloseTo(0.001 / 0.03575 / 0.02, 9);
  expect(joints[1].velocity[1]).toBeCloseTo(-0.002 / 0.03575 / 0.02, 9);
  expect(battery[0]).toMatchObject({ percentage: 0.5, current: -1, power_supply_status: 2, present: true });
  expect(battery[0].temperature).toBeNaN();
});

test('a stamped cmd_vel is obeyed while it is fresh, and told of once when it is not', () => {
  const { body, commands } = bodyOf();
  const warnings: string[] = [];
  const graph = new LocalGraph({ log: (level, _, text) => level === 'warn' && warnings.push(text) });
  graph.add(bodyNode(body), { enable_stamped_cmd_vel: true, cmd_vel_max_age: 0.3 });
  const out = graph.outside.publisher(geometry_msgs.TwistStamped, 'cmd_vel', qos.reliable);
  const say = (stamp: { sec: number; nanosec: number }, x: number): void => {
    out.publish({
      header: { stamp, frame_id: frames.base },
      twist: { linear: { x, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } },
    });
    graph.runFor(0.05);
  };
  graph.runFor(10);
  say(header(graph.now_s() - 0.2, '').stamp, 0.1);
  say(toStamp(graph.now_s() - 0.4), 0.2);
  say(toStamp(graph.now_s() - 5), 0.3);
  say(toStamp(graph.now_s() + 2), 0.4);
  expect(commands.map(({ v_mps }) => v_mps)).toEqual([0.1]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/cmd_vel is 0\.40 s old, more than 0\.3 s: not obeyed/);
  // Many a tool leaves the stamp zero.
  say({ sec: 0, nanosec: 0 }, 0.5);
  expect(commands.map(({ v_mps }) => v_mps)).toEqual([0.1, 0.5]);
});
