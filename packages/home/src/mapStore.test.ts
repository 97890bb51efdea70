import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHomeMap } from '@homebound/formats';

import { CrashingDisk, folderKeyHome, Power } from '@homebound/vault';
import { type HomePlace, holdsHome, homePlace, openHomeVault } from './homeVault.ts';
import { MapStore } from './mapStore.ts';
import { sampleHomeMap, sampleRooms } from './sampleHomeMap.ts';

const refuseToWarn = (text: string): never => {
  throw new Error(`unexpected warning: ${text}`);
};

/** A vault of maps in memory. */
interface Rig {
  readonly power: Power;
  readonly disk: CrashingDisk;
  readonly keyDisk: CrashingDisk;
}

const storeAt = (place: HomePlace, warn: (text: string) => void = refuseToWarn): MapStore & { close(): void } => {
  const vault = openHomeVault(place, warn);
  return Object.assign(new MapStore(vault, warn), { close: () => vault.close() });
};
const storeOn = ({ disk, keyDisk }: Rig, warn?: (text: string) => void): ReturnType<typeof storeAt> =>
  storeAt({ disk, keys: folderKeyHome(keyDisk) }, warn);

function newRig(): Rig {
  const power = new Power();
  return { power, disk: new CrashingDisk(power), keyDisk: new CrashingDisk(power) };
}

/** A store on fresh disks with so many saves of the map `home` in it. */
function storeWith(saves: number): Rig & { store: ReturnType<typeof storeAt> } {
  const rig = newRig();
  const store = storeOn(rig);
  for (let i = 0; i < saves; i++) store.save(sampleHomeMap('home'));
  return { ...rig, store };
}

/** The ways in which it may be found after a crash. */
function* afterCrash({ disk, keyDisk }: Rig): Generator<Rig> {
  for (const lasting of [0, 0b010101, -1])
    for (const share of [0, 0.5, 1]) {
      const power = new Power();
      const after = {
        disk: disk.afterCrash(lasting, share, power),
        keyDisk: keyDisk.afterCrash(lasting, share, power),
      };
      yield { power, ...after };
    }
}

const objectFiles = ({ disk }: Rig): string[] => disk.names().filter((name) => /^[0-9a-f]{32}$/.test(name));

const revisionOf = (store: MapStore): number | undefined => store.load('home')?.meta.revision;

test('the newest revision is loaded, two earlier ones are kept, ids and names are their own', () => {
  const rig = storeWith(5);
  const { store } = rig;
  store.save(sampleHomeMap('upstairs', 'Upstairs'));
  expect(objectFiles(rig)).toHaveLength(4);
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
  ['a save that drops the oldest', 4, (store) => store.save(sampleHomeMap('home')), [4, 5]],
  ['an undo', 3, (store) => store.undo('home'), [3, 2]],
  ['a removal', 3, (store) => store.delete('home'), [3, undefined]],
])('the power goes during %s: the map of before or after is there, and goes on', (_, saves, act, expected) => {
  const calm = storeWith(saves);
  const first = calm.power.steps;
  act(calm.store);
  const seen = new Set<number | undefined>();
  for (let step = first; step <= calm.power.steps; step++) {
    const rig = storeWith(saves);
    rig.power.failsBefore = step;
    try {
      act(rig.store);
    } catch (error) {
      expect((error as Error).message).toMatch('the power went');
    }
    for (const found of afterCrash(rig)) {
      const after = storeOn(found);
      const revision = revisionOf(after);
      expect(expected).toContain(revision);
      seen.add(revision);
      // A crash leaves nothing that hinders: the next save works, and what was there can be had back.
      const next = after.save(sampleHomeMap('home')).meta.revision;
      expect(revisionOf(after)).toBe(next);
      if (revision !== undefined) expect(after.undo('home').meta.revision).toBe(revision);
    }
  }
  expect(seen).toEqual(new Set(expected));
});

const nameIn = (store: MapStore): string | undefined => store.load('home')?.home?.rooms.rooms[0].name;

test('rooms are kept with the newest revision that can be read, and no earlier one gives way', () => {
  const rig = storeWith(3);
  rig.store.keepHome('home', sampleRooms('Salon'));
  spoilNewest(rig, () => rig.store.save(sampleHomeMap('home')));
  const { store } = rig;
  store.keepHome('home', sampleRooms('Library'));
  expect(nameIn(store)).toBe('Library');
  expect(store.revisions('home').flatMap(({ map }) => map?.meta.revision ?? [])).toEqual([3, 2]);
  expect(() => store.keepHome('attic', sampleRooms('x'))).toThrow('No map attic in this home; there are home');
});

test('undo goes back step by step and then says that it cannot', () => {
  const rig = storeWith(3);
  const { store } = rig;
  expect(store.undo('home').meta.revision).toBe(2);
  expect(store.undo('home').meta.revision).toBe(1);
  expect(revisionOf(store)).toBe(1);
  expect(objectFiles(rig)).toHaveLength(1);
  expect(() => store.undo('home')).toThrow('The map home has no earlier revision to go back to');
  expect(() => store.undo('attic')).toThrow('No map attic in this home; there are home');
  // A map that was in use goes on counting from its own revision.
  const used = { ...sampleHomeMap('home'), meta: { ...sampleHomeMap('home').meta, revision: 7 } };
  expect(store.save(used).meta.revision).toBe(8);
});

/** Damages the file that a save makes. */
function spoilNewest(rig: Rig, save: () => void): void {
  const before = new Set(rig.disk.names());
  save();
  const [file] = objectFiles(rig).filter((name) => !before.has(name));
  const bytes = rig.disk.read(file);
  rig.disk.write(file, bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 4));
}

