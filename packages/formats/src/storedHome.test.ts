import { editHome, type HomeState, noRestrictions, startHome, updateHome } from '@homebound/plan';
import { FormatError } from './formatError.ts';
import { decodeHomeMap, encodeHomeMap } from './homeMap.ts';
import { arrayChunk, type Chunk, packChunks, unpackChunks } from './homeMapFile.ts';
import { noJourney } from './importMap.ts';
import { asciiJson } from './storedHome.ts';
import type { StoredMap } from './storedMap.ts';

/** Three rooms side by side, 4 m² each at 10 cm, the left one named and the middle one divided. */
function sampleHome(): HomeState {
  const frame = { width: 60, height: 20, resolution_m: 0.1, originX_m: -1.5, originY_m: 0.25 };
  const labels = Int16Array.from({ length: 1200 }, (_, i) => 1 + Math.floor((i % 60) / 20));
  const restrictions = {
    noGo: [[0.1, 0.2, 1, 1e-3, 0.7, 1.7]],
    noMop: [],
    walls: [[0, 1, 1 / 3, 1] as const],
    thresholds: [{ line: [0, 0, 1, 1] as const, height_m: 0.018 }, { line: [0, 0, 1, 1] as const }],
  };
  let plan = startHome(labels, frame, restrictions);
  plan = editHome(plan, { kind: 'rename', room: 1, name: 'Küche 🍳' });
  plan = editHome(plan, { kind: 'setType', room: 1, type: 'kitchen' });
  plan = editHome(plan, { kind: 'setSettings', room: 1, settings: { passes: 'crossed', levels: { fan: 1 } } });
  plan = editHome(plan, { kind: 'split', room: 2, line: [0.5, 1.25, 2.5, 1.25] });
  // The right room's door is shut: it is kept, not seen.
  const { rooms, restrictions: kept } = updateHome(
    plan,
    labels.map((label) => (label === 3 ? 0 : label)),
    frame,
  );
  return { rooms, restrictions: kept };
}

function sampleMap(home?: HomeState): StoredMap {
  return {
    meta: {
      name: 'Home',
      id: 'home',
      created_s: 1,
      changed_s: 2,
      resolution_m: 0.1,
      appVersion: '0',
      epoch: 0,
      revision: 1,
    },
    grid: { tiles: new Int32Array(2), counts: new Uint32Array(1024), means: new Int16Array(2048) },
    ...noJourney(),
    ...(home !== undefined && { home }),
    extras: [],
  };
}

/** The error of reading a map one of whose chunks was replaced. */
function refusal(name: string, chunk: Chunk | undefined): FormatError {
  const whole = unpackChunks(encodeHomeMap(sampleMap(sampleHome())), '');
  const bytes = packChunks([...whole.values()].flatMap((old) => (old.name === name ? (chunk ?? []) : old)));
  try {
    decodeHomeMap(bytes, 'home.hbmap');
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('the bytes were read');
}

const json = (value: object): Chunk => ({ name: 'home', type: 'json', columns: 1, bytes: asciiJson(value) });

/** The home's JSON as it is written. */
function written(): { version: number; rooms: Record<string, unknown>; restrictions: Record<string, unknown> } {
  const { bytes } = unpackChunks(encodeHomeMap(sampleMap(sampleHome())), '').get('home')!;
  return JSON.parse(new TextDecoder().decode(bytes));
}

test('rooms and restrictions come back as they were, and equal ones give equal bytes', () => {
  const map = sampleMap(sampleHome());
  const bytes = encodeHomeMap(map);
  const back = decodeHomeMap(bytes);
  expect(back).toEqual(map);
  expect(back.home!.rooms.rooms.map(({ isSeen }) => isSeen)).toEqual([true, true, false, true]);
  expect(encodeHomeMap(back)).toEqual(bytes);
  const { labels, cuts, rooms, ...rest } = map.home!.rooms;
  const turned = { restrictions: map.home!.restrictions, rooms: { cuts, rooms, labels, ...rest } };
  expect(encodeHomeMap({ ...map, home: turned })).toEqual(bytes);
});

test('a map without them, as it was written before there were any, reads as before', () => {
  const back = decodeHomeMap(encodeHomeMap(sampleMap()));
  expect('home' in back).toBe(false);
  expect(back.extras).toEqual([]);
});

test('what a home keeps goes on from file to file: no number is given twice', () => {
  const { home } = decodeHomeMap(encodeHomeMap(sampleMap(sampleHome())));
  const plan = editHome({ ...home!, past: [], future: [] }, { kind: 'split', room: 1, line: [-1.5, 1.25, 0.5, 1.25] });
  expect(plan.rooms.rooms.at(-1)!.id).toBe(5);
});

test.each<[string, string, Chunk | undefined, string, RegExp]>([
  ['only the cells', 'home', undefined, 'missing', /has one of the chunks "home" and "home\.labels" without the other/],
  ['only the names', 'home.labels', undefined, 'missing', /without the other; take an earlier revision/],
  ['no JSON', 'home', { ...json({}), bytes: new Uint8Array(3) }, 'malformed', /chunk "home": is not JSON/],
  ['a list', 'home', json([]), 'malformed', /chunk "home": should be an object, got \[\]/],
  ['no version', 'home', json({}), 'malformed', /version: should be 1, got nothing/],
  [
    'a newer version',
    'home',
    json({ version: 2 }),
    'unsupported',
    /newer Homebound \(format 2, this one reads up to 1\)/,
  ],
  [
    'cells of another kind',
    'home.labels',
    arrayChunk('home.labels', new Uint8Array(1200), 60),
    'malformed',
    /chunk "home\.labels": should hold i2 in rows of 60/,
  ],
  [
    'too few cells',
    'home.labels',
    arrayChunk('home.labels', new Int16Array(60), 60),
    'malformed',
    /home\.labels: should hold 1200 cells to fit the frame, has 60/,
  ],
  [
    'a room that is in no book',
    'home.labels',
    arrayChunk('home.labels', new Int16Array(1200).fill(9), 60),
    'malformed',
    /cell 0 is of room 9, which is not in the book/,
  ],
])('%s is refused by name', (_, name, chunk, code, message) => {
  const error = refusal(name, chunk);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^home\.hbmap/);
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('\n');
});

