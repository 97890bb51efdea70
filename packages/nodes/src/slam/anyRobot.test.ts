import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { angleDiff, compose, cos, driveArc, type SE2, sin } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, nav_msgs, sensor_msgs, std_srvs, tf2_msgs } from '@homebound/messages';
import { header, poseFromMessage, poseToMessage, transformFromMessage, transformToMessage } from '../convert.ts';
import { slamNode } from '../slamNode.ts';

/** A laser on a mast ahead of the axle, turned and hung upside down: rotation pi about its x axis, then yaw. */
const laser: SE2 = { x: 0.12, y: -0.03, theta: 0.7 };
const BEAMS = 360;
/** Odometry begins somewhere, as on a robot that has driven before. */
const T_odom_start: SE2 = { x: 3, y: -1, theta: 2 };

interface Setup {
  readonly odometry?: 'topic' | 'tf';
  readonly isLaserKnown?: boolean;
  /** Where the odometry of a filter that publishes the transform has its beginning, in the wheels'; absent = the wheels' own is on tf. */
  readonly filter?: SE2;
}

const same: SE2 = { x: 0, y: 0, theta: 0 };

/** The way to the walls of a room of 5 x 3 m, m. */
function rangeAt(x: number, y: number, along: number): number {
  const toX = ((cos(along) > 0 ? 3 : -2) - x) / cos(along);
  const toY = ((sin(along) > 0 ? 1.7 : -1.3) - y) / sin(along);
  return Math.min(toX, toY);
}

/** What the upside-down laser sees when the base is at a pose of the room: its beams turn clockwise, seen from above. */
function scanAt(T_room_base: SE2): Float32Array {
  const { x, y, theta } = compose(T_room_base, laser);
  return Float32Array.from({ length: BEAMS }, (_, i) => rangeAt(x, y, theta - (2 * Math.PI * i) / BEAMS));
}

/** q = yaw about z times pi about x. */
function upsideDown({ x, y, theta }: SE2): geometry_msgs.Transform {
  return { translation: { x, y, z: 0.2 }, rotation: { x: cos(theta / 2), y: sin(theta / 2), z: 0, w: 0 } };
}

function robot(
  { odometry = 'topic', isLaserKnown = true, filter = same }: Setup = {},
  parameters: Record<string, unknown> = {},
) {
  const faults: NodeFault[] = [];
  const logs: string[] = [];
  const graph = new LocalGraph({
    onFault: (f) => faults.push(f),
    log: (level, _, text) => logs.push(`${level}: ${text}`),
  });
  graph.add(slamNode(), parameters);
  const { outside } = graph;
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  const tfStatic = outside.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
  const scan = outside.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
  const sayLaser = () =>
    tfStatic.publish({
      transforms: [
        transformToMessage(0, 'base_footprint', 'base_link', { x: 0, y: 0, theta: 0 }),
        { header: header(0, 'base_link'), child_frame_id: 'lidar', transform: upsideDown(laser) },
      ],
    });
  if (isLaserKnown) sayLaser();
  let T_room_base: SE2 = { x: 0, y: 0, theta: 0 };
  let v = 0;
  let w = 0;
  outside.timer(0.02, () => {
    T_room_base = driveArc(T_room_base, v, w, 0.02);
    const stamp_s = outside.now_s();
    const T_odom_base = compose(T_odom_start, T_room_base);
    tf.publish({ transforms: [transformToMessage(stamp_s, 'odom', 'base_footprint', compose(filter, T_odom_base))] });
    if (odometry !== 'topic') return;
    const m = nav_msgs.Odometry.create();
    m.header = header(stamp_s, 'odom');
    m.child_frame_id = 'base_footprint';
    m.pose.pose = poseToMessage(T_odom_base);
    odom.publish(m);
  });
  const sayScan = (stamp_s = outside.now_s()) =>
    scan.publish({
      header: header(stamp_s, 'lidar'),
      angle_increment: (2 * Math.PI) / BEAMS,
      range_min: 0.1,
      range_max: 8,
      ranges: scanAt(T_room_base),
    });
  outside.timer(0.2, () => sayScan());
  const poses: SE2[] = [];
  outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) =>
    poses.push(poseFromMessage(m.pose.pose)),
  );
  const corrections: { stamp_s: number; at_s: number; T: SE2 }[] = [];
  outside.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, ({ transforms: [t] }) => {
    if (t.header.frame_id === 'map') corrections.push({ ...transformFromMessage(t), at_s: outside.now_s() });
  });
  const drive = (seconds: number, speed_mps: number, rate_radps: number): void => {
    v = speed_mps;
    w = rate_radps;
    graph.runFor(seconds);
  };
  return { graph, faults, logs, poses, corrections, drive, sayLaser, sayScan, truth: () => T_room_base };
}

