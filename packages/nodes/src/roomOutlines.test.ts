import { contours } from '@homebound/grid';
import { createRng } from '@homebound/math';
import { type RoomBook, segmentRooms, startHome } from '@homebound/plan';
import { roomOutlines } from './roomOutlines.ts';
import { testRoomMap } from './testMission.ts';

/** The dumb way: the whole map for each room. */
function wholeMap(book: RoomBook, id: number): Float64Array {
  const isIn = Float32Array.from(book.labels, (label) => (label === id ? 1 : 0));
  let longest: Float64Array = new Float64Array(0);
  for (const { points } of contours(isIn, book, 0.5)) if (points.length > longest.length) longest = points;
  return longest;
}

test('each room in its own box gives the bits that it has on the whole map', () => {
  const map = testRoomMap();
  const { rooms } = startHome(segmentRooms(map).labels, map);
  expect([...roomOutlines(rooms).keys()].sort()).toEqual([1, 2]);
  for (const [id, outline] of roomOutlines(rooms)) expect(outline).toEqual(wholeMap(rooms, id));
});

test('so do rooms that are nothing like rooms (20 times a thousand specks, seed 3)', () => {
  const rng = createRng(3);
  const frame = { width: 60, height: 40, resolution_m: 0.05, originX_m: -1.37, originY_m: 0.215 };
  for (let k = 0; k < 20; k++) {
    const labels = new Int16Array(60 * 40);
    for (let n = 0; n < 1000; n++) labels[(1 + rng.int(38)) * 60 + 1 + rng.int(58)] = rng.int(4);
    const book: RoomBook = { ...frame, labels, rooms: [], cuts: [], nextId: 4 };
    for (const id of [1, 2, 3]) expect(roomOutlines(book).get(id)).toEqual(wholeMap(book, id));
  }
});

test('at the edge of the map a border is closed, too', () => {
  const book: RoomBook = {
    ...{ width: 2, height: 1, resolution_m: 1, originX_m: 0, originY_m: 0 },
    ...{ labels: Int16Array.of(1, 1), rooms: [], cuts: [], nextId: 2 },
  };
  // Through the middles of the sides of the two cells and round their ends.
  expect([...(roomOutlines(book).get(1) ?? [])].length).toBe(12);
});
