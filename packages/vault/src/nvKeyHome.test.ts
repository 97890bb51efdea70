import { CrashingDisk, Power } from './crashingDisk.ts';
import { type NvMemory, nvKeyHome } from './nvKeyHome.ts';
import { Vault } from './vault.ts';
import { contentsOf, save } from './vaultRig.ts';

const key = (n: number): Uint8Array => new Uint8Array(32).fill(n);

/** The memory of a TPM on a power that may go before any write, and all that was ever in it. */
class MemoryNv implements NvMemory {
  readonly path = 'memory';
  readonly power: Power;
  bytes: Uint8Array | undefined;

  constructor(power = new Power(), bytes?: Uint8Array) {
    this.power = power;
    this.bytes = bytes;
  }

  read(): Uint8Array | undefined {
    return this.bytes?.slice();
  }

  write(bytes: Uint8Array): void {
    this.power.step();
    this.bytes = Uint8Array.from(bytes);
  }
}

test('a key is staged, made the current one, given up, and ended', () => {
  const nv = new MemoryNv();
  const keys = nvKeyHome(nv);
  expect(keys.read()).toEqual({ current: undefined, staged: undefined, isErased: false });
  keys.stage(key(1));
  keys.commit();
  keys.stage(key(2));
  expect(keys.read()).toEqual({ current: key(1), staged: key(2), isErased: false });
  keys.stage(key(3));
  keys.commit();
  expect(keys.read()).toEqual({ current: key(3), staged: undefined, isErased: false });
  for (const gone of [1, 2]) expect(Buffer.from(nv.bytes ?? []).includes(Buffer.from(key(gone)))).toBe(false);
  keys.stage(key(4));
  keys.discard();
  expect(keys.read()).toEqual({ current: key(3), staged: undefined, isErased: false });
  keys.stage(key(5));
  keys.erase();
  expect(keys.read()).toEqual({ current: undefined, staged: undefined, isErased: true });
  expect(Buffer.from(nv.bytes ?? []).includes(Buffer.from(key(3)))).toBe(false);
  keys.stage(key(6));
  keys.commit();
  expect(keys.read()).toEqual({ current: key(6), staged: undefined, isErased: false });
});

test('a flipped bit in it, or a size that is not that of two keys, is told by name', () => {
  const nv = new MemoryNv();
  const keys = nvKeyHome(nv);
  keys.stage(key(1));
  keys.commit();
  const bytes = nv.bytes ?? new Uint8Array(0);
  bytes[20] ^= 1;
  expect(() => keys.read()).toThrow(/memory: the device key is damaged; remove key and vault and restore a backup/);
  nv.bytes = bytes.subarray(1);
  expect(() => keys.read()).toThrow(/holds 89 bytes, not the 90 of device keys/);
});

/** What a household does to its vault; each changes keys. */
const acts: [string, (vault: Vault) => void][] = [
  ['a deletion', (vault) => vault.delete('map', 'home')],
  ['a new device key', (vault) => vault.rotate()],
  ['a reset', (vault) => vault.reset()],
];

test.each(acts)('the power goes at any step of %s: all of before or all of after is there', (_, act) => {
  const household = (power: Power) => {
    const [disk, nv] = [new CrashingDisk(power), new MemoryNv(power)];
    const vault = Vault.open({ disk, keys: nvKeyHome(nv) });
    for (const id of ['home', 'attic']) save(vault, 'map', id, `${id} 1`);
    return { disk, nv, vault };
  };
  const calm = household(new Power());
  const before = JSON.stringify(contentsOf(calm.vault));
  const first = calm.disk.power.steps;
  act(calm.vault);
  const after = JSON.stringify(contentsOf(calm.vault));
  const seen = new Set<string>();
  for (let step = first; step <= calm.disk.power.steps; step++) {
    const power = new Power();
    const { disk, nv, vault } = household(power);
    power.failsBefore = step;
    try {
      act(vault);
    } catch (error) {
      expect((error as Error).message).toMatch(/the power went/);
    }
    for (let way = 0; way < 1 << Math.min(disk.pending, 4); way++) {
      const fresh = new Power();
      const keys = nvKeyHome(new MemoryNv(fresh, nv.read()));
      const found = Vault.open({ disk: disk.afterCrash(way, 0.5, fresh), keys });
      expect(found.verify()).toEqual([]);
      seen.add(JSON.stringify(contentsOf(found)));
    }
  }
  expect(seen).toEqual(new Set([before, after]));
});
