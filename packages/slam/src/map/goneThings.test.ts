import { ScanProjector } from '@homebound/lidar';
import { compose, createRng, type SE2 } from '@homebound/math';
import { box, flat, takeScan, testLidar, type Wall } from '../testRoom.ts';
import { GoneThings } from './goneThings.ts';
import { OccupancyMap } from './occupancyMap.ts';

const resolution_m = 0.025;
const places: readonly SE2[] = [-3.2, -2.6, -1.8, -1, -0.2, 0.6, 1.4, 2.2, 2.7].map((x) => ({ x, y: 0.85, theta: 0 }));

function mapOf(walls: readonly Wall[]): OccupancyMap {
  const map = new OccupancyMap({ resolution_m });
  const projector = new ScanProjector();
  const rng = createRng(1);
  for (const T of places)
    for (let k = 0; k < 5; k++) map.insert(projector.project(takeScan(walls, () => T, 0, rng))!, T);
  return map;
}

/** How many rays look through what is gone: believed to stand a little off the true place, as matches are. */
function raysThrough(map: OccupancyMap, now: readonly Wall[], T: SE2, off: SE2, noise_m = 0.01): number {
  const lidar = { ...testLidar, noise_m };
  const points = new ScanProjector().project(takeScan(now, () => T, 0, createRng(2), lidar))!;
  return new GoneThings().find(map, points, compose(T, off));
}

const here: SE2 = { x: 0, y: 0, theta: 0 };
const leaf: Wall = [1.6, 0.37, 2.5, 0.37];

test('a home that is as it was: nothing is gone, though the pose is off by a centimetre and half a degree', () => {
  const map = mapOf(flat);
  let count = 0;
  for (const T of places)
    for (const off of [here, { x: 0.01, y: -0.007, theta: 0.009 }, { x: -0.007, y: 0.01, theta: -0.009 }])
      for (const noise_m of [0.01, 0.03]) count += raysThrough(map, flat, T, off, noise_m);
  expect(count).toBe(0);
});

test.each([0.6, 1.4, 2.2, 2.7])('a door that was opened is seen through, from x = %d', (x) => {
  const map = mapOf([...flat, leaf]);
  expect(raysThrough(map, [...flat, leaf], { x, y: 0.85, theta: 1 }, here)).toBe(0);
  expect(raysThrough(map, flat, { x, y: 0.85, theta: 1 }, here)).toBeGreaterThan(8);
});

test('somebody who left is gone; of a chair leg nobody can tell', () => {
  const from: SE2 = { x: -2.6, y: 0.85, theta: 0 };
  expect(raysThrough(mapOf([...flat, ...box(-1.5, 0.9, -1.4, 1.08)]), flat, from, here)).toBeGreaterThan(4);
  expect(raysThrough(mapOf([...flat, ...box(-1.5, 0.9, -1.46, 0.94)]), flat, from, here)).toBe(0);
});

test.each([0.85, 2])('rays clear what they look through to its last cell, and nothing else, from y = %d', (y) => {
  const map = mapOf([...flat, leaf]);
  const rng = createRng(3);
  const projector = new ScanProjector();
  const gone = new GoneThings();
  const T: SE2 = { x: 2, y, theta: 0 };
  const before = occupied(map);
  for (let k = 0; k < 200; k++) {
    const points = projector.project(takeScan(flat, () => T, 0, rng))!;
    if (gone.find(map, points, T) > 0) map.clearGone(gone, points, T);
  }
  const after = occupied(map);
  const inDoor = ([x, y]: readonly number[]): boolean => x > 1.55 && x < 2.55 && Math.abs(y - 0.37) < 0.05;
  expect(before.filter(inDoor).length).toBeGreaterThan(40);
  // But for the frame's own cells on either side.
  expect(after.filter(inDoor).length).toBeLessThan(6);
  expect(after.filter((p) => !inDoor(p))).toEqual(before.filter((p) => !inDoor(p)));
});

/** Middles of occupied cells, m. */
function occupied(map: OccupancyMap): number[][] {
  const { minIx, minIy, maxIx, maxIy } = map.content()!;
  const out: number[][] = [];
  for (let iy = minIy; iy <= maxIy; iy++)
    for (let ix = minIx; ix <= maxIx; ix++)
      if (map.field.isOccupied(ix, iy)) out.push([(ix + 0.5) * resolution_m, (iy + 0.5) * resolution_m]);
  return out;
}
