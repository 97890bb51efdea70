import { hypot } from '@homebound/math';
import type { LogRecord } from './mapLog.ts';
import { mapLog } from './mapLog.ts';

/** A robot that drives along x at 0.3 m/s; its scans take `scan_s`. */
function drive(scan_s: number): LogRecord[] {
  const beams = 360;
  const at = (stamp_s: number) => ({ x: 0.3 * stamp_s, y: 0, theta: 0 });
  const odometry = Array.from({ length: 101 }, (_, i): LogRecord => {
    const stamp_s = i / 50;
    return { kind: 'odometry', stamp_s, T_odom_base: at(stamp_s) };
  });
  const scan: LogRecord = {
    kind: 'scan',
    stamp_s: 1,
    angleMin_rad: -Math.PI,
    angleIncrement_rad: (2 * Math.PI) / beams,
    timeIncrement_s: scan_s / beams,
    scanTime_s: scan_s,
    rangeMin_m: 0.1,
    rangeMax_m: 10,
    ranges_m: new Float32Array(beams).fill(2),
    T_base_lidar: { x: 0, y: 0, theta: 0 },
  };
  return [...odometry, scan].sort((a, b) => a.stamp_s - b.stamp_s);
}

test.each([0, 0.2])('the pose of a scan of %f s is the one at its own stamp', (scan_s) => {
  const { online, refused } = mapLog(drive(scan_s), { resolution_m: 0.05 })!;
  expect(refused).toBe(0);
  expect(online).toHaveLength(1);
  expect(online[0].stamp_s).toBe(1);
  expect(online[0].T.x).toBeCloseTo(0.3, 3);
});

/** Scans at 10 Hz in a room of 6 x 4 m, driven along x from 1 m before its middle at 0.3 m/s. */
function scansIn(seconds: number, T_odom_base?: { x: number; y: number; theta: number }): LogRecord[] {
  const beams = 240;
  return Array.from({ length: 10 * seconds }, (_, k): LogRecord => {
    const x = -1 + 0.03 * k;
    const ranges_m = Float32Array.from({ length: beams }, (_, i) => {
      const angle = -Math.PI + (2 * Math.PI * i) / beams;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      return Math.min(((c > 0 ? 3 : -3) - x) / c, (s > 0 ? 2.2 : -1.8) / s);
    });
    return {
      kind: 'scan',
      stamp_s: 0.1 * k,
      angleMin_rad: -Math.PI,
      angleIncrement_rad: (2 * Math.PI) / beams,
      timeIncrement_s: 0,
      scanTime_s: 0,
      rangeMin_m: 0.1,
      rangeMax_m: 10,
      ranges_m,
      T_base_lidar: { x: 0, y: 0, theta: 0 },
      ...(T_odom_base && { T_odom_base }),
    };
  });
}

test.each([
  ['that holds none', scansIn(6), undefined],
  ['whose odometry never moves', scansIn(6, { x: 1, y: 2, theta: 0.5 }), undefined],
  ['whose odometry is not to be used', scansIn(6, { x: 0, y: 0, theta: 0 }), false],
])('a log %s is mapped by its scans alone', (_, records, odometry) => {
  const { trajectory, refused } = mapLog(records, { resolution_m: 0.05, odometry })!;
  expect(refused).toBe(0);
  const { T } = trajectory[trajectory.length - 1];
  // 59 steps of 0.03 m
  expect(hypot(T.x - 1.77, T.y)).toBeLessThan(0.02);
});

test('every scan has a pose, also those that could not be used', () => {
  const records = scansIn(4, { x: 0, y: 0, theta: 0 }).map((record, k): LogRecord => {
    if (record.kind !== 'scan') return record;
    const T_odom_base = { x: 0.03 * k, y: 0, theta: 0 };
    // The lidar is covered for a second.
    const ranges_m = k >= 15 && k < 25 ? record.ranges_m.map(() => Number.NaN) : record.ranges_m;
    return { ...record, ranges_m, T_odom_base };
  });
  const { trajectory, online, scans, refused, refusals } = mapLog(records, { resolution_m: 0.05 })!;
  expect({ scans, refused, refusals }).toEqual({ scans: 40, refused: 10, refusals: '10 tooFewReturns' });
  for (const poses of [trajectory, online]) {
    expect(poses.map(({ stamp_s }) => stamp_s)).toEqual(records.map(({ stamp_s }) => stamp_s));
    for (const [k, { T }] of poses.entries()) expect(hypot(T.x - 0.03 * k, T.y)).toBeLessThan(0.02);
  }
});

test('a log whose odometry ends early, or has none at first, still has a pose for every scan', () => {
  const scans = scansIn(3).map((record) => ({ ...record, stamp_s: record.stamp_s + 1 }));
  const odometry = Array.from({ length: 151 }, (_, i): LogRecord => {
    const stamp_s = 1.5 + i / 100;
    return { kind: 'odometry', stamp_s, T_odom_base: { x: 0.3 * (stamp_s - 1.5), y: 0, theta: 0 } };
  });
  const records = [...scans, ...odometry].sort((a, b) => a.stamp_s - b.stamp_s);
  const mapped = mapLog(records, { resolution_m: 0.05 })!;
  // Scans at 1.0 to 1.4 s came before, those at 3.1 to 3.9 s after.
  expect(mapped).toMatchObject({ scans: 30, refused: 14, outsideOdometry: 14 });
  expect(mapped.refusals).toBe('5 beforeOdometry, 9 awaitingOdometry');
  expect(mapped.trajectory).toHaveLength(30);
  expect(mapped.online).toHaveLength(30);
});

test('the size of the cells changes the map, not the trajectory', () => {
  const records = scansIn(4);
  const [coarse, fine] = [0.05, 0.025].map((resolution_m) => mapLog(records, { resolution_m })!);
  expect(fine.trajectory).toEqual(coarse.trajectory);
  expect(fine.map).toMatchObject({ resolution_m: 0.025 });
  expect(coarse.map).toMatchObject({ resolution_m: 0.05 });
  expect(Math.abs(fine.map!.width - 2 * coarse.map!.width)).toBeLessThanOrEqual(2);
});
