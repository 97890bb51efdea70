import { cos, createRng, sin } from '@homebound/math';
import { smoothRange } from './smoothRange.ts';

const DEGREE = Math.PI / 180;

/** A wall 0.2 m to the left of the lidar, seen at each degree. */
function wall(noise_m: number, seed = 1): Float32Array {
  const rng = createRng(seed);
  return Float32Array.from({ length: 181 }, (_, i) => 0.2 / Math.max(1e-3, sin(i * DEGREE)) + noise_m * rng.normal());
}

test('a wall without noise stays where it is, seen straight or aslant', () => {
  const ranges = wall(0);
  for (let i = 20; i <= 160; i++) expect(smoothRange(ranges, i)).toBeCloseTo(ranges[i], 3);
});

test('noise shrinks: the nearest of 20 smoothed returns lies less than half as far before the wall', () => {
  let single = 0;
  let smooth = 0;
  for (let seed = 1; seed <= 50; seed++) {
    const ranges = wall(0.002, seed);
    const side = Array.from({ length: 21 }, (_, k) => 80 + k);
    single += 0.2 - Math.min(...side.map((i) => ranges[i] * sin(i * DEGREE)));
    smooth += 0.2 - Math.min(...side.map((i) => smoothRange(ranges, i) * sin(i * DEGREE)));
  }
  expect(single / 50).toBeGreaterThan(0.003);
  expect(smooth / single).toBeLessThan(0.5);
});

test('a leg before a wall is not drawn to it, and lost beams change nothing', () => {
  // Radius 1.5 cm at 0.2 m; 1 m behind it a wall.
  const ranges = Float32Array.from({ length: 41 }, (_, i) => {
    const across = 0.2 * sin((i - 20) * DEGREE);
    return Math.abs(across) < 0.015 ? 0.2 * cos((i - 20) * DEGREE) - Math.sqrt(0.015 * 0.015 - across * across) : 1;
  });
  expect(smoothRange(ranges, 20)).toBeGreaterThan(0.185);
  expect(smoothRange(ranges, 20)).toBeLessThan(0.187);
  expect(smoothRange(ranges, 16)).toBeCloseTo(ranges[16], 6);
  for (const lost of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const gap = ranges.slice();
    gap[19] = lost;
    expect(smoothRange(gap, 20)).toBeCloseTo(gap[20], 6);
  }
  expect(smoothRange(ranges, 0)).toBeCloseTo(ranges[0], 6);
});
