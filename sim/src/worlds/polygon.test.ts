import { createRng } from '@homebound/math';
import { convexHull, counterClockwise, isConvex, signedArea, triangulate } from './polygon.ts';

test('a square has its area, with the sign of its sense', () => {
  const square = [0, 0, 2, 0, 2, 2, 0, 2];
  expect(signedArea(square)).toBe(4);
  const turned = [0, 0, 0, 2, 2, 2, 2, 0];
  expect(signedArea(turned)).toBe(-4);
  expect(signedArea(counterClockwise(turned))).toBe(4);
});

test('the hull is convex, holds every point and has corners that are points: 50 seeded clouds', () => {
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const points = Array.from({ length: 40 }, () => rng.int(9));
    const hull = convexHull(points);
    expect(signedArea(hull)).toBeGreaterThan(0);
    expect(isConvex(hull)).toBe(true);
    for (let p = 0; p < points.length; p += 2)
      for (let i = 0, j = hull.length - 2; i < hull.length; j = i, i += 2) {
        const side =
          (hull[i] - hull[j]) * (points[p + 1] - hull[j + 1]) - (hull[i + 1] - hull[j + 1]) * (points[p] - hull[j]);
        expect(side).toBeGreaterThanOrEqual(-1e-9);
      }
  }
});

test('triangles of a star fill its area, each counter-clockwise: 50 seeded stars', () => {
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const star = Array.from({ length: 12 }, (_, i) => {
      const radius = 0.3 + rng.uniform();
      return [radius * Math.cos((Math.PI * i) / 6), radius * Math.sin((Math.PI * i) / 6)];
    }).flat();
    const triangles = triangulate(star);
    if (triangles === undefined) throw new Error(`seed ${seed}: no triangles`);
    const areas = triangles.map(signedArea);
    expect(Math.min(...areas)).toBeGreaterThan(0);
    expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(signedArea(star), 9);
  }
});

test('straight corners do no harm; a bow tie has no triangles that fill it', () => {
  expect(triangulate([0, 0, 1, 0, 2, 0, 2, 1, 2, 2, 0, 2])?.reduce((sum, t) => sum + signedArea(t), 0)).toBeCloseTo(
    4,
    12,
  );
  const bowTie = [0, 0, 2, 2, 2, 0, 0, 1];
  const filled = triangulate(bowTie)?.reduce((sum, t) => sum + signedArea(t), 0);
  expect(filled === undefined || filled === signedArea(bowTie)).toBe(true);
});
