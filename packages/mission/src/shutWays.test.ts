import type { OccupancyGrid } from '@homebound/grid';
import { type FreeSpace, freeSpace } from '@homebound/plan';
import { Household } from './household.ts';
import type { Floor } from './reach.ts';
import { ShutWays } from './shutWays.ts';

const from = { x: 1, y: 1, theta: 0 };

/** Two rooms of 2 m by 2 m side by side; a door of 0.8 m in the wall at x = 2, which is open or shut. */
function floor(isOpen: boolean): Floor {
  const frame = { width: 80, height: 40, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  const data = new Int8Array(frame.width * frame.height);
  for (let iy = 0; iy < 40; iy++) if (!isOpen || iy < 12 || iy >= 28) data.fill(100, iy * 80 + 40, iy * 80 + 42);
  const map: OccupancyGrid = { ...frame, data };
  const space: FreeSpace = freeSpace(map, { from });
  return { space, from, way: [], squared: (path) => path };
}

function afterTheDoorShut(): ShutWays {
  const ways = new ShutWays(new Household());
  ways.heard(floor(true).space);
  ways.heard(floor(false).space);
  return ways;
}

test('a door that was shut is driven to and looked at twice, then told as floor it could not get into', () => {
  const ways = afterTheDoorShut();
  for (let k = 0; k < 2; k++) {
    const leg = ways.secondLook(floor(false));
    if (leg?.kind !== 'path') throw new Error('no look');
    const [x, y] = leg.path_map.slice(-2);
    expect(x).toBeGreaterThan(1.5);
    expect(Math.abs(y - 1)).toBeLessThan(1);
    expect(leg.pause_s).toBeGreaterThan(2);
  }
  expect(ways.secondLook(floor(false))).toBeUndefined();
  const names = ways.jobEnded(floor(false));
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/^\d\.\d m²$/);
});

test('floor that is in reach again is told once, and only when the job ended without it', () => {
  const ways = afterTheDoorShut();
  expect(ways.hasFoundAgain(floor(true).space)).toBe(false);
  ways.jobEnded(floor(false));
  expect(ways.hasFoundAgain(floor(false).space)).toBe(false);
  expect(ways.hasFoundAgain(floor(true).space)).toBe(true);
  expect(ways.hasFoundAgain(floor(true).space)).toBe(false);
});

test('without a way home the robot waits before where it was shut, out of the swing of the door, on one side after the other', () => {
  const ways = afterTheDoorShut();
  const door = { x: 2, y: 1 };
  const sides: number[] = [];
  let at = { x: 1.8, y: 1, theta: 0 };
  for (let k = 0; k < 3; k++) {
    const leg = ways.toWhereShut({ ...floor(false), from: at });
    if (leg?.kind !== 'path') throw new Error('no way there');
    expect(leg.isPartial).toBe(true);
    const [x, y] = leg.path_map.slice(-2);
    at = { x, y, theta: 0 };
    expect(Math.hypot(x - door.x, y - door.y)).toBeGreaterThan(1.3);
    sides.push(Math.atan2(y - door.y, door.x - x));
    // There it rests before it goes on.
    expect(ways.toWhereShut({ ...floor(false), from: at })).toBeUndefined();
  }
  const [first, second, third] = sides;
  expect(Math.min(Math.abs(first - second), Math.abs(second - third))).toBeGreaterThan(0.4);
});
