import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { UpdateError } from './updateError.ts';

/** Text under signatures, as it is carried: the very bytes are signed, nothing is written anew to check them. */
export interface Signed {
  readonly body: string;
  readonly signatures: readonly Signature[];
}
export interface Signature {
  /** Who signed: `keyId` of the public key. */
  readonly key: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

/** What a signature is for, so that one of a key list is none of a manifest. */
export type Purpose = 'manifest' | 'keys';

/** DER before the 32 bytes of an Ed25519 public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** @param publicKey 32 bytes, base64 @returns 32 hex digits of its SHA-256 */
export function keyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
}

/** The public half of a private key (PEM), base64 of its 32 bytes. Throws UpdateError `keys` for another kind of key. */
export function publicKeyOf(privateKeyPem: string): string {
  return rawOf(createPublicKey(privateKey(privateKeyPem)));
}

/** @param privateKeyPem an Ed25519 key as PEM (PKCS #8) */
export function signBody(body: string, purpose: Purpose, privateKeyPem: string): Signature {
  const key = privateKey(privateKeyPem);
  const signature = sign(null, signedBytes(body, purpose), key).toString('base64');
  return { key: keyId(rawOf(createPublicKey(key))), signature };
}

/**
 * Refuses what fewer than `threshold` of the keys have signed. Every signature there is must hold: one that doesn't means that
 * somebody has been at the file.
 * @param keys who may sign, base64 of 32 bytes each
 */
export function requireSignatures(
  { body, signatures }: Signed,
  purpose: Purpose,
  keys: readonly string[],
  threshold: number,
): void {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const signers = new Set<string>();
  for (const { key: id, signature } of signatures) {
    const key = byId.get(id);
    if (key === undefined) throw refused(`it is signed by a key that this robot does not trust (${id})`);
    if (!holds(body, purpose, signature, key)) throw refused(`the signature of key ${id} does not fit`);
    signers.add(id);
  }
  if (signers.size < threshold) throw refused(`${signers.size} of ${threshold} signatures that it needs`);
}

function holds(body: string, purpose: Purpose, signature: string, key: string): boolean {
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI, Buffer.from(key, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, signedBytes(body, purpose), publicKey, Buffer.from(signature, 'base64'));
}

const signedBytes = (body: string, purpose: Purpose): Buffer => Buffer.from(`homebound update ${purpose} 1\n${body}`);

function privateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new UpdateError('keys', 'No private key: an Ed25519 key as PEM is wanted, as `--new-key` makes it', {
      cause,
    });
  }
  throw new UpdateError('keys', 'Another kind of key: an Ed25519 key as PEM is wanted, as `--new-key` makes it');
}

function rawOf(publicKey: KeyObject): string {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length).toString('base64');
}

function refused(problem: string): UpdateError {
  return new UpdateError(
    'signature',
    `The update is not signed as it must be: ${problem}. Get it again from its maker`,
  );
}
