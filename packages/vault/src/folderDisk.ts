import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { lockFolder } from './lockFolder.ts';
import { ownFolder } from './ownFolder.ts';

const hasModes = process.platform !== 'win32';

/**
 * A folder of this machine; it is made with the first file, for its owner alone.
 * @param check  throws when the folder that is there is not to be trusted; a test plants one that looks at nothing
 */
export function folderDisk(path: string, check: (path: string) => void = ownFolder): Disk {
  const of = (name: string): string => join(path, name);
  const make = (): void => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    check(path);
  };
  return {
    path,
    names: () => namesIn(path),
    read: (name, most_bytes = Number.POSITIVE_INFINITY) => {
      check(path);
      return readBounded(of(name), most_bytes);
    },
    mode: (name) => (hasModes ? statSync(of(name)).mode & 0o777 : 0o600),
    write: (name, bytes) => {
      make();
      writeFileSync(of(name), bytes, { mode: 0o600 });
    },
    overwrite: (name, bytes) => withFile(of(name), 'r+', (file) => writeAll(file, bytes)),
    sync: (name) => withFile(of(name), 'r+', fsyncSync),
    rename: (from, to) => renameSync(of(from), of(to)),
    remove: (name) => rmSync(of(name), { force: true }),
    syncFolder: () => {
      // Windows can't open a folder; there a rename lasts without.
      if (hasModes) withFile(path, 'r', fsyncSync);
    },
    lock: () => {
      make();
      return lockFolder(path);
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

function readBounded(path: string, most_bytes: number): Uint8Array {
  const { size } = statSync(path);
  if (size > most_bytes)
    throw Object.assign(new Error(`${size} bytes, more than the ${most_bytes} that it may have`), { code: 'EFBIG' });
  return readFileSync(path);
}

/** From the file's beginning; the system may take less than it is given at a time. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
}

function withFile(path: string, flags: string, act: (file: number) => void): void {
  const file = openSync(path, flags);
  try {
    act(file);
  } finally {
    closeSync(file);
  }
}
