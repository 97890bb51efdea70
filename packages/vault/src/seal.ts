import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a content's length. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;
/** RFC 3394, 2.2.3.1: the value that shows a wrapped key to be whole. */
const WRAP_IV = new Uint8Array(8).fill(0xa6);

/** So many random bytes; a test gives its own to know the bytes that come out. */
export type RandomBytes = (count: number) => Uint8Array;
export const systemRandom: RandomBytes = (count) => randomBytes(count);

/**
 * AES-256-GCM under a fresh nonce: nonce, ciphertext, tag.
 * A key may seal up to 2³² contents (NIST SP 800-38D, 8.3); ours seal one, or one index a save.
 * @param context what the content is and belongs to; `unseal` must be given the same
 */
export function seal(key: Uint8Array, context: Uint8Array, content: Uint8Array, random: RandomBytes): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed, or `undefined` when key, context or any bit of it is another. */
export function unseal(key: Uint8Array, context: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < SEAL_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(context).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** AES key wrap (RFC 3394): 40 bytes. Needs no nonce, as what it wraps is random. */
export function wrapKey(wrapping: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv('id-aes256-wrap', wrapping, WRAP_IV);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** `undefined` when it was wrapped by another key. */
export function unwrapKey(wrapping: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv('id-aes256-wrap', wrapping, WRAP_IV);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** A key for one purpose (HKDF-SHA256), so that no key does two things. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `homebound vault ${purpose}`, KEY_BYTES));
}
