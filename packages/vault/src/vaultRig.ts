import { CrashingDisk, Power } from './crashingDisk.ts';
import { folderKeyHome } from './folderKeyHome.ts';
import type { KindTable } from './kindRules.ts';
import { Vault } from './vault.ts';

/** For tests: a vault's two folders in memory, on one power. */
export interface VaultRig {
  readonly power: Power;
  readonly data: CrashingDisk;
  readonly keyDisk: CrashingDisk;
}

export const newRig = (): VaultRig => {
  const power = new Power();
  return { power, data: new CrashingDisk(power), keyDisk: new CrashingDisk(power) };
};

export const openRig = ({ data, keyDisk }: VaultRig, kinds?: KindTable): Vault =>
  Vault.open({ disk: data, keys: folderKeyHome(keyDisk), kinds });

/** The ways in which a rig may be found after a crash; where there are more than `most`, so many of them, none and all included. */
export function* afterCrash(
  { data, keyDisk }: VaultRig,
  most = 12,
  shares: readonly number[] = [0, 0.02, 0.5, 1],
): Generator<VaultRig> {
  const ways = 1 << (data.pending + keyDisk.pending);
  const count = Math.min(ways, most);
  for (let n = 0; n < count; n++)
    for (const share of shares) {
      const way = count === 1 ? 0 : Math.floor((n * (ways - 1)) / (count - 1));
      const power = new Power();
      yield {
        power,
        data: data.afterCrash(way, share, power),
        keyDisk: keyDisk.afterCrash(way >> data.pending, share, power),
      };
    }
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What a household would see: each object with its newest readable content, in the order of kinds and ids. */
export function contentsOf(vault: Vault): Record<string, string> {
  const names = [...new Set(vault.list().map(({ kind, id }) => `${kind} ${id}`))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const [kind, id] = name.split(' ');
      return [name, textOf(vault.get(kind, id)?.content ?? new Uint8Array(0))];
    }),
  );
}

export const save = (vault: Vault, kind: string, id: string, text: string): void => {
  const result = vault.put({ kind, id, stamp_s: 0, content: bytesOf(text) });
  if (!result.ok) throw new Error(result.message);
};
