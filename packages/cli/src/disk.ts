import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * What can be done to the files of one folder. Each step either happened or didn't when the power goes; what was written
 * is sure to last after `sync`, which names there are after `syncFolder`.
 */
export interface Disk {
  /** The folder, for messages. */
  readonly path: string;
  /** Names of the files; none when there is no folder yet. */
  names(): string[];
  read(name: string): Uint8Array;
  /** Makes or replaces a file. */
  write(name: string, bytes: Uint8Array): void;
  sync(name: string): void;
  /** Replaces a file that has the new name, in one step. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  syncFolder(): void;
}

/** A folder of this machine; it is made with the first file. */
export function folderDisk(path: string): Disk {
  const of = (name: string): string => join(path, name);
  return {
    path,
    names: () => namesIn(path),
    read: (name) => readFileSync(of(name)),
    write: (name, bytes) => {
      mkdirSync(path, { recursive: true });
      writeFileSync(of(name), bytes);
    },
    sync: (name) => syncPath(of(name), 'r+'),
    rename: (from, to) => renameSync(of(from), of(to)),
    remove: (name) => rmSync(of(name), { force: true }),
    syncFolder: () => {
      // Windows can't open a folder; there a rename lasts without.
      if (process.platform !== 'win32') syncPath(path, 'r');
    },
  };
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}

function syncPath(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
