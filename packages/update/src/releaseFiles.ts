import { chmod, mkdir, open, readdir, readFile, rename, rm, statfs, symlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** What the installer does to the files of releases. Each step either happened or didn't when the power goes. */
export interface ReleaseFiles {
  /** With those above it. */
  makeFolder(path: string): Promise<void>;
  /** Refuses (EEXIST) to write where something is, a link included. */
  create(path: string, isExecutable: boolean): Promise<void>;
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** What was written of a file, or which names a folder has, lasts from now on. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** With all that is in it; nothing when there is nothing. */
  remove(path: string): Promise<void>;
  /** A symbolic link, put in the place of the one that is there in one step. */
  link(target: string, path: string): Promise<void>;
  /** None when there is no such folder. */
  names(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** Bytes that may still be written where this folder lies. */
  room(path: string): Promise<number>;
}

/** Releases can be read by all users of the robot, as its processes run under their own: whatever the mask of the one that installs. */
export const nodeFiles: ReleaseFiles = {
  makeFolder: async (path) => {
    const first = await mkdir(path, { recursive: true });
    for (let made = resolve(path); first !== undefined; made = dirname(made)) {
      await chmod(made, 0o755);
      if (made === resolve(first)) return;
    }
  },
  create: async (path, isExecutable) => {
    await (await open(path, 'wx', 0o600)).close();
    await chmod(path, isExecutable ? 0o755 : 0o644);
  },
  append: (path, bytes) => withFile(path, 'a', async (file) => void (await file.writeFile(bytes))),
  sync: (path) => withFile(path, 'r', (file) => file.sync()),
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  link: async (target, path) => {
    await rm(`${path}.next`, { force: true });
    await symlink(target, `${path}.next`);
    await rename(`${path}.next`, path);
  },
  names: async (path) => {
    try {
      return (await readdir(path)).sort();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw cause;
    }
  },
  read: (path) => readFile(path),
  room: async (path) => {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

async function withFile(
  path: string,
  flags: string,
  act: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await act(file);
  } finally {
    await file.close();
  }
}