test('a damaged newest revision is passed over by name, and makes no good one give way', () => {
  const warnings: string[] = [];
  const rig = storeWith(2);
  rig.store.close();
  const store = storeOn(rig, (text) => warnings.push(text));
  spoilNewest(rig, () => store.save(sampleHomeMap('home')));
  expect(revisionOf(store)).toBe(2);
  expect(warnings).toEqual(['map home, version 3: is damaged (its seal is broken); revision 2 is used instead']);
  expect(store.save(sampleHomeMap('home')).meta.revision).toBe(3);
  expect(store.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([3, undefined, 2, 1]);
});

test('undo passes over damaged revisions; with none left to read, the load is refused with every reason', () => {
  const rig = storeWith(1);
  const { store } = rig;
  spoilNewest(rig, () => store.save(sampleHomeMap('home')));
  store.save(sampleHomeMap('home'));
  expect(store.undo('home').meta.revision).toBe(1);
  for (const file of objectFiles(rig)) rig.disk.write(file, new Uint8Array(50));
  expect(() => store.load('home')).toThrow(/^No revision of the map home can be read: map home, version 1: is damaged/);
  expect(() => store.undo('home')).toThrow(/No map home/);
  store.delete('home');
  expect([objectFiles(rig), store.ids()]).toEqual([[], []]);
});

test('a full disk leaves the map as it was, and the room that it took', () => {
  const rig = storeWith(2);
  const before = rig.disk.names();
  rig.power.fullFrom = 0;
  expect(() => rig.store.save(sampleHomeMap('home'))).toThrow('Cannot save: ENOSPC');
  expect(rig.disk.names()).toEqual(before);
  expect(revisionOf(rig.store)).toBe(2);
});

test('ids are made from names, and are nobody else’s', () => {
  const { store } = storeWith(1);
  expect(store.freeId('Home')).toBe('home-2');
  expect(store.freeId('Erdgeschoß (vorn)')).toBe('erdgeschoss-vorn');
  expect(store.freeId('1. Étage')).toBe('1-etage');
  expect(store.freeId('二階')).toBe('home-2');
});

const plain = (id: string, revision: number): Uint8Array =>
  encodeHomeMap({ ...sampleHomeMap(id), meta: { ...sampleHomeMap(id).meta, revision } });

test('plain maps of a folder are taken in with their revisions, and the files go; one that can’t be read is told', () => {
  const rig = newRig();
  for (const [file, bytes] of [
    ['home.2.hbmap', plain('home', 1)],
    ['home.1.hbmap', plain('home', 2)],
    ['home.hbmap', plain('home', 3)],
    ['attic.hbmap', plain('attic', 1).with(900, 7)],
    ['guest.hbmap', plain('home', 1)],
  ] as const)
    rig.disk.write(file, bytes);
  const warnings: string[] = [];
  const store = storeOn(rig, (text) => warnings.push(text));
  expect(store.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([3, 2, 1]);
  expect(store.ids()).toEqual(['home']);
  expect(rig.disk.names().filter((name) => name.endsWith('.hbmap'))).toEqual(['attic.hbmap', 'guest.hbmap']);
  expect(warnings.slice(0, 2)).toEqual([
    expect.stringMatching(/^attic\.hbmap.*; it is not encrypted: delete it$/),
    'guest.hbmap: is a copy of the map home; rename it back; it is not encrypted: delete it',
  ]);
  // What files leave on the medium is sealed, or written over.
  expect(rig.disk.medium().some((bytes) => Buffer.from(bytes).equals(Buffer.from(plain('home', 3))))).toBe(false);
});

test('the power goes while plain maps are taken in: each revision is there once', () => {
  const begin = () => {
    const rig = newRig();
    for (const n of [1, 2]) rig.disk.write(n === 2 ? 'home.hbmap' : 'home.1.hbmap', plain('home', n));
    for (const file of rig.disk.names()) rig.disk.sync(file);
    rig.disk.syncFolder();
    return rig;
  };
  const calm = begin();
  const first = calm.power.steps;
  expect(storeOn(calm).ids()).toEqual(['home']);
  for (let step = first; step <= calm.power.steps; step++) {
    const rig = begin();
    rig.power.failsBefore = step;
    try {
      storeOn(rig);
    } catch (error) {
      expect((error as Error).message).toMatch('the power went');
    }
    for (const found of afterCrash(rig)) {
      const after = storeOn(found);
      expect(after.revisions('home').map(({ map }) => map?.meta.revision)).toEqual([2, 1]);
      expect(found.disk.names().filter((name) => name.endsWith('.hbmap'))).toEqual([]);
    }
  }
});

test('on a real folder: saved, loaded, gone back, removed; another process is told who has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-maps-'));
  try {
    const maps = join(folder, 'new', 'maps');
    const place = homePlace(`${maps}/`);
    expect(holdsHome(place)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    const store = storeAt(place);
    for (let i = 0; i < 4; i++) store.save(sampleHomeMap('home'));
    expect(store.undo('home').meta.revision).toBe(3);
    expect(revisionOf(store)).toBe(3);
    expect(readdirSync(join(folder, 'new')).sort()).toEqual(['maps', 'maps.keys']);
    const told = `is in use by process ${process.pid}; end it first, .*; what a running robot keeps is seen and changed over its API$`;
    expect(() => storeAt(place)).toThrow(new RegExp(told));
    store.close();
    writeFileSync(join(maps, 'carried.hbmap'), plain('carried', 1));
    expect(holdsHome(place)).toBe(true);
    const again = storeAt(place);
    expect(again.ids()).toEqual(['carried', 'home']);
    for (const id of again.ids()) again.delete(id);
    again.close();
    expect(readdirSync(maps).sort()).toEqual(['index.1', 'index.2', 'spare']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
