import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ByteQueue } from './byteQueue.ts';
import { VaultError } from './vaultError.ts';

/** Of plain content; what is in memory at a time. */
const FRAME_BYTES = 64 * 1024;
const TAG_BYTES = 16;

/**
 * Content in sealed frames of 64 KiB (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the nonce is the frame's number
 * and whether it is the last, so that no frame can be taken out, moved or left off at the end. The key seals one file alone.
 */
export function* sealFrames(content: Iterable<Uint8Array>, key: Uint8Array, head: Uint8Array): Generator<Uint8Array> {
  const queue = new ByteQueue();
  let n = 0;
  for (const part of content) {
    queue.push(part);
    // One byte more than a frame: only then it is not the last.
    while (queue.length > FRAME_BYTES) yield frame(key, head, n++, false, queue.take(FRAME_BYTES));
  }
  yield frame(key, head, n, true, queue.take(queue.length));
}

/** The content, frame by frame, each checked before it is given. Throws VaultError for a wrong key, a cut or a changed file. */
export function* openFrames(file: ByteSource, key: Uint8Array, head: Uint8Array): Generator<Uint8Array> {
  for (let n = 0; ; n++) {
    const sealed = file.upTo(FRAME_BYTES + TAG_BYTES);
    const isLast = file.isAtEnd;
    const content = openFrame(key, head, n, isLast, sealed);
    if (content === undefined) throw n === 0 ? wrongKey() : brokenAt(key, head, n, sealed);
    yield content;
    if (isLast) return;
  }
}

/** Bytes that come as they are asked for. */
export interface ByteSource {
  /** So many bytes, or fewer at the end. */
  upTo(count: number): Uint8Array;
  readonly isAtEnd: boolean;
}

function frame(key: Uint8Array, head: Uint8Array, n: number, isLast: boolean, content: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(n, isLast)).setAAD(head);
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function openFrame(
  key: Uint8Array,
  head: Uint8Array,
  n: number,
  isLast: boolean,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(n, isLast), { authTagLength: TAG_BYTES });
  decipher.setAAD(head).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function nonceOf(n: number, isLast: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(n, 0, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function wrongKey(): VaultError {
  return new VaultError('passphrase', 'The passphrase is another than the one of this backup, or the file is damaged');
}

function brokenAt(key: Uint8Array, head: Uint8Array, n: number, sealed: Uint8Array): VaultError {
  // A frame that is whole, but not the last, where the file ends: somebody or something cut the rest off.
  const isCut = openFrame(key, head, n, false, sealed) !== undefined || sealed.length < FRAME_BYTES + TAG_BYTES;
  const how = isCut ? 'is cut off or damaged' : 'is damaged';
  const from_KiB = (n * FRAME_BYTES) / 1024;
  return new VaultError(
    'cutOff',
    `The backup ${how} at ${from_KiB} KiB or behind; copy it again from where it was kept`,
  );
}
