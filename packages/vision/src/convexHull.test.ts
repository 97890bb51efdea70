import { createRng } from '@homebound/math';
import { convexHull, polygonArea } from './convexHull.ts';

test.each([1, 2, 3])('all points lie left of every side, and every corner is one of them (seed %p)', (seed) => {
  const rng = createRng(seed);
  const points = Float64Array.from({ length: 80 }, () => rng.int(12));
  const hull = convexHull(points);
  for (let i = 0, j = hull.length - 2; i < hull.length; j = i, i += 2)
    for (let k = 0; k < points.length; k += 2) {
      const cross =
        (hull[i] - hull[j]) * (points[k + 1] - hull[j + 1]) - (hull[i + 1] - hull[j + 1]) * (points[k] - hull[j]);
      expect(cross).toBeGreaterThanOrEqual(0);
    }
  const has = new Set(Array.from({ length: 40 }, (_, k) => `${points[2 * k]},${points[2 * k + 1]}`));
  for (let i = 0; i < hull.length; i += 2) expect(has.has(`${hull[i]},${hull[i + 1]}`)).toBe(true);
});

test('a square with points in it and on its sides has four corners, counter-clockwise', () => {
  const hull = convexHull(Float64Array.of(0, 0, 1, 1, 2, 0, 0, 2, 2, 2, 1, 0, 0, 1, 2, 1, 1, 2));
  expect([...hull]).toEqual([0, 0, 2, 0, 2, 2, 0, 2]);
  expect(polygonArea(hull)).toBe(4);
});
