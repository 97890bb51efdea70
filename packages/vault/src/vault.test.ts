import { CrashingDisk } from './crashingDisk.ts';
import { folderKeyHome } from './folderKeyHome.ts';
import type { KindTable } from './kindRules.ts';
import { Vault } from './vault.ts';
import { bytesOf, contentsOf, newRig, openRig, save, textOf, type VaultRig } from './vaultRig.ts';

const objectFiles = ({ data }: Pick<VaultRig, 'data'>): string[] =>
  data.names().filter((name) => /^[0-9a-f]{32}$/.test(name));

/** Changes one bit in the middle of a file. */
function spoil(disk: CrashingDisk, file: string, at = disk.read(file).length >> 1): void {
  const bytes = disk.read(file);
  bytes[at] ^= 4;
  disk.write(file, bytes);
}

/** The file that a put has just made. */
function fileOf(rig: VaultRig, act: () => void): string {
  const before = new Set(rig.data.names());
  act();
  const [file] = objectFiles(rig).filter((name) => !before.has(name));
  return file;
}

test('what was put is got, newest first, after a restart too; the oldest versions give way', () => {
  const rig = newRig();
  const vault = openRig(rig);
  for (const n of [1, 2, 3, 4, 5]) save(vault, 'map', 'home', `home ${n}`);
  save(vault, 'settings', 'all', '');
  vault.close();
  const again = openRig(rig);
  expect(contentsOf(again)).toEqual({ 'map home': 'home 5', 'settings all': '' });
  expect(again.versions('map', 'home').map(({ version, bytes }) => [version, bytes])).toEqual([
    [5, 6],
    [4, 6],
    [3, 6],
  ]);
  expect(textOf(again.read('map', 'home', 3))).toBe('home 3');
  expect(() => again.read('map', 'home', 1)).toThrow('There is no version 1 of map home; it has 3, 4, 5');
  expect(again.get('map', 'cellar')).toBeUndefined();
  expect(objectFiles(rig)).toHaveLength(4);
});

test('list tells what there is without reading an object', () => {
  const rig = newRig();
  const vault = openRig(rig);
  vault.put({ kind: 'map', id: 'home', stamp_s: 7.5, content: bytesOf('12345') });
  for (const name of objectFiles(rig)) rig.data.remove(name);
  expect(vault.list()).toEqual([{ kind: 'map', id: 'home', version: 1, schema: 1, stamp_s: 7.5, bytes: 5 }]);
});

