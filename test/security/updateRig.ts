import { createHash, generateKeyPairSync } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bytesSource,
  CHUNK_BYTES,
  encodeHead,
  encodeManifest,
  type Head,
  type KeyList,
  type Manifest,
  publicKeyOf,
  ReleasePlace,
  type Signed,
  setUpReleases,
  signBody,
} from '@homebound/update';

/** Three maintainers, two of whom must sign, and one that nobody knows. */
const makeKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
export const [ann, ben, cem, stranger] = Array.from({ length: 4 }, makeKey);
export const trusted: KeyList = { version: 1, threshold: 2, keys: [ann, ben, cem].map(publicKeyOf) };

export type Files = Readonly<Record<string, Uint8Array>>;

/** A release of a program that tells its number, a file of three chunks and an empty one. */
export function filesOf(counter: number): Files {
  const large = Uint8Array.from({ length: 2 * CHUNK_BYTES + 4321 }, (_, i) => (i * 31 + (i >> 8) + counter) & 0xff);
  return {
    'bin/homebound.mjs': new TextEncoder().encode(`console.log('release ${counter}');\n`),
    'data/empty': new Uint8Array(0),
    'data/large.bin': large,
  };
}

export interface UpdateMaking {
  readonly counter: number;
  readonly files?: Files;
  readonly signers?: readonly string[];
  readonly keyLists?: readonly Signed[];
  /** What a maker who is careless or worse puts into the manifest. */
  readonly change?: (manifest: Manifest) => Manifest;
}

/** An update written by hand, so that it can hold what the maker's tool refuses. */
export function updateOf({ counter, files = filesOf(counter), signers = [ann, ben], ...more }: UpdateMaking): Buffer {
  const { keyLists = [], change = (manifest) => manifest } = more;
  const body = encodeManifest(
    change({
      version: `1.0.${counter}`,
      counter,
      after: 0,
      models: ['homebound-sim-1'],
      entry: 'bin/homebound.mjs',
      keyLists: createHash('sha256').update(JSON.stringify(keyLists)).digest('hex'),
      files: Object.entries(files).map(([path, bytes]) => ({
        path,
        size: bytes.length,
        isExecutable: false,
        chunks: hashesOf(bytes),
      })),
    }),
  );
  return carried(
    { keyLists, manifest: { body, signatures: signers.map((key) => signBody(body, 'manifest', key)) } },
    files,
  );
}

export function carried(head: Head, files: Files): Buffer {
  return Buffer.concat([encodeHead(head), ...Object.values(files)]);
}

export function hashesOf(bytes: Uint8Array): string[] {
  return Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
    createHash('sha256')
      .update(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES))
      .digest('hex'),
  );
}

/** A robot with release 5 on it, in a folder of its own. */
export async function installedPlace(): Promise<ReleasePlace> {
  const root = join(mkdtempSync(join(tmpdir(), 'homebound-update-')), 'releases-of-robot');
  mkdirSync(root);
  writeFileSync(join(root, '..', 'neighbour'), 'untouched');
  const place = new ReleasePlace(root);
  await setUpReleases(bytesSource(updateOf({ counter: 5 })), place, { model: 'homebound-sim-1', keys: trusted });
  return place;
}

/** Everything that lies in and beside a place, a line each, but the lock of the moment. */
export function contentsOf({ root }: ReleasePlace): string[] {
  const top = join(root, '..');
  return (readdirSync(top, { recursive: true, encoding: 'utf8' }) as string[]).sort().map((name) => {
    const path = join(top, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
    if (stat.isDirectory()) return `${name}/`;
    return `${name} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
  });
}
