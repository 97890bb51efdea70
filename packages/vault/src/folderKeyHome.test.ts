import { CrashingDisk } from './crashingDisk.ts';
import { folderKeyHome } from './folderKeyHome.ts';

const key = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const isOnMedium = (disk: CrashingDisk, bytes: Uint8Array): boolean =>
  disk.medium().some((file) => Buffer.from(file).includes(Buffer.from(bytes)));

test('a key is staged, made the current one, and the one before is written over', () => {
  const disk = new CrashingDisk();
  const keys = folderKeyHome(disk);
  expect(keys.read()).toEqual({ current: undefined, staged: undefined, isErased: false });
  keys.stage(key(1));
  keys.commit();
  keys.stage(key(2));
  expect(keys.read()).toEqual({ current: key(1), staged: key(2), isErased: false });
  keys.stage(key(3));
  expect([isOnMedium(disk, key(1)), isOnMedium(disk, key(2))]).toEqual([true, false]);
  keys.commit();
  expect(keys.read()).toEqual({ current: key(3), staged: undefined, isErased: false });
  expect([isOnMedium(disk, key(1)), isOnMedium(disk, key(3))]).toEqual([false, true]);
  keys.stage(key(4));
  keys.discard();
  expect([isOnMedium(disk, key(4)), keys.read().staged]).toEqual([false, undefined]);
  expect(disk.names()).toEqual(['device-key']);
});

test('erase ends the current key and the staged one, and says so until there is a new one', () => {
  const disk = new CrashingDisk();
  const keys = folderKeyHome(disk);
  keys.stage(key(1));
  keys.commit();
  keys.stage(key(2));
  keys.erase();
  expect(keys.read()).toEqual({ current: undefined, staged: undefined, isErased: true });
  expect([isOnMedium(disk, key(1)), isOnMedium(disk, key(2))]).toEqual([false, false]);
  keys.stage(key(3));
  keys.commit();
  expect(keys.read()).toEqual({ current: key(3), staged: undefined, isErased: false });
});

test('of a key that is cut off at any byte while it is erased, it is the old one or none', () => {
  const disk = new CrashingDisk();
  const keys = folderKeyHome(disk);
  keys.stage(key(1));
  keys.commit();
  const whole = disk.read('device-key');
  keys.erase();
  const erased = disk.read('device-key');
  for (let n = 0; n <= whole.length; n++) {
    disk.write('device-key', Uint8Array.from([...erased.subarray(0, n), ...whole.subarray(n)]));
    // HBV is the same in both: with the fourth byte the key is given up.
    expect(keys.read()).toEqual(
      n < 4
        ? { current: key(1), staged: undefined, isErased: false }
        : { current: undefined, staged: undefined, isErased: true },
    );
  }
});

test('a damaged key is refused by name, unless the next one stands beside it', () => {
  const disk = new CrashingDisk();
  const keys = folderKeyHome(disk);
  keys.stage(key(1));
  keys.commit();
  const whole = disk.read('device-key');
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const bytes = whole.slice();
    bytes[bit >> 3] ^= 1 << (bit & 7);
    disk.write('device-key', bytes);
    expect(() => keys.read()).toThrow('memory/device-key: the device key is damaged; put back a copy of it');
  }
  for (let n = 0; n < whole.length; n++) {
    disk.write('device-key', whole.subarray(0, n));
    expect(() => keys.read()).toThrow('is damaged');
  }
  keys.stage(key(2));
  expect(keys.read()).toEqual({ current: undefined, staged: key(2), isErased: false });
  disk.modes.set('device-key.next', 0o604);
  expect(() => keys.read()).toThrow('memory/device-key.next: others can get at the device key (mode 604)');
});

test('a key has 256 bits', () => {
  expect(() => folderKeyHome(new CrashingDisk()).stage(new Uint8Array(16))).toThrow(
    'A device key has 32 bytes, got 16',
  );
});