test('a damaged newest version is named and the one before offered; it makes no good one give way', () => {
  const rig = newRig();
  const vault = openRig(rig);
  for (const n of [1, 2]) save(vault, 'map', 'home', `home ${n}`);
  const file = fileOf(rig, () => save(vault, 'map', 'home', 'home 3'));
  spoil(rig.data, file);
  const found = vault.get('map', 'home');
  expect(found && [textOf(found.content), found.entry.version, found.passedOver]).toEqual([
    'home 2',
    2,
    ['map home, version 3: is damaged (its seal is broken)'],
  ]);
  expect(() => vault.read('map', 'home', 3)).toThrow('map home, version 3: is damaged');
  expect(vault.verify()).toEqual(['map home, version 3: is damaged (its seal is broken)']);
  save(vault, 'map', 'home', 'home 4');
  expect(vault.versions('map', 'home').map(({ version }) => version)).toEqual([4, 3, 2, 1]);
  for (const name of objectFiles(rig)) if (name !== file) spoil(rig.data, name);
  expect(() => vault.get('map', 'home')).toThrow(/No version can be read: map home, version 4: is damaged.*; map home/);
  rig.data.remove(file);
  expect(vault.verify()).toContainEqual(expect.stringMatching(/version 3: its file can't be read/));
});

test('files that are swapped are refused, each by its name', () => {
  const rig = newRig();
  const vault = openRig(rig);
  const home = fileOf(rig, () => save(vault, 'map', 'home', 'home'));
  const attic = fileOf(rig, () => save(vault, 'map', 'attic', 'attc'));
  const [a, b] = [rig.data.read(home), rig.data.read(attic)];
  rig.data.write(home, b);
  rig.data.write(attic, a);
  expect(vault.verify()).toHaveLength(2);
});

test('one damaged copy of the index is mended and told, two are refused by name', () => {
  for (const copy of ['index.1', 'index.2']) {
    const rig = newRig();
    save(openRig(rig), 'map', 'home', 'home 1');
    spoil(rig.data, copy);
    const mended = openRig({ ...rig, data: rig.data.afterCrash(-1, 1) });
    expect(mended.warnings).toEqual([`${copy}: is damaged, or of another device key`]);
    expect(contentsOf(mended)).toEqual({ 'map home': 'home 1' });
  }
  const rig = newRig();
  openRig(rig).close();
  spoil(rig.data, 'index.1');
  spoil(rig.data, 'index.2', 4);
  expect(() => openRig(rig)).toThrow(
    /^The vault memory can't be opened: index\.1: is damaged, .*; index\.2: has format 5, this Homebound reads up to 1/,
  );
});

test('a vault without its key, without its index or with another key is refused, never begun anew', () => {
  const rig = newRig();
  save(openRig(rig), 'map', 'home', 'home 1');
  const data = (): CrashingDisk => rig.data.afterCrash(-1, 1);
  const noKey = new CrashingDisk();
  expect(() => openRig({ ...rig, data: data(), keyDisk: noKey })).toThrow(
    'memory is a vault, but there is no device key in memory; mount or name the folder that has it',
  );
  expect(noKey.names()).toEqual([]);
  const other = newRig();
  openRig(other);
  expect(() => openRig({ ...rig, data: data(), keyDisk: other.keyDisk })).toThrow(/of another device key/);
  const bare = data();
  for (const name of ['index.1', 'index.2']) bare.remove(name);
  expect(() => openRig({ ...rig, data: bare })).toThrow('index.1 and index.2 are missing');
  // A key home serves one vault: another's rotation would end what this one holds.
  expect(() => openRig({ ...rig, data: new CrashingDisk() })).toThrow(
    'memory holds no vault, but memory the key of one; mount or name its folder, or remove the key to begin anew',
  );
});

test('kinds with a quota lose their oldest; what is larger than it is refused; others never give way', () => {
  const kinds: KindTable = { run: { schema: 1, keep: 1, quota_bytes: 30 }, map: { schema: 1, keep: 2 } };
  const vault = openRig(newRig(), kinds);
  save(vault, 'map', 'home', 'x'.repeat(1000));
  for (const n of [1, 2, 3, 4]) save(vault, 'run', `r${n}`, '0123456789');
  // 4 · 10 bytes are more than 30: the first goes.
  expect(vault.list('run').map(({ id }) => id)).toEqual(['r4', 'r3', 'r2']);
  expect(vault.put({ kind: 'run', id: 'r5', stamp_s: 0, content: new Uint8Array(31) })).toMatchObject({
    ok: false,
    reason: 'overQuota',
  });
  expect(vault.list('run').map(({ id }) => id)).toEqual(['r4', 'r3', 'r2']);
  expect(vault.list('map')).toHaveLength(1);
});

test('all or none: a source that fails in the middle leaves nothing', () => {
  const rig = newRig();
  const vault = openRig(rig);
  function* failing() {
    yield { kind: 'map', id: 'home', stamp_s: 0, content: bytesOf('home') };
    throw new Error('the cable came out');
  }
  expect(() => vault.putAll(failing())).toThrow('the cable came out');
  expect([vault.list(), objectFiles(rig)]).toEqual([[], []]);
  expect(vault.putAll([])).toEqual({ ok: true, entries: [] });
});

test('an edit takes the place of a version; going back drops the newer ones', () => {
  const vault = openRig(newRig());
  for (const n of [1, 2, 3]) save(vault, 'map', 'home', `home ${n}`);
  vault.put({ kind: 'map', id: 'home', stamp_s: 0, content: bytesOf('home 3b'), replaces: 3 });
  expect(vault.versions('map', 'home').map(({ version }) => version)).toEqual([4, 2, 1]);
  expect(vault.restore('map', 'home', 1)).toMatchObject({ ok: true, gone: [{ versions: 2, bytes: 13 }] });
  expect(contentsOf(vault)).toEqual({ 'map home': 'home 1' });
  expect(() => vault.restore('map', 'home', 2)).toThrow('There is no version 2 of map home; it has 1');
});

test('content of an older schema goes through each migration; of a later one it is refused by name', () => {
  const rig = newRig();
  const first = openRig(rig, { map: { schema: 1, keep: 3 } });
  save(first, 'map', 'home', 'home');
  first.close();
  const step = (mark: string) => (content: Uint8Array) => bytesOf(`${textOf(content)}${mark}`);
  const third: KindTable = { map: { schema: 3, keep: 3, migrations: { 1: step(' in m'), 2: step(', turned') } } };
  const vault = openRig(rig, third);
  expect(textOf(vault.get('map', 'home')!.content)).toBe('home in m, turned');
  save(vault, 'map', 'home', 'new');
  vault.close();
  const old = openRig(rig, { map: { schema: 2, keep: 3, migrations: { 1: step(' in m') } } });
  const found = old.get('map', 'home');
  expect(found && [textOf(found.content), found.passedOver]).toEqual([
    'home in m',
    ['map home, version 2: a later Homebound wrote it (schema 3, this one reads up to 2); update Homebound'],
  ]);
  old.close();
  expect(() => openRig(rig, { map: { schema: 2, keep: 3 } }).get('map', 'home')).toThrow(/no migration from that to 2/);
});

test('an upgrade rewrites what is of an older schema, once, and leaves the versions before', () => {
  const rig = newRig();
  const first = openRig(rig, { map: { schema: 1, keep: 3 }, run: { schema: 1, keep: 1 } });
  for (const id of ['home', 'attic']) save(first, 'map', id, id);
  save(first, 'run', 'r1', 'path');
  first.close();
  const inMetres = (content: Uint8Array): Uint8Array => bytesOf(`${textOf(content)} in m`);
  const vault = openRig(rig, {
    map: { schema: 2, keep: 3, migrations: { 1: inMetres } },
    run: { schema: 1, keep: 1 },
  });
  const result = vault.upgrade();
  expect(result.ok && result.entries.map(({ id, schema }) => [id, schema])).toEqual([
    ['attic', 2],
    ['home', 2],
  ]);
  expect(contentsOf(vault)).toEqual({ 'map attic': 'attic in m', 'map home': 'home in m', 'run r1': 'path' });
  expect(vault.versions('map', 'home').map(({ schema }) => schema)).toEqual([2, 1]);
  expect(vault.upgrade()).toEqual({ ok: true, entries: [] });
});

test.each([
  ['a kind with a slash', { kind: 'ma/p' }, 'a kind is made of a-z'],
  ['a kind that is not in the table', { kind: 'song' }, 'There is no kind song in this vault; there are map, run,'],
  ['an id that climbs', { id: '../etc' }, 'an id is made of letters'],
  ['a stamp that is none', { stamp_s: Number.NaN }, 'stamp_s is NaN'],
  ['more than fits', { content: new Uint8Array(64 * 2 ** 20 + 1) }, 'at most 67108864 are kept'],
  ['a version to replace that is not there', { replaces: 9 }, 'There is no version 9 of map home'],
])('%s is refused', (_, wrong, reason) => {
  const vault = openRig(newRig());
  expect(() => vault.put({ kind: 'map', id: 'home', stamp_s: 0, content: bytesOf('x'), ...wrong })).toThrow(reason);
  expect(vault.list()).toEqual([]);
});

test('a vault is open once at a time, and closed when it says so', () => {
  const rig = newRig();
  const vault = openRig(rig);
  expect(() => openRig(rig)).toThrow(/in use/);
  vault.close();
  expect(() => vault.list()).toThrow('The vault memory is closed: it was closed; open it again');
  openRig(rig);
});

/** Files of format 1, key included; what a robot in a home holds must be read by all that comes later. */
const GOLDEN: Record<string, string> = {
  '4c4d4e4f505152535455565758595a5b': 'SEJWTwFcXV5fYGFiY2RlZmcQTRflHJ4B0j6tviyMfsGGPriYjtVX',
  'index.1':
    'SEJWSQFoaWprbG1ub3BxcnN/44NEPQ3x4dEt9sR1iRHFEHAVy79Al7Y4sXXFPlLmpURaHiqEK62iTNCouhSN39xBWG5HcGnFtfPQ/N1aLQxyuoY4KNE3TG5hamM83PJ8FDFWj1Daw0PgxKoGHzkKNOgHoInQWmk/xGMgD62F9Y6IVdnxEKLuBwucg/+0GVkuNscolaqgvUAFbfY/TjNjmfOHYTHs6W465RFDXjAhCF7Q+tBwVukvFtPvTDkBOLbTFyEjc/ppIDhKiimftaIQn0z9IpPmYkpj1AXPomm+hyMhQS3AIAkQ+hDra6hiKEOeKnHfP8VQ2GIemRD6Hr5awbA4jc8LmHldmw==',
  key: 'SEJWSwEAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eH2Lh8stWDJb/',
};

test('a disk that has no room for the lock gets the spare room, so that it can be opened and deleted from', () => {
  const rig = newRig();
  const before = openRig(rig);
  save(before, 'map', 'home', 'x'.repeat(1000));
  before.close();
  const { data } = rig;
  const lock = data.lock.bind(data);
  data.lock = () => {
    if (data.names().includes('spare')) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    return lock();
  };
  const vault = openRig(rig);
  expect(vault.delete('map', 'home')).toMatchObject({ ok: true });
  data.lock = () => {
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  };
  vault.close();
  expect(() => openRig(rig)).toThrow('EACCES');
  expect(data.names()).toContain('spare');
});

/** A data folder that fails until `heal` is called. */
function failing({ data }: VaultRig): () => void {
  const [read, write] = [data.read.bind(data), data.write.bind(data)];
  const fail = (): never => {
    throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  };
  Object.assign(data, { read: fail, write: fail });
  return () => Object.assign(data, { read, write });
}

test('a disk that fails closes the vault; once it is well again all that was kept is there, and the vault goes on', () => {
  const rig = newRig();
  const vault = openRig(rig);
  save(vault, 'map', 'home', 'before');
  const heal = failing(rig);
  for (let n = 0; n < 2; n++) expect(() => save(vault, 'map', 'home', 'during')).toThrow(/EIO/);
  expect(() => vault.list()).toThrow(/^The vault memory is closed: .*EIO.*; open it again$/);
  heal();
  expect(contentsOf(vault)).toEqual({ 'map home': 'before' });
  save(vault, 'map', 'home', 'after');
  vault.close();
  expect(() => vault.list()).toThrow('it was closed');
  expect(contentsOf(openRig(rig))).toEqual({ 'map home': 'after' });
});

test('a vault from under which its media were taken is not begun anew in what lies below', () => {
  const rig = newRig();
  const vault = openRig(rig);
  save(vault, 'map', 'home', 'before');
  const heal = failing(rig);
  expect(() => save(vault, 'map', 'home', 'during')).toThrow(/EIO/);
  for (const disk of [rig.data, rig.keyDisk]) for (const name of disk.names()) disk.remove(name);
  heal();
  expect(() => vault.list()).toThrow('is closed');
  expect([...rig.data.names(), ...rig.keyDisk.names()]).toEqual([]);
});

test('golden bytes: what this version writes from known random bytes, and what the first version wrote, is read', () => {
  const data = new CrashingDisk();
  const keyDisk = new CrashingDisk();
  let next = 0;
  const random = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => next++ & 0xff);
  const kinds: KindTable = { map: { schema: 1, keep: 1 } };
  const vault = Vault.open({ disk: data, keys: folderKeyHome(keyDisk), kinds, random });
  vault.put({ kind: 'map', id: 'home', stamp_s: 1.5, content: bytesOf('golden') });
  const base64Of = (disk: CrashingDisk, name: string): string => Buffer.from(disk.read(name)).toString('base64');
  const names = [...objectFiles({ data }), 'index.1'];
  const written = Object.fromEntries(names.map((name) => [name, base64Of(data, name)]));
  expect({ ...written, key: base64Of(keyDisk, 'device-key') }).toEqual(GOLDEN);
  const rig = newRig();
  for (const [name, text] of Object.entries(GOLDEN))
    (name === 'key' ? rig.keyDisk : rig.data).write(name === 'key' ? 'device-key' : name, Buffer.from(text, 'base64'));
  expect(contentsOf(openRig(rig, kinds))).toEqual({ 'map home': 'golden' });
});
