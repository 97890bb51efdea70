import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodeHeadText } from './head.ts';
import { CHUNK_BYTES } from './limits.ts';
import { decodeManifest, type Manifest } from './manifest.ts';
import type { ReleaseFiles } from './releaseFiles.ts';
import { RELEASE_FILE } from './releasePath.ts';

/**
 * Reads a release again and compares it with what was signed: a worn medium, or a power cut that took what the system had promised.
 * @returns its manifest, or what is wrong with it
 */
export async function readRelease(files: ReleaseFiles, folder: string): Promise<Manifest | string> {
  try {
    const head = decodeHeadText(new TextDecoder().decode(await files.read(join(folder, RELEASE_FILE))), folder);
    const manifest = decodeManifest(head.manifest.body);
    for (const { path, size, chunks } of manifest.files) {
      const bytes = await files.read(join(folder, path));
      if (bytes.length !== size) return `${path} has ${bytes.length} bytes instead of ${size}`;
      for (const [i, wanted] of chunks.entries())
        if (hashOf(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)) !== wanted) return `${path} is damaged`;
    }
    return manifest;
  } catch (cause) {
    return (cause as Error).message;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
