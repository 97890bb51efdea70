import { scryptSync } from 'node:crypto';
import { KEY_BYTES } from './seal.ts';
import { VaultError } from './vaultError.ts';

/** Layout: magic (4), version (1), log2 N (1), r (1), p (1), salt (16). All of it is sealed into each frame. */
const MAGIC = 'HBVB';
const VERSION = 1;
const SALT_BYTES = 16;
export const BACKUP_HEAD_BYTES = 8 + SALT_BYTES;

/** 32 MiB and some 0.2 s a guess: what a robot of 512 MB can spend. */
const COST = { log2N: 15, r: 8, p: 1 };
/** A hostile file may not ask for more: 128 · r · N bytes are 128 MiB. */
const MAX_LOG2N = 17;
const MAX_P = 4;
/** Short ones are guessed whatever the cost. */
const MIN_PASSPHRASE = 10;

export function encodeBackupHead(salt: Uint8Array): Uint8Array {
  const { log2N, r, p } = COST;
  return Buffer.concat([Buffer.from(MAGIC), Uint8Array.of(VERSION, log2N, r, p), salt.subarray(0, SALT_BYTES)]);
}

/** Throws VaultError for what is no backup, of a later version, or asks for more work than any of ours. */
export function checkBackupHead(head: Uint8Array): void {
  if (head.length < BACKUP_HEAD_BYTES || !Buffer.from(MAGIC).equals(head.subarray(0, 4)))
    throw new VaultError('notABackup', 'The file is no backup; a backup is a file that Homebound wrote');
  const [version, log2N, r, p] = head.subarray(4, 8);
  if (version > VERSION)
    throw new VaultError(
      'newer',
      `The backup has format ${version}, this Homebound reads up to ${VERSION}; update Homebound`,
    );
  const isOurs = log2N >= COST.log2N && log2N <= MAX_LOG2N && r === COST.r && p >= 1 && p <= MAX_P;
  if (version !== VERSION || !isOurs)
    throw new VaultError(
      'notABackup',
      `The backup's head (format ${version}, scrypt 2^${log2N}, ${r}, ${p}) is none that Homebound writes; it is damaged, or not meant well`,
    );
}

/** The key of a backup; takes some 0.2 s and 32 MiB. */
export function backupKey(passphrase: string, head: Uint8Array): Uint8Array {
  checkBackupHead(head);
  const [log2N, r, p] = head.subarray(5, 8);
  const N = 2 ** log2N;
  // The same words typed on another system are the same passphrase.
  const words = passphrase.normalize('NFKC');
  return scryptSync(words, head.subarray(8, BACKUP_HEAD_BYTES), KEY_BYTES, {
    N,
    r,
    p,
    maxmem: 129 * N * r * p + 2 ** 20,
  });
}

/** Throws RangeError for a passphrase that guards nothing. */
export function checkPassphrase(passphrase: string): void {
  const length = [...passphrase.normalize('NFKC')].length;
  if (length < MIN_PASSPHRASE)
    throw new RangeError(
      `A passphrase needs at least ${MIN_PASSPHRASE} characters, this one has ${length}; take four words`,
    );
}
