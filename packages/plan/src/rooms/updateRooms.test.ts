import { MapWarp } from '@homebound/math';
import fc from 'fast-check';
import { mergeRooms } from './mergeRooms.ts';
import { moveRooms } from './moveRooms.ts';
import { renameRoom } from './nameRooms.ts';
import { drawRooms, flat, flatIds, frameOf, idAt, mappedAgain, middles, type Rectangle } from './sampleRooms.ts';
import { splitRoom } from './splitRoom.ts';
import { startBook, updateBooks, updateRooms } from './updateRooms.ts';

const frame = frameOf(-0.5, -0.5, 9.5, 6.5);
const labels = drawRooms(flat, frame);
const book = startBook(labels, frame);
const ids = flatIds(book);
/** Rooms as they are told apart by people: all but the figures that each map gives anew. */
const told = (b: typeof book) =>
  b.rooms.map(({ id, name, type, isSeen, isJoined }) => ({ id, name, type, isSeen, isJoined }));

test('a new book numbers rooms from 1 and measures them', () => {
  expect([...ids].sort()).toEqual([1, 2, 3, 4, 5]);
  const bedroom = book.rooms.find(({ id }) => id === ids[0])!;
  // 4 x 2.4 m and a doorway of 1 x 0.2 m, which draws the most open point by 0.1 m at most from half the width.
  expect(bedroom.area_m2).toBeCloseTo(4 * 2.4 + 0.2, 6);
  expect(Math.abs(bedroom.centre.y - 1.2)).toBeLessThan(0.1);
  expect(bedroom).toMatchObject({ name: `Room ${ids[0]}`, type: 'other', isSeen: true, isJoined: false });
  expect(book.nextId).toBe(6);
});

test('ids stay with their rooms when the home is mapped again: other numbering, frayed borders', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const again = updateRooms(book, mappedAgain(labels, frame, seed), frame);
      expect(flatIds(again)).toEqual(ids);
      expect(told(again)).toEqual(told(book));
    }),
    { numRuns: 30 },
  );
});

test('ids stay with their rooms in another frame, with other cells, and after a correction of the map', () => {
  const place = fc.double({ min: -2, max: 2, noNaN: true });
  const cell = fc.constantFrom(0.04, 0.05, 0.08);
  fc.assert(
    fc.property(fc.tuple(place, place, fc.double({ min: -3, max: 3, noNaN: true }), cell), ([dx, dy, turn, cell_m]) => {
      const warp = new MapWarp([0, 0, 0], [dx, dy, turn]);
      const to = frameOf(-13, -13, 13, 13, cell_m);
      // The home as the corrected map shows it: each cell asks where it was.
      const now = new Int16Array(to.width * to.height);
      const back = warp.inverse();
      for (let i = 0; i < now.length; i++) {
        const p = back.movePoint(
          to.originX_m + ((i % to.width) + 0.5) * to.resolution_m,
          to.originY_m + (Math.floor(i / to.width) + 0.5) * to.resolution_m,
        );
        const isOn = p.x > -0.5 && p.y > -0.5 && p.x < 9.5 && p.y < 6.5;
        if (isOn)
          now[i] = 7 - (labels[Math.floor((p.y + 0.5) / 0.05) * frame.width + Math.floor((p.x + 0.5) / 0.05)] || 7);
      }
      const again = updateRooms(book, now, to, warp);
      const there = middles.map(([x, y]) => warp.movePoint(x, y));
      expect(there.map(({ x, y }) => idAt(again, x, y))).toEqual(ids);
      expect(told(again)).toEqual(told(book));
    }),
    { numRuns: 12 },
  );
});

