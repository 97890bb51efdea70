import { createHash } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeHead, type Head, keyListsHash } from './head.ts';
import { CHUNK_BYTES, limits } from './limits.ts';
import { decodeManifest, encodeManifest, type Manifest, type ReleaseFile } from './manifest.ts';
import { requirePaths } from './releasePath.ts';
import { type Signed, signBody } from './signatures.ts';
import { named, UpdateError } from './updateError.ts';

/** What a maintainer says of a release; the files speak for themselves. */
export interface ReleaseWords {
  readonly version: string;
  readonly counter: number;
  readonly after: number;
  readonly models: readonly string[];
  readonly entry: string;
  /** Changes of keys to carry along, oldest first. */
  readonly keyLists: readonly Signed[];
}

/**
 * Writes an update from a folder; the same folder gives the same bytes. Needs no network and no key that isn't handed in.
 * @param privateKeys PEM; none makes an update that others sign later
 * Rejects with UpdateError for what no robot would take.
 */
export async function makeUpdate(
  folder: string,
  words: ReleaseWords,
  privateKeys: readonly string[],
  out: string,
): Promise<Manifest> {
  const paths = await pathsIn(folder);
  requirePaths(paths);
  const files: ReleaseFile[] = [];
  for (const path of paths) files.push(await describe(folder, path));
  const { keyLists, ...rest } = words;
  const body = encodeManifest({ ...rest, keyLists: keyListsHash(keyLists), files });
  const manifest = decodeManifest(body);
  const signatures = privateKeys.map((pem) => signBody(body, 'manifest', pem));
  const head: Head = { keyLists, manifest: { body, signatures } };
  await writeParts(out, async function* () {
    yield encodeHead(head);
    for (const path of paths) yield* chunksOf(join(folder, path));
  });
  return manifest;
}

/** Writes parts beside a file and puts it in its place when all are there. */
export async function writeParts(out: string, parts: () => AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(`${out}.next`, 'w');
  try {
    for await (const part of parts()) await file.writeFile(part);
    await file.sync();
  } catch (cause) {
    await rm(`${out}.next`, { force: true });
    throw named(cause, `writing ${out}`);
  } finally {
    await file.close();
  }
  await rename(`${out}.next`, out);
}

/** All files below a folder, in the order of their bytes. Links and devices are refused: a release holds files and nothing else. */
async function pathsIn(folder: string, below = ''): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await pathsIn(folder, path)));
    else if (entry.isFile()) paths.push(path);
    else throw new UpdateError('path', `${join(folder, path)} is neither file nor folder; leave it out of the release`);
  }
  if (paths.length > limits.files) throw new UpdateError('tooLarge', `${folder} has more than ${limits.files} files`);
  return paths.sort((a, b) => (a < b ? -1 : 1));
}

async function describe(folder: string, path: string): Promise<ReleaseFile> {
  const chunks: string[] = [];
  let size = 0;
  for await (const chunk of chunksOf(join(folder, path))) {
    chunks.push(createHash('sha256').update(chunk).digest('hex'));
    size += chunk.length;
  }
  return { path, size, isExecutable: ((await stat(join(folder, path))).mode & 0o100) !== 0, chunks };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      let got = 0;
      for (let more = 1; more > 0 && got < CHUNK_BYTES; got += more)
        more = (await file.read(chunk, got, CHUNK_BYTES - got)).bytesRead;
      if (got > 0) yield chunk.subarray(0, got);
      if (got < CHUNK_BYTES) return;
    }
  } finally {
    await file.close();
  }
}
