import { join } from 'node:path';
import { encodeHomeMap } from '@homebound/formats';
import { type KeptFloor, type MapKeeper, slamParameters } from '@homebound/nodes';
import type { HomeState } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';
import { folderDisk } from './disk.ts';
import { CliError } from './errors.ts';
import { makeFolder, writeWhole } from './files.ts';
import { appVersion } from './homeMap.ts';
import { MapStore } from './mapStore.ts';

/** `keepMaps` for a command: makes the folder, takes SLAM's own cell size when none is given, warns on standard error. */
export function openMaps(folder: string, name: string, resolution_m: number | undefined): MapKeeper {
  makeFolder(folder);
  const warn = (text: string): boolean => process.stderr.write(`warning: ${text}\n`);
  return keepMaps(folder, name, resolution_m ?? slamParameters.resolution.default, warn);
}

/** Where a run folder keeps the maps that its robot knew when it began. */
export const MAPS_BEFORE = 'maps-before';

/** Copies the newest readable revision of each map. */
export function copyMaps(from: string, to: string): void {
  makeFolder(to);
  const quiet = (): void => {};
  const source = new MapStore(folderDisk(from), quiet);
  for (const id of source.ids()) {
    const map = source.load(id);
    if (map !== undefined) writeWhole(join(to, `${id}.hbmap`), encodeHomeMap(map));
  }
}

/**
 * The maps of a folder, for a robot that is to find itself in them and to keep what it maps.
 * @param name of a map that is begun, for people
 * Throws CliError when the folder can't be used, or when of some map no revision can be read; of others a broken newest revision is
 * named in a warning, and the one before used.
 */
export function keepMaps(folder: string, name: string, resolution_m: number, warn: (text: string) => void): MapKeeper {
  const store = new MapStore(folderDisk(folder), warn);
  const ids = store.ids();
  // Of several maps of one home the robot takes the one begun last: see `slam`.
  const stored = ids.flatMap((id) => store.load(id) ?? []).sort((a, b) => a.meta.created_s - b.meta.created_s);
  for (const { meta } of stored)
    if (Math.abs(meta.resolution_m - resolution_m) > 1e-9)
      throw new CliError(
        `The map ${meta.name} in ${folder} has cells of ${meta.resolution_m} m, this run is set to ${resolution_m} m; add --resolution ${meta.resolution_m}`,
      );
  const metas = stored.map(({ meta }) => meta);
  const names: string[] = [];
  for (const { meta } of stored) names.push(freeName(meta.name, names));
  const floors: KeptFloor[] = stored.map((map, i) => ({
    ...map,
    resolution_m: map.meta.resolution_m,
    name: names[i],
  }));
  const homes = stored.map(({ home }) => home);
  const save = (index: number, floor: StoredFloor, epoch: number): void => {
    const now_s = Math.floor(Date.now() / 1000);
    const before = metas[index] ?? {
      name: freeName(name, names),
      id: store.freeId(name),
      created_s: now_s,
      resolution_m,
      epoch: 0,
      revision: 0,
    };
    const { grid, nodes, edges, scans } = floor;
    const extras = stored[index]?.extras ?? [];
    const home = homes[index];
    const meta = { ...before, changed_s: now_s, appVersion, epoch: before.epoch + epoch };
    const map = { meta, grid, nodes, edges, scans, ...(home !== undefined && { home }), extras };
    metas[index] = store.save(map).meta;
  };
  const keepHome = (index: number, home: HomeState): void => {
    homes[index] = home;
    if (metas[index] !== undefined) store.keepHome(metas[index].id, home);
  };
  return { floors, save, keepHome };
}

/** A name that is not taken: rooms are found by that of their map. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n++) free = `${name} ${n}`;
  return free;
}
