import { exactly, FieldReader, parseJson } from './fields.ts';
import { limits } from './limits.ts';
import { keyId, requireSignatures, type Signed } from './signatures.ts';
import { UpdateError } from './updateError.ts';

/** Who may sign updates, and how many of them must. */
export interface KeyList {
  /** Counts up by one from list to list; a robot never goes back. */
  readonly version: number;
  readonly threshold: number;
  /** Ed25519 public keys, base64 of 32 bytes. */
  readonly keys: readonly string[];
}

/** Base64 of 32 bytes: the last of 43 characters has two bits of nothing. */
export const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export function encodeKeyList({ version, threshold, keys }: KeyList): string {
  return JSON.stringify({ format: 1, version, threshold, keys });
}

/** Throws UpdateError `damaged`, or `keys` for a list that could never be met. */
export function decodeKeyList(text: string, what = 'list of trusted keys'): KeyList {
  const fields = new FieldReader(parseJson(text, what), what, ['format', 'version', 'threshold', 'keys']);
  fields.whole('format', 1, 1);
  const list = {
    version: fields.whole('version', 1, 1e9),
    threshold: fields.whole('threshold', 1, limits.keys),
    keys: fields.texts('keys', PUBLIC_KEY, 1, limits.keys),
  };
  if (list.threshold > list.keys.length)
    throw new UpdateError('keys', `${what}: ${list.threshold} signatures of ${list.keys.length} keys can't be had`);
  return exactly(text, list, encodeKeyList, what);
}

/**
 * The list that holds after a robot has seen these: each must be the next, signed by enough of the keys before it (so that it
 * is the owners who hand on), and by enough of its own (so that nobody is locked out by keys that nobody has).
 * @param lists signed by whom they say; those that the robot has seen are left out
 */
export function followKeys(trusted: KeyList, lists: readonly Signed[]): KeyList {
  let newest = trusted;
  for (const signed of lists) {
    const next = decodeKeyList(signed.body);
    if (next.version <= newest.version) continue;
    if (next.version !== newest.version + 1)
      throw new UpdateError(
        'keys',
        `The update's keys go from list ${newest.version} to ${next.version}: one is left out`,
      );
    const either = [...new Set([...newest.keys, ...next.keys])];
    requireSignatures(signed, 'keys', either, 1);
    for (const list of [newest, next]) requireSignatures(ofKeys(signed, list), 'keys', list.keys, list.threshold);
    newest = next;
  }
  return newest;
}

/** The signatures that keys of this list gave. */
function ofKeys({ body, signatures }: Signed, { keys }: KeyList): Signed {
  const ids = new Set(keys.map(keyId));
  return { body, signatures: signatures.filter(({ key }) => ids.has(key)) };
}
