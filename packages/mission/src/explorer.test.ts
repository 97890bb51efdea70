import type { OccupancyGrid } from '@homebound/grid';
import { freeSpace } from '@homebound/plan';
import { Explorer } from './explorer.ts';
import { lengthOf } from './polyline.ts';

/** A corridor along x from 0 to 30, 1 m wide and walled; what lies beyond x0 and x1 is not known. */
function corridor(x0: number, x1: number): OccupancyGrid {
  const frame = { width: 620, height: 40, resolution_m: 0.05, originX_m: -0.5, originY_m: -1 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = frame.originX_m + (ix + 0.5) * 0.05;
      const y = frame.originY_m + (iy + 0.5) * 0.05;
      if (x < x0 || x > x1) continue;
      data[iy * frame.width + ix] = Math.abs(y) < 0.5 ? 0 : 100;
    }
  return { ...frame, data };
}

function wayOn(explorer: Explorer, map: OccupancyGrid, x: number, onlyWide = true): Float64Array | undefined {
  const from = { x, y: 0, theta: 0 };
  return explorer.wayOn(map, freeSpace(map, { from }), from, onlyWide);
}

test('in pieces of 2 m to the nearest border, and on to it when another comes nearer on the way', () => {
  const explorer = new Explorer();
  const first = wayOn(explorer, corridor(1, 9), 4) as Float64Array;
  expect(lengthOf(first)).toBeCloseTo(2, 6);
  expect(first.at(-2)).toBeCloseTo(2, 1);
  // The other end has been seen from afar meanwhile, and something shut this one up to where the robot is: it is nearer now.
  const on = wayOn(explorer, corridor(1, 3.2), 2) as Float64Array;
  expect(on.at(-2)).toBeLessThan(2);
});

test('a border far off is no less worth a look: what counts is that the robot comes no nearer', () => {
  const explorer = new Explorer();
  const map = corridor(1, 29);
  let x = 2;
  for (let legs = 0; legs < 30 && x < 28; legs++) x = wayOn(explorer, map, x)?.at(-2) ?? Number.NaN;
  expect(x).toBeGreaterThan(28);
  // Held in its place, it gives it up.
  const held = new Explorer();
  let tries = 0;
  while (tries < 40 && wayOn(held, map, 15) !== undefined) tries++;
  expect(tries).toBeLessThan(20);
});

test('each border is looked at once, so exploring ends; nooks are left when only wide ones are wanted', () => {
  const explorer = new Explorer();
  const map = corridor(1, 5);
  let x = 2.5;
  let legs = 0;
  for (let way = wayOn(explorer, map, x); way !== undefined && legs < 20; way = wayOn(explorer, map, x)) {
    x = way.at(-2) as number;
    legs++;
  }
  expect(legs).toBeGreaterThanOrEqual(2);
  expect(legs).toBeLessThan(10);
  // A gap of 0.5 m in a wall: narrower than wide, and wide enough for the body.
  const gap = corridor(1, 5);
  for (let iy = 0; iy < gap.height; iy++)
    for (let ix = 0; ix < gap.width; ix++) {
      const gx = gap.originX_m + (ix + 0.5) * 0.05;
      const gy = gap.originY_m + (iy + 0.5) * 0.05;
      const isEnd = gx < 1.1 || gx > 4.9;
      if (isEnd && !(gx > 4.9 && Math.abs(gy) < 0.25)) gap.data[iy * gap.width + ix] = 100;
    }
  expect(wayOn(new Explorer(), gap, 2.5, true)).toBeUndefined();
  expect(wayOn(new Explorer(), gap, 2.5, false)).toBeDefined();
});

test('along a wall that the lidar does not see it looks from a few places only', () => {
  // A black wall of 10 m: but for a speck here and there nothing is known of it, and never will be.
  const map = corridor(1, 11);
  for (let iy = 0; iy < map.height; iy++)
    for (let ix = 0; ix < map.width; ix++) {
      const x = map.originX_m + (ix + 0.5) * 0.05;
      const y = map.originY_m + (iy + 0.5) * 0.05;
      if (y > 0.5) map.data[iy * map.width + ix] = y < 0.6 && ix % 15 === 0 ? 100 : -1;
      else if ((x > 0.9 && x < 1) || (x > 11 && x < 11.1)) map.data[iy * map.width + ix] = 100;
    }
  const explorer = new Explorer();
  let at = { x: 6, y: 0 };
  let legs = 0;
  for (; legs < 50; legs++) {
    const way = explorer.wayOn(map, freeSpace(map, { from: at }), at, true);
    if (way === undefined) break;
    at = { x: way.at(-2) as number, y: way.at(-1) as number };
  }
  expect(legs).toBeGreaterThan(4);
  expect(legs).toBeLessThan(12);
});
