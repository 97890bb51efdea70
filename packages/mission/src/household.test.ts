import type { OccupancyGrid } from '@homebound/grid';
import { MapWarp } from '@homebound/math';
import { noRestrictions } from '@homebound/plan';
import { Household } from './household.ts';

/** Two rooms of 3 m by 3 m with a door of 0.8 m between them at x = 3; the second only as far as it has been seen. */
function twoRooms(seenTo = 6.1): OccupancyGrid {
  const frame = { width: 140, height: 80, resolution_m: 0.05, originX_m: -0.5, originY_m: -0.5 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = frame.originX_m + (ix + 0.5) * 0.05;
      const y = frame.originY_m + (iy + 0.5) * 0.05;
      const inFirst = x > 0 && x < 3 && y > 0 && y < 3;
      const inSecond = x > 3.1 && x < 6.1 && y > 0 && y < 3;
      const inDoor = x >= 3 && x <= 3.1 && y > 1.1 && y < 1.9;
      if (x > seenTo || x < -0.2 || x > 6.3 || y < -0.2 || y > 3.2) continue;
      data[iy * frame.width + ix] = inFirst || inSecond || inDoor ? 0 : 100;
    }
  return { ...frame, data };
}

const cellOf = ({ width, originX_m, originY_m }: OccupancyGrid, x: number, y: number): number =>
  Math.floor((y - originY_m) / 0.05) * width + Math.floor((x - originX_m) / 0.05);

test('rooms are nameless while the home is explored, and keep their numbers from the first whole map on', () => {
  const household = new Household();
  household.roomsIn(twoRooms(4.5));
  expect(household.roomAt(1, 1)).toBe('another room');
  expect(household.plan).toBeUndefined();
  const map = twoRooms();
  household.keep(map);
  const { labels, rooms } = household.roomsIn(map);
  expect(rooms.length).toBe(2);
  const [first, second] = [labels[cellOf(map, 1, 1)], labels[cellOf(map, 5, 1)]];
  expect(first).not.toBe(second);
  household.edit({ kind: 'rename', room: second, name: 'study' }, { map });
  household.keep(twoRooms());
  household.roomsIn(map);
  expect(household.roomAt(5, 1)).toBe('study');
  household.edit({ kind: 'undo' }, { map });
  household.roomsIn(map);
  expect(household.roomAt(5, 1)).toBe(`Room ${second}`);
  expect(() => household.edit({ kind: 'rename', room: 9, name: 'x' }, { map })).toThrow('there is no room 9');
});

test('what is forbidden is kept out with a margin, and moves with a corrected map', () => {
  const household = new Household();
  const map = twoRooms();
  expect(household.forbiddenIn(map)).toBeUndefined();
  const noGo = [[4, 1, 5, 1, 5, 2, 4, 2]];
  household.edit({ kind: 'restrict', restrictions: { ...noRestrictions, noGo } }, { map });
  const mask = household.forbiddenIn(map) as Uint8Array;
  expect([mask[cellOf(map, 4.5, 1.5)], mask[cellOf(map, 3.97, 1.5)], mask[cellOf(map, 3.8, 1.5)]]).toEqual([1, 1, 0]);
  expect(household.isForbiddenNear(map, { x: 3, y: 1.5 }, 1.1)).toBe(true);
  expect(household.isForbiddenNear(map, { x: 1, y: 1.5 }, 1.1)).toBe(false);
  household.moveWith(new MapWarp([0, 0, 0], [-1, 0, 0]));
  const moved = household.forbiddenIn(map) as Uint8Array;
  expect([moved[cellOf(map, 3.5, 1.5)], moved[cellOf(map, 4.5, 1.5)]]).toEqual([1, 0]);
});

test('how a room is cleaned is kept for it; what the job says of it comes first', () => {
  const household = new Household();
  const map = twoRooms();
  household.edit({ kind: 'setSettings', room: 1, settings: { passes: 2 } }, { map });
  expect(household.withKeptSettings({}).roomSettings).toEqual([{ room: 1, passes: 2 }]);
  const asked = { roomSettings: [{ room: 1, passes: 1 as const }] };
  expect(household.withKeptSettings(asked)).toEqual(asked);
});
