import { RecordingWriter } from '@homebound/graph';
import { ScanProjector } from '@homebound/lidar';
import { cos, sin } from '@homebound/math';
import { geometry_msgs, type MessageType, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { LogRecord } from './mapLog.ts';
import { readBag } from './readBag.ts';

type Transform = geometry_msgs.TransformStamped;
type Scan = Extract<LogRecord, { kind: 'scan'; T_base_lidar: object }>;

/** A transform by way, m, and roll, pitch, yaw, rad, in the order of ROS: about the fixed x, y, z. */
function link(parent: string, child: string, [x, y, z]: number[], [roll, pitch, yaw] = [0, 0, 0]): Transform {
  const [a, b, c] = [cos(roll / 2), cos(pitch / 2), cos(yaw / 2)];
  const [d, e, f] = [sin(roll / 2), sin(pitch / 2), sin(yaw / 2)];
  const rotation = {
    x: d * b * c - a * e * f,
    y: a * e * c + d * b * f,
    z: a * b * f - d * e * c,
    w: a * b * c + d * e * f,
  };
  return geometry_msgs.TransformStamped.canonical({
    header: { stamp: { sec: 0, nanosec: 0 }, frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x, y, z }, rotation },
  });
}

interface Bag {
  readonly base?: string;
  readonly laser?: string;
  readonly tf?: readonly Transform[];
  readonly tfStatic?: readonly Transform[];
  readonly odometry?: boolean;
}

/** A recording in memory: odometry, transforms, and two scans of four beams, 1 to 4 m. */
function bagOf({ base = 'base_link', laser = 'laser', tf = [], tfStatic = [], odometry = true }: Bag): Uint8Array {
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
    put('/tf', tf2_msgs.TFMessage, { transforms: [link('odom', base, [sec, 0, 0]), ...tf] });
    put('/scan', sensor_msgs.LaserScan, {
      header: { stamp, frame_id: laser },
      angle_increment: Math.PI / 2,
      range_min: 0.1,
      range_max: 8,
      ranges: Float32Array.of(1, 2, 3, 4),
    });
  }
  writer.close();
  return Uint8Array.from(bytes);
}

/** The first scan of a recording, and what was warned of. */
async function firstScan(bag: Bag): Promise<{ scan: Scan; warnings: string[] }> {
  const warnings: string[] = [];
  const records = await readBag(bagOf(bag), 'log.mcap', (text) => warnings.push(text));
  expect(records.map(({ kind }) => kind)).toEqual(['odometry', 'scan', 'odometry', 'scan']);
  return { scan: records[1] as Scan, warnings };
}

function expectPlace({ T_base_lidar }: Scan, x: number, y: number, theta: number): void {
  expect(T_base_lidar.x).toBeCloseTo(x, 6);
  expect(T_base_lidar.y).toBeCloseTo(y, 6);
  expect(T_base_lidar.theta).toBeCloseTo(theta, 6);
}

test("the laser's place is the whole chain from the odometry's base, over tf_static and tf", async () => {
  const { scan, warnings } = await firstScan({
    base: 'base_footprint',
    tfStatic: [link('/base_footprint', 'base_link', [0, 0, 0.01]), link('mount', 'laser', [0.05, 0, 0.1])],
    tf: [link('base_link', '/mount', [0.1, 0, 0], [0, 0, Math.PI / 2])],
  });
  // The mount looks left, so the laser sits 5 cm to the left of it.
  expectPlace(scan, 0.1, 0.05, Math.PI / 2);
  expect(warnings).toEqual([]);
});

test('a base that hangs from the frame that the laser hangs from, too', async () => {
  const { scan, warnings } = await firstScan({
    tfStatic: [
      link('base_footprint', 'base_link', [0.02, 0, 0.03], [0, 0, Math.PI]),
      link('base_footprint', 'laser', [0.12, 0, 0.2]),
    ],
  });
  expectPlace(scan, -0.1, 0, -Math.PI);
  expect(warnings).toEqual([]);
});

test('the points of an upside-down laser lie where they do in space', async () => {
  const yaw = 0.3;
  const { scan } = await firstScan({ tfStatic: [link('base_link', 'laser', [0.1, 0, 0.2], [Math.PI, 0, yaw])] });
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
])('a laser tilted by 20° (roll %f, pitch %f) is refused in one line', async (roll, pitch) => {
  const bag = bagOf({ tfStatic: [link('base_link', 'laser', [0, 0, 0], [roll, pitch, 1])] });
  await expect(readBag(bag, 'log.mcap')).rejects.toThrow(
    /^log.mcap: the laser frame laser is tilted by 20° on base_link; a flat map needs a level one$/,
  );
});

test('a laser mounted 2° off level is taken as level', async () => {
  const { scan } = await firstScan({ tfStatic: [link('base_link', 'laser', [0.1, 0, 0], [0.03, 0.02, 1])] });
  expectPlace(scan, 0.1, 0, 1);
});

test.each([
  ['none', []],
  ['only by way of odom', [link('odom', 'laser', [0.3, 0, 0])]],
  ['only to another laser', [link('base_link', 'rear_laser', [-0.3, 0, 0])]],
])('no chain (%s): at the base, and one warning names both frames', async (_, tfStatic) => {
  const { scan, warnings } = await firstScan({ tfStatic });
  expectPlace(scan, 0, 0, 0);
  expect(warnings).toEqual([
    'log.mcap: no transform leads from base_link to laser; the laser is taken to sit at base_link and face ahead',
  ]);
});

test('a recording of scans alone is read, with one warning', async () => {
  const warnings: string[] = [];
  const bag = bagOf({ odometry: false, tfStatic: [link('base_link', 'laser', [0.2, 0, 0])] });
  const records = await readBag(bag, 'log.mcap', (text) => warnings.push(text));
  expect(records.map(({ kind }) => kind)).toEqual(['scan', 'scan']);
  expectPlace(records[0] as Scan, 0.2, 0, 0);
  expect(warnings).toEqual(['log.mcap: holds no nav_msgs/msg/Odometry on /odom; the scans alone must do']);
});
