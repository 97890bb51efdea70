import { cpSync, existsSync, lstatSync, mkdtempSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles, type ReleaseFiles, ReleasePlace } from '@homebound/update';
import type { CrashingDisk, Power } from '@homebound/vault';

/**
 * A robot's releases whose power goes before a chosen step. State and keys lie on vault's `CrashingDisk`; the releases in a real
 * folder, where what was not synced is cut and what was renamed without a sync of its folder may be undone.
 */
export interface CrashRig {
  readonly place: ReleasePlace;
  readonly power: Power;
  readonly disk: CrashingDisk;
  readonly unsynced: Map<string, number>;
  readonly renamed: { from: string; to: string }[];
}

export function crashRig(
  root: string,
  disk: CrashingDisk,
  change: (files: ReleaseFiles) => ReleaseFiles = (f) => f,
): CrashRig {
  const { power } = disk;
  const unsynced = new Map<string, number>();
  const renamed: { from: string; to: string }[] = [];
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    if (power.step()) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    return act();
  };
  const counted: ReleaseFiles = {
    ...nodeFiles,
    makeFolder: (path) => step(() => nodeFiles.makeFolder(path)),
    create: (path, isExecutable) =>
      step(async () => {
        await nodeFiles.create(path, isExecutable);
        unsynced.set(path, 0);
      }),
    append: (path, bytes) => step(() => nodeFiles.append(path, bytes)),
    sync: async (path) => {
      power.step();
      unsynced.delete(path);
      for (let i = renamed.length - 1; i >= 0; i--) if (join(renamed[i].to, '..') === path) renamed.splice(i, 1);
    },
    rename: async (from, to) => {
      power.step();
      await nodeFiles.rename(from, to);
      renamed.push({ from, to });
      for (const path of [...unsynced.keys()].filter((one) => one.startsWith(from))) {
        unsynced.delete(path);
        unsynced.set(to + path.slice(from.length), 0);
      }
    },
    remove: async (path) => {
      power.step();
      await nodeFiles.remove(path);
      for (const one of [...unsynced.keys()].filter((name) => name.startsWith(path))) unsynced.delete(one);
    },
    link: async (target, path) => {
      power.step();
      await nodeFiles.link(target, path);
    },
    room: async () => 1e12,
  };
  return { place: new ReleasePlace(root, disk, change(counted)), power, disk, unsynced, renamed };
}

/** What may be found after the crash: with more or less of what was not sure to last. */
export function* afterCrash(rig: CrashRig, shares: readonly number[] = [0, 0.5, 1]): Generator<CrashRig> {
  const ways = 1 << rig.disk.pending;
  for (const share of shares)
    for (const way of new Set([0, ways - 1, ways >> 1])) {
      const root = join(mkdtempSync(join(tmpdir(), 'homebound-update-')), 'r');
      cpSync(rig.place.root, root, { recursive: true, verbatimSymlinks: true });
      const here = (path: string): string => root + path.slice(rig.place.root.length);
      for (const path of rig.unsynced.keys())
        if (existsSync(here(path)) && lstatSync(here(path)).isFile())
          truncateSync(here(path), Math.floor(share * lstatSync(here(path)).size));
      if (share === 0)
        for (const { from, to } of rig.renamed) if (existsSync(here(to))) renameSync(here(to), here(from));
      yield crashRig(root, rig.disk.afterCrash(way, share));
      rmSync(join(root, '..'), { recursive: true });
    }
}
