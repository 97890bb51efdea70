import { Bag, Recording, RecordingWriter } from '@homebound/graph';
import { ScanProjector } from '@homebound/lidar';
import { cos, sin } from '@homebound/math';
import { geometry_msgs, type MessageType, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { LogRecord } from './mapLog.ts';
import { readBag } from './readBag.ts';

type Transform = geometry_msgs.TransformStamped;
type Scan = Extract<LogRecord, { kind: 'scan'; T_base_lidar: object }>;

/** A transform by way, m, and roll, pitch, yaw, rad, in the order of ROS: about the fixed x, y, z. */
function link(parent: string, child: string, [x, y, z]: number[], [roll, pitch, yaw] = [0, 0, 0], sec = 0): Transform {
  const [a, b, c] = [cos(roll / 2), cos(pitch / 2), cos(yaw / 2)];
  const [d, e, f] = [sin(roll / 2), sin(pitch / 2), sin(yaw / 2)];
  const rotation = {
    x: d * b * c - a * e * f,
    y: a * e * c + d * b * f,
    z: a * b * f - d * e * c,
    w: a * b * c + d * e * f,
  };
  return geometry_msgs.TransformStamped.canonical({
    header: { stamp: { sec, nanosec: 0 }, frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x, y, z }, rotation },
  });
}

interface Contents {
  readonly base?: string;
  readonly laser?: string;
  readonly scan?: string;
  readonly remap?: ReadonlyMap<string, string>;
  readonly tf?: readonly Transform[];
  readonly tfStatic?: readonly Transform[];
  readonly odometry?: boolean;
  /** Whether tf tells how the base moves. */
  readonly moves?: boolean;
}

/** A recording in memory: odometry, transforms, and two scans of four beams, 1 to 4 m. */
function bagOf({
  base = 'base_link',
  laser = 'laser',
  tf = [],
  tfStatic = [],
  odometry = true,
  moves = true,
  scan = '/scan',
  remap,
}: Contents): Bag {
  const bytes: number[] = [];
  const writer = new RecordingWriter({ write: (more) => bytes.push(...more) });
  let time_ns = 0n;
  const put = <T>(topic: string, type: MessageType<T>, message: Partial<T>): void => {
    const channel = writer.addChannel({ topic, type: type.name, definition: type.definition, metadata: new Map() });
    writer.addMessage(channel, ++time_ns, type.encode(type.canonical(message)));
  };
  for (const transform of tfStatic) put('/tf_static', tf2_msgs.TFMessage, { transforms: [transform] });
  for (const sec of [1, 2]) {
    const stamp = { sec, nanosec: 0 };
    if (odometry) put('/odom', nav_msgs.Odometry, { header: { stamp, frame_id: 'odom' }, child_frame_id: base });
    put('/tf', tf2_msgs.TFMessage, {
      transforms: [...(moves ? [link('odom', base, [sec, 0, 0], [0, 0, 0], sec)] : []), ...tf],
    });
    put(scan, sensor_msgs.LaserScan, {
      header: { stamp, frame_id: laser },
      angle_increment: Math.PI / 2,
      range_min: 0.1,
      range_max: 8,
      ranges: Float32Array.of(1, 2, 3, 4),
    });
  }
  writer.close();
  return new Bag([{ name: 'log.mcap', recording: new Recording(Uint8Array.from(bytes)) }], { remap });
}

/** The first scan of a recording, and what was warned of. */
function firstScan(bag: Contents): { scan: Scan; warnings: string[] } {
  const warnings: string[] = [];
  const records = readBag(bagOf(bag), 'log.mcap', (text) => warnings.push(text));
  expect(records.map(({ kind }) => kind)).toEqual(['odometry', 'scan', 'odometry', 'scan']);
  return { scan: records[1] as Scan, warnings };
}

function expectPlace({ T_base_lidar }: Scan, x: number, y: number, theta: number): void {
  expect(T_base_lidar.x).toBeCloseTo(x, 6);
  expect(T_base_lidar.y).toBeCloseTo(y, 6);
  expect(T_base_lidar.theta).toBeCloseTo(theta, 6);
}

test("the laser's place is the whole chain from the odometry's base, over tf_static and tf", () => {
  const { scan, warnings } = firstScan({
    base: 'base_footprint',
    tfStatic: [link('/base_footprint', 'base_link', [0, 0, 0.01]), link('mount', 'laser', [0.05, 0, 0.1])],
    tf: [link('base_link', '/mount', [0.1, 0, 0], [0, 0, Math.PI / 2])],
  });
  // The mount looks left, so the laser sits 5 cm to the left of it.
  expectPlace(scan, 0.1, 0.05, Math.PI / 2);
  expect(warnings).toEqual([]);
});

