import fc from 'fast-check';
import { mergeRooms } from './mergeRooms.ts';
import { forgetRoom, renameRoom, setRoomSettings, setRoomType } from './nameRooms.ts';
import type { CutLine, RoomBook } from './roomBook.ts';
import { drawRooms, flat, flatIds, frameOf, idAt } from './sampleRooms.ts';
import { splitRoom } from './splitRoom.ts';
import { startBook, updateRooms } from './updateRooms.ts';

const frame = frameOf(-0.5, -0.5, 9.5, 6.5);
const labels = drawRooms(flat, frame);
const book = startBook(labels, frame);
/** Bedroom, corridor, living room, bath, kitchen. */
const [bed, corridor, living, bath, kitchen] = flatIds(book);
const areaOf = (b: RoomBook, id: number) => b.rooms.find((room) => room.id === id)!.area_m2;
/** All but the next number; the cells as a text, which is compared faster. */
const told = ({ nextId: _, ...b }: RoomBook) => ({ ...b, labels: b.labels.join('') });
const cellsOf = (b: RoomBook, id: number) => b.labels.filter((label) => label === id).length * frame.resolution_m ** 2;

test('a split gives the smaller part the next number and measures both', () => {
  const split = splitRoom(book, living, [4, 3.7, 4, 6.1]);
  // 5.4 x 2.2 m are cut at x = 4: 4 x 2.2 m with the doorway of 1 x 0.2 m, and 1.4 x 2.2 m.
  expect(areaOf(split, living)).toBeCloseTo(4 * 2.2 + 0.2, 6);
  expect(areaOf(split, 6)).toBeCloseTo(1.4 * 2.2, 6);
  expect(idAt(split, 1, 5)).toBe(living);
  expect(idAt(split, 5, 5)).toBe(6);
  expect(split.nextId).toBe(7);
  expect(book.rooms).toHaveLength(5);
});

test('any line across a room parts it by its two sides; joined again it is what it was', () => {
  const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });
  fc.assert(
    fc.property(share, share, (low, high) => {
      // From the wall y = 3.8 to the wall y = 6, wherever.
      const line: CutLine = [5.4 * low, 3.6, 5.4 * high, 6.1];
      let split: RoomBook;
      try {
        split = splitRoom(book, living, line);
      } catch (error) {
        expect((error as Error).message).toMatch(/would be cut off, and a room has at least 0\.5 m²/);
        return;
      }
      const part = split.nextId - 1;
      for (const id of [living, part]) expect(areaOf(split, id)).toBeCloseTo(cellsOf(split, id), 9);
      expect(areaOf(split, living)).toBeGreaterThanOrEqual(areaOf(split, part));
      const sides = new Map<number, Set<boolean>>([
        [living, new Set()],
        [part, new Set()],
      ]);
      for (let i = 0; i < labels.length; i++) {
        const x = frame.originX_m + ((i % frame.width) + 0.5) * frame.resolution_m;
        const y = frame.originY_m + (Math.floor(i / frame.width) + 0.5) * frame.resolution_m;
        const side = (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0]);
        if (book.labels[i] === living && Math.abs(side) > 1e-9) sides.get(split.labels[i])!.add(side > 0);
      }
      expect([...sides.values()].map(({ size }) => size)).toEqual([1, 1]);
      expect(told(mergeRooms(split, [living, part]))).toEqual(told(book));
    }),
    { numRuns: 40 },
  );
});

test('a line that ends a little before the walls is made longer, one that ends far from them is refused', () => {
  expect(splitRoom(book, living, [4, 4.05, 4, 5.75]).rooms).toHaveLength(6);
  expect(() => splitRoom(book, living, [4, 4.2, 4, 5.4])).toThrow(
    `Cannot split room ${living}: the line leaves a way round its end; draw it from wall to wall`,
  );
});

