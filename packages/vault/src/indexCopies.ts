import type { Disk } from './disk.ts';
import { decodeIndex, encodeIndex, indexProblem, type VaultIndex } from './indexFile.ts';
import type { HeldKeys } from './keyHome.ts';
import type { RandomBytes } from './seal.ts';
import { diskFault } from './vaultError.ts';

/** The index is kept twice, as one damaged sector in it would cost the household everything. */
export const INDEX_COPIES = ['index.1', 'index.2'] as const;
export const INDEX_TEMPORARY = 'index.new';
/** 8192 entries of the longest ids have some 4 MB. */
const MAX_INDEX_BYTES = 16 * 2 ** 20;

/** The index that counts, and how it was found. */
export interface FoundIndex {
  readonly index: VaultIndex;
  readonly deviceKey: Uint8Array;
  readonly isStaged: boolean;
  /** Whether both copies are this one. */
  readonly isTwice: boolean;
  /** What was wrong with copies, a line each. */
  readonly problems: readonly string[];
}

/** The newest index that a key opens; the problems alone when none can be opened. */
export function readIndex(disk: Disk, keys: HeldKeys): FoundIndex | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const found: Omit<FoundIndex, 'isTwice' | 'problems'>[] = [];
  for (const name of INDEX_COPIES.filter((copy) => disk.names().includes(copy))) {
    const opened = openCopy(disk, name, keys);
    if (typeof opened === 'string') problems.push(opened);
    else found.push(opened);
  }
  const [newest, other] = found.sort((a, b) => b.index.generation - a.index.generation);
  if (newest === undefined) return { problems };
  const isTwice = other?.index.generation === newest.index.generation && other.isStaged === newest.isStaged;
  return { ...newest, isTwice, problems };
}

function openCopy(disk: Disk, name: string, keys: HeldKeys): Omit<FoundIndex, 'isTwice' | 'problems'> | string {
  let file: Uint8Array;
  try {
    file = disk.read(name, MAX_INDEX_BYTES);
  } catch (cause) {
    if (diskFault(cause) === undefined) throw cause;
    return `${name}: ${(cause as Error).message}`;
  }
  for (const [isStaged, deviceKey] of [[false, keys.current] as const, [true, keys.staged] as const]) {
    const index = deviceKey && decodeIndex(file, deviceKey);
    if (deviceKey && index) return { index, deviceKey, isStaged };
  }
  return `${name}: ${indexProblem(file)}`;
}

/**
 * Makes an index the one that counts. It does, for good, once the first copy is written; the copies are written one after
 * the other, so that one is whole at each moment.
 * @returns what was wrong with the second copy, which the next start mends; a full disk is no reason to take the first one back
 */
export function writeIndex(
  disk: Disk,
  index: VaultIndex,
  deviceKey: Uint8Array,
  random: RandomBytes,
): string | undefined {
  const bytes = encodeIndex(index, deviceKey, random);
  writeCopy(disk, INDEX_COPIES[0], bytes);
  try {
    writeCopy(disk, INDEX_COPIES[1], bytes);
  } catch (cause) {
    if (diskFault(cause) === undefined) throw cause;
    // A full disk is to have the room back.
    disk.remove(INDEX_TEMPORARY);
    return `${INDEX_COPIES[1]}: ${(cause as Error).message}`;
  }
  return undefined;
}

function writeCopy(disk: Disk, name: string, bytes: Uint8Array): void {
  disk.write(INDEX_TEMPORARY, bytes);
  disk.sync(INDEX_TEMPORARY);
  disk.rename(INDEX_TEMPORARY, name);
  disk.syncFolder();
}
