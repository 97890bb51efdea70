import { MapWarp } from '@homebound/math';
import { RunPath } from './runPath.ts';

/** 0.02 m a step, as odometry comes. */
function drive(path: RunPath, from_m: number, to_m: number): void {
  for (let x = from_m; x < to_m; x += 0.02) path.add(x, 0);
}

test('a way is kept in steps of 5 cm and more, to the cm', () => {
  const path = new RunPath();
  drive(path, 0, 1);
  const points = path.points() as number[];
  const steps = points.filter((_, i) => i % 2 === 0).map((x, i, xs) => (i === 0 ? 0.05 : x - xs[i - 1]));
  expect(points.length / 2).toBe(17); // each third place: 0.06 m
  for (const step_m of steps) expect(step_m).toBeGreaterThan(0.049);
});

test('where its way was not known the pen is lifted, once, and never first', () => {
  const path = new RunPath();
  path.lift();
  path.add(0, 0);
  path.lift();
  path.lift();
  path.add(0.01, 0);
  expect(path.points()).toEqual([0, 0, null, null, 0.01, 0]);
});

test('it moves with the map, and pens stay lifted', () => {
  const path = new RunPath();
  path.add(1, 2);
  path.lift();
  path.add(3, 2);
  path.moveWith(new MapWarp([0, 0, 0], [1, 0, Math.PI / 2]));
  expect(path.points()).toEqual([-1, 1, null, null, -1, 3]);
});

test('ten kilometres take no more room than 300 m, and keep both ends of every stretch', () => {
  const path = new RunPath();
  drive(path, 0, 5000);
  path.lift();
  drive(path, 6000, 11_000);
  const points = path.points();
  expect(points.length).toBeLessThanOrEqual(12_002);
  expect(points.length).toBeGreaterThan(5000);
  const gap = points.indexOf(null);
  expect(points[0]).toBe(0);
  expect(points[gap - 2]).toBeGreaterThan(4998);
  expect(points[gap + 2]).toBe(6000);
  expect(points.at(-2)).toBeGreaterThan(10_998);
});

test('thousands of scraps are bounded, too', () => {
  const path = new RunPath();
  for (let k = 0; k < 20_000; k++) {
    path.add(k, 0);
    path.lift();
  }
  expect(path.points().length).toBeLessThanOrEqual(12_004);
  expect(path.points().at(-2)).toBe(19_999);
});
