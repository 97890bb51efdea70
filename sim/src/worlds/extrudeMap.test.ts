import { cellX, cellY, centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import { createRng } from '@homebound/math';
import { dockPlace } from './dockPlace.ts';
import { extrudeMap, rectanglesOf } from './extrudeMap.ts';
import { worldGrid } from './worldGrid.ts';

/** A grid from rows of characters, top row first: # occupied, ? unknown, else free. */
function drawn(rows: readonly string[], resolution_m = 0.1): OccupancyGrid {
  const cells = [...rows].reverse().flatMap((row) => [...row].map((c) => (c === '#' ? 100 : c === '?' ? -1 : 0)));
  return {
    width: rows[0].length,
    height: rows.length,
    resolution_m,
    originX_m: -1,
    originY_m: 2,
    data: Int8Array.from(cells),
  };
}

test('rectangles cover all that is needed and nothing that is not allowed, on 50 seeded masks', () => {
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const allowed = Uint8Array.from({ length: 12 * 9 }, () => (rng.uniform() < 0.7 ? 1 : 0));
    const needed = allowed.map((v) => (v === 1 && rng.uniform() < 0.6 ? 1 : 0));
    const covered = new Uint8Array(allowed.length);
    for (const [ix, iy, nx, ny] of rectanglesOf(needed.slice(), allowed, 12, 9))
      for (let y = iy; y < iy + ny; y++) covered.fill(1, y * 12 + ix, y * 12 + ix + nx);
    expect(covered.every((v, i) => v >= needed[i] && v <= allowed[i])).toBe(true);
  }
});

test('a plan becomes the walls that can be met: drawn again, floor is floor and what stands beside floor is solid', () => {
  const rows = [
    '?################?',
    '?#..............#?',
    '?#..............#?',
    '?#..............#?',
    '?#..............#?',
  ];
  rows.push(
    '?#..............#?',
    '?#....##........#?',
    '?#....##.........?',
    '?#..............#?',
    '?################?',
  );
  const plan = drawn(rows);
  const world = extrudeMap(plan);
  const again = worldGrid(world, { resolution_m: 0.1 });
  if (again === undefined) throw new Error('grid expected');
  const isSolid = (x: number, y: number) => again.data[cellY(again, y) * again.width + cellX(again, x)] !== 0;
  let floor = 0;
  for (let iy = 0; iy < plan.height; iy++)
    for (let ix = 0; ix < plan.width; ix++) {
      if (plan.data[iy * plan.width + ix] !== 0) continue;
      floor++;
      for (const [dx, dy] of [0, 1, -1].flatMap((dx) => [0, 1, -1].map((dy) => [dx, dy]))) {
        const neighbour = plan.data[(iy + dy) * plan.width + ix + dx];
        expect(isSolid(centreX(plan, ix + dx), centreY(plan, iy + dy))).toBe(neighbour !== 0);
      }
    }
  expect(floor).toBe(14 * 8 - 4 + 1);
  // Four walls, one of them with a niche, and one pillar.
  expect(world.solids[0].shapes.length).toBeLessThan(10);
});

test('the dock stands at a wall of the larger room and looks into it, wherever the plan lies', () => {
  const room = (w: number, h: number) => [
    '#'.repeat(w + 2),
    ...Array.from({ length: h }, () => `#${'.'.repeat(w)}#`),
    '#'.repeat(w + 2),
  ];
  const [small, large] = [room(12, 12), room(40, 12)];
  const plan = drawn(small.map((row, i) => row + large[i]));
  const place = dockPlace(plan);
  if (place === undefined) throw new Error('place expected');
  // The larger room begins at column 15, x = -1 + 1.5.
  expect(place.x).toBeGreaterThan(0.5);
  const ahead = { x: place.x + 0.6 * Math.cos(place.theta), y: place.y + 0.6 * Math.sin(place.theta) };
  expect(ahead.y).toBeGreaterThan(2.1 + 0.4);
  expect(ahead.y).toBeLessThan(3.3 - 0.4);
  expect(extrudeMap(plan).T_world_dock).toEqual(extrudeMap(plan).T_world_dock);
});

test('a dock whose place is roughly known stands there', () => {
  const plan = drawn(['#'.repeat(42), ...Array.from({ length: 30 }, () => `#${'.'.repeat(40)}#`), '#'.repeat(42)]);
  const dockNear = { x_m: 3.1, y_m: 4 };
  const { x, y, theta } = extrudeMap(plan, { dockNear }).T_world_dock;
  // The right wall begins at x = -1 + 41 · 0.1.
  expect(x).toBeCloseTo(3.1 - 0.25, 9);
  expect(Math.abs(y - 4)).toBeLessThan(1);
  expect(Math.abs(theta)).toBeCloseTo(Math.PI, 9);
});

test('a plan without room for a robot is refused', () => {
  expect(() => extrudeMap(drawn(['####', '#..#', '####']), { name: 'shoe box' })).toThrow(/shoe box.*fits nowhere/);
});
