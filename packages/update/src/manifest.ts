import { exactly, FieldReader, parseJson } from './fields.ts';
import { CHUNK_BYTES, limits } from './limits.ts';
import { UpdateError } from './updateError.ts';

/** What a release is: for whom, after what, and each byte of it by hash. */
export interface Manifest {
  /** For people: `1.4.0`. Nothing is decided by it. */
  readonly version: string;
  /** Counts up from release to release; decides what is newer. */
  readonly counter: number;
  /** Least counter of the release that runs while this one is installed. */
  readonly after: number;
  /** Models that it is for. */
  readonly models: readonly string[];
  /** The file that is started, one of `files`. */
  readonly entry: string;
  /** SHA-256 of the key lists that are carried along, hex: what is beside the manifest is signed by it, too. */
  readonly keyLists: string;
  /** In the order in which they lie in the payload. */
  readonly files: readonly ReleaseFile[];
}
export interface ReleaseFile {
  readonly path: string;
  readonly size: number;
  readonly isExecutable: boolean;
  /** SHA-256 of each 256 KiB, hex. */
  readonly chunks: readonly string[];
}

const HASH = /^[0-9a-f]{64}$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+-]{0,39}$/;
export const MODEL = /^[0-9a-z][0-9a-z.-]{0,39}$/;
const PATH = /^[^\0]{1,1000}$/;

export function encodeManifest(manifest: Manifest): string {
  const { version, counter, after, models, entry, keyLists } = manifest;
  const files = manifest.files.map(({ path, size, isExecutable, chunks }) => ({ path, size, isExecutable, chunks }));
  return JSON.stringify({ format: 1, version, counter, after, models, entry, keyLists, files });
}

/** Throws UpdateError `damaged` or `tooLarge`. Paths are looked at apart (`requirePaths`). */
export function decodeManifest(text: string): Manifest {
  const what = 'the manifest of the update';
  const keys = ['format', 'version', 'counter', 'after', 'models', 'entry', 'keyLists', 'files'];
  const fields = new FieldReader(parseJson(text, what), what, keys);
  fields.whole('format', 1, 1);
  const manifest: Manifest = {
    version: fields.text('version', VERSION),
    counter: fields.whole('counter', 1, Number.MAX_SAFE_INTEGER),
    after: fields.whole('after', 0, Number.MAX_SAFE_INTEGER),
    models: fields.texts('models', MODEL, 1, limits.models),
    entry: fields.text('entry', PATH),
    keyLists: fields.text('keyLists', HASH),
    files: fields.list('files', 1, limits.files).map(decodeFile),
  };
  if (payloadOf(manifest) > limits.payload_bytes)
    throw new UpdateError('tooLarge', `The update unpacks to more than ${limits.payload_bytes} bytes`);
  if (!manifest.files.some(({ path }) => path === manifest.entry))
    throw new UpdateError('damaged', `${what}: ${manifest.entry} is to be started and is not in it`);
  return exactly(text, manifest, encodeManifest, what);
}

/** Bytes of all files. */
export function payloadOf({ files }: Manifest): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function decodeFile(value: unknown): ReleaseFile {
  const fields = new FieldReader(value, 'a file of the update', ['path', 'size', 'isExecutable', 'chunks']);
  const size = fields.whole('size', 0, limits.payload_bytes);
  const count = Math.ceil(size / CHUNK_BYTES);
  const chunks = fields.list('chunks', count, count);
  if (!chunks.every((chunk): chunk is string => typeof chunk === 'string' && HASH.test(chunk)))
    throw new UpdateError('damaged', 'a file of the update: a hash is not as it should be');
  return { path: fields.text('path', PATH), size, isExecutable: fields.flag('isExecutable'), chunks };
}
