import { softSpeed } from './care.ts';

const speed = (x: number, y: number, unsure_m = 0.13) =>
  softSpeed({ xy: Float64Array.of(x, y), n: 1 }, 0.17, unsure_m, 0.09, 0.6);

test('what may be dead ahead and in reach is met at the soft speed', () => {
  expect(speed(0.3, 0)).toBeCloseTo(0.09);
  expect(speed(0.2, 0.05)).toBeCloseTo(0.09);
});

test('from farther off the robot brakes down to it', () => {
  // v² = 0.09² + 2 · 0.6 · (0.5 - 0.17 - 0.13)
  expect(speed(0.5, 0)).toBeCloseTo(Math.sqrt(0.0081 + 0.24));
});

test('only the share of the speed that may go into it counts', () => {
  // At 53.1° of a 3-4-5 triangle and 0.18 m; the thing may be asin(0.05 / 0.18) = 16.1° nearer to the way.
  expect(speed(0.108, 0.144, 0.05)).toBeCloseTo(0.09 / Math.cos(((53.13 - 16.13) * Math.PI) / 180), 4);
  // Abeam it is as if nothing were there, if its place is known.
  expect(speed(0, 0.2, 0.001)).toBeGreaterThan(10);
  expect(speed(-0.3, 0.1)).toBe(Number.POSITIVE_INFINITY);
  expect(softSpeed({ xy: new Float64Array(0), n: 0 }, 0.17, 0.13, 0.09, 0.6)).toBe(Number.POSITIVE_INFINITY);
});
