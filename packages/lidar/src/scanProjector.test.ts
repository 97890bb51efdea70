import { compose, cos, driveArc, identity, inverse, PoseBuffer, type SE2, sin } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { ScanProjector } from './index.ts';

function scanOf(ranges: ArrayLike<number>, more: Partial<ScanRecord> = {}): ScanRecord {
  return {
    kind: 'scan',
    stamp_s: 10,
    angleMin_rad: 0,
    angleIncrement_rad: (2 * Math.PI) / ranges.length,
    timeIncrement_s: 0,
    scanTime_s: 0,
    rangeMin_m: 0.1,
    rangeMax_m: 8,
    ranges_m: Float32Array.from(ranges),
    ...more,
  };
}

test('four beams become four points, seen from where the lidar sits', () => {
  const projector = new ScanProjector({ T_base_lidar: { x: 0.1, y: 0, theta: Math.PI / 2 } });
  const points = projector.project(scanOf([1, 2, 3, 4]))!;
  expect([points.hits, points.misses, points.invalid]).toEqual([4, 0, 0]);
  // beam 0 looks along the lidar's x, which is the base's +y
  const want = [0.1, 1, -1.9, 0, 0.1, -3, 4.1, 0];
  want.forEach((v, i) => {
    expect(points.pts_base[i]).toBeCloseTo(v, 6);
  });
});

test('a lidar that turns clockwise', () => {
  const points = new ScanProjector().project(scanOf([1, 2, 3, 4], { angleIncrement_rad: -Math.PI / 2 }))!;
  [1, 0, 0, -2, -3, 0, 0, 4].forEach((v, i) => {
    expect(points.pts_base[i]).toBeCloseTo(v, 6);
  });
  // Its last beam is the neighbour of its first, too: at 0 only beam 359 stands beside beam 0.
  const pair = new Array(360).fill(Number.POSITIVE_INFINITY).map((r, i) => (i === 0 || i === 359 ? 2 : r));
  const clockwise = scanOf(pair, { angleIncrement_rad: (-2 * Math.PI) / 360 });
  expect(new ScanProjector({ isolation_m: 0.15 }).project(clockwise)!.hits).toBe(2);
});

test('REP-117: infinite is a miss with a direction, NaN, -Inf and too close say nothing', () => {
  const projector = new ScanProjector({ maxRange_m: 6 });
  const inf = Number.POSITIVE_INFINITY;
  const points = projector.project(scanOf([inf, Number.NaN, -inf, 0.05, 7, 8, 5, 1]))!;
  // Inf, 7 (beyond the cap of 6) and 8 come back empty; NaN, -Inf and 0.05 are invalid; 5 and 1 are returns
  expect([points.hits, points.misses, points.invalid]).toEqual([2, 3, 3]);
  expect(points.pts_base[4]).toBeCloseTo(6, 6);
});

test('a lonely return goes, a wall stays', () => {
  const ranges = new Array(360).fill(2);
  ranges[90] = 0.7;
  expect(new ScanProjector().project(scanOf(ranges))!.hits).toBe(360);
  expect(new ScanProjector({ isolation_m: 0.15 }).project(scanOf(ranges))!.hits).toBe(359);
});

/** Range to a square room of half width 3 m around the origin of the world. */
function rangeInRoom(T_world_lidar: SE2, beam_rad: number): number {
  const c = cos(T_world_lidar.theta + beam_rad);
  const s = sin(T_world_lidar.theta + beam_rad);
  const tx = c > 0 ? (3 - T_world_lidar.x) / c : c < 0 ? (-3 - T_world_lidar.x) / c : 1e9;
  const ty = s > 0 ? (3 - T_world_lidar.y) / s : s < 0 ? (-3 - T_world_lidar.y) / s : 1e9;
  return Math.min(tx, ty);
}

