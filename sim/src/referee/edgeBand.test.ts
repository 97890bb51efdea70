import { defaultGeometry } from '@homebound/robot';
import { roomWorld } from '../testWorlds.ts';
import { EdgeBand } from './edgeBand.ts';
import { groundTruth } from './groundTruth.ts';
import { NoGoWatch } from './noGoWatch.ts';

/** Bristle tips 10 mm past the flank. */
const sideBrush = { x_m: 0.09, y_m: -0.09, radius_m: 0.09 };
const geometry = { ...defaultGeometry, sideBrush };
const { bodyRadius_m } = geometry;
const ground = groundTruth(roomWorld(4, 3, { x: 1, y: 1, theta: 0 }), geometry, 0.01);
const sum = (mask: Uint8Array, of: (value: number) => boolean) => mask.filter(of).length;

test('the strip along the walls is 30 mm wide and leaves out the corners that no bristle reaches', () => {
  const band = new EdgeBand(ground, geometry);
  // Three cells deep all round a room of 400 x 300 cells: 2 * 3 * 400 + 2 * 3 * (300 - 6) = 4164.
  const all = 4164;
  // From (0.17, 0.17) the tips reach 0.127 + 0.09 when the hub points that way: of a corner what lies beyond is out of reach.
  const tip_m = Math.hypot(sideBrush.x_m, sideBrush.y_m) + sideBrush.radius_m;
  let corner = 0;
  for (let iy = 0; iy < 17; iy++)
    for (let ix = 0; ix < 17; ix++) {
      const isStrip = ix < 3 || iy < 3;
      if (isStrip && Math.hypot(0.17 - (ix + 0.5) / 100, 0.17 - (iy + 0.5) / 100) > tip_m) corner++;
    }
  const size = sum(band.cells, (value) => (value & 1) !== 0);
  // The edge of the last cells in reach is uncertain by half a cell, along some 10 cells in each corner.
  expect(Math.abs(size - (all - 4 * corner))).toBeLessThan(4 * 10);
  expect(band.coverage).toBe(0);
});

test('a body that drives along a wall with it on its right sweeps the strip, on its left it does not', () => {
  const along = (y: number, theta: number) => {
    const band = new EdgeBand(ground, geometry);
    for (let k = 0; k <= 1000; k++) band.moveTo({ x: 1 + k * 0.002, y, theta });
    return { cells: sum(band.cells, (value) => (value & 3) === 3), share: band.coverage };
  };
  // 5 mm of air at the south wall: the tips reach 5 mm into the wall, so over the strip's three rows for 2 m, and at both ends
  // half a disc more, less than a radius long.
  const right = along(bodyRadius_m + 0.005, 0);
  expect(right.cells).toBeGreaterThan(3 * 200);
  expect(right.cells).toBeLessThan(3 * (200 + 18));
  // 32 mm of air: the tips come to 22 mm from the wall, past the middle of one row of three.
  const apart = along(bodyRadius_m + 0.032, 0);
  expect(apart.cells).toBeGreaterThan(195);
  expect(apart.cells).toBeLessThan(218);
  expect(along(bodyRadius_m + 0.005, Math.PI).cells).toBe(0);
});

test('of free floor counts what the main brush or the bristles passed over, and what they can touch at all', () => {
  const band = new EdgeBand(ground, geometry);
  const tip_m = Math.hypot(sideBrush.x_m, sideBrush.y_m) + sideBrush.radius_m;
  // All but the corners beyond the circle of the tips about (0.17, 0.17): 4 times 0.17² less a quarter of a disc cut at the walls.
  let corner = 0;
  for (let iy = 0; iy < 17; iy++)
    for (let ix = 0; ix < 17; ix++) if (Math.hypot(0.17 - (ix + 0.5) / 100, 0.17 - (iy + 0.5) / 100) > tip_m) corner++;
  expect(band.freeWithout([]).free).toBe(400 * 300);
  expect(Math.abs(400 * 300 - band.freeWithout([]).inReach - 4 * corner)).toBeLessThan(4 * 10);
  // 100 cells under the main brush, one of them twice; on one stands a shoe: it does not count.
  const { width, originX_m, originY_m } = ground.frame;
  const first = Math.round((1.5 - originY_m) / 0.01) * width + Math.round((1 - originX_m) / 0.01);
  for (let k = 0; k < 100; k++) band.sweep(first + k);
  band.sweep(first);
  expect(band.freeWithout([]).swept).toBe(100);
  expect(band.freeWithout([first])).toMatchObject({ free: 400 * 300 - 1, swept: 99 });
});

test('the area not to enter counts each square centimetre once, and only under the body', () => {
  const square = Float64Array.of(2, 1, 3, 1, 3, 2, 2, 2);
  const watch = new NoGoWatch(ground.frame, [square], bodyRadius_m);
  watch.moveTo({ x: 2 - bodyRadius_m - 0.004, y: 1.5, theta: 0 });
  expect(watch.entered_m2).toBe(0);
  for (let round = 0; round < 2; round++)
    for (let k = 0; k <= 100; k++) watch.moveTo({ x: 2.5, y: 1.2 + k * 0.004, theta: 0 });
  // A disc swept over 0.4 m of the inside; its low end crosses nothing: 1.2 - 0.17 = 1.03.
  const expected = Math.PI * bodyRadius_m ** 2 + 2 * bodyRadius_m * 0.4;
  expect(Math.abs(watch.entered_m2 - expected)).toBeLessThan(0.01 * expected);
});
