import { VaultError } from './vaultError.ts';

/** One version of an object, as the index knows it. */
export interface Entry {
  readonly kind: string;
  readonly id: string;
  /** Rises through the whole vault with each version written, and is never given twice. */
  readonly version: number;
  /** Of the content, by its kind's own counting. */
  readonly schema: number;
  /** As the caller said. */
  readonly stamp_s: number;
  /** Of the content. */
  readonly bytes: number;
}

/** An entry with where its content lies and its key, wrapped by the device key. */
export interface IndexEntry extends Entry {
  /** Random, so that it tells nothing. */
  readonly file: string;
  readonly wrappedKey: Uint8Array;
}

/** What is to be kept. */
export interface NewObject {
  readonly kind: string;
  readonly id: string;
  readonly stamp_s: number;
  readonly content: Uint8Array;
  /** A version of the object that goes when this one is in, so that an edit makes no older version give way. */
  readonly replaces?: number;
}

/** A content may have so many bytes; larger than any map of a home (the largest we met has 9 MB). */
export const MAX_CONTENT_BYTES = 64 * 2 ** 20;
/** All versions of all objects; bounds the index at some MB. */
export const MAX_ENTRIES = 8192;

/** Throws RangeError for what can't be kept. */
export function checkNewObject({ kind, id, stamp_s, content }: NewObject): void {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(kind))
    throw new RangeError(`Cannot keep ${kind}: a kind is made of a-z, 0-9 and -, at most 32 of them`);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id))
    throw new RangeError(`Cannot keep ${kind} ${id}: an id is made of letters, digits, -, _ and ., at most 64 of them`);
  if (!Number.isFinite(stamp_s)) throw new RangeError(`Cannot keep ${kind} ${id}: stamp_s is ${stamp_s}`);
  if (content.length > MAX_CONTENT_BYTES)
    throw new RangeError(`Cannot keep ${kind} ${id}: ${content.length} bytes, at most ${MAX_CONTENT_BYTES} are kept`);
}

/** What may be shown of an entry. */
export function shown({ kind, id, version, schema, stamp_s, bytes }: IndexEntry): Entry {
  return { kind, id, version, schema, stamp_s, bytes };
}

/** One version among the entries. Throws VaultError when it is not there. */
export function entryIn(entries: readonly IndexEntry[], kind: string, id: string, version: number): IndexEntry {
  const there = entries.filter((entry) => entry.kind === kind && entry.id === id);
  const entry = there.find((one) => one.version === version);
  if (entry !== undefined) return entry;
  const has = there.length > 0 ? `it has ${there.map((one) => one.version).join(', ')}` : 'there is no such object';
  throw new VaultError('unknown', `There is no version ${version} of ${kind} ${id}; ${has}`);
}
