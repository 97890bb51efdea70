import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDisk } from './folderDisk.ts';
import { folderKeyHome } from './folderKeyHome.ts';
import { ownFolder } from './ownFolder.ts';
import { Vault } from './vault.ts';
import { bytesOf, contentsOf, save } from './vaultRig.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Vault =>
  Vault.open({ disk: folderDisk(join(folder, 'data')), keys: folderKeyHome(folderDisk(join(folder, 'keys'))) });

test('on a real folder: kept, edited, deleted, reset, with files for their owner alone', () => {
  const vault = open();
  for (const n of [1, 2]) save(vault, 'map', 'home', `home ${n}`);
  vault.close();
  const again = open();
  expect(contentsOf(again)).toEqual({ 'map home': 'home 2' });
  for (const [sub, names] of [
    ['data', readdirSync(join(folder, 'data'))],
    ['keys', readdirSync(join(folder, 'keys'))],
  ] as const) {
    expect(statSync(join(folder, sub)).mode & 0o777).toBe(0o700);
    for (const name of names) expect([name, statSync(join(folder, sub, name)).mode & 0o777]).toEqual([name, 0o600]);
  }
  again.delete('map', 'home');
  expect(readdirSync(join(folder, 'data')).sort()).toEqual(['index.1', 'index.2', 'lock', 'spare']);
  expect(again.reset()).toEqual([]);
  again.close();
  expect(readdirSync(join(folder, 'data')).sort()).toEqual(['index.1', 'index.2', 'spare']);
});

test('a key file that others can read is refused by its mode', () => {
  open().close();
  chmodSync(join(folder, 'keys', 'device-key'), 0o640);
  expect(open).toThrow(/device-key: others can get at the device key \(mode 640\); see who did, then chmod 600/);
});

test('overwrite writes where the file lies; read refuses more than it may', () => {
  const disk = folderDisk(folder);
  disk.write('a', bytesOf('0123456789'));
  const { ino } = statSync(join(folder, 'a'));
  disk.overwrite('a', bytesOf('abc'));
  disk.sync('a');
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('abc3456789');
  expect(statSync(join(folder, 'a')).ino).toBe(ino);
  expect(() => disk.read('a', 9)).toThrow('10 bytes, more than the 9 that it may have');
  expect(disk.read('a', 10)).toHaveLength(10);
});

test('the lock of a living process is kept, that of a dead one taken over', async () => {
  const vault = open();
  expect(open).toThrow(`is in use by process ${process.pid}; end it first`);
  vault.close();
  const other = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => other.on('exit', resolve));
  writeFileSync(join(folder, 'data', 'lock'), `${other.pid} gone`);
  writeFileSync(join(folder, 'data', `lock.${other.pid}`), '');
  open().close();
  // A process of that number is there, but began at another time.
  writeFileSync(join(folder, 'data', 'lock'), `${process.pid} of an earlier boot`);
  open().close();
  expect(readdirSync(join(folder, 'data')).sort()).toEqual(['index.1', 'index.2', 'spare']);
});

/** Whether a vault is used that another user of this machine made here before, under a key that they know. */
function takesPlanted(check: (path: string) => void): boolean {
  const keys = join(folder, 'keys');
  open().close();
  chownSync(keys, 65_534, 65_534);
  try {
    Vault.open({ disk: folderDisk(join(folder, 'data')), keys: folderKeyHome(folderDisk(keys, check)) }).close();
    return true;
  } catch (cause) {
    expect((cause as Error).message).toMatch(/keys is user 65534's \(mode 700\), who could put keys or old data there/);
    return false;
  }
}
// Only root can make a folder another's.
const asRoot = process.getuid?.() === 0 ? test : (test.skip as typeof test);

asRoot('T-REST, T-KEY: a vault whose key lies in a folder of another user is not used', () => {
  expect(takesPlanted(ownFolder)).toBe(false);
});

asRoot('T-KEY, planted fault: a disk that does not look whose folder it is', () => {
  expect(takesPlanted(() => {})).toBe(true);
});

test('T-REST: a folder of our own that others may write to is closed to them', () => {
  mkdirSync(join(folder, 'data'));
  chmodSync(join(folder, 'data'), 0o777);
  open().close();
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o755);
});
