import type { OccupancyGrid } from '@homebound/grid';
import { roomsOnMap } from './roomsOnMap.ts';
import { drawRooms, flat, flatIds, frameOf, idAt } from './sampleRooms.ts';
import { splitRoom } from './splitRoom.ts';
import { startBook, updateRooms } from './updateRooms.ts';

const frame = frameOf(-0.5, -0.5, 9.5, 6.5);
const labels = drawRooms(flat, frame);
const book = startBook(labels, frame);
const [bed, corridor, living, bath, kitchen] = flatIds(book);
const mapOf = (floor: Int16Array): OccupancyGrid => ({
  ...frame,
  data: Int8Array.from(floor, (v) => (v > 0 ? 0 : 100)),
});

test('rooms have the doors that their floor shows, from either side', () => {
  const { labels: onMap, rooms } = roomsOnMap(book, mapOf(labels));
  expect(onMap).toEqual(book.labels);
  const doors = rooms.find(({ id }) => id === corridor)!.doors;
  expect(doors.map(({ to }) => to)).toEqual([bed, living, bath, kitchen].sort());
  // The door to the bedroom: 1.6 to 2.6 m, at y = 2.6.
  const door = doors.find(({ to }) => to === bed)!;
  expect([door.x, door.y, door.width_m].map((v) => Number(v.toFixed(6)))).toEqual([2.1, 2.6, 1]);
  expect(rooms.find(({ id }) => id === bed)!.doors).toEqual([{ ...door, to: corridor }]);
});

test('a person’s line through furniture is open where there is floor', () => {
  const split = splitRoom(book, living, [4, 3.7, 4, 6.1]);
  const part = idAt(split, 5, 5);
  const map = mapOf(labels);
  // A shelf across the line from y = 4.4 to 5.4: the cells are the room's, but nobody drives there.
  for (let i = 0; i < map.data.length; i++) {
    const x = frame.originX_m + ((i % frame.width) + 0.5) * 0.05;
    const y = frame.originY_m + (Math.floor(i / frame.width) + 0.5) * 0.05;
    if (x > 3.7 && x < 4.3 && y > 4.4 && y < 5.4) map.data[i] = 100;
  }
  const { doors } = roomsOnMap(split, map).rooms.find(({ id }) => id === part)!;
  expect(doors.map(({ to }) => to)).toEqual([living, living]);
  // From 3.8 to 4.4 and from 5.4 to 6.
  expect(doors.map(({ width_m }) => Number(width_m.toFixed(6)))).toEqual([0.6, 0.6]);
});

test('a map that has grown since, with other cells, has the rooms where they are; one that is not seen is listed too', () => {
  const shut = updateRooms(
    book,
    labels.map((label) => (label === 4 ? 0 : label)),
    frame,
  );
  const grown = frameOf(-3, -2, 12, 8, 0.025);
  const data = Int8Array.from(drawRooms(flat, grown), (v) => (v > 0 ? 0 : 100));
  const { labels: onMap, rooms } = roomsOnMap(shut, { ...grown, data });
  expect(onMap[Math.floor((5 + 2) / 0.025) * grown.width + Math.floor((2.7 + 3) / 0.025)]).toBe(living);
  expect(rooms.find(({ id }) => id === bath)).toMatchObject({ isSeen: false });
  expect(rooms).toHaveLength(5);
});
