import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real ext4 file system in a file, that can be read as a thief reads it: byte for byte, what is freed too. */
export interface Partition {
  /** Where it is mounted. */
  readonly folder: string;
  /** All of its bytes as they are on the medium now. */
  image(): Uint8Array;
  /** Unmounts it and takes it away. */
  end(): void;
}

/** Whether file systems can be made and mounted here: on Linux, as root. */
export function canMount(): boolean {
  try {
    partition(8).end();
    return true;
  } catch {
    return false;
  }
}

/** Throws when it can't be made or mounted. */
export function partition(size_MiB: number): Partition {
  const place = mkdtempSync(join(tmpdir(), 'homebound-partition-'));
  const [file, folder] = [join(place, 'image'), join(place, 'mounted')];
  try {
    mkdirSync(folder);
    must('truncate', '-s', `${size_MiB}M`, file);
    must('mkfs.ext4', '-q', '-b', '1024', file);
    must('mount', '-o', 'loop', file, folder);
  } catch (cause) {
    rmSync(place, { recursive: true, force: true });
    throw cause;
  }
  const image = (): Uint8Array => {
    must('sync', '-f', folder);
    return readFileSync(file);
  };
  const end = (): void => {
    must('umount', folder);
    rmSync(place, { recursive: true });
  };
  return { folder, image, end };
}

function must(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.trim()}`);
}
