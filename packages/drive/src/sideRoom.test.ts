import { createRng } from '@homebound/math';
import { sideRoom, yieldTo } from './sideRoom.ts';

test('finds the room beside a wall to 2 mm through 1 cm of noise (20 seeds)', () => {
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const xy = Float64Array.from({ length: 120 }, (_, i) =>
      i % 2 === 0 ? -0.1 + 0.004 * i : -0.19 + 0.01 * rng.normal(),
    );
    const room = sideRoom({ xy, n: 60 }, 0.17, 1);
    expect(Math.abs(room.right_m - 0.02)).toBeLessThan(0.005);
    expect(room.left_m).toBe(Number.POSITIVE_INFINITY);
  }
});

test('gives way as far as needed, comes back as far as it may, and takes the middle of a narrow gap', () => {
  const open = Number.POSITIVE_INFINITY;
  expect(yieldTo(0, { left_m: open, right_m: 0.02 }, 0.006)).toBe(0);
  expect(yieldTo(0, { left_m: open, right_m: -0.01 }, 0.006)).toBeCloseTo(0.016, 12);
  expect(yieldTo(-0.03, { left_m: open, right_m: 0.016 }, 0.006)).toBeCloseTo(-0.01, 12);
  expect(yieldTo(0, { left_m: 0.01, right_m: -0.01 }, 0.006)).toBeCloseTo(0.01, 12);
});
