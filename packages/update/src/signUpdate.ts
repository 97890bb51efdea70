import type { ByteSource } from './byteSource.ts';
import { encodeHead } from './head.ts';
import { encodeKeyList, type KeyList } from './keyList.ts';
import { CHUNK_BYTES } from './limits.ts';
import { writeParts } from './makeUpdate.ts';
import { readHead } from './readUpdate.ts';
import { type Signature, type Signed, signBody } from './signatures.ts';

/** Adds a signature to an update: whoever holds the next key signs on a machine of their own. A key that has signed signs anew. */
export async function signUpdate(source: ByteSource, privateKey: string, out: string): Promise<void> {
  const { head, payloadAt } = await readHead(source);
  const { body, signatures } = head.manifest;
  const manifest = { body, signatures: withSignature(signatures, signBody(body, 'manifest', privateKey)) };
  await writeParts(out, async function* () {
    yield encodeHead({ ...head, manifest });
    for (let at = payloadAt; at < source.size; at += CHUNK_BYTES)
      yield source.read(at, Math.min(CHUNK_BYTES, source.size - at));
  });
}

/** A change of keys, signed by all that are handed in: enough of the old and of the new ones. */
export function signKeyList(list: KeyList, privateKeys: readonly string[], before: readonly Signature[] = []): Signed {
  const body = encodeKeyList(list);
  const signatures = privateKeys.map((pem) => signBody(body, 'keys', pem));
  return { body, signatures: signatures.reduce(withSignature, before) };
}

function withSignature(signatures: readonly Signature[], added: Signature): readonly Signature[] {
  return [...signatures.filter(({ key }) => key !== added.key), added];
}
