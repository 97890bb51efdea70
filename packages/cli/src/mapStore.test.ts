import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editHome, type HomeState, startHome } from '@homebound/plan';
import { CrashingDisk } from './crashingDisk.ts';
import { folderDisk } from './disk.ts';
import { MapStore } from './mapStore.ts';
import { sampleHomeMap } from './sampleHomeMap.ts';

const refuseToWarn = (text: string): never => {
  throw new Error(`unexpected warning: ${text}`);
};

/** A store on a fresh disk with so many saves of the map `home` in it. */
function storeWith(saves: number): { disk: CrashingDisk; store: MapStore } {
  const disk = new CrashingDisk();
  const store = new MapStore(disk, refuseToWarn);
  for (let i = 0; i < saves; i++) store.save(sampleHomeMap('home'));
  return { disk, store };
}

const revisionOf = (store: MapStore): number | undefined => store.load('home')?.meta.revision;

test('the newest revision is loaded, two earlier ones are kept, ids and names are their own', () => {
  const { disk, store } = storeWith(5);
  store.save(sampleHomeMap('upstairs', 'Upstairs'));
  expect(disk.names()).toEqual(['home.1.hbmap', 'home.2.hbmap', 'home.hbmap', 'upstairs.hbmap']);
  expect(store.ids()).toEqual(['home', 'upstairs']);
  expect(store.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([5, 4, 3]);
  expect(store.load('home')).toEqual({
    ...sampleHomeMap('home'),
    meta: { ...sampleHomeMap('home').meta, revision: 5 },
  });
  expect(store.load('cellar')).toBeUndefined();
  expect(() => store.save(sampleHomeMap('../../etc/passwd'))).toThrow(/an id is made of a-z/);
});

test.each<[string, number, (store: MapStore) => void, (number | undefined)[]]>([
  ['the first save', 0, (store) => store.save(sampleHomeMap('home')), [undefined, 1]],
  ['a second save', 1, (store) => store.save(sampleHomeMap('home')), [1, 2]],
  ['a save that drops the oldest', 4, (store) => store.save(sampleHomeMap('home')), [4, 5]],
  ['an undo', 2, (store) => store.undo('home'), [2, 1]],
  ['an undo with a third revision', 3, (store) => store.undo('home'), [3, 2]],
  ['a removal', 3, (store) => store.delete('home'), [3, 2, 1, undefined]],
])('the power goes during %s: the map of before or after is there, and goes on', (_, saves, act, expected) => {
  const calm = storeWith(saves);
  const first = calm.disk.steps;
  act(calm.store);
  const seen = new Set<number | undefined>();
  for (let step = first; step <= calm.disk.steps; step++) {
    const { disk, store } = storeWith(saves);
    disk.crashBefore = step;
    if (step < calm.disk.steps) expect(() => act(store)).toThrow('the power went');
    else act(store);
    for (let lasting = 0; lasting < 1 << disk.pending; lasting++)
      for (const share of [0, 0.5, 1]) {
        const after = new MapStore(disk.afterCrash(lasting, share), refuseToWarn);
        const revision = revisionOf(after);
        expect(expected).toContain(revision);
        seen.add(revision);
        // A crash leaves nothing that hinders: the next save works, and what was there can be had back.
        const next = after.save(sampleHomeMap('home')).meta.revision;
        expect(revisionOf(after)).toBe(next);
        if (revision !== undefined) expect(after.undo('home').meta.revision).toBe(revision);
      }
  }
  expect(seen.has(expected[0]) && seen.has(expected.at(-1))).toBe(true);
});

const homeNamed = (name: string): HomeState => {
  const frame = { width: 8, height: 8, resolution_m: 0.25, originX_m: 0, originY_m: 0 };
  const { rooms, restrictions } = editHome(startHome(new Int16Array(64).fill(1), frame), {
    kind: 'rename',
    room: 1,
    name,
  });
  return { rooms, restrictions };
};
const nameIn = (store: MapStore): string | undefined => store.load('home')?.home?.rooms.rooms[0].name;

test('the power goes while rooms are kept with a map: those of before or after are there, and the map', () => {
  const begin = () => {
    const at = storeWith(3);
    at.store.keepHome('home', homeNamed('Salon'));
    return at;
  };
  const calm = begin();
  const first = calm.disk.steps;
  calm.store.keepHome('home', homeNamed('Library'));
  const seen = new Set<string | undefined>();
  for (let step = first; step <= calm.disk.steps; step++) {
    const { disk, store } = begin();
    disk.crashBefore = step;
    const act = () => store.keepHome('home', homeNamed('Library'));
    if (step < calm.disk.steps) expect(act).toThrow('the power went');
    else act();
    for (let lasting = 0; lasting < 1 << disk.pending; lasting++)
      for (const share of [0, 0.5, 1]) {
        const after = new MapStore(disk.afterCrash(lasting, share), refuseToWarn);
        expect(['Salon', 'Library']).toContain(nameIn(after));
        expect(after.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([3, 2, 1]);
        seen.add(nameIn(after));
      }
  }
  expect([...seen].sort()).toEqual(['Library', 'Salon']);
});

test('rooms are kept with the newest revision that can be read; a map that is not there has none', () => {
  const { disk } = storeWith(2);
  const store = new MapStore(disk, () => {});
  spoil(disk, 'home.hbmap');
  store.keepHome('home', homeNamed('Library'));
  expect(nameIn(store)).toBe('Library');
  expect(disk.names()).toEqual(['home.1.hbmap', 'home.hbmap']);
  expect(() => store.keepHome('attic', homeNamed('x'))).toThrow('No map attic in memory; there are home');
});

test('undo goes back step by step and then says that it cannot', () => {
  const { disk, store } = storeWith(3);
  expect(store.undo('home').meta.revision).toBe(2);
  expect(store.undo('home').meta.revision).toBe(1);
  expect(revisionOf(store)).toBe(1);
  expect(disk.names()).toEqual(['home.hbmap']);
  expect(() => store.undo('home')).toThrow('The map home has no earlier revision to go back to');
  expect(() => store.undo('attic')).toThrow('No map attic in memory; there are home');
  // A map that was in use goes on counting from its own revision.
  const used = { ...sampleHomeMap('home'), meta: { ...sampleHomeMap('home').meta, revision: 7 } };
  expect(store.save(used).meta.revision).toBe(8);
});

/** Damages a file of the disk. */
function spoil(disk: CrashingDisk, file: string): void {
  const bytes = disk.read(file);
  bytes[bytes.length >> 1] ^= 4;
  disk.write(file, bytes);
}

test('a damaged newest revision is passed over by name, and makes no good one give way', () => {
  const warnings: string[] = [];
  const { disk } = storeWith(3);
  const store = new MapStore(disk, (text) => warnings.push(text));
  spoil(disk, 'home.hbmap');
  expect(revisionOf(store)).toBe(2);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^home\.hbmap, chunk "grid\.counts": is damaged \(its checksum is another\); .*; home\.1\.hbmap is used instead$/,
  );
  expect(store.save(sampleHomeMap('home')).meta.revision).toBe(3);
  expect(disk.names()).toEqual(['home.1.hbmap', 'home.2.hbmap', 'home.hbmap', 'home.refused.hbmap']);
  expect(store.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([3, 2, 1]);
});

test('undo passes over damaged revisions; with none left to read, the load is refused with every reason', () => {
  const { disk } = storeWith(3);
  const store = new MapStore(disk, () => {});
  spoil(disk, 'home.1.hbmap');
  expect(store.undo('home').meta.revision).toBe(1);
  spoil(disk, 'home.hbmap');
  expect(() => store.load('home')).toThrow(/^No revision of the map home can be read: home\.hbmap, chunk/);
  expect(() => store.undo('home')).toThrow(/No map home/);
  store.delete('home');
  expect(disk.names()).toEqual([]);
});

test('a file that was renamed is not taken for another map', () => {
  const { disk, store } = storeWith(1);
  disk.write('guest.hbmap', disk.read('home.hbmap'));
  expect(() => store.load('guest')).toThrow('guest.hbmap: is a copy of the map home; rename it back');
});

test('a full disk leaves the map as it was, and the room that it took', () => {
  const { disk, store } = storeWith(2);
  disk.isFull = true;
  expect(() => store.save(sampleHomeMap('home'))).toThrow('Cannot save maps in memory: ENOSPC');
  expect(disk.names()).toEqual(['home.1.hbmap', 'home.hbmap']);
  expect(revisionOf(store)).toBe(2);
});

test('ids are made from names, and are nobody else’s', () => {
  const { store } = storeWith(1);
  expect(store.freeId('Home')).toBe('home-2');
  expect(store.freeId('Erdgeschoß (vorn)')).toBe('erdgeschoss-vorn');
  expect(store.freeId('1. Étage')).toBe('1-etage');
  expect(store.freeId('二階')).toBe('home-2');
});

test('on a real folder: saved, loaded, gone back, removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-maps-'));
  try {
    const store = new MapStore(folderDisk(join(folder, 'new', 'maps')), refuseToWarn);
    expect(store.ids()).toEqual([]);
    for (let i = 0; i < 4; i++) store.save(sampleHomeMap('home'));
    expect(store.undo('home').meta.revision).toBe(3);
    expect(revisionOf(store)).toBe(3);
    expect(readdirSync(join(folder, 'new', 'maps')).sort()).toEqual(['home.1.hbmap', 'home.hbmap']);
    store.delete('home');
    expect(readdirSync(join(folder, 'new', 'maps'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
