import type { ScanPoints } from '@homebound/lidar';
import { identity } from '@homebound/math';
import { farthest_m, ScanReader, storeScan } from './storedScan.ts';

const points: ScanPoints = {
  stamp_s: 7,
  hits: 3,
  misses: 1,
  invalid: 0,
  pts_base: Float64Array.of(1, 2, -3.3, 0.25, 0, 11.9, 20, 0),
  origins_base: Float64Array.of(0.1, 0, 0.15, 0, 0.2, 0, 0.1, 0),
};

test('a scan is read back to half a unit; a beam without return keeps its direction', () => {
  const stored = storeScan(points, identity, farthest_m(points));
  const back = new ScanReader().read(stored);
  expect([back.stamp_s, back.hits, back.misses]).toEqual([7, 3, 1]);
  expect(stored.unit_m).toBeLessThan(4e-4); // 11.9 m / 32767
  for (let i = 0; i < 6; i++)
    expect(Math.abs(back.pts_base[i] - points.pts_base[i])).toBeLessThanOrEqual(0.5 * stored.unit_m + 1e-12);
  // Cut 4 m from the sensor at x = 0.1.
  expect(back.pts_base[6]).toBeCloseTo(4.1, 3);
  expect(back.pts_base[7]).toBeCloseTo(0, 9);
  expect(back.origins_base[2]).toBeCloseTo(0.15, 6);
});

test('far hits and beams without return can be left out', () => {
  const stored = storeScan(points, identity, farthest_m(points));
  const near = new ScanReader().read(stored, 5);
  expect([near.hits, near.misses]).toEqual([2, 0]);
});
