import type { IndexEntry } from './entry.ts';
import { deriveKey, unwrapKey, wrapKey } from './seal.ts';

/** An object's key as it stands in the index. */
export function wrapFor(deviceKey: Uint8Array, key: Uint8Array): Uint8Array {
  return wrapKey(deriveKey(deviceKey, 'wrap'), key);
}

/** `undefined` when the entry is another device key's. */
export function keyOf(deviceKey: Uint8Array, { wrappedKey }: IndexEntry): Uint8Array | undefined {
  return unwrapKey(deriveKey(deviceKey, 'wrap'), wrappedKey);
}

/** The entries with their keys wrapped by another device key. */
export function rewrap(entries: readonly IndexEntry[], from: Uint8Array, to: Uint8Array): IndexEntry[] {
  return entries.map((entry) => {
    const key = keyOf(from, entry);
    if (key === undefined) throw new RangeError(`Cannot rewrap ${entry.kind} ${entry.id}: its key is another device's`);
    return { ...entry, wrappedKey: wrapFor(to, key) };
  });
}