test('a base that hangs from the frame that the laser hangs from, too', () => {
  const { scan, warnings } = firstScan({
    tfStatic: [
      link('base_footprint', 'base_link', [0.02, 0, 0.03], [0, 0, Math.PI]),
      link('base_footprint', 'laser', [0.12, 0, 0.2]),
    ],
  });
  expectPlace(scan, -0.1, 0, -Math.PI);
  expect(warnings).toEqual([]);
});

test('the points of an upside-down laser lie where they do in space', () => {
  const yaw = 0.3;
  const { scan } = firstScan({ tfStatic: [link('base_link', 'laser', [0.1, 0, 0.2], [Math.PI, 0, yaw])] });
  expectPlace(scan, 0.1, 0, yaw);
  const points = new ScanProjector({ T_base_lidar: scan.T_base_lidar }).project(scan);
  for (let i = 0; i < 4; i++) {
    // Beam i at i · 90° about the laser's z, which points down: clockwise from above.
    const angle = yaw - (i * Math.PI) / 2;
    expect(points?.pts_base[2 * i]).toBeCloseTo(0.1 + (i + 1) * cos(angle), 5);
    expect(points?.pts_base[2 * i + 1]).toBeCloseTo((i + 1) * sin(angle), 5);
  }
});

test.each([
  [0.35, 0],
  [0, 0.35],
  [Math.PI - 0.35, 0],
])('a laser tilted by 20° (roll %f, pitch %f) is refused in one line', (roll, pitch) => {
  const bag = bagOf({ tfStatic: [link('base_link', 'laser', [0, 0, 0], [roll, pitch, 1])] });
  expect(() => readBag(bag, 'log.mcap')).toThrow(
    /^log.mcap: the laser laser is tilted by 20° on base_link; a flat map needs a level one$/,
  );
});

test('a laser mounted 2° off level is taken as level', () => {
  const { scan } = firstScan({ tfStatic: [link('base_link', 'laser', [0.1, 0, 0], [0.03, 0.02, 1])] });
  expectPlace(scan, 0.1, 0, 1);
});

test.each([
  ['none', []],
  ['only by way of odom', [link('odom', 'laser', [0.3, 0, 0])]],
  ['only to another laser', [link('base_link', 'rear_laser', [-0.3, 0, 0])]],
])('no chain (%s): at the base, and one warning names both frames', (_, tfStatic) => {
  const { scan, warnings } = firstScan({ tfStatic });
  expectPlace(scan, 0, 0, 0);
  expect(warnings).toEqual([
    'log.mcap: no transform leads from base_link to laser; the laser is taken to sit at base_link and face ahead',
  ]);
});

test('a recording of scans alone is read, with one warning', () => {
  const warnings: string[] = [];
  const tfStatic = [link('base_link', 'laser', [0.2, 0, 0])];
  const records = readBag(bagOf({ odometry: false, moves: false, tfStatic }), 'log.mcap', (text) =>
    warnings.push(text),
  );
  expect(records.map(({ kind }) => kind)).toEqual(['scan', 'scan']);
  expectPlace(records[0] as Scan, 0.2, 0, 0);
  expect(warnings).toEqual(['log.mcap: holds no nav_msgs/msg/Odometry on /odom; the scans alone must do']);
});

test('odometry that is told on tf alone is taken, with one warning', () => {
  const warnings: string[] = [];
  const tfStatic = [link('base_footprint', 'laser', [0.2, 0, 0])];
  const bag = bagOf({ odometry: false, base: '/base_footprint', tfStatic });
  const records = readBag(bag, 'log.mcap', (text) => warnings.push(text));
  expect(records.map(({ kind, stamp_s, T_odom_base }) => [kind, stamp_s, T_odom_base?.x])).toEqual([
    ['odometry', 1, 1],
    ['scan', 1, undefined],
    ['odometry', 2, 2],
    ['scan', 2, undefined],
  ]);
  expectPlace(records[1] as Scan, 0.2, 0, 0);
  expect(warnings).toEqual([
    'log.mcap: holds no nav_msgs/msg/Odometry on /odom; odom → base_footprint on /tf is taken',
  ]);
});

test('a laser under another name is named, and read when it is remapped', () => {
  const bag = bagOf({ scan: '/front/scan', tfStatic: [link('base_link', 'laser', [0.2, 0, 0])] });
  expect(() => readBag(bag, 'log.mcap')).toThrow(
    'log.mcap: holds no sensor_msgs/msg/LaserScan on /scan; a map needs it; --remap /front/scan:=/scan reads /front/scan',
  );
  const remapped = bagOf({ scan: '/front/scan', remap: new Map([['front/scan', 'scan']]) });
  expect(readBag(remapped, 'log.mcap', () => undefined)).toHaveLength(4);
});
