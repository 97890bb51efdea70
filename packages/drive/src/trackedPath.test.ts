import { cos, createRng, sin } from '@homebound/math';
import { defaultDriveOptions as options } from './options.ts';
import { TrackedPath } from './trackedPath.ts';

const legsOf = (xy: number[]) => new TrackedPath(xy, 0.3, options).legs.map(({ from, to }) => [from, to]);

test('a path is cut at sharp corners, and only there', () => {
  // A left corner of 90° between long sides stops; 45° does not, nor a corner to the right, which becomes an arc.
  expect(legsOf([0, 0, 1, 0, 1, 1, 2, 2])).toHaveLength(2);
  expect(legsOf([0, 0, 1, 0, 1, -1, 2, -2])).toHaveLength(1);
  // A mitred corner of 45° + 45° within 1 cm is one corner.
  expect(legsOf([0, 0, 1, 0, 1.007, 0.007, 1.007, 1]).length).toBe(2);
  // A lane of dense points with 2 mm of noise has no corner, whatever its segments do.
  const rng = createRng(5);
  const noisy = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.01 * i : 0.002 * rng.normal()));
  expect(legsOf(noisy)).toHaveLength(1);
  const circle = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 0.2 * cos(0.08 * i) : 0.2 * sin(0.08 * (i - 1))));
  expect(legsOf(circle)).toHaveLength(1);
  expect(legsOf([1, 1, 1, 1, 1, 1])).toHaveLength(0);
});

test('speed leaves room to brake for the end and for bends', () => {
  const path = new TrackedPath([0, 0, 1, 0, 2, 1], 0.3, options);
  const leg = path.legs[0];
  expect(path.legs).toHaveLength(1);
  expect(path.speedAt(leg, 0.5)).toBe(0.3);
  // Cut by 2 cm, the corner of 45° is an arc of 0.02 / (1 / cos(22.5°) - 1) = 0.243 m: 1.6 rad/s are no limit there.
  expect(path.speedAt(leg, 0.98)).toBe(0.3);
  // A polygon of 2 cm sides on a circle of 8 cm turns by 0.05 / 0.08 rad in 5 cm: 1.6 rad/s · 0.08 m = 0.128 m/s at a
  // way-point, and sqrt(0.128² + 2 · 0.6 · 0.01) = 0.168 m/s 1 cm before it.
  const circle = Array.from({ length: 40 }, (_, i) => 0.08 * (i % 2 === 0 ? sin(0.125 * i) : 1 - cos(0.125 * (i - 1))));
  const round = new TrackedPath(circle, 0.3, options);
  expect(Math.abs(round.speedAt(round.legs[0], 0.18) - 0.148)).toBeLessThan(0.021);
  // sqrt(2 · 0.6 · 0.01) = 0.1095 m/s 1 cm before the end.
  expect(path.speedAt(leg, path.length_m - 0.01)).toBeCloseTo(0.1095, 4);
});

test('projection finds what a fine search finds (20 seeded paths)', () => {
  const rng = createRng(11);
  for (let k = 0; k < 20; k++) {
    const xy = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 0.15 * i : 0.1 * rng.normal()));
    const path = new TrackedPath(xy, 0.3, { ...options, sharpCorner_rad: 3.2 });
    const leg = path.legs[0];
    const x = 2 * rng.uniform();
    const y = 0.3 * rng.normal();
    let best = Number.POSITIVE_INFINITY;
    let bestS = 0;
    for (let s = 0.2; s <= 1; s += 0.001) {
      const p = path.pointAt(leg, s);
      const d = (p.x - x) ** 2 + (p.y - y) ** 2;
      if (d < best) {
        best = d;
        bestS = s;
      }
    }
    const at = path.pointAt(leg, path.project(leg, x, y, 0.2, 1));
    expect((at.x - x) ** 2 + (at.y - y) ** 2).toBeLessThanOrEqual(best + 1e-9);
    expect(Number.isFinite(bestS)).toBe(true);
  }
});
