import type { Time } from './generated/builtin_interfaces.ts';

/** A ROS time from seconds, to the nearest nanosecond. Throws RangeError when int32 seconds cannot hold it. */
export function toStamp(stamp_s: number): Time {
  let sec = Math.floor(stamp_s);
  let nanosec = Math.round((stamp_s - sec) * 1e9);
  if (nanosec === 1e9) {
    sec += 1;
    nanosec = 0;
  }
  if (!(sec >= -2147483648 && sec <= 2147483647))
    throw new RangeError(`Cannot make a ROS time of ${stamp_s} s: it must fit into int32 seconds`);
  return { sec, nanosec };
}

/** Seconds of a ROS time: exact to 1 ns below 2^23 s (97 days), to 0.24 µs at today's epoch. */
export function fromStamp(time: Time): number {
  return time.sec + time.nanosec / 1e9;
}

/** Nanoseconds of a ROS time, exactly. */
export function toNanoseconds(time: Time): bigint {
  return BigInt(time.sec) * 1_000_000_000n + BigInt(time.nanosec);
}

/** The ROS time of a count of nanoseconds, exactly. Throws RangeError when int32 seconds cannot hold it. */
export function fromNanoseconds(time_ns: bigint): Time {
  const nanosec = ((time_ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const sec = Number((time_ns - nanosec) / 1_000_000_000n);
  if (sec < -2147483648 || sec > 2147483647)
    throw new RangeError(`Cannot make a ROS time of ${time_ns} ns: it must fit into int32 seconds`);
  return { sec, nanosec: Number(nanosec) };
}