function expectNear(a: SE2, b: SE2): void {
  expect(Math.abs(a.x - b.x)).toBeLessThan(0.03);
  expect(Math.abs(a.y - b.y)).toBeLessThan(0.03);
  expect(Math.abs(angleDiff(a.theta, b.theta))).toBeLessThan(0.03);
}

test.each(['topic', 'tf'] as const)(
  'any robot: its laser, upside down, is found on tf; odometry comes from %s',
  (odometry) => {
    const run = robot({ odometry });
    run.drive(4, 0, 0);
    run.drive(8, 0.1, 0.25);
    run.drive(1, 0, 0);
    expect(run.faults).toEqual([]);
    expect(run.poses.length).toBeGreaterThan(30);
    // The map begins where the robot was when its first odometry was used: it stood there.
    expectNear(run.poses.at(-1)!, run.truth());
    // A laser taken for upright would see the room mirrored, and the robot turn the other way.
    expect(Math.abs(run.truth().theta)).toBeGreaterThan(1);
    const { T, stamp_s, at_s } = run.corrections.at(-1)!;
    expectNear(compose(T, compose(T_odom_start, run.truth())), run.truth());
    // Good until half a second after its scan, which it lags by at most 0.1 s here.
    expect(stamp_s - at_s).toBeGreaterThan(0.4);
    expect(run.logs.filter((text) => text.includes('nobody publishes odom'))).toHaveLength(odometry === 'tf' ? 1 : 0);
  },
);

test('odometry on tf alone is waited with: whoever publishes odom may begin a little later', () => {
  const run = robot({ odometry: 'tf' });
  run.drive(2.9, 0, 0);
  expect(run.poses).toEqual([]);
  run.drive(1, 0, 0);
  expect(run.poses.length).toBeGreaterThan(0);
  // Told to, it does not wait.
  const told = robot({ odometry: 'tf' }, { odom_source: 'tf' });
  told.drive(1, 0, 0);
  expect(told.poses.length).toBeGreaterThan(0);
});

test.each([
  ['wheels and tf are one odometry', 'topic', same, []],
  ['a filter that agrees with them', 'topic', { x: 0.02, y: 0.02, theta: 0 }, []],
  [
    'a filter that is elsewhere',
    'topic',
    { x: 0.3, y: 0, theta: 0 },
    [/^warn: odom and odom → base_footprint on tf are 0\.30 m and 0° apart.* odom_source to tf/],
  ],
  ['a filter that is turned', 'topic', { x: 0, y: 0, theta: 0.2 }, [/^warn: .* 11° apart.* odom_source to tf/]],
  ['the same, told to listen to tf', 'tf', { x: 0.3, y: 0, theta: 0 }, []],
] as const)('two odometries are warned of once: %s', (_, odom_source, filter, wanted) => {
  const run = robot({ filter }, { odom_source });
  run.drive(8, 0.1, 0.25);
  expect(run.faults).toEqual([]);
  expect(run.logs.filter((text) => text.startsWith('warn'))).toEqual(wanted.map((line) => expect.stringMatching(line)));
});

test('no two transforms of map to odom have one stamp: tf2 would drop the second', () => {
  const run = robot();
  run.drive(3, 0.1, 0.3);
  run.graph.outside.client(std_srvs.SetBool, 'slam/pause_new_measurements').call({ data: true }, () => {}, 1);
  run.drive(0.1, 0, 0);
  // Two drivers say one scan; paused, each of them is answered by the place as it is known.
  const stamp_s = run.graph.now_s();
  for (let twice = 0; twice < 2; twice++) run.sayScan(stamp_s);
  run.drive(0.1, 0, 0);
  const stamps = run.corrections.map((correction) => correction.stamp_s);
  expect(stamps.length).toBeGreaterThan(10);
  for (let i = 1; i < stamps.length; i++) expect(stamps[i]).toBeGreaterThan(stamps[i - 1]);
});

