import { hypot } from '@homebound/math';
import { inScene, task } from './testWorld.ts';

test('follows the wall through inner and outer corners, a finger off it and never against it', () => {
  // A room of 3 × 2.5 m with a 0.6 × 0.5 m cupboard on its south wall.
  const walls: [number, number, number, number][] = [
    [0, 0, 3, 0],
    [3, 0, 3, 2.5],
    [3, 2.5, 0, 2.5],
    [0, 2.5, 0, 0],
    [1, 0, 1, 0.5],
    [1, 0.5, 1.6, 0.5],
    [1.6, 0.5, 1.6, 0],
  ];
  const w = inScene({ walls }, { x: 0.4, y: 0.2, theta: 0 });
  w.driver.start(task('wall', [], { distance_m: 5 }));
  const gaps: number[] = [];
  const result = w.run(60, () => {
    const { x, y } = w.T_world_base;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [x0, y0, x1, y1] of walls) {
      const t = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2);
      const s = Math.min(1, Math.max(0, t));
      nearest = Math.min(nearest, hypot(x0 + s * (x1 - x0) - x, y0 + s * (y1 - y0) - y));
    }
    gaps.push(nearest - 0.17);
  });
  gaps.sort((a, b) => a - b);
  expect(result?.outcome).toBe('arrived');
  expect(w.T_world_base.x).toBeGreaterThan(2.5); // past the cupboard
  expect(gaps[0]).toBeGreaterThan(0);
  expect(Math.abs(gaps[gaps.length >> 1] - 0.015)).toBeLessThan(0.005);
  expect(gaps[Math.floor(0.97 * gaps.length)]).toBeLessThan(0.1);
});

test('where there is no wall it says so instead of circling for ever', () => {
  const w = inScene({});
  w.driver.start(task('wall', [], { distance_m: 5 }));
  expect(w.run(60)).toEqual({ outcome: 'lost', reason: 'no wall on the right' });
});
