import type { ByteSource } from './byteSource.ts';
import { type Standing, soundChecks, type UpdateChecks } from './checks.ts';
import { decodeHead, type Head, headLength, keyListsHash, PREFIX_BYTES } from './head.ts';
import type { KeyList } from './keyList.ts';
import { CHUNK_BYTES, limits } from './limits.ts';
import { decodeManifest, type Manifest, payloadOf } from './manifest.ts';
import { UpdateError } from './updateError.ts';

/** An update whose head is signed, for this robot and newer than what it has. Its files are still to be looked at. */
export interface CheckedUpdate {
  readonly head: Head;
  readonly manifest: Manifest;
  readonly keys: KeyList;
  /** Where its files begin in the source. */
  readonly payloadAt: number;
}

/**
 * Looks at everything but the files, and writes nothing. Holds the head in memory, at most 2 MiB; what isn't signed is not
 * looked into any further than its signatures.
 * Rejects with UpdateError.
 */
export async function readHead(source: ByteSource): Promise<{ head: Head; payloadAt: number }> {
  if (source.size > PREFIX_BYTES + limits.head_bytes + limits.payload_bytes)
    throw new UpdateError('tooLarge', `${source.name} has ${source.size} bytes, more than any update`);
  const length = headLength(await source.read(0, PREFIX_BYTES), source.name);
  const head = decodeHead(await source.read(PREFIX_BYTES, length), source.name);
  return { head, payloadAt: PREFIX_BYTES + length };
}

export async function checkHead(
  source: ByteSource,
  standing: Standing,
  checks: UpdateChecks = soundChecks,
): Promise<CheckedUpdate> {
  const { head, payloadAt } = await readHead(source);
  const keys = checks.signatures(head, standing.trusted);
  const manifest = decodeManifest(head.manifest.body);
  if (manifest.keyLists !== keyListsHash(head.keyLists))
    throw new UpdateError('damaged', `The keys in ${source.name} are not those that were signed with it`);
  checks.device(manifest, standing);
  checks.counter(manifest, standing);
  checks.paths(manifest);
  const end = payloadAt + payloadOf(manifest);
  if (source.size < end) throw new UpdateError('cutOff', `${source.name} is cut off. Get it again from its maker`);
  if (source.size > end) throw new UpdateError('damaged', `${source.name} goes on behind its end`);
  return { head, manifest, keys, payloadAt };
}

/** The chunks of all files in their order, each checked before it is given; one is in memory at a time. */
export async function* checkedChunks(
  source: ByteSource,
  { manifest, payloadAt }: CheckedUpdate,
  checks: UpdateChecks = soundChecks,
): AsyncGenerator<{ file: Manifest['files'][number]; index: number; bytes: Uint8Array }> {
  let at = payloadAt;
  for (const file of manifest.files)
    for (let index = 0; index < file.chunks.length; index++) {
      const length = Math.min(CHUNK_BYTES, file.size - index * CHUNK_BYTES);
      const bytes = await source.read(at, length);
      checks.chunk(file, index, bytes);
      yield { file, index, bytes };
      at += length;
    }
}

/** The whole of an update, its files included; writes nothing. */
export async function checkUpdate(
  source: ByteSource,
  standing: Standing,
  checks: UpdateChecks = soundChecks,
): Promise<CheckedUpdate> {
  const update = await checkHead(source, standing, checks);
  for await (const _ of checkedChunks(source, update, checks));
  return update;
}