test.each<[string, (string | number)[], unknown, RegExp]>([
  ['no rooms', ['rooms'], null, /rooms: should be an object, got null/],
  ['no width', ['rooms', 'width'], 0, /chunk "home.labels": should hold i2 in rows of 0/],
  ['no resolution', ['rooms', 'resolution_m'], 0, /home, rooms: cannot be used: .*resolution must be > 0/],
  ['an id too large', ['rooms', 'nextId'], 4, /rooms\[3\]\.id: should be a whole number above 3 and below 4, got 4/],
  ['an id twice', ['rooms', 'rooms', 1, 'id'], 1, /rooms\[1\]\.id: should be a whole number above 1/],
  ['no name', ['rooms', 'rooms', 0, 'name'], '', /rooms\[0\]\.name: should be one line of at most 60/],
  ['a type', ['rooms', 'rooms', 0, 'type'], 'attic', /rooms\[0\]\.type: should be a type of room, got "attic"/],
  [
    'settings',
    ['rooms', 'rooms', 0, 'settings'],
    { passes: 9 },
    /settings: cannot be used: .*passes should be 1, 2 or "crossed", got 9/,
  ],
  ['no centre', ['rooms', 'rooms', 0, 'centre'], undefined, /rooms\[0\]\.centre: should be x and y, got nothing/],
  ['a cut', ['rooms', 'cuts'], [[1, 2, 3]], /home, cuts\[0\]: should be four finite numbers/],
  ['no restrictions', ['restrictions'], undefined, /home, restrictions: cannot be used: .*noGo should be a list/],
  ['two corners', ['restrictions', 'noGo'], [[0, 0, 1, 1]], /noGo\[0\] has 2 corners/],
])('%s is refused by name', (_, path, value, message) => {
  const home = written();
  let part = home as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) part = part[key] as typeof part;
  part[path.at(-1)!] = value;
  const error = refusal('home', json(home));
  expect(error.code).toBe('malformed');
  expect(error.message).toMatch(message);
  expect(error.message).toMatch(/take an earlier revision$/);
});

test('what could not be read again is not written', () => {
  const home = sampleHome();
  const bad = { ...home, restrictions: { ...noRestrictions, walls: [[0, 0, Number.NaN, 1] as const] } };
  expect(() => encodeHomeMap(sampleMap(bad))).toThrow('Cannot write home map: home, restrictions cannot be used');
  expect(() => encodeHomeMap(sampleMap(bad))).toThrow(RangeError);
});

test('random damage to the chunks never reads as something else than it was', () => {
  const bytes = encodeHomeMap(sampleMap(sampleHome()));
  const whole = decodeHomeMap(bytes);
  for (let at = 700; at < bytes.length; at += 397) {
    const spoilt = bytes.slice();
    spoilt[at] ^= 1 + (at % 255);
    expect(() => decodeHomeMap(spoilt)).toThrow(FormatError);
  }
  expect(decodeHomeMap(bytes)).toEqual(whole);
});
