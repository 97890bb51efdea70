import { createHash } from 'node:crypto';
import { KEY_BYTES } from './seal.ts';

/** Layout: magic (4), version (1), key (32), the first 8 bytes of the SHA-256 of all before. */
const MAGIC = 'HBVK';
/** Written over a key: differs from its file in the fourth byte, so that any beginning of it is either no change or the end of the key. */
const ERASED_MAGIC = 'HBVX';
const VERSION = 1;
const SUM_BYTES = 8;
export const KEY_FILE_BYTES = MAGIC.length + 1 + KEY_BYTES + SUM_BYTES;

/** `damaged` holds no key: half written, or half written over. */
export type KeyFile = { readonly state: 'key'; readonly key: Uint8Array } | { readonly state: 'erased' | 'damaged' };

export function encodeKeyFile(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new RangeError(`A device key has ${KEY_BYTES} bytes, got ${key.length}`);
  const body = Buffer.concat([Buffer.from(MAGIC), Uint8Array.of(VERSION), key]);
  return Buffer.concat([body, sumOf(body)]);
}

/** What is written over the file of a key that was ended by a reset. */
export function erasedKeyFile(): Uint8Array {
  const bytes = Buffer.alloc(KEY_FILE_BYTES);
  bytes.write(ERASED_MAGIC);
  return bytes;
}

export function decodeKeyFile(bytes: Uint8Array): KeyFile {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (magic === ERASED_MAGIC) return { state: 'erased' };
  const body = bytes.subarray(0, KEY_FILE_BYTES - SUM_BYTES);
  const isWhole =
    magic === MAGIC &&
    bytes.length === KEY_FILE_BYTES &&
    bytes[MAGIC.length] === VERSION &&
    sumOf(body).equals(bytes.subarray(-SUM_BYTES));
  return isWhole
    ? { state: 'key', key: Uint8Array.from(bytes.subarray(MAGIC.length + 1, -SUM_BYTES)) }
    : { state: 'damaged' };
}

function sumOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, SUM_BYTES);
}
