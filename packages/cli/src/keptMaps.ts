import { join } from 'node:path';
import { floorsOf, type Home, plainMaps } from '@homebound/home';
import { type KeptFloor, slamParameters } from '@homebound/nodes';
import { folderDisk } from '@homebound/vault';
import { CliError } from './errors.ts';
import { makeFolder, writeWhole } from './files.ts';
import { AT_KEYBOARD } from './keptStore.ts';

/** Where a run folder keeps the maps that its robot knew when it began: plain, like all of a recording. */
export const MAPS_BEFORE = 'maps-before';

/** Carries the newest readable revision of each map out. */
export async function copyMaps({ desk }: Home, to: string): Promise<void> {
  makeFolder(to);
  const { answer } = await desk.ask('listMaps', {}, AT_KEYBOARD);
  for (const { id } of answer.maps) {
    const { bytes } = await desk.ask('exportMap', { id, format: 'hbmap' }, AT_KEYBOARD);
    if (bytes !== undefined) writeWhole(join(to, `${id}.hbmap`), bytes);
  }
}

/** The maps that `copyMaps` left in a folder, as the robot knew them. */
export function copiedFloors(folder: string, resolution_m: number = slamParameters.resolution.default): KeptFloor[] {
  const stored = plainMaps(folderDisk(folder)).map(({ map, problem }) => {
    if (map === undefined) throw new CliError(`${folder}: ${problem}`);
    return map;
  });
  return floorsOf(stored, resolution_m);
}