test('a room grown from a corner to its whole size keeps its id, and one found later gets the next', () => {
  const corner: Rectangle[] = [[1, 0, 0, 1, 1]];
  const first = startBook(drawRooms(corner, frame), frame);
  const whole = updateRooms(first, drawRooms([[9, 0, 0, 4, 2.4]], frame), frame);
  expect(whole.rooms.map(({ id }) => id)).toEqual([1]);
  const more = updateRooms(whole, labels, frame);
  expect(idAt(more, 2, 1)).toBe(1);
  expect(more.rooms.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});

test('the best match in all is taken, not the first: two rooms that both reach into one', () => {
  // Old: a 4 m² and b 6 m². New: p covers 3 m² of b and all of a, q the rest of b.
  const old = startBook(
    drawRooms(
      [
        [1, 0, 0, 2, 2],
        [2, 2, 0, 5, 2],
      ],
      frame,
    ),
    frame,
  );
  const [a, b] = [idAt(old, 1, 1), idAt(old, 4, 1)];
  const now = updateRooms(
    old,
    drawRooms(
      [
        [1, 0, 0, 3.5, 2],
        [2, 3.5, 0, 5, 2],
      ],
      frame,
    ),
    frame,
  );
  // IoU: p is a with 4/7 and b with 3/10; q is b with 3/6.
  expect([idAt(now, 1, 1), idAt(now, 4, 1)]).toEqual([a, b]);
});

test('a room whose door is shut today stays in the book where it was, and is itself again tomorrow', () => {
  const named = renameRoom(book, ids[3], 'Bath');
  const shut = drawRooms(
    flat.filter(([label]) => label !== 4),
    frame,
  );
  const today = updateRooms(named, shut, frame);
  expect(today.rooms.find(({ id }) => id === ids[3])).toMatchObject({ name: 'Bath', isSeen: false });
  expect(flatIds(today)).toEqual(ids);
  // A smaller frame that does not even reach there is grown.
  const small = frameOf(-0.5, -0.5, 5, 6.5);
  const less = updateRooms(named, drawRooms(flat, small), small);
  expect(idAt(less, 7.3, 5)).toBe(ids[3]);
  const tomorrow = updateRooms(today, mappedAgain(labels, frame, 3), frame);
  expect(told(tomorrow)).toEqual(told(named));
});

test('a room that another swallows goes; its number is given to no other', () => {
  const swallowed = labels.map((label) => (label === 4 ? 3 : label));
  const gone = updateRooms(book, swallowed, frame);
  expect(gone.rooms).toHaveLength(4);
  expect(gone.nextId).toBe(6);
  const divided = updateRooms(gone, labels, frame);
  expect(new Set(flatIds(divided))).toContain(6);
});

test('a room with a name stays one room, whether the new map takes it with others or apart', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 4 }), (seed, k) => {
      const named = renameRoom(book, ids[k], 'Mine');
      // The corridor and all at it are one room of the new map; then every room is two.
      const one = updateRooms(
        named,
        mappedAgain(labels, frame, seed).map((label) => Math.min(label, 1)),
        frame,
      );
      expect(told(one)).toEqual(told(named));
      expect(flatIds(one)).toEqual(ids);
      const halves = labels.map((label, i) => (label === 0 ? 0 : label + ((i % frame.width) % 40 < 20 ? 0 : 5)));
      const two = updateRooms(named, mappedAgain(halves, frame, seed), frame);
      const cells = (b: typeof book) => b.labels.filter((id) => id === ids[k]).length;
      expect(Math.abs(cells(two) / cells(named) - 1)).toBeLessThan(0.05);
    }),
    { numRuns: 10 },
  );
});

test('a named room of which two neighbours take a half each is one room still', () => {
  const three = startBook(
    drawRooms(
      [
        [1, 0, 0, 3, 2],
        [2, 3, 0, 5, 2],
        [3, 5, 0, 8, 2],
      ],
      frame,
    ),
    frame,
  );
  const named = renameRoom(three, 2, 'Middle');
  const now = updateRooms(
    named,
    drawRooms(
      [
        [1, 0, 0, 4, 2],
        [2, 4, 0, 8, 2],
      ],
      frame,
    ),
    frame,
  );
  expect(now.labels).toEqual(three.labels);
  // Without the name the new map is followed.
  expect(
    updateRooms(
      three,
      drawRooms(
        [
          [1, 0, 0, 4, 2],
          [2, 4, 0, 8, 2],
        ],
        frame,
      ),
      frame,
    ).rooms.map(({ id }) => id),
  ).toEqual([1, 3]);
});

