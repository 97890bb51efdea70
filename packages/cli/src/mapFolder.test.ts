import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MapFolder, MapFolderError } from '@homebound/nodes';
import { openMapFolder } from './mapFolder.ts';

let outside: string;
let root: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'homebound-maps-'));
  root = join(outside, 'maps');
  mkdirSync(root);
  writeFileSync(join(outside, 'secret'), 'the diary');
});
afterEach(() => rmSync(outside, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

/** What lies beside the folder, and what of it can be read through the folder: nothing new, and nothing, when it keeps its promise. */
function leaks(folder: MapFolder): string[] {
  const before = readdirSync(outside).sort().join();
  const found: string[] = [];
  symlinkSync(join(outside, 'secret'), join(root, 'link.yaml'));
  symlinkSync(outside, join(root, 'door'));
  symlinkSync(join(outside, 'new'), join(root, 'dangling.yaml'));
  const names = [
    '../secret',
    join(outside, 'secret'),
    'door/secret',
    'link.yaml',
    './../secret',
    `file://${outside}/secret`,
  ];
  for (const name of names)
    try {
      if (new TextDecoder().decode(folder.read(name)) === 'the diary') found.push(`read ${name.replace(outside, '')}`);
    } catch (error) {
      if (!(error instanceof MapFolderError)) throw error;
    }
  for (const name of ['../new', join(outside, 'new'), 'door/new', 'link.yaml', 'dangling.yaml'])
    try {
      folder.write([{ name, bytes: bytes('planted') }]);
    } catch (error) {
      if (!(error instanceof MapFolderError)) throw error;
    }
  if (readFileSync(join(outside, 'secret'), 'utf8') !== 'the diary') found.push('wrote over the secret');
  if (readdirSync(outside).sort().join() !== before) found.push('wrote beside the folder');
  return found;
}

test('T-BESIDE: of the disk, who asks for maps on the graph reaches one folder and nothing beside it, by no name and through no link', () => {
  expect(leaks(openMapFolder(root))).toEqual([]);
});

test('T-BESIDE, planted fault: a folder that joins names as they come', () => {
  const careless: MapFolder = {
    read: (name) => new Uint8Array(readFileSync(join(root, name))),
    write: (files) => {
      for (const file of files) writeFileSync(join(root, file.name), file.bytes);
    },
  };
  const guarded: MapFolder = {
    read: (name) => missing(() => careless.read(name)),
    write: (files) => missing(() => careless.write(files)),
  };
  expect(leaks(guarded)).toEqual(
    expect.arrayContaining(['read ../secret', 'read link.yaml', 'wrote over the secret', 'wrote beside the folder']),
  );
});

function missing<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new MapFolderError('failed', String(cause), { cause });
  }
}

test('what is written is whole, its owner alone may read it, and nothing else is left behind', () => {
  const folder = openMapFolder(join(root, 'made'));
  folder.write([
    { name: 'room.pgm', bytes: bytes('P5') },
    { name: 'room.yaml', bytes: bytes('image: room.pgm') },
  ]);
  folder.write([{ name: 'room.pgm', bytes: bytes('P5 again') }]);
  expect(readdirSync(join(root, 'made')).sort()).toEqual(['room.pgm', 'room.yaml']);
  expect(new TextDecoder().decode(folder.read('room.pgm'))).toBe('P5 again');
  expect(statSync(join(root, 'made')).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, 'made', 'room.pgm')).mode & 0o777).toBe(0o600);
});

test('of several files none is written when one may not be', () => {
  const folder = openMapFolder(root);
  mkdirSync(join(root, 'room.yaml'));
  const files = [
    { name: 'room.pgm', bytes: bytes('P5') },
    { name: 'room.yaml', bytes: bytes('image: room.pgm') },
  ];
  expect(() => folder.write(files)).toThrow(/room\.yaml is no file there: it is not written over/);
  expect(existsSync(join(root, 'room.pgm'))).toBe(false);
});

test.each([
  ['missing', 'attic.yaml', /there is no attic\.yaml in the map folder/],
  ['refused', 'sub', /sub is no file/],
  ['refused', 'link.yaml', /link\.yaml is a link: it is not followed/],
  ['refused', '../x', /leads out of the map folder/],
])('%s: %s', (kind, name, words) => {
  mkdirSync(join(root, 'sub'));
  symlinkSync(join(outside, 'secret'), join(root, 'link.yaml'));
  const folder = openMapFolder(root);
  let told: unknown;
  try {
    folder.read(name);
  } catch (error) {
    told = error;
  }
  expect(told).toMatchObject({ kind, message: expect.stringMatching(words) });
  expect((told as Error).message).not.toContain(outside);
});

test('a folder that became a link meanwhile is not followed', () => {
  const folder = openMapFolder(root);
  rmSync(root, { recursive: true });
  symlinkSync(outside, root);
  expect(() => folder.read('secret')).toThrow(/the map folder is a link now/);
});
