import { createHash } from 'node:crypto';
import type { Head } from './head.ts';
import { followKeys, type KeyList } from './keyList.ts';
import type { Manifest, ReleaseFile } from './manifest.ts';
import { requirePaths } from './releasePath.ts';
import { requireSignatures } from './signatures.ts';
import { UpdateError } from './updateError.ts';

/** What the robot knows of itself when it looks at an update. */
export interface Standing {
  readonly model: string;
  readonly trusted: KeyList;
  /** Counter of the release that runs. */
  readonly current: number;
  /** Highest counter that ever ran well here: nothing up to it is taken again. */
  readonly highest: number;
}

/** Each throws UpdateError. They are handed in, so that the tests can leave one out and see that they notice. */
export interface UpdateChecks {
  /** @returns the keys that are trusted from now on */
  signatures(head: Head, trusted: KeyList): KeyList;
  device(manifest: Manifest, standing: Standing): void;
  counter(manifest: Manifest, standing: Standing): void;
  paths(manifest: Manifest): void;
  /** Before a byte of it is written. */
  chunk(file: ReleaseFile, index: number, bytes: Uint8Array): void;
}

export const soundChecks: UpdateChecks = {
  signatures: ({ keyLists, manifest }, trusted) => {
    const keys = followKeys(trusted, keyLists);
    requireSignatures(manifest, 'manifest', keys.keys, keys.threshold);
    return keys;
  },
  device: ({ models }, { model }) => {
    if (!models.includes(model))
      throw new UpdateError('device', `The update is for ${models.slice(0, 5).join(', ')}; this robot is a ${model}`);
  },
  counter: ({ counter, after }, { current, highest }) => {
    if (counter <= highest)
      throw new UpdateError('older', `The update has number ${counter}; ${highest} has been here, and none goes back`);
    if (current < after)
      throw new UpdateError('older', `The update needs number ${after} to be installed first; this is ${current}`);
  },
  paths: ({ files }) => requirePaths(files.map(({ path }) => path)),
  chunk: ({ path, chunks }, index, bytes) => {
    if (createHash('sha256').update(bytes).digest('hex') !== chunks[index])
      throw new UpdateError('damaged', `${path} is not what was signed. Get the update again from its maker`);
  },
};
