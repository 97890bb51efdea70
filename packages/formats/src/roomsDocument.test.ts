import type { OccupancyGrid } from '@homebound/grid';
import { editHome, roomsOnMap, startHome } from '@homebound/plan';
import { FormatError } from './formatError.ts';
import { readRoomsDocument, roomsDocument, writeRoomsDocument } from './roomsDocument.ts';

/** Two rooms of 2 x 2 m side by side at 10 cm, with a door of 0.8 m in the wall of 0.2 m between them. */
function sample() {
  const frame = { width: 42, height: 20, resolution_m: 0.1, originX_m: -1, originY_m: 0.5 };
  const labels = Int16Array.from({ length: 840 }, (_, i) => {
    const ix = i % 42;
    const iy = Math.floor(i / 42);
    return ix < 20 ? 1 : ix >= 22 ? 2 : iy < 8 ? 1 : 0;
  });
  const map: OccupancyGrid = { ...frame, data: Int8Array.from(labels, (label) => (label > 0 ? 0 : 100)) };
  let home = startHome(labels, frame, { noGo: [[0, 1, 0.5, 1, 0, 2]], noMop: [], walls: [], thresholds: [] });
  home = editHome(home, { kind: 'rename', room: 2, name: 'Küche' });
  home = editHome(home, { kind: 'setType', room: 2, type: 'kitchen' });
  home = editHome(home, { kind: 'setSettings', room: 2, settings: { passes: 2 } });
  return { document: roomsDocument(roomsOnMap(home.rooms, map), map, home.restrictions), home };
}

test('rooms are written in metres: outline along their cells, doors from either side', () => {
  const { document } = sample();
  expect(document).toMatchObject({ version: 1, frame: 'map', resolution_m: 0.1 });
  const [left, kitchen] = document.rooms;
  expect(kitchen).toMatchObject({
    id: 2,
    name: 'Küche',
    type: 'kitchen',
    area_m2: 4,
    seen: true,
    settings: { passes: 2 },
  });
  expect(kitchen.outline).toEqual([[1.2, 0.5, 3.2, 0.5, 3.2, 2.5, 1.2, 2.5]]);
  // The doorway belongs to the left room: 4 m² and 0.2 x 0.8 m; it opens into the kitchen at x = 1.2, y = 0.5 to 1.3.
  expect(left.area_m2).toBe(4.16);
  expect(left.outline).toEqual([[-1, 0.5, 1.2, 0.5, 1.2, 1.3, 1, 1.3, 1, 2.5, -1, 2.5]]);
  expect(left.doors).toEqual([{ to: 2, x: 1.2, y: 0.9, width_m: 0.8 }]);
  expect(kitchen.doors).toEqual([{ to: 1, x: 1.2, y: 0.9, width_m: 0.8 }]);
});

test('what was written reads back', () => {
  const { document } = sample();
  const text = writeRoomsDocument(document);
  expect(readRoomsDocument(text)).toEqual(document);
  expect(writeRoomsDocument(readRoomsDocument(text))).toBe(text);
});

test.each<[string, (text: string) => string, string, RegExp]>([
  ['nothing', () => '', 'malformed', /is not JSON; it begins with ""/],
  ['half', (text) => text.slice(0, 300), 'malformed', /is not JSON/],
  ['null', () => 'null', 'foreign', /is no list of rooms/],
  ['some other JSON', () => '{"rooms":[]}', 'foreign', /has no version and rooms/],
  ['a newer one', (text) => text.replace('"version":1', '"version":2'), 'unsupported', /of version 2; known is 1/],
  ['another frame', (text) => text.replace('"frame":"map"', '"frame":"odom"'), 'unsupported', /in the frame "odom"/],
  [
    'cells of no size',
    (text) => text.replace('"resolution_m":0.1', '"resolution_m":-1'),
    'malformed',
    /resolution_m: should be a number > 0, got -1/,
  ],
  [
    'half an id',
    (text) => text.replace('"id":2', '"id":2.5'),
    'malformed',
    /rooms\[1\]: id should be a whole number, got 2\.5/,
  ],
  [
    'a type',
    (text) => text.replace('"kitchen"', '"attic"'),
    'malformed',
    /rooms\[1\]: type should be a type of room, got "attic"/,
  ],
  [
    'no outline',
    (text) => text.replace('"outline":[[', '"outline":[[1],['),
    'malformed',
    /rooms\[0\]: outline should be lists/,
  ],
  [
    'a door to nowhere',
    (text) => text.replace('"to":2', '"to":null'),
    'malformed',
    /rooms\[0\]: doors should be a list/,
  ],
  [
    'no restrictions',
    (text) => text.replace('"noGo"', '"noFly"'),
    'malformed',
    /restrictions: Cannot use restrictions: noFly is no kind/,
  ],
])('%s is refused by name', (_, spoil, code, message) => {
  let error: unknown;
  try {
    readRoomsDocument(spoil(writeRoomsDocument(sample().document)), 'rooms.json');
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(FormatError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect((error as FormatError).message).toMatch(/^rooms\.json/);
});