test.each([
  [0.3, 1.9],
  [-0.3, -1],
  [0, 3],
])('de-skew removes the smear of driving %f m/s and %f rad/s', (v, w) => {
  const T_base_lidar = { x: 0.08, y: -0.02, theta: 0.4 };
  const n = 360;
  const period_s = 0.2;
  const start: SE2 = { x: 0.5, y: -0.4, theta: 0.7 };
  const buffer = new PoseBuffer(10);
  for (let i = 0; i <= 50; i++) buffer.add(10 + i * 0.02, driveArc(start, v, w, i * 0.02));
  const scan = scanOf(new Array(n).fill(0), { stamp_s: 10.1, timeIncrement_s: period_s / n });
  for (let i = 0; i < n; i++) {
    const T_world_base = driveArc(start, v, w, 0.1 + i * scan.timeIncrement_s);
    scan.ranges_m[i] = rangeInRoom(compose(T_world_base, T_base_lidar), i * scan.angleIncrement_rad);
  }
  const T_world_ref = driveArc(start, v, w, 0.1 + (n - 1) * scan.timeIncrement_s);
  const offWall = (withMotion: boolean): number => {
    const points = new ScanProjector({ T_base_lidar }).project(scan, withMotion ? (t) => buffer.at(t) : undefined)!;
    expect(points.stamp_s).toBeCloseTo(10.1 + (n - 1) * scan.timeIncrement_s, 9);
    let worst = 0;
    for (let i = 0; i < points.hits; i++) {
      const p = compose(T_world_ref, { x: points.pts_base[2 * i], y: points.pts_base[2 * i + 1], theta: 0 });
      worst = Math.max(worst, Math.abs(Math.max(Math.abs(p.x), Math.abs(p.y)) - 3));
    }
    return worst;
  };
  expect(offWall(true)).toBeLessThan(0.002);
  expect(offWall(false)).toBeGreaterThan(0.1);
});

test('the sensor is known to have moved during the turn', () => {
  const buffer = new PoseBuffer(10);
  for (let i = 0; i <= 10; i++) buffer.add(10 + i * 0.05, { x: 0.3 * i * 0.05, y: 0, theta: 0 });
  const scan = scanOf(new Array(101).fill(2), { timeIncrement_s: 0.002 });
  const points = new ScanProjector().project(scan, (t) => buffer.at(t))!;
  // 0.2 s at 0.3 m/s: the first ray left 0.06 m behind the place of the last
  expect(points.origins_base[0]).toBeCloseTo(-0.06, 6);
  expect(points.origins_base[200]).toBeCloseTo(0, 6);
});

test('no odometry for the scan, no points', () => {
  const scan = scanOf(new Array(36).fill(2), { timeIncrement_s: 0.005 });
  expect(new ScanProjector().project(scan, (t) => (t > 10.1 ? undefined : identity))).toBeUndefined();
});

test('what can not be a scan is refused by name', () => {
  const projector = new ScanProjector();
  expect(() => projector.project(scanOf([]))).toThrow('it has no beams');
  expect(() => projector.project(scanOf([1], { angleIncrement_rad: 0 }))).toThrow('angles must be finite and differ');
  expect(() => projector.project(scanOf([1], { stamp_s: Number.NaN }))).toThrow('stamp must be finite, got NaN');
  expect(() => new ScanProjector({ maxRange_m: 0.01 })).toThrow('maxRange_m must be > minRange_m');
});

test('a pose round trip: inverse of the reference takes points back to the lidar', () => {
  const T_base_lidar = { x: 0.2, y: 0.1, theta: -1 };
  const points = new ScanProjector({ T_base_lidar }).project(scanOf([1, 1, 1, 1, 1, 1]))!;
  const T_lidar_base = inverse(T_base_lidar);
  for (let i = 0; i < points.hits; i++) {
    const p = compose(T_lidar_base, { x: points.pts_base[2 * i], y: points.pts_base[2 * i + 1], theta: 0 });
    expect(Math.sqrt(p.x * p.x + p.y * p.y)).toBeCloseTo(1, 6);
  }
});
