import { centreX, centreY } from '@homebound/grid';
import { createRng } from '@homebound/math';
import { decode } from 'fast-png';
import type { Shape, Solid, World } from '../world.ts';
import { shapeOutline } from './shapeOutline.ts';
import { type WorldGridOptions, worldGrid } from './worldGrid.ts';
import { worldPicture } from './worldPicture.ts';

const material = { kind: 'matte', reflectivity: 0.5 } as const;
const T = { x: 0.3, y: -0.2, theta: 0.5 };
const solid = (shapes: readonly Shape[], mobility: Solid['mobility'] = 'static'): Solid => ({
  name: 's',
  mobility,
  mass_kg: 1,
  friction: 0.5,
  T_world_solid: T,
  shapes,
});
const box = (z0_m: number, z1_m: number, size = 1): Shape => ({
  kind: 'box',
  x_m: 0,
  y_m: 0,
  yaw_rad: 0.2,
  sizeX_m: size,
  sizeY_m: size,
  z0_m,
  z1_m,
  material,
});
const world = (solids: readonly Solid[], floor: World['floor'] = []): World => ({
  name: 'w',
  solids,
  floor,
  T_world_dock: T,
  T_world_start: T,
  warnings: [],
});

function gridOf(w: World, options?: WorldGridOptions) {
  const grid = worldGrid(w, options);
  if (grid === undefined) throw new Error('grid expected');
  return grid;
}

function radiusOf(shape: Shape): number {
  if (shape.kind !== 'cylinder') throw new TypeError(`a cylinder was planted, not a ${shape.kind}`);
  return shape.radius_m;
}

/** Whether a point lies in a convex counter-clockwise outline. */
function isInside(outline: Float64Array, x: number, y: number): boolean {
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2)
    if ((outline[i] - outline[j]) * (y - outline[j + 1]) < (outline[i + 1] - outline[j + 1]) * (x - outline[j]))
      return false;
  return true;
}

test('a cell is met when any of its inside is: against 9 x 9 points in every cell, 20 seeded worlds', () => {
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const between = (a: number, b: number) => a + (b - a) * rng.uniform();
    const shape: Shape =
      seed % 2 === 0
        ? {
            kind: 'box',
            z0_m: 0,
            z1_m: 1,
            material,
            y_m: 0,
            x_m: between(-1, 1),
            yaw_rad: between(-3, 3),
            sizeX_m: between(0.02, 1),
            sizeY_m: between(0.02, 1),
          }
        : { kind: 'cylinder', x_m: between(-1, 1), y_m: 0, radius_m: between(0.01, 0.5), z0_m: 0, z1_m: 1, material };
    const s = solid([shape]);
    const grid = gridOf(world([s]), { resolution_m: 0.1 });
    const outline = shapeOutline(shape, s.T_world_solid);
    for (let cell = 0; cell < grid.data.length; cell++) {
      const x = centreX(grid, cell % grid.width);
      const y = centreY(grid, Math.floor(cell / grid.width));
      let touched = false;
      for (let k = 0; k < 81; k++)
        touched ||= isInside(outline, x + ((k % 9) - 4) * 0.0124, y + (Math.floor(k / 9) - 4) * 0.0124);
      // The other way round holds but for corners that cut a cell between the points.
      if (touched) expect(grid.data[cell]).toBe(100);
    }
    const met_m2 = grid.data.filter((v) => v > 0).length * 0.01;
    const perimeter_m = shape.kind === 'box' ? 2 * (shape.sizeX_m + shape.sizeY_m) : 2 * Math.PI * radiusOf(shape);
    const area_m2 = shape.kind === 'box' ? shape.sizeX_m * shape.sizeY_m : Math.PI * radiusOf(shape) ** 2;
    // No more than a band of a cell's diagonal around it.
    expect(met_m2).toBeLessThan(area_m2 + perimeter_m * 0.15 + 0.08);
  }
});

test('what the body climbs or passes under is not met; missing floor is', () => {
  const wall = solid([box(0, 1, 0.2)]);
  const count = (w: World) => gridOf(w).data.filter((v) => v > 0).length;
  const alone = count(world([wall]));
  expect(count(world([wall, solid([box(0, 0.015, 2)]), solid([box(0.1, 1, 2)])]))).toBe(alone);
  const outline = Float64Array.of(0.2, -0.3, 0.3, -0.3, 0.3, -0.2, 0.2, -0.2);
  const patch = { name: 'hole', outline, surface: 'hard' } as const;
  // Two posts 2 m apart, so that the grid holds the 0.1 x 0.1 m hole between them: 5 x 5 cells of 2 cm.
  const posts = [solid([-1, 1].map((x_m) => ({ ...box(0, 1, 0.02), x_m, y_m: x_m })))];
  expect(count(world(posts, [{ ...patch, height_m: -0.2 }])) - count(world(posts))).toBe(25);
  expect(count(world(posts, [{ ...patch, height_m: 0.01 }]))).toBe(count(world(posts)));
});

test('a world in which nothing stands has no grid', () => {
  expect(worldGrid(world([solid([box(1, 2)])]))).toBeUndefined();
});

test('the picture shows a wall dark and a loose thing orange', () => {
  const loose = { ...solid([box(0, 0.3, 0.3)], 'movable'), T_world_solid: { x: 1.5, y: 0, theta: 0 } };
  const { width, height, data } = decode(worldPicture(world([solid([box(0, 2.4)]), loose]), undefined, 100));
  const seen = new Set<string>();
  for (let i = 0; i < data.length; i += 3) seen.add([...data.slice(i, i + 3)].join(' '));
  expect(width).toBeGreaterThan(height);
  expect(seen.has('52 60 72')).toBe(true);
  expect(seen.has('226 140 60')).toBe(true);
});
