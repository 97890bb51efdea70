import { cos, createRng, identity, sin } from '@homebound/math';
import { matte } from '../testWorlds.ts';
import { Primitives } from './primitives.ts';
import { RayGrid } from './rayGrid.ts';

const seed = 11;

test(`the grid finds what testing every primitive finds (seed ${seed})`, () => {
  const rng = createRng(seed);
  const primitives = new Primitives();
  const place = () => 8 * rng.uniform();
  for (let k = 0; k < 60; k++) {
    const z0_m = 0.2 * rng.uniform();
    const common = { z0_m, z1_m: z0_m + rng.uniform(), material: matte, x_m: place(), y_m: place() };
    if (k % 3 === 0) primitives.addShape({ kind: 'cylinder', radius_m: 0.3 * rng.uniform(), ...common }, identity);
    else
      primitives.addShape(
        { kind: 'box', yaw_rad: 6 * rng.uniform(), sizeX_m: rng.uniform(), sizeY_m: 0.3, ...common },
        identity,
      );
  }
  const grid = new RayGrid(primitives);
  let hits = 0;
  for (let n = 0; n < 2000; n++) {
    // Also from outside the grid, and along its axes.
    const ox = 12 * rng.uniform() - 2;
    const oy = 12 * rng.uniform() - 2;
    const angle = n % 10 === 0 ? (Math.PI / 2) * rng.int(4) : 2 * Math.PI * rng.uniform();
    const slope = 0.05 * (rng.uniform() - 0.5);
    let nearest = 6;
    for (let k = 0; k < primitives.count; k++)
      nearest = Math.min(nearest, primitives.hit(k, ox, oy, cos(angle), sin(angle), 0, 0.1, slope));
    expect(grid.cast(ox, oy, cos(angle), sin(angle), 0, 6, 0.1, slope)).toBe(nearest);
    if (nearest < 6) hits++;
  }
  expect(hits).toBeGreaterThan(400);
});

test('nothing to meet: the greatest range comes back', () => {
  const grid = new RayGrid(new Primitives());
  expect(grid.cast(1, 1, 1, 0, 0, 6, 0.1, 0)).toBe(6);
  expect(grid.hitIndex).toBe(-1);
});
