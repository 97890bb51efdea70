import {
  findMessageType,
  findServiceType,
  fromNanoseconds,
  fromStamp,
  sensor_msgs,
  std_srvs,
  toNanoseconds,
  toStamp,
} from './index.ts';

test.each([
  [0, { sec: 0, nanosec: 0 }],
  [1.25, { sec: 1, nanosec: 250_000_000 }],
  [0.9999999999, { sec: 1, nanosec: 0 }], // rounds up into the next second
  [-0.25, { sec: -1, nanosec: 750_000_000 }],
])('%d s', (stamp_s, time) => {
  expect(toStamp(stamp_s)).toEqual(time);
  expect(fromStamp(time)).toBeCloseTo(stamp_s, 9);
});

test('to seconds and back is exact for 97 days, and to 0.24 µs at today’s epoch', () => {
  for (let i = 0; i < 2000; i++) {
    const time = { sec: (i * 4194) % 8388608, nanosec: (i * 123456789) % 1e9 };
    expect(toStamp(fromStamp(time))).toEqual(time);
  }
  const today = { sec: 1_800_000_000, nanosec: 123_456_789 };
  expect(Math.abs(Number(toNanoseconds(toStamp(fromStamp(today))) - toNanoseconds(today)))).toBeLessThan(240);
});

test('nanoseconds are exact', () => {
  for (const time of [
    { sec: 1_800_000_000, nanosec: 123_456_789 },
    { sec: -1, nanosec: 999_999_999 },
    { sec: 0, nanosec: 0 },
  ])
    expect(fromNanoseconds(toNanoseconds(time))).toEqual(time);
});

test('what int32 seconds cannot hold is refused', () => {
  expect(() => toStamp(2 ** 31)).toThrow('Cannot make a ROS time of 2147483648 s');
  expect(() => toStamp(Number.NaN)).toThrow(RangeError);
  expect(() => fromNanoseconds(2n ** 62n)).toThrow(RangeError);
});

test('types are found by their full name, and nothing else is', () => {
  expect(findMessageType('sensor_msgs/msg/LaserScan')).toBe(sensor_msgs.LaserScan);
  expect(findServiceType('std_srvs/srv/Trigger')).toBe(std_srvs.Trigger);
  for (const name of [
    'LaserScan',
    'sensor_msgs/LaserScan',
    'sensor_msgs/msg/No',
    'no/msg/LaserScan',
    '__proto__/msg/x',
    'std_srvs/srv/Trigger',
    '',
  ])
    expect(findMessageType(name)).toBeUndefined();
});
