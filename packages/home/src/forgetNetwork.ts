import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** The file whose appearance a root unit of the system waits for: it forgets the networks that it knows, and removes it. */
export const FORGET_NETWORK = 'forget-network';

/** Asks the system to forget the networks that it knows; this process has no right to do so itself. */
export function forgetNetwork(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const path of [join(folder, FORGET_NETWORK), folder]) {
    const file = openSync(path, path === folder ? 'r' : 'w', 0o600);
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
