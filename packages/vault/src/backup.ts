import { randomBytes } from 'node:crypto';
import { openFrames, sealFrames } from './backupFrames.ts';
import { BACKUP_HEAD_BYTES, backupKey, checkPassphrase, encodeBackupHead } from './backupHeader.ts';
import { MAX_CONTENT_BYTES, MAX_ENTRIES, type NewObject } from './entry.ts';
import { PulledBytes } from './pulledBytes.ts';
import type { Found, PutResult } from './results.ts';
import type { Vault } from './vault.ts';
import { VaultError } from './vaultError.ts';

/** A record's head: 4 bytes of length, then JSON of at most so many. */
const MAX_HEAD_BYTES = 1024;

interface RecordHead {
  readonly kind: string;
  readonly id: string;
  readonly stamp_s: number;
  readonly schema: number;
  readonly bytes: number;
}

/**
 * The newest readable version of each object as one file under a passphrase, in parts as they are asked for: what is in memory is one
 * object. Takes some 0.2 s for the passphrase and 10 ms a MB.
 * @param kinds which; pairings and the audit log belong to one robot and are better left out
 */
export function* backup(vault: Vault, passphrase: string, kinds: readonly string[]): Generator<Uint8Array> {
  checkPassphrase(passphrase);
  const head = encodeBackupHead(randomBytes(16));
  const key = backupKey(passphrase, head);
  yield head;
  yield* sealFrames(records(vault, kinds), key, head);
}

/**
 * Puts what a backup holds into a vault, each object as its newest version: all of it or, when the passphrase is wrong or any bit
 * of the file is another, nothing. What was there before can be gone back to.
 * @param file   in parts of any size
 * @param accept looks at each object and throws for one that must not come in this way: who made the file chose what is in it
 */
export function restoreBackup(
  vault: Vault,
  file: Iterable<Uint8Array>,
  passphrase: string,
  accept: (object: NewObject) => void = () => {},
): PutResult {
  return vault.putAll(objectsOf(vault, file, passphrase, accept));
}

function* records(vault: Vault, kinds: readonly string[]): Generator<Uint8Array> {
  for (const kind of kinds)
    for (const id of new Set(vault.list(kind).map((entry) => entry.id))) {
      const found = vault.get(kind, id);
      if (found !== undefined) yield* record(found, vault.schemaOf(kind));
    }
}

function* record({ entry, content }: Found, schema: number): Generator<Uint8Array> {
  const { kind, id, stamp_s } = entry;
  const head = Buffer.from(JSON.stringify({ kind, id, stamp_s, schema, bytes: content.length } satisfies RecordHead));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  yield length;
  yield head;
  yield content;
}

function* objectsOf(
  vault: Vault,
  file: Iterable<Uint8Array>,
  passphrase: string,
  accept: (object: NewObject) => void,
): Generator<NewObject> {
  const sealed = new PulledBytes(file);
  const head = sealed.upTo(BACKUP_HEAD_BYTES);
  const key = backupKey(passphrase, head);
  const plain = new PulledBytes(openFrames(sealed, key, head));
  for (let count = 0; !plain.isAtEnd; count++) {
    if (count >= MAX_ENTRIES) throw broken(`holds more than ${MAX_ENTRIES} objects`);
    const { kind, id, stamp_s, schema, bytes } = headOf(plain);
    const content = plain.upTo(bytes);
    if (content.length < bytes) throw broken(`ends in the middle of ${kind} ${id}`);
    const object = { kind, id, stamp_s, content: vault.migrate(kind, schema, content) };
    accept(object);
    yield object;
  }
}

/** Who has the passphrase may still have written nonsense: nothing is believed before it is looked at. */
function headOf(plain: PulledBytes): RecordHead {
  const length = Buffer.from(plain.upTo(4));
  const size = length.length === 4 ? length.readUInt32LE() : 0;
  if (size === 0 || size > MAX_HEAD_BYTES) throw broken('has an object without a head');
  let head: Partial<RecordHead>;
  try {
    head = JSON.parse(Buffer.from(plain.upTo(size)).toString());
  } catch {
    throw broken('has an object whose head is no JSON');
  }
  const { kind, id, stamp_s, schema, bytes } = head ?? {};
  const isCount = (n: unknown, most: number): n is number =>
    Number.isSafeInteger(n) && Number(n) >= 0 && Number(n) <= most;
  if (typeof kind !== 'string' || typeof id !== 'string' || typeof stamp_s !== 'number')
    throw broken('has an object without kind, id or stamp_s');
  if (!isCount(bytes, MAX_CONTENT_BYTES) || !isCount(schema, 1e6)) throw broken(`has a ${kind} of ${bytes} bytes`);
  return { kind, id, stamp_s, schema, bytes };
}

function broken(how: string): VaultError {
  return new VaultError('notABackup', `The backup ${how}; it was not written by Homebound`);
}
