import type { IndexEntry } from './entry.ts';
import type { KindTable } from './kindRules.ts';
import { retain } from './retain.ts';

const entry = (version: number, kind = 'map', id = 'home', bytes = 10): IndexEntry => ({
  kind,
  id,
  version,
  schema: 1,
  stamp_s: 0,
  bytes,
  file: `f${version}`,
  wrappedKey: new Uint8Array(0),
});
const kinds: KindTable = { map: { schema: 1, keep: 2 }, run: { schema: 1, keep: 9, quota_bytes: 25 } };
const kept = (entries: IndexEntry[], damaged: string[] = []): number[] =>
  retain(entries, kinds, ({ file }) => damaged.includes(file)).map(({ version }) => version);

test('of each object the newest stay; the order of the entries is nobody’s business', () => {
  expect(kept([entry(2), entry(5), entry(1), entry(4, 'map', 'attic')])).toEqual([2, 5, 4]);
});

test('a damaged version counts for none, and goes once enough good ones are newer', () => {
  expect(kept([entry(1), entry(2), entry(3)], ['f3'])).toEqual([1, 2, 3]);
  expect(kept([entry(1), entry(2), entry(3)], ['f2'])).toEqual([1, 2, 3]);
  expect(kept([entry(1), entry(2), entry(3)], ['f1'])).toEqual([2, 3]);
});

test('over the quota the oldest of the kind go, whatever object they are of; unknown kinds stay', () => {
  const entries = [entry(1, 'run', 'a'), entry(2, 'run', 'b'), entry(3, 'run', 'c'), entry(4, 'song', 'd', 1e9)];
  // 10 + 10 bytes fit into 25, 10 more do not.
  expect(kept(entries)).toEqual([2, 3, 4]);
});