test('without a place for its laser there is no map, but a line that says what is missing; it begins when that comes', () => {
  const run = robot({ isLaserKnown: false });
  run.drive(6, 0, 0);
  expect(run.poses).toEqual([]);
  expect(run.logs).toContainEqual(
    expect.stringContaining('no map yet: no transform leads from base_footprint to lidar: publish it on tf_static'),
  );
  run.sayLaser();
  run.drive(2, 0, 0);
  expect(run.poses.length).toBeGreaterThan(5);
});

test('paused, scans change nothing and the place follows odometry; a reset begins anew', () => {
  const run = robot();
  run.drive(3, 0, 0.3);
  const { outside } = run.graph;
  const answers: boolean[] = [];
  const pause = outside.client(std_srvs.SetBool, 'slam/pause_new_measurements');
  pause.call({ data: true }, (a) => answers.push(a.ok && a.value.success), 1);
  run.drive(0.2, 0, 0.3);
  const poses = run.poses.length;
  const { T } = run.corrections.at(-1)!;
  const told = run.corrections.length;
  run.drive(2, 0, 0.3);
  expect(run.poses).toHaveLength(poses);
  expect(run.corrections.length).toBeGreaterThan(told + 5);
  expect(run.corrections.at(-1)!.T).toEqual(T);
  pause.call({ data: false }, (a) => answers.push(a.ok && a.value.success), 1);
  run.drive(1, 0, 0);
  expect(run.poses.length).toBeGreaterThan(poses);
  outside.client(std_srvs.Trigger, 'slam/reset').call({}, (a) => answers.push(a.ok && a.value.success), 1);
  const before = run.truth();
  run.drive(1, 0, 0);
  expect(answers).toEqual([true, true, true]);
  // The new map begins where the robot stands.
  expectNear(run.poses.at(-1)!, { x: 0, y: 0, theta: 0 });
  expect(Math.abs(before.theta)).toBeGreaterThan(0.5);
});

test('the whole map is to be had as a service, as slam_toolbox gives it', () => {
  const run = robot();
  const widths: number[] = [];
  const ask = () =>
    run.graph.outside
      .client(nav_msgs.GetMap, 'slam/dynamic_map')
      .call({}, (a) => a.ok && widths.push(a.value.map.info.width), 1);
  ask();
  run.drive(0.1, 0, 0);
  run.drive(3, 0, 0.3);
  ask();
  run.drive(0.2, 0, 0);
  expect(widths[0]).toBe(0);
  // 5 m of room in cells of 2.5 cm
  expect(widths[1]).toBeGreaterThan(200);
});

test('told roughly where it is, it finds its place there; a pose in another frame is not followed', () => {
  const run = robot();
  run.drive(8, 0, 0.5);
  const { outside } = run.graph;
  const states: string[] = [];
  outside.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, ({ state }) => states.push(state));
  const tell = outside.publisher(geometry_msgs.PoseWithCovarianceStamped, 'initialpose', qos.reliable);
  const roughly: SE2 = compose(run.truth(), { x: 0.4, y: -0.3, theta: 0.3 });
  tell.publish({ header: header(0, 'odom'), pose: { pose: poseToMessage(roughly), covariance: new Float64Array(36) } });
  run.drive(0.3, 0, 0);
  expect(run.logs).toContainEqual(expect.stringContaining('initialpose is not followed'));
  expect(states.at(-1)).toBe('mapping');
  tell.publish({ header: header(0, 'map'), pose: { pose: poseToMessage(roughly), covariance: new Float64Array(36) } });
  run.drive(0.1, 0, 0);
  expect(states.at(-1)).toBe('locating');
  run.drive(8, 0, 0.2);
  run.drive(1, 0, 0);
  expect(states.at(-1)).toBe('located');
  expectNear(run.poses.at(-1)!, run.truth());
});
