import { noJourney, type StoredMap } from '@homebound/formats';
import { type Home, type HomeOptions, openHome } from '@homebound/home';
import { editHome, type HomeState, startHome } from '@homebound/plan';
import { CrashingDisk, folderKeyHome, Power } from '@homebound/vault';
import type { RunDetail } from '@homebound/wire';
import type { Plant, SecurityRig } from './vaultRig.ts';

/** A home on disks in memory that remember every byte that they were ever given. */
export interface HomeRig extends Pick<SecurityRig, 'data' | 'keyDisk'> {
  readonly home: Home;
  readonly warnings: string[];
}

/** @param plant faults in the disks, or in where keys are kept */
export async function homeRig(plant: Plant = {}, options: Partial<HomeOptions> = {}): Promise<HomeRig> {
  const power = new Power();
  const [data, keyDisk] = [new CrashingDisk(power), new CrashingDisk(power)];
  const warnings: string[] = [];
  const keys = folderKeyHome(plant.keyDisk?.(keyDisk) ?? keyDisk);
  const place = { disk: plant.data?.(data) ?? data, keys: plant.keys?.(keys) ?? keys };
  const warn = (text: string): void => void warnings.push(text);
  const now_s = (): number => 1.7e9;
  const home = await openHome({ folder: 'memory', appVersion: '0', warn, now_s, place, ...options });
  return { home, data, keyDisk, warnings };
}

/** A map of one tile whose only room has this name. */
export function namedMap(id: string, room: string): StoredMap {
  return {
    meta: { name: id, id, created_s: 1, changed_s: 1, resolution_m: 0.025, appVersion: '0', epoch: 0, revision: 1 },
    grid: { tiles: new Int32Array(2), counts: new Uint32Array(1024).fill(20), means: new Int16Array(2048) },
    ...noJourney(),
    home: roomNamed(room),
    extras: [],
  };
}

export function roomNamed(name: string): HomeState {
  const frame = { width: 8, height: 8, resolution_m: 0.25, originX_m: 0, originY_m: 0 };
  const plan = startHome(new Int16Array(64).fill(1), frame);
  const { rooms, restrictions } = editHome(plan, { kind: 'rename', room: 1, name });
  return { rooms, restrictions };
}

/** A run whose reason is these words. */
export function toldRun(id: string, reason: string): RunDetail {
  const common = { id, begun_s: 1.7e9, ended_s: 1.7e9 + 60, outcome: 'finished', reason, reasonCode: 'done' } as const;
  const figures = { coverage: 1, cleanedArea_m2: 1, reachableArea_m2: 1, drivenLength_m: 1, cleaningTime_s: 60 };
  return { ...common, by: 'person', ...figures, path: [0, 0, 1, 1], events: [] };
}
