import { dirname, join } from 'node:path';
import type { ByteSource } from './byteSource.ts';
import type { UpdateChecks } from './checks.ts';
import { textOf } from './head.ts';
import type { CheckedUpdate } from './readUpdate.ts';
import { checkedChunks } from './readUpdate.ts';
import type { ReleaseFiles } from './releaseFiles.ts';
import { RELEASE_FILE } from './releasePath.ts';

/** Where an update is unpacked, and where it lies when it is whole. */
export interface UnpackPlace {
  readonly files: ReleaseFiles;
  readonly staging: string;
  readonly releases: string;
  readonly folder: string;
}

/**
 * Unpacks an update beside the releases and moves it among them once all of it is there and lasts. No chunk is written that is
 * not what was signed; every file is new in a folder that was made for it, so that no link can lead out of it.
 */
export async function unpack(
  source: ByteSource,
  update: CheckedUpdate,
  { files, staging, releases, folder }: UnpackPlace,
  checks: UpdateChecks,
): Promise<void> {
  await files.remove(staging);
  await files.makeFolder(staging);
  for (const { path, isExecutable } of update.manifest.files) {
    await files.makeFolder(join(staging, dirname(path)));
    await files.create(join(staging, path), isExecutable);
  }
  for await (const { file, bytes } of checkedChunks(source, update, checks))
    await files.append(join(staging, file.path), bytes);
  await files.create(join(staging, RELEASE_FILE), false);
  await files.append(join(staging, RELEASE_FILE), new TextEncoder().encode(textOf(update.head)));
  const paths = [...update.manifest.files.map(({ path }) => path), RELEASE_FILE];
  for (const path of [...paths, ...foldersOf(paths)]) await files.sync(join(staging, path));
  await files.remove(folder);
  await files.makeFolder(releases);
  await files.rename(staging, folder);
  await files.sync(releases);
}

/** All folders above these files, up to the top. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set(['.']);
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  return [...folders];
}
