import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Disk, folderDisk, folderKeyHome, Vault } from '@homebound/vault';
import { securityRig, wrapped } from './vaultRig.ts';

type RandomBytes = (count: number) => Uint8Array;
const root = join(import.meta.dirname, '..', '..');

/** What can be read off a robot from outside: keys made of it are anybody's. */
function outsideOf(): string[] {
  const macs = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ mac }) => mac) ?? []);
  return [...macs, 'SN-0001'];
}

/** Installs the robot afresh many times and looks at its keys. @returns what is wrong, a line each */
function keyFaults(random: RandomBytes, count = 400): string[] {
  const keys = Array.from({ length: count }, () => freshKey(random));
  const wrong: string[] = [];
  if (new Set(keys.map((key) => key.toString('hex'))).size < count) wrong.push('two fresh installs share a key');
  if (skewedBits(keys) > 0) wrong.push('a bit of the key is not even');
  const derived = outsideOf().flatMap((text) =>
    ['sha256', 'sha512', 'md5'].map((hash) => createHash(hash).update(text).digest().subarray(0, 32).toString('hex')),
  );
  if (keys.some((key) => derived.some((hex) => key.toString('hex').startsWith(hex)))) wrong.push('a key is derived');
  return wrong;
}

function freshKey(random: RandomBytes): Buffer {
  const rig = securityRig({ random });
  rig.open();
  // Magic (4), version (1), key (32).
  return Buffer.from(rig.keyDisk.read('device-key').slice(5, 37));
}

/** Of 256 bits each is set in half of n keys, sd √n/2; 6 sd is met by chance once in 10⁹ bits. */
function skewedBits(keys: readonly Buffer[]): number {
  const limit = 6 * (Math.sqrt(keys.length) / 2);
  let skewed = 0;
  for (let bit = 0; bit < 256; bit++) {
    const ones = keys.filter((key) => (key[bit >> 3] >> (bit & 7)) & 1).length;
    if (Math.abs(ones - keys.length / 2) > limit) skewed++;
  }
  return skewed;
}

/** Keys, or ways to make one from what a robot shows, in a source text. */
function keySources(text: string): string[] {
  const patterns = [
    /['"`][0-9a-fA-F]{64}['"`]/,
    /['"`][A-Za-z0-9+/]{43}=['"`]/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    /\bnetworkInterfaces\b/,
    /\/sys\/class\/net|\/etc\/machine-id|\/proc\/cpuinfo|serial-number/,
  ];
  return patterns.filter((pattern) => pattern.test(text)).map((pattern) => pattern.source);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(folder, entry.name))
      : /(?<!\.test)\.ts$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );
}

test('T-KEY: fresh installs share no key, each bit of it is even, nothing in it comes from serial number or address', () => {
  expect(keyFaults((count) => randomBytes(count))).toEqual([]);
});

test('T-KEY, planted fault: keys come from the serial number, from a constant, or from 32 bits of time', () => {
  const hashed =
    (text: () => string): RandomBytes =>
    (count) =>
      createHash('sha512').update(text()).digest().subarray(0, count);
  const fromSerial: RandomBytes = (count) => createHash('sha256').update('SN-0001').digest().subarray(0, count);
  expect(keyFaults(fromSerial, 3)).toEqual(['two fresh installs share a key', 'a key is derived']);
  expect(
    keyFaults(
      hashed(() => 'homebound'),
      3,
    ),
  ).toContain('two fresh installs share a key');
  let seconds = 0;
  const fromTime: RandomBytes = (count) => {
    const bytes = Buffer.alloc(count);
    bytes.writeUInt32LE(seconds++);
    return bytes;
  };
  expect(keyFaults(fromTime)).toContain('a bit of the key is not even');
});

/** Installs into a real folder, where any user could look. @returns what others may do with the key, or that it was refused */
function keyFileFaults(loosen: (disk: Disk, path: string) => Disk = (disk) => disk): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-key-'));
  const path = join(folder, 'keys');
  const open = (): Vault =>
    Vault.open({ disk: folderDisk(join(folder, 'data')), keys: folderKeyHome(loosen(folderDisk(path), path)) });
  try {
    open().close();
    const mode = statSync(join(path, 'device-key')).mode & 0o777;
    const wrong = mode === 0o600 ? [] : [`the key file has mode ${mode.toString(8)}`];
    open().close();
    return wrong;
  } catch (error) {
    return [(error as Error).message];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('T-KEY: on a real folder the key file is its owner’s alone; one that others can read is refused', () => {
  expect(keyFileFaults()).toEqual([]);
  const loose = (disk: Disk, path: string): Disk =>
    wrapped(disk, {
      write: (name, bytes) => {
        disk.write(name, bytes);
        chmodSync(join(path, name), 0o644);
      },
    });
  expect(keyFileFaults(loose)).toEqual([expect.stringMatching(/others can get at the device key \(mode 644\)/)]);
  // A build that does not look at the mode either.
  const blind = (disk: Disk, path: string): Disk => wrapped(loose(disk, path), { mode: () => 0o600 });
  expect(keyFileFaults(blind)).toEqual(['the key file has mode 644']);
});

test('T-KEY: the sources of the vault hold no key, and nothing that asks for serial number or address', () => {
  const files = sources(join(root, 'packages', 'vault', 'src'));
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => keySources(readFileSync(file, 'utf8')).map((found) => `${file}: ${found}`))).toEqual(
    [],
  );
});

test.each([
  `const KEY = '${'ab'.repeat(32)}';`,
  `const KEY = "${Buffer.alloc(32, 1).toString('base64')}";`,
  'const key = sha256(networkInterfaces().eth0[0].mac);',
  "readFileSync('/etc/machine-id')",
])('T-KEY, planted fault: a source with %s', (text) => {
  expect(keySources(text)).toHaveLength(1);
});
