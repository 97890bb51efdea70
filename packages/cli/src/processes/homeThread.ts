import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.ts';

/** Where the store's thread is, in the built command; from sources the store works in the robot's own. */
export function homeThread(): { readonly thread?: string } {
  const built = join(projectRoot(), 'dist', 'homeThread.js');
  return existsSync(built) ? { thread: built } : {};
}
