import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { securityRig } from './vaultRig.ts';

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
  if (rig.keyDisk.mode('device-key') !== 0o600) throw new Error('others can read the key file');
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

test('T-KEY fails when keys come from the serial number, from a constant, or from 32 bits of time', () => {
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
])('T-KEY fails on a source with %s', (text) => {
  expect(keySources(text)).toHaveLength(1);
});
