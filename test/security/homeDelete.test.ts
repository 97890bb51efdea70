import { encodeHomeMap } from '@homebound/formats';
import type { Home } from '@homebound/home';
import { defaultSettings } from '@homebound/home';
import type { GoneEntry } from '@homebound/wire';
import { homeRig, namedMap, toldRun } from './homeRig.ts';
import { pictureOf } from './pictureRig.ts';
import { decryptAll } from './vaultAttack.ts';
import { type Plant, wrapped } from './vaultRig.ts';

const BY = 'session-0123456789abcdef';
const MARKER = 'MARKER-of-the-bedroom';
const STAYS = 'MARKER-of-the-hall';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A kind of thing: how it comes into a home with words in it, changes, and goes. */
interface Deletable {
  readonly keep: (home: Home, words: string) => Promise<void>;
  readonly remove: (home: Home) => Promise<readonly GoneEntry[] | undefined>;
}

const schedule = (id: string) => ({ id, isOn: true, days: [1], time: '09:00' });
/** Words that an id may have. */
const asId = (words: string): string => words.toLowerCase();

const kinds: Readonly<Record<string, Deletable>> = {
  'a map with its rooms': {
    keep: async ({ desk }, words) => {
      await desk.ask('importMap', { name: 'x' }, BY, encodeHomeMap(namedMap('bedroom', words)));
    },
    remove: async ({ desk }) => (await desk.ask('deleteMap', { id: 'bedroom' }, BY)).answer.gone,
  },
  'a run, by itself': {
    keep: async (home, words) => {
      home.runs.keep(toldRun('aa', `at first ${words}`), false, '');
      await new Promise((next) => setImmediate(next));
      home.runs.keep(toldRun('aa', words), true, '');
    },
    remove: async ({ desk }) => (await desk.ask('deleteRuns', { ids: ['aa'] }, BY)).answer.gone,
  },
  'a run, with the map that it was driven in': {
    keep: async (home, words) => {
      await home.desk.ask('importMap', { name: 'x' }, BY, encodeHomeMap(namedMap('flat', 'Room')));
      await home.wake('x');
      home.runs.keep(toldRun('aa', words), true, 'flat');
    },
    remove: async ({ desk }) => (await desk.ask('deleteMap', { id: 'flat' }, BY)).answer.gone,
  },
  'a picture of an obstacle': {
    keep: async (home, words) => {
      await home.wake('x');
      await home.desk.ask('keepPictures', { keep_days: 7 }, BY);
      home.pictures.keep(pictureOf('aa', words), '');
      await new Promise((next) => setImmediate(next));
    },
    remove: async ({ desk }) => (await desk.ask('deletePictures', { ids: ['aa'] }, BY)).answer.gone,
  },
  'a schedule': {
    keep: async ({ desk }, words) => {
      const id = asId(words);
      await desk.ask('writeSchedules', { schedules: [schedule('stays'), schedule(id)] }, BY);
    },
    remove: async ({ desk }) => {
      await desk.ask('writeSchedules', { schedules: [schedule('stays')] }, BY);
      return undefined;
    },
  },
  "the robot's name": {
    keep: async ({ desk }, robotName) => {
      await desk.ask('writeSettings', { ...defaultSettings, robotName }, BY);
    },
    remove: async ({ desk }) => {
      await desk.ask('writeSettings', defaultSettings, BY);
      return undefined;
    },
  },
  'a pairing': {
    keep: ({ accessStore }, words) => accessStore.save(bytes(`phone ${words}`)),
    remove: async ({ accessStore }) => {
      await accessStore.save(bytes('nobody'));
      return undefined;
    },
  },
  'a key of the certificate authority': {
    keep: (home, words) => home.keepBytes('tls', bytes(words)),
    remove: async (home) => {
      await home.keepBytes('tls', bytes('another'));
      return undefined;
    },
  },
};

/**
 * Keeps something, deletes it, and attacks: all bytes that the data medium was ever given, with every key that is left.
 * @param remove  instead of the kind's own
 * @returns what is wrong, a line each
 */
async function leaks({ keep, remove }: Deletable, plant: Plant = {}): Promise<string[]> {
  const { home, data, keyDisk, warnings } = await homeRig(plant);
  await home.desk.ask('importMap', { name: 'x' }, BY, encodeHomeMap(namedMap('hall', STAYS)));
  await keep(home, MARKER);
  const loot = () => decryptAll({ data: data.journal, keyMedium: keyDisk.medium() });
  const isIn = (found: readonly string[]): boolean =>
    found.some((text) => text.includes(MARKER) || text.includes(asId(MARKER)));
  const wrong = [...warnings];
  if (!isIn(loot())) wrong.push('the attack is too weak: it finds nothing before either');
  const gone = await remove(home);
  if (gone?.length === 0) wrong.push('it was not told what went');
  const after = loot();
  if (isIn(after)) wrong.push('what was deleted can be decrypted');
  if (!after.some((text) => text.includes(STAYS))) wrong.push('the other map is lost, or the attack too weak');
  return wrong;
}

// The faults: each is one that somebody could write in good faith.
const skipsOverwrite: Plant = { keyDisk: (disk) => wrapped(disk, { overwrite: () => {} }) };
const keepsOldKeys: Plant = {
  keyDisk: (disk) => {
    let n = 0;
    return wrapped(disk, {
      overwrite: (name, over) => {
        disk.write(`${name}.backup-${n++}`, disk.read(name));
        disk.overwrite(name, over);
      },
    });
  },
};
/** A deletion that can be undone: what goes is put aside first. */
const withTrash = ({ keep, remove }: Deletable): Deletable => ({
  keep,
  remove: async (home) => {
    const { bytes: map } = await home.desk.ask('exportMap', { id: 'bedroom', format: 'hbmap' }, BY);
    const gone = await remove(home);
    await home.desk.ask('importMap', { name: 'trash' }, BY, map);
    return gone;
  },
});
/** A deletion without a new key: the object is written over with nothing, as an edit is. */
const asAnEdit = ({ keep }: Deletable): Deletable => ({
  keep,
  remove: async (home) => {
    const keeper = await home.wake('x');
    const index = keeper.floors.findIndex(({ name }) => name === 'bedroom');
    const { home: rooms } = namedMap('bedroom', 'nothing');
    keeper.keepHome(index, rooms!);
    await new Promise((next) => setImmediate(next));
    return undefined;
  },
});

test.each(Object.keys(kinds))(
  'T-DEL: all bytes ever written, with every key that is left, decrypt nothing of %s',
  async (kind) => {
    expect(await leaks(kinds[kind])).toEqual([]);
  },
);

test.each(Object.keys(kinds))('T-DEL, planted fault: the old key is not written over: %s', async (kind) => {
  expect(await leaks(kinds[kind], skipsOverwrite)).toEqual(['what was deleted can be decrypted']);
});

const map = kinds['a map with its rooms'];
test.each<[string, Deletable, Plant]>([
  ['old keys are kept "to be safe"', map, keepsOldKeys],
  ['what goes is put aside, so that it can be undone', withTrash(map), {}],
  ['it is written over as an edit is, without a new key', asAnEdit(map), {}],
])('T-DEL, planted fault: %s', async (_, deletable, plant) => {
  expect(await leaks(deletable, plant)).toContain('what was deleted can be decrypted');
});
