import type { KeptDismissal } from '@homebound/plan';
import { FormatError } from './formatError.ts';
import { decodeHomeMap, encodeHomeMap } from './homeMap.ts';
import { type Chunk, packChunks, unpackChunks } from './homeMapFile.ts';
import { noJourney } from './importMap.ts';
import { DISMISSALS_CHUNK } from './storedDismissals.ts';
import { asciiJson } from './storedHome.ts';
import type { StoredMap } from './storedMap.ts';

const one: KeptDismissal = { id: 3, kind: 'low', height_m: 0.02, x: 1 / 3, y: -2, radius_m: 0.05, said_s: 1.7e9 };

function mapWith(dismissals?: readonly KeptDismissal[]): StoredMap {
  const meta = { name: 'Home', id: 'home', created_s: 1, changed_s: 2, resolution_m: 0.1 };
  return {
    meta: { ...meta, appVersion: '0', epoch: 0, revision: 1 },
    grid: { tiles: new Int32Array(2), counts: new Uint32Array(1024), means: new Int16Array(2048) },
    ...noJourney(),
    ...(dismissals !== undefined && { dismissals }),
    extras: [],
  };
}

/** The error of reading a map whose chunk of dismissals holds this. */
function refusal(value: unknown): FormatError {
  const whole = unpackChunks(encodeHomeMap(mapWith([one])), '');
  const chunk: Chunk = { name: DISMISSALS_CHUNK, type: 'json', columns: 1, bytes: asciiJson(value as object) };
  const bytes = packChunks([...whole.values()].map((old) => (old.name === chunk.name ? chunk : old)));
  try {
    decodeHomeMap(bytes, 'home.hbmap');
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('the map was read');
}

test('what was dismissed comes back bit-equal, fields in any order; one of a later kind stays', () => {
  const later = { ...one, id: 4, kind: 'robot' };
  const back = decodeHomeMap(encodeHomeMap(mapWith([one, later])));
  expect(back.dismissals).toEqual([one, later]);
  const turned = Object.fromEntries(Object.entries(one).reverse()) as unknown as KeptDismissal;
  expect(encodeHomeMap(mapWith([turned]))).toEqual(encodeHomeMap(mapWith([one])));
});

test('a map in which nothing was dismissed has the bytes that it had before there were any, and is read as ever', () => {
  expect(encodeHomeMap(mapWith([]))).toEqual(encodeHomeMap(mapWith()));
  expect(decodeHomeMap(encodeHomeMap(mapWith([]))).dismissals).toBeUndefined();
});

test.each<[unknown, RegExp]>([
  [null, /chunk "dismissals", should be an object|chunk "dismissals": should be an object/],
  [{ version: 0, dismissals: [] }, /version: should be 1, got 0/],
  [{ version: 1, dismissals: {} }, /dismissals: should be a list of at most 200/],
  [{ version: 1, dismissals: Array.from({ length: 201 }, (_, k) => ({ ...one, id: k + 1 })) }, /at most 200/],
  [{ version: 1, dismissals: [7] }, /dismissals\[0\]: should be an object, got 7/],
  [{ version: 1, dismissals: [one, one] }, /dismissals\[1\]\.id: should be a whole number of its own, got 3/],
  [{ version: 1, dismissals: [{ ...one, id: 0 }] }, /dismissals\[0\]\.id/],
  [{ version: 1, dismissals: [{ ...one, kind: 'A b' }] }, /dismissals\[0\]\.kind: should be a word/],
  [{ version: 1, dismissals: [{ ...one, x: 1e5 }] }, /dismissals\[0\]\.x: should be a number, at most 10000/],
  [{ version: 1, dismissals: [{ ...one, said_s: null }] }, /dismissals\[0\]\.said_s/],
])('%j is refused by name', (value, problem) => {
  const error = refusal(value);
  expect([error.code, error.message]).toEqual(['malformed', expect.stringMatching(problem)]);
});

test('one of a newer version says so, and nonsense is not written', () => {
  expect(refusal({ version: 2 })).toMatchObject({ code: 'unsupported', message: expect.stringContaining('format 2') });
  expect(() => encodeHomeMap(mapWith([{ ...one, y: Number.NaN }]))).toThrow(
    /Cannot write home map: dismissals\[0\]\.y/,
  );
});
