import { backup, restoreBackup } from './backup.ts';
import type { KindTable } from './kindRules.ts';
import { afterCrash, bytesOf, contentsOf, newRig, openRig, save, textOf } from './vaultRig.ts';

const PASSPHRASE = 'correct horse battery staple';
const KINDS = ['map', 'settings'];

/** A vault with two maps, one of them of several frames, settings, and a pairing that stays out of backups. */
function household() {
  const vault = openRig(newRig());
  save(vault, 'map', 'home', 'x'.repeat(200_000));
  for (const n of [1, 2]) save(vault, 'map', 'attic', `attic ${n}`);
  save(vault, 'settings', 'all', '');
  save(vault, 'pairing', 'p1', 'secret');
  return vault;
}
const backedUp = { 'map attic': 'attic 2', 'map home': 'x'.repeat(200_000), 'settings all': '' };
const fileOf = (...args: Parameters<typeof backup>): Buffer => Buffer.concat([...backup(...args)]);
const whole = fileOf(household(), PASSPHRASE, KINDS);

/** The reason why a file is refused; checks that the vault is as it was. */
function refusal(file: Uint8Array, passphrase = PASSPHRASE): string {
  const rig = newRig();
  const vault = openRig(rig);
  save(vault, 'map', 'home', 'before');
  let reason = 'it was taken';
  try {
    restoreBackup(vault, [file], passphrase);
  } catch (error) {
    reason = (error as Error).message;
  }
  expect(contentsOf(vault)).toEqual({ 'map home': 'before' });
  expect(rig.data.names().filter((name) => /^[0-9a-f]{32}$/.test(name))).toHaveLength(1);
  return reason;
}

test('what is backed up is restored into another vault, from parts of any size; it can be gone back from', () => {
  expect(whole.includes('attic')).toBe(false);
  for (const size of [1 << 20, 7, 65552]) {
    const vault = openRig(newRig());
    save(vault, 'map', 'home', 'before');
    const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
      whole.subarray(n * size, (n + 1) * size),
    );
    expect(restoreBackup(vault, parts, PASSPHRASE).ok).toBe(true);
    expect(contentsOf(vault)).toEqual(backedUp);
    expect(textOf(vault.read('map', 'home', vault.versions('map', 'home')[1].version))).toBe('before');
  }
});

test('a passphrase that was typed with other code points is the same; a wrong or a short one is refused', () => {
  const file = fileOf(household(), 'Käse und Brötchen', ['settings']);
  expect(restoreBackup(openRig(newRig()), [file], 'Käse und Brötchen').ok).toBe(true);
  expect(refusal(file, 'kase und brotchen')).toMatch(/^The passphrase is another than the one of this backup/);
  expect(() => fileOf(household(), 'short', KINDS)).toThrow(
    'A passphrase needs at least 10 characters, this one has 5; take four words',
  );
});

test('two backups of the same vault share no byte sequence', () => {
  const other = fileOf(household(), PASSPHRASE, KINDS);
  expect(other).toHaveLength(whole.length);
  const same = other.filter((byte, n) => n >= 8 && byte === whole[n]).length;
  // 1 of 256 bytes is the same by chance: of 200 kB 786, give or take 28.
  expect(same).toBeLessThan(786 + 10 * 28);
});

test('a file that is cut anywhere, or has any bit changed, is refused and nothing is kept', () => {
  // Frames end at 24 + n · 65552 bytes.
  for (const length of [0, 5, 23, 24, 30, 24 + 65552 - 1, 24 + 65552, 24 + 2 * 65552, whole.length - 1])
    expect(refusal(whole.subarray(0, length))).toMatch(/is no backup|passphrase is another|is cut off or damaged at/);
  for (const at of [0, 4, 8, 23, 24, 70_000, 65552 + 24, whole.length - 1])
    expect(refusal(Buffer.from(whole.with(at, whole[at] ^ 1)))).toMatch(
      /is no backup|has format|is none that Homebound|passphrase is another|is damaged|is cut off/,
    );
  expect(refusal(Buffer.concat([whole, Uint8Array.of(0)]))).toMatch(/cut off or damaged/);
  const swapped = Buffer.concat([
    whole.subarray(0, 24),
    whole.subarray(24 + 65552, 24 + 2 * 65552),
    whole.subarray(24, 24 + 65552),
    whole.subarray(24 + 2 * 65552),
  ]);
  expect(refusal(swapped)).toMatch(/passphrase is another/);
});

test.each<[string, number, number, RegExp]>([
  ['2^24 rounds: 16 GiB', 5, 24, /scrypt 2\^24, 8, 1\) is none that Homebound writes/],
  ['2^14 rounds: too cheap', 5, 14, /scrypt 2\^14/],
  ['blocks of 255', 6, 255, /scrypt 2\^15, 255, 1/],
  ['255 lanes', 7, 255, /scrypt 2\^15, 8, 255/],
  ['a later format', 4, 2, /has format 2, this Homebound reads up to 1; update Homebound/],
])('a hostile head that asks for %s is refused before any work', (_, at, value, reason) => {
  expect(refusal(Buffer.from(whole.with(at, value)))).toMatch(reason);
});

test('an older schema is migrated on its way in, a later one refused', () => {
  const first: KindTable = { map: { schema: 1, keep: 1 } };
  const second: KindTable = {
    map: { schema: 2, keep: 1, migrations: { 1: (content) => bytesOf(`${textOf(content)}, in m`) } },
  };
  const old = openRig(newRig(), first);
  save(old, 'map', 'home', 'home');
  const file = fileOf(old, PASSPHRASE, ['map']);
  const now = openRig(newRig(), second);
  restoreBackup(now, [file], PASSPHRASE);
  expect(contentsOf(now)).toEqual({ 'map home': 'home, in m' });
  const later = fileOf(now, PASSPHRASE, ['map']);
  expect(() => restoreBackup(openRig(newRig(), first), [later], PASSPHRASE)).toThrow(/written by a later Homebound/);
});

test('the power goes at any step of a restore: all of it is there or nothing', () => {
  const small = openRig(newRig());
  for (const id of ['a', 'b']) save(small, 'map', id, id);
  const file = fileOf(small, PASSPHRASE, ['map']);
  const calm = newRig();
  const vault = openRig(calm);
  const first = calm.power.steps;
  restoreBackup(vault, [file], PASSPHRASE);
  const seen = new Set<string>();
  for (let step = first; step <= calm.power.steps; step++) {
    const rig = newRig();
    const running = openRig(rig);
    rig.power.failsBefore = step;
    try {
      restoreBackup(running, [file], PASSPHRASE);
    } catch (error) {
      expect((error as Error).message).toMatch(/the power went/);
    }
    for (const found of afterCrash(rig)) seen.add(JSON.stringify(contentsOf(openRig(found))));
  }
  expect(seen).toEqual(new Set(['{}', '{"map a":"a","map b":"b"}']));
});

test('an object that the caller does not accept ends the restore, and nothing of the file is kept', () => {
  const file = fileOf(household(), PASSPHRASE, [...KINDS, 'pairing']);
  const vault = openRig(newRig());
  const accept = ({ kind }: { kind: string }): void => {
    if (kind === 'pairing') throw new RangeError('no pairing comes in by a backup');
  };
  expect(() => restoreBackup(vault, [file], PASSPHRASE, accept)).toThrow('no pairing comes in');
  expect(contentsOf(vault)).toEqual({});
});
