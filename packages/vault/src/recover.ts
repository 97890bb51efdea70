import type { Disk } from './disk.ts';
import { INDEX_COPIES, INDEX_TEMPORARY, readIndex, writeIndex } from './indexCopies.ts';
import { emptyIndex, type VaultIndex } from './indexFile.ts';
import type { HeldKeys, KeyHome } from './keyHome.ts';
import { KEY_BYTES, type RandomBytes } from './seal.ts';
import { diskFault, VaultError } from './vaultError.ts';

const OBJECT_FILE = /^[0-9a-f]{32}$/;
/** Room that a full disk gives back, so that deleting works on it. */
export const SPARE = 'spare';

/** What a vault stands on. */
export interface Ground {
  readonly disk: Disk;
  readonly keys: KeyHome;
  readonly random: RandomBytes;
}

/** A vault's state as it is on the disk. */
export interface Recovered {
  readonly index: VaultIndex;
  readonly deviceKey: Uint8Array;
  readonly warnings: readonly string[];
}

/**
 * Brings folder and keys to the one state that counts, whatever was cut off: a rotation or a reset that had passed its point of no
 * return is ended, one that had not is undone, the index is there twice, files that it does not name are removed.
 * Throws VaultError when there is something that no key opens.
 */
export function recover(ground: Ground): Recovered {
  const { disk, keys } = ground;
  const held = keys.read();
  if (held.isErased) {
    empty(disk);
    keys.discard();
    return begin(ground);
  }
  const found = readIndex(disk, held);
  if (!('index' in found)) {
    refuseUnopened(disk, keys, held, found.problems);
    keys.discard();
    return begin(ground);
  }
  const warnings = [...found.problems];
  if (!found.isTwice) warnings.push(...mend(ground, found));
  if (found.isStaged) keys.commit();
  else if (held.staged !== undefined) keys.discard();
  sweep(disk, found.index);
  return { ...found, warnings };
}

/** A new vault. The key is staged until there is an index under it. */
function begin({ disk, keys, random }: Ground): Recovered {
  const deviceKey = random(KEY_BYTES);
  const index = { ...emptyIndex, generation: 1 };
  keys.stage(deviceKey);
  writeIndex(disk, index, deviceKey, random);
  keys.commit();
  return { index, deviceKey, warnings: [] };
}

/** No key and no index is a new robot; a folder that holds something is never taken for one. */
function refuseUnopened(disk: Disk, keys: KeyHome, held: HeldKeys, problems: readonly string[]): void {
  const hasKey = held.current !== undefined || held.staged !== undefined;
  const hasIndex = disk.names().some((name) => INDEX_COPIES.includes(name as 'index.1'));
  // Before a first index was ever written there are no objects; what a first start left is no index either.
  const hasObjects = disk.names().some((name) => OBJECT_FILE.test(name));
  if (!hasIndex && !hasObjects) return refuseForeignKey(disk, keys, held);
  if (!hasKey)
    throw new VaultError(
      'noKey',
      `${disk.path} is a vault, but there is no device key in ${keys.path}; mount or name the folder that has it`,
    );
  const what = hasIndex ? problems.join('; ') : `${INDEX_COPIES.join(' and ')} are missing`;
  throw new VaultError(
    'damagedIndex',
    `The vault ${disk.path} can't be opened: ${what}; put its files back from a copy, or remove them and restore a backup`,
  );
}

/** A key without its vault: the vault's folder is not mounted, or lost, or the key is another vault's and would be rotated away from it. */
function refuseForeignKey(disk: Disk, keys: KeyHome, { current }: HeldKeys): void {
  if (current === undefined) return;
  throw new VaultError(
    'damagedIndex',
    `${disk.path} holds no vault, but ${keys.path} the key of one; mount or name its folder, or remove the key to begin anew`,
  );
}

/** Writes the index that counts in both copies. On a full disk it stays at one, which is told. */
function mend({ disk, random }: Ground, found: { index: VaultIndex; deviceKey: Uint8Array }): string[] {
  try {
    const problem = writeIndex(disk, found.index, found.deviceKey, random);
    return problem === undefined ? [] : [problem];
  } catch (cause) {
    if (diskFault(cause) === undefined) throw cause;
    return [`the index is there once only: ${(cause as Error).message}`];
  }
}

/** Removes what a crash left: objects that no index names. */
function sweep(disk: Disk, { entries }: VaultIndex): void {
  const named = new Set(entries.map(({ file }) => file));
  const isWaste = (name: string): boolean => name === INDEX_TEMPORARY || (OBJECT_FILE.test(name) && !named.has(name));
  const waste = disk.names().filter(isWaste);
  for (const name of waste) disk.remove(name);
  if (waste.length > 0) disk.syncFolder();
}

/** Removes all that is a vault's. */
function empty(disk: Disk): void {
  const isOurs = (name: string): boolean =>
    OBJECT_FILE.test(name) || [...INDEX_COPIES, INDEX_TEMPORARY, SPARE].includes(name);
  for (const name of disk.names().filter(isOurs)) disk.remove(name);
  disk.syncFolder();
}