test.each<[string, number, CutLine, RegExp]>([
  ['elsewhere', 0, [4, 3.7, 4, 6.1], /the line does not touch it; draw it across room/],
  ['a sliver', 2, [0.1, 3.7, 0.1, 6.1], /a part of 0\.22 m² would be cut off, and a room has at least 0\.5 m²/],
  ['a point', 2, [4, 5, 4, 5], /0\.05 m between its ends, got 4, 5, 4, 5/],
  ['no number', 2, [4, 3, Number.NaN, 6], /needs x0, y0, x1, y1 in m/],
  ['three numbers', 2, [4, 3, 4] as unknown as CutLine, /needs x0, y0, x1, y1 in m.* got 4, 3, 4$/],
])('a split along %s is refused', (_, room, line, message) => {
  const id = flatIds(book)[room];
  expect(() => splitRoom(book, id, line)).toThrow(message);
  expect(() => splitRoom(book, id, line)).toThrow(RangeError);
});

test('a line over both arms of a U is refused, over one arm it parts', () => {
  const u = startBook(
    drawRooms(
      [
        [1, 0, 0, 6, 2],
        [1, 0, 2, 2, 5],
        [1, 4, 2, 6, 5],
      ],
      frame,
    ),
    frame,
  );
  expect(() => splitRoom(u, 1, [-0.2, 3, 6.2, 3])).toThrow('makes 3 parts of it; draw it across one place only');
  expect(areaOf(splitRoom(u, 1, [-0.2, 3, 3, 3]), 2)).toBeCloseTo(2 * 2, 6);
});

test('merged rooms are one, under the first one named; those between must be named too', () => {
  const merged = mergeRooms(setRoomType(renameRoom(book, bath, 'Bath'), bath, 'bathroom'), [bath, corridor]);
  expect(merged.rooms.map(({ id }) => id)).toEqual([bed, living, bath, kitchen].sort());
  expect(merged.rooms.find(({ id }) => id === bath)).toMatchObject({ name: 'Bath', type: 'bathroom', isJoined: true });
  expect(areaOf(merged, bath)).toBeCloseTo(areaOf(book, bath) + areaOf(book, corridor), 9);
  expect(mergeRooms(book, [bed, corridor, kitchen]).rooms).toHaveLength(3);
  expect(() => mergeRooms(book, [bed, kitchen])).toThrow(
    `Cannot merge rooms ${bed}, ${kitchen}: room ${kitchen} touches none of the others; name the rooms between them too`,
  );
});

test('a line that still divides others is kept when two of the rooms at it are merged', () => {
  // The living room is cut at x = 3.4, then its right part at y = 5: three rooms at the first line.
  const first = splitRoom(book, living, [3.4, 3.7, 3.4, 6.1]);
  const right = idAt(first, 5, 5.5);
  const second = splitRoom(first, right, [3.3, 5, 5.5, 5]);
  const upper = idAt(second, 5, 5.8);
  const merged = mergeRooms(second, [living, right === upper ? idAt(second, 5, 4.2) : right]);
  expect(merged.cuts).toHaveLength(2);
  const again = updateRooms(merged, labels, frame);
  expect(again.labels).toEqual(merged.labels);
});

test('numbers are not given again', () => {
  const twice = splitRoom(mergeRooms(splitRoom(book, living, [4, 3.7, 4, 6.1]), [living, 6]), living, [4, 3.7, 4, 6.1]);
  expect(idAt(twice, 5, 5)).toBe(7);
});

test('names, types and settings are kept as told', () => {
  const named = renameRoom(book, bed, '  Schlafzimmer der Kinder 🛏 ');
  expect(named.rooms.find(({ id }) => id === bed)!.name).toBe('Schlafzimmer der Kinder 🛏');
  // A real export has five rooms called "Flur".
  expect(
    renameRoom(renameRoom(book, bed, 'Flur'), corridor, 'Flur').rooms.filter(({ name }) => name === 'Flur'),
  ).toHaveLength(2);
  const settings = { passes: 'crossed', levels: { fan: 1 }, skip: false } as const;
  const set = setRoomSettings(book, bed, settings);
  expect(set.rooms.find(({ id }) => id === bed)!.settings).toEqual(settings);
  expect(setRoomSettings(set, bed, undefined)).toEqual(book);
});

