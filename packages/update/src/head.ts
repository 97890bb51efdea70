import { createHash } from 'node:crypto';
import { exactly, FieldReader, parseJson } from './fields.ts';
import { limits } from './limits.ts';
import type { Signature, Signed } from './signatures.ts';
import { UpdateError } from './updateError.ts';

/** What stands before the files: who may sign from now on, and the manifest, each under its signatures. */
export interface Head {
  readonly keyLists: readonly Signed[];
  readonly manifest: Signed;
}

/** `HBUP`, the format, the head's length in 4 bytes, big-endian. */
export const PREFIX_BYTES = 9;
const MAGIC = 'HBUP';
const FORMAT = 1;
const KEY_ID = /^[0-9a-f]{32}$/;
/** Base64 of 64 bytes: the last of 86 characters has four bits of nothing. */
const SIGNATURE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;
const BODY = /^[\s\S]{1,4000000}$/;

export function encodeHead(head: Head): Buffer {
  const text = Buffer.from(textOf(head));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix[4] = FORMAT;
  prefix.writeUInt32BE(text.length, 5);
  return Buffer.concat([prefix, text]);
}

/** @returns bytes of the head's text. Throws UpdateError for what is no update, or has a head beyond the limit. */
export function headLength(prefix: Uint8Array, name: string): number {
  const bytes = Buffer.from(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  if (bytes.toString('latin1', 0, 4) !== MAGIC)
    throw new UpdateError('notAnUpdate', `${name} is no update of Homebound`);
  if (bytes[4] !== FORMAT)
    throw new UpdateError('notAnUpdate', `${name} is of format ${bytes[4]}, which a newer release may know`);
  const length = bytes.readUInt32BE(5);
  if (length > limits.head_bytes) throw new UpdateError('tooLarge', `${name} says that its head has ${length} bytes`);
  return length;
}

/** @param bytes the text after the prefix. Throws UpdateError `damaged`. */
export function decodeHead(bytes: Uint8Array, name: string): Head {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UpdateError('damaged', `The head of ${name} is no text`, { cause });
  }
  return decodeHeadText(text, name);
}

/** The head as it lies in a release's folder. */
export function decodeHeadText(text: string, name: string): Head {
  const what = `The head of ${name}`;
  const fields = new FieldReader(parseJson(text, what), what, ['keyLists', 'manifest']);
  const keyLists = fields.list('keyLists', 0, limits.keys).map((value) => decodeSigned(value, what));
  const manifest = decodeSigned(fields.any('manifest'), what);
  return exactly(text, { keyLists, manifest }, textOf, what);
}

/** SHA-256 of the key lists with their signatures, for the manifest to sign. */
export function keyListsHash(keyLists: readonly Signed[]): string {
  return createHash('sha256')
    .update(JSON.stringify(keyLists.map(plain)))
    .digest('hex');
}

export function textOf({ keyLists, manifest }: Head): string {
  return JSON.stringify({ keyLists: keyLists.map(plain), manifest: plain(manifest) });
}

const plain = ({ body, signatures }: Signed): Signed => ({
  body,
  signatures: signatures.map(({ key, signature }) => ({ key, signature })),
});

function decodeSigned(value: unknown, what: string): Signed {
  const fields = new FieldReader(value, what, ['body', 'signatures']);
  const signatures = fields.list('signatures', 0, 2 * limits.keys).map((one): Signature => {
    const each = new FieldReader(one, what, ['key', 'signature']);
    return { key: each.text('key', KEY_ID), signature: each.text('signature', SIGNATURE) };
  });
  return { body: fields.text('body', BODY), signatures };
}
