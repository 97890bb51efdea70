import type { IndexEntry } from './entry.ts';
import { deriveKey, type RandomBytes, seal, unseal } from './seal.ts';

/** Layout: magic (4), version (1), then sealed JSON. */
const MAGIC = 'HBVI';
const VERSION = 1;
const HEAD = Buffer.from([...Buffer.from(MAGIC), VERSION]);

/** All that a vault knows of its objects. */
export interface VaultIndex {
  /** Rises with each change; of two copies the higher one counts. */
  readonly generation: number;
  /** The version that the next content gets. */
  readonly nextVersion: number;
  readonly entries: readonly IndexEntry[];
}

/** As JSON has it. */
interface StoredIndex extends Omit<VaultIndex, 'entries'> {
  readonly entries: readonly (Omit<IndexEntry, 'wrappedKey'> & { readonly wrappedKey: string })[];
}

export const emptyIndex: VaultIndex = { generation: 0, nextVersion: 1, entries: [] };

export function encodeIndex(index: VaultIndex, deviceKey: Uint8Array, random: RandomBytes): Uint8Array {
  const entries = index.entries.map(({ wrappedKey, ...entry }) => ({
    ...entry,
    wrappedKey: Buffer.from(wrappedKey).toString('base64'),
  }));
  const json = Buffer.from(JSON.stringify({ ...index, entries }));
  return Buffer.concat([HEAD, seal(deriveKey(deviceKey, 'index'), HEAD, json, random)]);
}

/** The index in a file, or `undefined` when it is another key's, of another format, or any bit of it is changed. */
export function decodeIndex(file: Uint8Array, deviceKey: Uint8Array): VaultIndex | undefined {
  if (!HEAD.equals(file.subarray(0, HEAD.length))) return undefined;
  const json = unseal(deriveKey(deviceKey, 'index'), HEAD, file.subarray(HEAD.length));
  if (json === undefined) return undefined;
  const index = JSON.parse(Buffer.from(json).toString()) as StoredIndex;
  return {
    ...index,
    entries: index.entries.map((entry) => ({ ...entry, wrappedKey: Buffer.from(entry.wrappedKey, 'base64') })),
  };
}

/** Why a file can't be opened, as far as it can be seen without its key. */
export function indexProblem(file: Uint8Array): string {
  const version = file[MAGIC.length];
  return Buffer.from(MAGIC).equals(file.subarray(0, MAGIC.length)) && version > VERSION
    ? `has format ${version}, this Homebound reads up to ${VERSION}; update Homebound`
    : 'is damaged, or of another device key';
}
