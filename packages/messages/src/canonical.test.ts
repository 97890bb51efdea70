import { geometry_msgs, nav_msgs, sensor_msgs, std_msgs, std_srvs } from './index.ts';

const { LaserScan } = sensor_msgs;

test('float32 fields are rounded as the wire rounds them', () => {
  const { angle_min, ranges } = LaserScan.canonical({ angle_min: 0.1, ranges: [0.1, Infinity] as never });
  expect(angle_min).toBe(Math.fround(0.1));
  expect(ranges).toEqual(Float32Array.of(0.1, Infinity));
});

test('a message is new, its right arrays are the same, and being canonical changes nothing', () => {
  const ranges = new Float32Array(4);
  const message = { ranges };
  const canonical = LaserScan.canonical(message);
  expect(canonical.ranges).toBe(ranges);
  expect(message).toEqual({ ranges });
  expect(LaserScan.canonical(canonical)).toEqual(canonical);
});

test('what is left out takes its default, nested too', () => {
  const pose = geometry_msgs.PoseStamped.canonical({ pose: { position: { x: 1 } } as never });
  expect(pose).toEqual({
    header: { stamp: { sec: 0, nanosec: 0 }, frame_id: '' },
    pose: { position: { x: 1, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
  });
});

test('-0 of an integer becomes 0, as on the wire', () => {
  expect(Object.is(std_msgs.Int32.canonical({ data: -0 }).data, 0)).toBe(true);
  expect(Object.is(std_msgs.Float64.canonical({ data: -0 }).data, -0)).toBe(true);
});

test.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
  [
    'a text for a number',
    () => LaserScan.canonical({ angle_min: '1' as never }),
    TypeError,
    'angle_min: it must be a number, got "1"',
  ],
  ['null for a number', () => LaserScan.canonical({ angle_min: null as never }), TypeError, 'got null'],
  [
    'a fraction for an integer',
    () => std_msgs.Int32.canonical({ data: 1.5 }),
    RangeError,
    'std_msgs/Int32.data: it must be an integer in [-2147483648, 2147483647], got 1.5',
  ],
  ['NaN for an integer', () => std_msgs.UInt8.canonical({ data: NaN }), RangeError, 'got NaN'],
  ['too great an integer', () => std_msgs.UInt8.canonical({ data: 256 }), RangeError, '[0, 255], got 256'],
  ['a number for an int64', () => std_msgs.Int64.canonical({ data: 1 as never }), TypeError, 'a bigint'],
  ['too great an int64', () => std_msgs.Int64.canonical({ data: 2n ** 63n }), RangeError, 'got 9223372036854775808'],
  ['a number for a bool', () => std_msgs.Bool.canonical({ data: 1 as never }), TypeError, 'true or false'],
  [
    'a number for a message',
    () => LaserScan.canonical({ header: 5 as never }),
    TypeError,
    'sensor_msgs/LaserScan.header: it must be a message, got 5',
  ],
  ['a text for an array', () => LaserScan.canonical({ ranges: 'no' as never }), TypeError, 'a Float32Array, got "no"'],
  ['a text in an array', () => LaserScan.canonical({ ranges: [1, 'x'] as never }), TypeError, 'ranges[1]'],
  [
    'an integer that does not fit its array',
    () => nav_msgs.OccupancyGrid.canonical({ data: [0, 200] as never }),
    RangeError,
    'data[1]: 200 does not fit into a Int8Array',
  ],
  [
    'a wrong length of a fixed array',
    () => sensor_msgs.Imu.canonical({ orientation_covariance: new Float64Array(8) }),
    RangeError,
    'it must have 9 elements, got 8',
  ],
  [
    'too long a bounded list',
    () => std_srvs.Trigger_Event.canonical({ request: [{}, {}] }),
    RangeError,
    'std_srvs/Trigger_Event.request: it must have at most 1 elements, got 2',
  ],
  [
    'no list of messages',
    () => nav_msgs.Path.canonical({ poses: {} as never }),
    TypeError,
    'nav_msgs/Path.poses: it must be an array',
  ],
])('%s is refused', (_name, make, ErrorType, text) => {
  expect(make).toThrow(ErrorType);
  expect(make).toThrow(text);
});