test('what a new map adds to two named rooms that it does not tell apart goes to the nearer one', () => {
  const narrow = startBook(
    drawRooms(
      [
        [1, 0, 0, 2, 2],
        [2, 4, 0, 6, 2],
      ],
      frame,
    ),
    frame,
  );
  const named = renameRoom(renameRoom(narrow, 1, 'Left'), 2, 'Right');
  const now = updateRooms(named, drawRooms([[1, 0, 0, 6, 2]], frame), frame);
  expect([idAt(now, 2.9, 1), idAt(now, 3.1, 1)]).toEqual([1, 2]);
});

test('what a person divided stays divided on new maps, what a person joined stays joined', () => {
  const split = splitRoom(book, ids[2], [3.2, 3.7, 3.2, 6]);
  const part = idAt(split, 4.5, 5);
  const both = mergeRooms(renameRoom(split, part, 'Dining'), [ids[0], ids[1]]);
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const again = updateRooms(both, mappedAgain(labels, frame, seed), frame);
      expect(told(again)).toEqual(told(both));
      expect([idAt(again, 1, 5), idAt(again, 4.5, 5)]).toEqual([idAt(both, 1, 5), part]);
      expect([idAt(again, 2, 1), idAt(again, 8, 3.1)]).toEqual([ids[0], ids[0]]);
    }),
    { numRuns: 20 },
  );
  // Also where the new map divides them itself, at the very line, or in three.
  const finer = drawRooms([...flat, [6, 3.2, 3.8, 5.4, 6], [7, 6, 2.6, 9, 3.6]], frame);
  const again = updateRooms(both, finer, frame);
  expect(told(again)).toEqual(told(both));
  expect([idAt(again, 4.5, 5), idAt(again, 8, 3.1)]).toEqual([part, ids[0]]);
});

test('a correction moves cells, centres and lines alike', () => {
  const split = splitRoom(book, ids[2], [3.2, 3.7, 3.2, 6]);
  const warp = new MapWarp([0, 0, 0], [1, 2, Math.PI / 2]);
  const moved = moveRooms(split, warp);
  // A quarter turn: (x, y) comes to (1 - y, 2 + x).
  for (const [i, [x, y]] of middles.entries()) if (i !== 2) expect(idAt(moved, 1 - y, 2 + x)).toBe(ids[i]);
  const [x0, y0, x1, y1] = split.cuts[0];
  expect(moved.cuts[0].map((v) => Number(v.toFixed(9)))).toEqual(
    [1 - y0, 2 + x0, 1 - y1, 2 + x1].map((v) => Number(v.toFixed(9))),
  );
  expect(moveRooms(split, new MapWarp([0, 0, 0], [0, 0, 0]))).toBe(split);
});

test('states of a book that differ in names alone are divided once, and share their cells', () => {
  const named = renameRoom(book, ids[0], 'Bedroom');
  const split = splitRoom(named, ids[2], [3.2, 3.7, 3.2, 6]);
  const warp = new MapWarp([0, 0, 0], [0.1, 0, 0]);
  const moved = { ...frame, originX_m: frame.originX_m + 0.1 };
  const other = renameRoom(named, ids[0], 'Guest room');
  const [now, before, first] = updateBooks([split, named, other], mappedAgain(labels, moved, 2), moved, warp);
  expect(first.labels).toBe(before.labels);
  expect(now.labels).not.toBe(before.labels);
  expect(told(before)).toEqual(told(named));
  expect(told(first)).toEqual(told(other));
  expect(told(now)).toEqual(told(split));
});

test('labels of another size than their frame are refused', () => {
  expect(() => updateRooms(book, labels.subarray(1), frame)).toThrow(
    'Cannot update rooms: 200 x 140 labels wanted, got 27999; give the labels with the frame of their map',
  );
});
