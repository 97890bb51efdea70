import { createRng } from '@homebound/math';
import type { OccupancyGrid } from './gridFrame.ts';
import { knownPart } from './knownPart.ts';

/** What a map says at a place, -1 off it. */
function at({ width, height, resolution_m, originX_m, originY_m, data }: OccupancyGrid, x: number, y: number): number {
  const ix = Math.floor((x - originX_m) / resolution_m);
  const iy = Math.floor((y - originY_m) / resolution_m);
  return ix < 0 || iy < 0 || ix >= width || iy >= height ? -1 : data[iy * width + ix];
}

test.each([1, 2, 3, 4, 5])('what is known stands where it stood, with one unknown cell around it (seed %i)', (seed) => {
  const rng = createRng(seed);
  const map = { width: 40, height: 30, resolution_m: 0.05, originX_m: -1.5, originY_m: 2, data: new Int8Array(1200) };
  map.data.fill(-1);
  // Seeds 1 and 2 reach the map's border.
  const [x0, y0] = seed < 3 ? [0, 0] : [5 + rng.int(10), 4 + rng.int(10)];
  for (let k = 0; k < 60; k++) map.data[(y0 + rng.int(12)) * 40 + x0 + rng.int(15)] = rng.int(101);
  map.data[y0 * 40 + x0] = 0;
  const part = knownPart(map);
  expect(part.data).toHaveLength(part.width * part.height);
  expect(part.width).toBeLessThanOrEqual(15 + 2);
  for (let iy = -2; iy < 32; iy++)
    for (let ix = -2; ix < 42; ix++) {
      const [x, y] = [-1.5 + (ix + 0.5) * 0.05, 2 + (iy + 0.5) * 0.05];
      expect(at(part, x, y)).toBe(at(map, x, y));
    }
  expect(part.data.slice(0, part.width).every((value) => value === -1)).toBe(true);
});

test('a map that is known to its border, or nowhere, stays as it is', () => {
  const map = { width: 4, height: 3, resolution_m: 0.05, originX_m: 0, originY_m: 0, data: new Int8Array(12) };
  expect(knownPart(map)).toBe(map);
  const unknown = { ...map, data: new Int8Array(12).fill(-1) };
  expect(knownPart(unknown)).toBe(unknown);
});
