import { geometry_msgs, homebound_interfaces, nav_msgs, sensor_msgs, std_msgs, tf2_msgs } from './index.ts';

const { Header, String: Text } = std_msgs;

test('a header as it lies on the wire', () => {
  const bytes = Header.encode({ stamp: { sec: 1, nanosec: 2 }, frame_id: 'ab' });
  expect([...bytes]).toEqual([
    ...[0, 1, 0, 0], // plain CDR, little endian
    ...[1, 0, 0, 0], // sec
    ...[2, 0, 0, 0], // nanosec
    ...[3, 0, 0, 0], // length of the text with its zero
    ...[97, 98, 0],
  ]);
});

test('numbers stand at multiples of their size, counted from behind the header', () => {
  // Header (8 + 4 + 1 bytes) ends at 13; covariances and positions start at the next multiple of 8.
  const odometry = nav_msgs.Odometry.create();
  odometry.pose.pose.position.x = 1;
  const bytes = nav_msgs.Odometry.encode(odometry);
  // 13 → 16: length of child_frame_id (4) + its zero (1) = 21 → 24: position.x
  expect(new DataView(bytes.buffer).getFloat64(4 + 24, true)).toBe(1);
});

test('big endian decodes as little endian does', () => {
  const big = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 97, 98, 0);
  expect(Header.decode(big)).toEqual({ stamp: { sec: 1, nanosec: 2 }, frame_id: 'ab' });
  const point = Uint8Array.of(0, 0, 0, 0, 0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0);
  expect(geometry_msgs.Point32.decode(point)).toEqual({ x: 1, y: -2, z: 0 });
  const ranges = new Uint8Array(44 + 12);
  ranges[0] = 0;
  const view = new DataView(ranges.buffer);
  view.setUint32(4 + 8, 1); // frame_id: '' and its zero, padded to 16
  view.setUint32(4 + 16 + 28, 1);
  view.setFloat32(4 + 16 + 28 + 4, 2.5);
  expect(sensor_msgs.LaserScan.decode(Uint8Array.from([...ranges, 0, 0, 0, 0])).ranges).toEqual(Float32Array.of(2.5));
});

test.each(['', 'ascii', 'Küche', '客厅', '🧹'.repeat(40), 'x'.repeat(100), '\uFEFFmark', 'a\0b'])('text %j', (data) => {
  expect(Text.decode(Text.encode({ data }))).toEqual({ data });
});

test('a text without its closing zero, or of length 0, is taken', () => {
  expect(Text.decode(Uint8Array.of(0, 1, 0, 0, 2, 0, 0, 0, 104, 105)).data).toBe('hi');
  expect(Text.decode(Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0)).data).toBe('');
});

test('wrong bytes are refused with type, field and place', () => {
  const decode = (bytes: number[]) => () => Text.decode(Uint8Array.from(bytes));
  expect(decode([0, 1])).toThrow('Cannot decode std_msgs/msg/String: 2 bytes are less than the 4 of the CDR header');
  expect(decode([0, 3, 0, 0, 0])).toThrow('encapsulation 3 at byte 0');
  expect(decode([0, 1, 0, 0, 9, 0, 0, 0, 65])).toThrow('field data at byte 8 needs 9 bytes, the message has 9');
  expect(decode([0, 1, 0, 0, 1, 0, 0, 0, 0, ...new Array(8).fill(1)])).toThrow('8 bytes are left over from byte 9');
  const greedy = tf2_msgs.TFMessage.encode({ transforms: [] });
  greedy.fill(0xff, 4, 8);
  expect(() => tf2_msgs.TFMessage.decode(greedy)).toThrow(
    'tf2_msgs/msg/TFMessage: field transforms at byte 8 claims 4294967295 elements, 0 bytes are left',
  );
});

test('decoded arrays own their memory', () => {
  const bytes = sensor_msgs.JointState.encode(sensor_msgs.JointState.canonical({ position: Float64Array.of(1, 2) }));
  const { position } = sensor_msgs.JointState.decode(bytes);
  bytes.fill(0);
  expect(position).toEqual(Float64Array.of(1, 2));
});

test('a subarray is sent as what it shows', () => {
  const ranges = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
  const { LaserScan } = sensor_msgs;
  expect(LaserScan.decode(LaserScan.encode(LaserScan.canonical({ ranges }))).ranges).toEqual(Float32Array.of(1, 2));
});

test('defaults are those of the definitions', () => {
  expect(geometry_msgs.Quaternion.create()).toEqual({ x: 0, y: 0, z: 0, w: 1 });
  expect(nav_msgs.Odometry.create().pose.covariance).toEqual(new Float64Array(36));
  expect(std_msgs.Empty.create()).toEqual({});
  expect(homebound_interfaces.Drive.goal.create()).toMatchObject({ mode: '', path: new Float64Array(0) });
});

test('constants stand beside their type', () => {
  expect(sensor_msgs.BatteryState.POWER_SUPPLY_STATUS_CHARGING).toBe(1);
});

test('a definition holds every type that it needs once', () => {
  const { definition } = nav_msgs.Odometry;
  expect(definition.startsWith('std_msgs/Header header\nstring child_frame_id\n')).toBe(true);
  const sections = [...definition.matchAll(/^={80}\nMSG: (.*)$/gm)].map((match) => match[1]);
  expect(sections.sort()).toEqual([
    'builtin_interfaces/Time',
    'geometry_msgs/Point',
    'geometry_msgs/Pose',
    'geometry_msgs/PoseWithCovariance',
    'geometry_msgs/Quaternion',
    'geometry_msgs/Twist',
    'geometry_msgs/TwistWithCovariance',
    'geometry_msgs/Vector3',
    'std_msgs/Header',
  ]);
});
