import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHomeMap, noJourney, type StoredMap } from '@homebound/formats';
import { homebound, temporaryFolder } from '../helpers/homebound.ts';

/** A seen floor of 32 x 32 cells of 5 cm, the lowest row a wall: 31 · 32 · 0.0025 m² = 2.48 m². */
function smallMap(id: string, name: string, revision: number): Uint8Array {
  const map: StoredMap = {
    meta: {
      name,
      id,
      created_s: 0,
      changed_s: 1.7e9 + revision,
      resolution_m: 0.05,
      appVersion: '0',
      epoch: 0,
      revision,
    },
    grid: {
      tiles: new Int32Array(2),
      counts: new Uint32Array(1024).fill(20).fill(16 * 65536 + 20, 0, 32),
      means: new Int16Array(2048),
    },
    ...noJourney(),
    nodes: { poses: new Float64Array(0), stamps_s: new Float64Array(0) },
    extras: [],
  };
  return encodeHomeMap(map);
}

/** A folder of two floors; the upper one has three revisions. */
function folderOfMaps(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'cellar.hbmap'), smallMap('cellar', 'Cellar', 1));
  writeFileSync(join(folder, 'ground.2.hbmap'), smallMap('ground', 'Ground floor', 1));
  writeFileSync(join(folder, 'ground.1.hbmap'), smallMap('ground', 'Ground floor', 2));
  writeFileSync(join(folder, 'ground.hbmap'), smallMap('ground', 'Ground floor', 3));
  return folder;
}

test('maps takes plain maps in and lists floors with their area and revisions; a damaged file is named and left', async () => {
  const folder = folderOfMaps();
  const bytes = readFileSync(join(folder, 'ground.hbmap'));
  bytes[3000] ^= 1;
  writeFileSync(join(folder, 'ground.hbmap'), bytes);
  const { code, out, err } = await homebound('maps', folder);
  expect(code).toBe(0);
  expect(err).toMatch(/^warning: ground\.hbmap, chunk "grid\.counts": is damaged .*; it is not encrypted: delete it$/m);
  expect(out.trimEnd().split('\n')).toEqual([
    'cellar: Cellar, 2.5 m² of floor seen, 0 nodes',
    '  revision 1, 2023-11-14T22:13:21Z, 0.01 MB',
    'ground: Ground floor, 2.5 m² of floor seen, 0 nodes',
    '  revision 2, 2023-11-14T22:13:22Z, 0.01 MB',
    '  revision 1, 2023-11-14T22:13:21Z, 0.01 MB',
  ]);
  expect(readdirSync(folder).filter((name) => name.endsWith('.hbmap'))).toEqual(['ground.hbmap']);
  expect(readdirSync(`${folder}.keys`)).toEqual(['device-key']);
});

test('a map is carried out as a plain file, and in beside one of its id', async () => {
  const folder = folderOfMaps();
  const file = join(folder, 'out.bin');
  expect((await homebound('maps', folder, '--export', 'Ground floor', '--out', file)).code).toBe(0);
  expect(readFileSync(file)).toEqual(Buffer.from(smallMap('ground', 'Ground floor', 3)));
  const { code, err, out } = await homebound('maps', folder, '--import', file, '--json');
  expect([code, err]).toEqual([0, 'Ground floor is kept as ground-floor\n']);
  expect(JSON.parse(out).map(({ id }: { id: string }) => id)).toEqual(['cellar', 'ground', 'ground-floor']);
});

test('maps goes back by id or by name, removes, and answers in JSON', async () => {
  const folder = folderOfMaps();
  const back = await homebound('maps', folder, '--undo', 'Ground floor', '--json');
  expect(back.err).toMatch(/^Ground floor \(ground\) is back to revision 2 of 2023-11-14T22:13:22Z$/m);
  const ground = JSON.parse(back.out).find(({ id }: { id: string }) => id === 'ground');
  expect(ground.floor_m2).toBeCloseTo(2.48, 9);
  expect(ground.revisions.map(({ revision }: { revision: number }) => revision)).toEqual([2, 1]);
  const gone = await homebound('maps', folder, '--delete', 'ground');
  expect(gone.code).toBe(0);
  expect(JSON.parse((await homebound('maps', folder, '--json')).out)).toHaveLength(1);
});

test.each<[string, string[], RegExp]>([
  ['a map that is not there', ['--undo', 'attic'], /No map attic in .*; there are cellar, ground/],
  ['nothing to go back to', ['--undo', 'cellar'], /The map cellar has no earlier revision/],
  ['two things at once', ['--undo', 'ground', '--delete', 'ground'], /give one of them/],
])('maps refuses %s in one line', async (_, args, reason) => {
  const folder = folderOfMaps();
  const { code, out, err } = await homebound('maps', folder, ...args);
  expect([code, out]).toEqual([1, '']);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toMatch(reason);
  expect((await homebound('maps', folder)).out.match(/revision/g)).toHaveLength(4);
});

test('maps of a folder that is none', async () => {
  const { code, err } = await homebound('maps', '/nowhere/at-all');
  expect(code).toBe(1);
  expect(err).toBe('homebound: Folder of a home not found: /nowhere/at-all\n');
});