const unknownRoom = `there is no room 99; there are 1, 2, 3, 4, 5 (Hall)`;
const hall = renameRoom(book, 5, 'Hall');
test.each<[string, () => unknown, string]>([
  ['an unknown room', () => splitRoom(hall, 99, [0, 0, 1, 1]), `Cannot split room 99: ${unknownRoom}`],
  ['an unknown room to merge', () => mergeRooms(hall, [1, 99]), `Cannot merge rooms 1, 99: ${unknownRoom}`],
  ['an unknown room to rename', () => renameRoom(hall, 99, 'x'), `Cannot rename room 99: ${unknownRoom}`],
  [
    'any room of an empty book',
    () => renameRoom(startBook(new Int16Array(1), { ...frame, width: 1, height: 1 }), 1, 'x'),
    'no room is known yet',
  ],
  ['one room to merge', () => mergeRooms(book, [1]), 'Cannot merge rooms 1: name at least two rooms, each once'],
  ['a room twice', () => mergeRooms(book, [1, 2, 1]), 'name at least two rooms, each once'],
  ['no name', () => renameRoom(book, 1, ' \t'), 'a name is one line of 1 to 60 characters, got " \\t"'],
  ['two lines', () => renameRoom(book, 1, 'a\nb'), 'got "a\\nb"'],
  ['a long name', () => renameRoom(book, 1, 'x'.repeat(61)), 'got 61'],
  ['a name that is none', () => renameRoom(book, 1, 7 as never), 'got 7'],
  [
    'a type',
    () => setRoomType(book, 1, 'cellar' as never),
    'Cannot set the type of room 1: "cellar" is no type of room; there are kitchen, bathroom',
  ],
  [
    'passes',
    () => setRoomSettings(book, 1, { passes: 3 as never }),
    'Cannot set how room 1 is cleaned: passes should be 1, 2 or "crossed", got 3',
  ],
  ['a level', () => setRoomSettings(book, 1, { levels: { fan: 1.5 } }), 'levels.fan should be in [0, 1], got 1.5'],
  [
    'a motor',
    () => setRoomSettings(book, 1, { levels: { mop: 1 } as never }),
    'levels should be of fan, mainBrush, sideBrush, got "mop"',
  ],
  [
    'an angle',
    () => setRoomSettings(book, 1, { laneAngle_rad: Number.NaN }),
    'laneAngle_rad should be within a turn, ±2π rad',
  ],
  ['a flag', () => setRoomSettings(book, 1, { skip: 1 as never }), 'skip should be true or false, got 1'],
  ['a setting', () => setRoomSettings(book, 1, { speed: 1 } as never), 'speed is no setting; there are passes'],
  [
    'a room that is there to forget',
    () => forgetRoom(book, 1),
    'Cannot forget room 1: it is on the map; merge it with its neighbour instead',
  ],
])('%s is refused', (_, act, message) => {
  expect(act).toThrow(message);
  expect(act).toThrow(RangeError);
});

test('a room that is not seen can be forgotten but not divided or joined', () => {
  const shut = updateRooms(
    book,
    labels.map((label) => (label === 4 ? 0 : label)),
    frame,
  );
  expect(() => splitRoom(shut, bath, [7, 3, 7, 6.1])).toThrow(
    'the newest map does not show it; let the robot see it again',
  );
  expect(() => mergeRooms(shut, [corridor, bath])).toThrow(`the newest map does not show room ${bath}`);
  const forgotten = forgetRoom(shut, bath);
  expect(forgotten.labels.includes(bath)).toBe(false);
  expect(updateRooms(forgotten, labels, frame).rooms.at(-1)!.id).toBe(6);
});
