import type { Entry } from './entry.ts';
import { type RandomBytes, seal, unseal } from './seal.ts';

/** Layout: magic (4), version (1), then the sealed content. */
const HEAD = Buffer.from('HBVO\x01', 'latin1');
export const OBJECT_HEAD_BYTES = HEAD.length;

type Bound = Pick<Entry, 'kind' | 'id' | 'version' | 'schema'>;

/** The bytes of an object's file. The key is used for this one and no other. */
export function sealObject(key: Uint8Array, entry: Bound, content: Uint8Array, random: RandomBytes): Uint8Array {
  return Buffer.concat([HEAD, seal(key, contextOf(entry), content, random)]);
}

/** The content, or `undefined` for a file of another object or version, or with any bit changed. */
export function openObject(key: Uint8Array, entry: Bound, file: Uint8Array): Uint8Array | undefined {
  if (!HEAD.equals(file.subarray(0, HEAD.length))) return undefined;
  return unseal(key, contextOf(entry), file.subarray(HEAD.length));
}

function contextOf({ kind, id, version, schema }: Bound): Uint8Array {
  return Buffer.concat([HEAD, Buffer.from(JSON.stringify([kind, id, version, schema]))]);
}
