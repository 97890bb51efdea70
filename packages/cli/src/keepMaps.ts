import { join } from 'node:path';
import { encodeHomeMap, type StoredMap } from '@homebound/formats';
import { type KeptFloor, type MapKeeper, slamParameters } from '@homebound/nodes';
import type { HomeState } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';
import { folderDisk } from '@homebound/vault';
import { CliError } from './errors.ts';
import { makeFolder, writeWhole } from './files.ts';
import { appVersion } from './homeMap.ts';
import { MapStore } from './mapStore.ts';
import { mapVault } from './mapVault.ts';
import { plainMaps } from './plainMaps.ts';

/** `keepMaps` for a command: makes the folder, takes SLAM's own cell size when none is given, warns on standard error. */
export function openMaps(folder: string, name: string, resolution_m: number | undefined): MapKeeper {
  makeFolder(folder, 0o700);
  const warn = (text: string): boolean => process.stderr.write(`warning: ${text}\n`);
  return keepMaps(folder, name, resolution_m ?? slamParameters.resolution.default, warn);
}

/** Where a run folder keeps the maps that its robot knew when it began: plain, like all of a recording. */
export const MAPS_BEFORE = 'maps-before';

/** Copies the newest readable revision of each map out of its vault. */
export function copyMaps(from: string, to: string): void {
  makeFolder(to);
  const quiet = (): void => {};
  const source = new MapStore(mapVault(from), quiet);
  for (const id of source.ids()) {
    const map = source.load(id);
    if (map !== undefined) writeWhole(join(to, `${id}.hbmap`), encodeHomeMap(map));
  }
}

/** The maps that `copyMaps` left in a folder, as the robot knew them. */
export function copiedFloors(folder: string, resolution_m: number = slamParameters.resolution.default): KeptFloor[] {
  const stored = plainMaps(folderDisk(folder)).map(({ map, problem }) => {
    if (map === undefined) throw new CliError(`${folder}: ${problem}`);
    return map;
  });
  return floorsOf(stored.sort(byBegin), folder, resolution_m);
}

/**
 * The maps of a vault, for a robot that is to find itself in them and to keep what it maps.
 * @param name of a map that is begun, for people
 * @param warn told what can't be saved, too: a full disk stops no clean
 * Throws CliError when the vault can't be opened, or when of some map no revision can be read; of others a broken newest revision is
 * named in a warning, and the one before used.
 */
export function keepMaps(folder: string, name: string, resolution_m: number, warn: (text: string) => void): MapKeeper {
  const store = new MapStore(mapVault(folder), warn);
  const stored = store.ids().flatMap((id) => store.load(id) ?? []);
  stored.sort(byBegin);
  const floors = floorsOf(stored, folder, resolution_m);
  const names = floors.map((floor) => floor.name);
  const metas = stored.map(({ meta }) => meta);
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
  return {
    floors,
    save: (...args) => orWarn(warn, () => save(...args)),
    keepHome: (...args) => orWarn(warn, () => keepHome(...args)),
  };
}

/** Of several maps of one home the robot takes the one begun last: see `slam`. */
function byBegin(a: StoredMap, b: StoredMap): number {
  return a.meta.created_s - b.meta.created_s;
}

/** Maps as SLAM takes them, each with a name of its own. */
function floorsOf(stored: readonly StoredMap[], folder: string, resolution_m: number): KeptFloor[] {
  const names: string[] = [];
  return stored.map((map) => {
    const { meta } = map;
    if (Math.abs(meta.resolution_m - resolution_m) > 1e-9)
      throw new CliError(
        `The map ${meta.name} in ${folder} has cells of ${meta.resolution_m} m, this run is set to ${resolution_m} m; add --resolution ${meta.resolution_m}`,
      );
    const name = freeName(meta.name, names);
    names.push(name);
    return { ...map, resolution_m: meta.resolution_m, name };
  });
}

/** What the disk refuses is told; the robot goes on with the map that it has in mind. */
function orWarn(warn: (text: string) => void, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    warn(error.message);
  }
}

/** A name that is not taken: rooms are found by that of their map. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n++) free = `${name} ${n}`;
  return free;
}
