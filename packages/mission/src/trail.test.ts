import { hypot, MapWarp, type SE2 } from '@homebound/math';
import { Trail } from './trail.ts';

function walk(trail: Trail, ...corners: readonly [number, number][]): void {
  for (let i = 1; i < corners.length; i++)
    for (let k = 0; k <= 100; k++) {
      const [x0, y0] = corners[i - 1];
      const [x1, y1] = corners[i];
      trail.add({ x: x0 + ((x1 - x0) * k) / 100, y: y0 + ((y1 - y0) * k) / 100, theta: 0 });
    }
}

test('the way back leads to the start without the loop', () => {
  const trail = new Trail();
  // 3 m out, a square loop of 1 m, then on: the loop is forgotten.
  walk(trail, [0.05, 0.05], [3.05, 0.05], [3.05, 1.05], [2.05, 1.05], [2.05, 0.05], [2.05, -0.95]);
  const way = [...trail.back(0.1)];
  expect(way[0].y).toBeCloseTo(-0.95, 1);
  expect(way.at(-1)).toMatchObject({ x: 0.05, y: 0.05 });
  expect(way.every(({ y }) => y < 0.2)).toBe(true);
  // 2 m along x and 1 m along y, a pose every 0.1 m
  expect(way.length).toBeGreaterThan(25);
  expect(way.length).toBeLessThan(35);
});

test('driving back along the trail shortens it', () => {
  const trail = new Trail();
  walk(trail, [0.05, 0.05], [3.05, 0.05], [1.05, 0.05]);
  expect([...trail.back(0.1)][0].x).toBeCloseTo(1.05, 1);
  expect([...trail.back(5)]).toHaveLength(2);
  trail.clear();
  expect([...trail.back(0.1)]).toEqual([]);
});

test('carried to where it never was, the robot begins a new trail; back on the trail, it keeps what leads to there', () => {
  const trail = new Trail();
  walk(trail, [0.05, 0.05], [3.05, 0.05]);
  trail.add({ x: 1.05, y: 0.05, theta: 0 });
  expect([...trail.back(5)]).toMatchObject([{ y: 0.05 }, { x: 0.05 }]);
  expect([...trail.back(5)][0].x).toBeCloseTo(1.05, 1);
  trail.add({ x: 5, y: 4, theta: 0 });
  expect([...trail.back(0.1)]).toEqual([{ x: 5, y: 4, theta: 0 }]);
});

test('the trail moves with a corrected map', () => {
  const trail = new Trail();
  walk(trail, [0.05, 0.05], [3.05, 0.05]);
  const warp = new MapWarp([0, 0, 0], [0.24, -0.18, 0.09]);
  const before = [...trail.back(5)];
  trail.moveWith(warp);
  const after = [...trail.back(5)];
  expect(after.at(-1)).toEqual(warp.movePose(before.at(-1) as SE2));
  expect(hypot(after[0].x - warp.movePose(before[0]).x, after[0].y - warp.movePose(before[0]).y)).toBeLessThan(0.15);
});
