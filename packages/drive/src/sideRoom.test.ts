import { createRng } from '@homebound/math';
import { sideRoom, yieldTo } from './sideRoom.ts';

const ahead = new Float64Array([0, 0, 0.3, 0]);

test.each([
  [0.003, 0.003],
  [0.01, 0.018],
])(
  'finds the room beside a wall through %f m of noise within %f m, never too much of it (20 seeds)',
  (sigma, limit) => {
    for (let seed = 0; seed < 20; seed++) {
      const rng = createRng(seed);
      const noisy = (i: number) => (i % 2 === 0 ? -0.1 + 0.004 * i : -0.19 + sigma * rng.normal());
      const room = sideRoom(ahead, 2, { xy: Float64Array.from({ length: 120 }, (_, i) => noisy(i)), n: 60 }, 0.17);
      expect(room.right_m).toBeLessThan(0.022);
      expect(room.right_m).toBeGreaterThan(0.02 - limit);
      expect(room.left_m).toBe(Number.POSITIVE_INFINITY);
    }
  },
);

test('an outer corner counts by its edge', () => {
  // The edge at 0.19, its faces running off at 45°: 0.19, 0.195, 0.2, ...
  const xy: number[] = [];
  for (let i = -20; i <= 20; i++) xy.push(0.15 + 0.005 * i, 0.19 + 0.005 * Math.abs(i));
  const room = sideRoom(ahead, 2, { xy: Float64Array.from(xy), n: 41 }, 0.17);
  // mean of 0, 5, 5, 10, 10, 15, 15 mm beyond the edge: 60 / 7 = 8.6 mm
  expect(room.left_m).toBeCloseTo(0.0286, 3);
});

test('gives way as far as needed, comes back as far as it may, and takes the middle of a narrow gap', () => {
  const open = Number.POSITIVE_INFINITY;
  expect(yieldTo(0, { left_m: open, right_m: 0.02 }, 0.006)).toBe(0);
  expect(yieldTo(0, { left_m: open, right_m: -0.01 }, 0.006)).toBeCloseTo(0.016, 12);
  expect(yieldTo(-0.03, { left_m: open, right_m: 0.016 }, 0.006)).toBeCloseTo(-0.01, 12);
  expect(yieldTo(0, { left_m: 0.01, right_m: -0.01 }, 0.006)).toBeCloseTo(0.01, 12);
});
