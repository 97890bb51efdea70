import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cellX, cellY, connectedComponents, distanceToCells } from '@homebound/grid';
import { readSdf } from './readSdf.ts';
import { worldGrid } from './worldGrid.ts';
import { worldPicture } from './worldPicture.ts';

const names = ['studio', 'apartment', 'test_room'];
const load = (name: string) => readSdf(readFileSync(`sim/worlds/${name}.sdf`, 'utf8'), { input: name });

test('the files are what make.mjs writes', () => {
  expect(execFileSync(process.execPath, ['sim/worlds/make.mjs', '--check'], { encoding: 'utf8' })).toBe('');
});

test.each(names)('the picture of %s beside it shows what it is (HOMEBOUND_UPDATE=1 draws it anew)', (name) => {
  const file = `sim/worlds/${name}.png`;
  const png = worldPicture(load(name));
  if (process.env.HOMEBOUND_UPDATE === '1') writeFileSync(file, png);
  expect(Buffer.compare(readFileSync(file), png)).toBe(0);
});

test.each(names)('%s loads without a warning; the robot fits on its dock and can leave it', (name) => {
  const world = load(name);
  expect(world.warnings).toEqual([]);
  const grid = worldGrid(world, { resolution_m: 0.01 });
  if (grid === undefined) throw new Error('grid expected');
  const room = distanceToCells(
    Uint8Array.from(grid.data, (v) => (v === 0 ? 0 : 1)),
    grid.width,
    grid.height,
  );
  const { x, y, theta } = world.T_world_dock;
  const clearance = (way: number) => {
    const cell = cellY(grid, y + way * Math.sin(theta)) * grid.width + cellX(grid, x + way * Math.cos(theta));
    return room[cell] * grid.resolution_m;
  };
  expect(clearance(0.005)).toBeGreaterThan(0.17);
  for (let way = 0.3; way < 0.8; way += 0.1) expect(clearance(way)).toBeGreaterThan(0.4);
});

test('the robot reaches every room of the apartment, under the bed and up to the stair, but not under the sofa', () => {
  const world = load('apartment');
  const grid = worldGrid(world);
  if (grid === undefined) throw new Error('grid expected');
  const room = distanceToCells(
    Uint8Array.from(grid.data, (v) => (v === 0 ? 0 : 1)),
    grid.width,
    grid.height,
  );
  // With 2 cm to spare on both sides.
  const fits = Uint8Array.from(room, (cells) => (cells * grid.resolution_m > 0.19 ? 1 : 0));
  const { labels, sizes } = connectedComponents(fits, grid.width, grid.height);
  const regionAt = (x: number, y: number) => labels[cellY(grid, y) * grid.width + cellX(grid, x)];
  const home = regionAt(1, 3);
  expect(home).toBeGreaterThan(0);
  const places = {
    corridor: [1, 4],
    kitchen: [6, 2],
    bath: [8.4, 2.8],
    bedroom: [2, 5.4],
    underBed: [1.7, 7],
    study: [5, 5.3],
    landing: [8, 5.4],
  };
  for (const [x, y] of Object.values(places)) expect(regionAt(x, y)).toBe(home);
  for (const [x, y] of [
    [1.6, 0.5],
    [9, 7],
  ])
    expect(regionAt(x, y)).not.toBe(home);
  // Floor where the robot's centre can be; the whole flat has 9.6 · 8 = 76.8 m² with its inner walls.
  expect(sizes[home] * grid.resolution_m ** 2).toBeGreaterThan(28);
});
