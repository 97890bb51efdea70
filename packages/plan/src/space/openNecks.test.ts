import type { OccupancyGrid } from '@homebound/grid';
import { findPath } from './findPath.ts';
import { freeSpace } from './freeSpace.ts';
import { fillRectangle } from './sampleMaps.ts';
import { isStandable } from './standing.ts';

const RESOLUTION_M = 0.025;
const EAST = { x: 3, y: 1 };
const WEST = { x: 1, y: 1 };

/** Two rooms of 2 m with a wall of 0.1 m between them, or thicker; a gap of some cells in it in the middle. */
function twoRooms(gap_cells: number, thickness_m = 0.1): OccupancyGrid {
  const map = {
    width: 160,
    height: 80,
    resolution_m: RESOLUTION_M,
    originX_m: -1.3,
    originY_m: 0.7,
    data: new Int8Array(12800),
  };
  const wall = (x0: number, y0: number, x1: number, y1: number) =>
    fillRectangle(map, map.originX_m + x0, map.originY_m + y0, map.originX_m + x1, map.originY_m + y1, 100);
  wall(0, 0, 4, 0.1);
  wall(0, 1.9, 4, 2);
  wall(0, 0, 0.1, 2);
  wall(3.9, 0, 4, 2);
  const half = (gap_cells * RESOLUTION_M) / 2;
  wall(2, 0, 2 + thickness_m, 1 - half);
  wall(2, 1 + half, 2 + thickness_m, 2);
  return map;
}

const inMap = ({ originX_m, originY_m }: OccupancyGrid, { x, y }: { x: number; y: number }) => ({
  x: originX_m + x,
  y: originY_m + y,
});

function reachesEast(map: OccupancyGrid, squeeze_m: number, keepOut?: Uint8Array): boolean {
  const from = inMap(map, WEST);
  const to = inMap(map, EAST);
  const space = freeSpace(map, { margin_m: 0.01, squeeze_m, keepOut, from });
  return isStandable(space, to.x, to.y) && findPath(space, from, to).ok;
}

test.each([
  [16, 0, true], // 40 cm for a body of 36
  [14, 0, false], // 35 cm
  [14, 0.02, true],
  [13, 0.02, true],
  [12, 0.02, false], // 30 cm: 3 cm a side too narrow
])('a gap of %i cells, squeezed by %f m, leads through: %s', (cells, squeeze_m, isThrough) => {
  expect(reachesEast(twoRooms(cells), squeeze_m)).toBe(isThrough);
});

test('a long narrow way is no neck', () => {
  expect(reachesEast(twoRooms(14, 0.3), 0.02)).toBe(true);
  expect(reachesEast(twoRooms(14, 0.8), 0.02)).toBe(false);
});

test('beside what is to be kept out of no neck is opened', () => {
  const map = twoRooms(14);
  const keepOut = new Uint8Array(map.data.length);
  const { x, y } = inMap(map, { x: 2.05, y: 1.19 });
  const cell =
    Math.floor((y - map.originY_m) / RESOLUTION_M) * map.width + Math.floor((x - map.originX_m) / RESOLUTION_M);
  keepOut[cell] = 1;
  expect(reachesEast(map, 0.02, keepOut)).toBe(false);
});

test('walls are where they were: only cells beside the neck are freed', () => {
  const map = twoRooms(14);
  const from = inMap(map, WEST);
  const shut = freeSpace(map, { margin_m: 0.01, from });
  const open = freeSpace(map, { margin_m: 0.01, squeeze_m: 0.02, from });
  let freed = 0;
  for (let i = 0; i < map.data.length; i++) {
    if (shut.isFree[i] === open.isFree[i]) continue;
    freed++;
    const x = ((i % map.width) + 0.5) * RESOLUTION_M;
    const y = (Math.floor(i / map.width) + 0.5) * RESOLUTION_M;
    // The gap's jambs: 5 cm deep at most.
    expect(x > 2 && x < 2.1 && Math.abs(y - 1) < 0.225).toBe(true);
  }
  expect(freed).toBeGreaterThan(0);
  expect(freed).toBeLessThan(40);
});
