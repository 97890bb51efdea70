import { chmodSync, statSync } from 'node:fs';
import { VaultError } from './vaultError.ts';

const OTHERS_WRITE = 0o022;

/**
 * A folder in which others could put a key of theirs, an older index, or a link to somewhere else is no place for a store. One of this user's
 * that others may write to is closed to them. Throws VaultError `foreignFolder` for one that is another user's, root's but excepted.
 */
export function ownFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  const me = process.getuid?.();
  if (stats === undefined || me === undefined) return;
  const isOpen = (stats.mode & OTHERS_WRITE) !== 0;
  if (stats.uid === me && isOpen) chmodSync(path, stats.mode & 0o7777 & ~OTHERS_WRITE);
  else if ((stats.uid !== me && stats.uid !== 0) || isOpen)
    throw new VaultError(
      'foreignFolder',
      `${path} is user ${stats.uid}'s (mode ${(stats.mode & 0o7777).toString(8)}), who could put keys or old data there; work as that user, or take a folder of your own`,
    );
}
