import { createDecipheriv, hkdfSync } from 'node:crypto';

/** Blocks of the file system; files begin at one. */
const BLOCK_BYTES = 1024;
const KEY_BYTES = 32;
/** Magic and format, then 12 bytes of nonce. */
const HEAD_BYTES = 5;
const NONCE_BYTES = 12;
/** Longer than any index here. */
const INDEX_BYTES = 256 * 1024;

interface ImageEntry {
  readonly kind: string;
  readonly id: string;
  readonly bytes: number;
  readonly wrappedKey: string;
}

/**
 * What a thief reads out of the image of a partition with keys: indexes and objects are looked for at each block, and decrypted without
 * asking whether their seal is whole, as the end of a freed file may be another's. Knows the format, and shares no code with the vault.
 * @param keyImages  images of the medium that the keys lie on; each 32 bytes of a key file there are tried
 */
export function readImages(images: readonly Uint8Array[], keyImages: readonly Uint8Array[]): string[] {
  const keys = keyImages.flatMap(keysIn);
  const [indexes, objects] = ['HBVI', 'HBVO'].map((magic) => images.flatMap((image) => filesIn(image, magic)));
  const found: string[] = [];
  for (const key of distinct(keys)) {
    const sealing = derived(key, 'index');
    for (const index of indexes) {
      const json = jsonIn(sealing, index);
      if (json === undefined) continue;
      found.push(json);
      for (const entry of (JSON.parse(json) as { entries: ImageEntry[] }).entries)
        found.push(...objects.flatMap((object) => openedBy(entry, derived(key, 'wrap'), object)));
    }
  }
  return found;
}

/** Key files wherever they lie, whole or half: all 32 bytes in a row of each block that begins as one. */
function keysIn(image: Uint8Array): Uint8Array[] {
  const keys: Uint8Array[] = [];
  for (let at = 0; at + BLOCK_BYTES <= image.length; at += BLOCK_BYTES) {
    const head = Buffer.from(image.subarray(at, at + 64));
    // A small file, or what was left of one: bytes at the beginning, and then nothing.
    if (isZero(head) || !isZero(image.subarray(at + 64, at + BLOCK_BYTES))) continue;
    for (let n = 0; n + KEY_BYTES <= head.length; n++) keys.push(head.subarray(n, n + KEY_BYTES));
  }
  return keys;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function filesIn(image: Uint8Array, magic: string): Uint8Array[] {
  const files: Uint8Array[] = [];
  const buffer = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  for (let at = buffer.indexOf(magic); at >= 0; at = buffer.indexOf(magic, at + 1))
    if (at % BLOCK_BYTES === 0) files.push(image.subarray(at));
  return files;
}

/** The content as text, when the entry's key makes text of it: a map's begins with its magic, all else with a brace. */
function openedBy({ wrappedKey, bytes }: ImageEntry, wrapping: Uint8Array, object: Uint8Array): string[] {
  const unwrap = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6));
  let key: Buffer;
  try {
    key = Buffer.concat([unwrap.update(Buffer.from(wrappedKey, 'base64')), unwrap.final()]);
  } catch {
    return [];
  }
  const content = decrypted(key, object.subarray(0, HEAD_BYTES + NONCE_BYTES + bytes)).toString('latin1');
  return /^(\x89HBM|[[{])/.test(content) ? [content] : [];
}

/** GCM is a counter mode: without its tag it decrypts as well, and only does not say whether it is right. */
function decrypted(key: Uint8Array, file: Uint8Array): Buffer {
  const nonce = file.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  return createDecipheriv('aes-256-gcm', key, nonce).update(file.subarray(HEAD_BYTES + NONCE_BYTES));
}

/** The JSON that an index begins with, when it is of this key; what follows it is noise. */
function jsonIn(key: Uint8Array, index: Uint8Array): string | undefined {
  const [first, all] = [HEAD_BYTES + NONCE_BYTES + 2, INDEX_BYTES];
  if (decrypted(key, index.subarray(0, first)).toString('latin1') !== '{"') return undefined;
  const text = decrypted(key, index.subarray(0, all)).toString('latin1');
  for (let at = text.indexOf(']}'); at >= 0; at = text.indexOf(']}', at + 1))
    try {
      JSON.parse(text.slice(0, at + 2));
      return text.slice(0, at + 2);
    } catch {
      // Not its end yet.
    }
  return undefined;
}

function derived(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `homebound vault ${purpose}`, 32));
}

function distinct(keys: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(keys.map((key) => [Buffer.from(key).toString('latin1'), key])).values()];
}
