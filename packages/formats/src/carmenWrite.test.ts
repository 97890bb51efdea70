import { type CarmenRecord, type LoggedScan, readCarmen } from './carmen.ts';
import { writeCarmen } from './carmenWrite.ts';
import { type Relation, readRelations, writeRelations } from './relations.ts';

const deg = Math.PI / 180;
const base = { x: 0, y: 0, theta: 0 };

function scanOf(n: number, extra: Partial<LoggedScan>): LoggedScan {
  return {
    kind: 'scan',
    stamp_s: 10.25,
    angleMin_rad: -90 * deg,
    angleIncrement_rad: 1 * deg,
    timeIncrement_s: 0,
    scanTime_s: 0,
    rangeMin_m: 0,
    rangeMax_m: 8,
    ranges_m: Float32Array.from({ length: n }, (_, i) => 1 + i / 128),
    T_odom_base: { x: 1.5, y: -2.25, theta: 0.5 },
    T_base_lidar: base,
    ...extra,
  };
}

const odometry = (stamp_s: number, x: number, theta: number): CarmenRecord => ({
  kind: 'odometry',
  stamp_s,
  T_odom_base: { x, y: 0, theta },
});

/** The only scan of a written log, read back. */
function readBack(scan: LoggedScan): LoggedScan {
  const [only] = readCarmen(writeCarmen([scan])).records;
  if (only.kind !== 'scan') throw new Error('scan expected');
  return only;
}

test('a turning lidar ahead of the axle comes back: angles, mounting, maximum range, readings to the millimetre', () => {
  const ranges_m = Float32Array.from({ length: 450 }, (_, i) => 0.2 + i * 0.0173);
  ranges_m[3] = Number.POSITIVE_INFINITY;
  ranges_m[4] = Number.NaN;
  ranges_m[5] = Number.NEGATIVE_INFINITY;
  const scan = scanOf(450, {
    angleMin_rad: -Math.PI,
    angleIncrement_rad: (2 * Math.PI) / 450,
    rangeMax_m: 12,
    T_base_lidar: { x: 0.1, y: -0.02, theta: 0.3 },
    ranges_m,
  });
  const back = readBack(scan);
  expect(back.angleMin_rad).toBe(scan.angleMin_rad);
  expect(back.angleIncrement_rad).toBe(scan.angleIncrement_rad);
  expect(back.rangeMax_m).toBe(12);
  expect(back.stamp_s).toBe(10.25);
  expect(back.T_odom_base).toEqual(scan.T_odom_base);
  // Poses are written to the micrometre and microradian.
  expect(back.T_base_lidar.x).toBeCloseTo(0.1, 5);
  expect(back.T_base_lidar.y).toBeCloseTo(-0.02, 5);
  expect(back.T_base_lidar.theta).toBeCloseTo(0.3, 5);
  expect([...back.ranges_m.slice(3, 6)]).toEqual([Number.POSITIVE_INFINITY, Number.NaN, Number.NaN]);
  for (let i = 6; i < 450; i++) expect(Math.abs(back.ranges_m[i] - ranges_m[i])).toBeLessThan(0.00051);
});

test.each([
  [180, 1],
  [181, 1],
  [360, 0.5],
  [361, 0.5],
])('%i beams of %f° from -90° on at base_link are a FLASER line, read with the same angles', (n, step_deg) => {
  const ranges_m = new Float32Array(n).fill(2);
  ranges_m[0] = Number.POSITIVE_INFINITY;
  const scan = scanOf(n, { angleIncrement_rad: step_deg * deg, ranges_m });
  expect(writeCarmen([scan])).toMatch(/^FLASER /m);
  const back = readBack(scan);
  expect(back.angleMin_rad).toBeCloseTo(scan.angleMin_rad, 12);
  expect(back.angleIncrement_rad).toBeCloseTo(scan.angleIncrement_rad, 12);
  expect(back.ranges_m).toEqual(ranges_m);
});

test('360 beams all round are no FLASER line, which would squeeze them into half a turn', () => {
  const scan = scanOf(360, { angleMin_rad: -Math.PI });
  expect(writeCarmen([scan])).toMatch(/^ROBOTLASER1 /m);
  expect(readBack(scan).angleMin_rad).toBe(-Math.PI);
});

test('odometry keeps its order, and its speeds are the way and turn since the record before by the time', () => {
  const text = writeCarmen([odometry(5, 0, 0), odometry(5.5, 0.1, 0), odometry(6, 0.1, 0.25), scanOf(181, {})]);
  // 0.1 m in 0.5 s; 0.25 rad in 0.5 s
  expect(text).toMatch(/^ODOM 0.100000 0.000000 0.000000 0.200000 0.000000 0 5.500000 homebound 0.500000$/m);
  expect(text).toMatch(/^ODOM 0.100000 0.000000 0.250000 0.000000 0.500000 0 6.000000 homebound 1.000000$/m);
  expect(readCarmen(text).records.map((r) => r.stamp_s)).toEqual([5, 5.5, 6, 10.25]);
});

test('what CARMEN cannot say is refused', () => {
  expect(() => writeCarmen([odometry(1, Number.NaN, 0)])).toThrow(
    /pose of the odometry must be finite, got \(NaN, 0, 0\) at 1 s/,
  );
  const ranges_m = new Float32Array(181).fill(Number.POSITIVE_INFINITY);
  expect(() => writeCarmen([scanOf(181, { ranges_m, rangeMax_m: Number.POSITIVE_INFINITY })])).toThrow(
    /the scan at 10.25 s has beams without return, so its rangeMax_m must be finite/,
  );
});

test('a lidar without a stated maximum keeps its largest reading', () => {
  const scan = scanOf(450, { angleMin_rad: -Math.PI, rangeMax_m: Number.POSITIVE_INFINITY });
  expect(readBack(scan).ranges_m[449]).toBeCloseTo(scan.ranges_m[449], 3);
});

test('relations come back to the microsecond and micrometre', () => {
  const relations: Relation[] = [
    { fromStamp_s: 0.123456, toStamp_s: 2.5, T_from_to: { x: 0.5, y: -0.25, theta: 3.1 } },
    { fromStamp_s: 7, toStamp_s: 900.000001, T_from_to: { x: -12.000001, y: 0, theta: -0.000001 } },
  ];
  expect(readRelations(writeRelations(relations))).toEqual(relations);
  expect(() => writeRelations([{ ...relations[0], toStamp_s: Number.NaN }])).toThrow(/must be finite/);
});
