import type { StoredMap } from '@homebound/formats';
import type { StoredFloor } from '@homebound/slam';

/** Written into maps, and what `--version` says. */
export const appVersion = '0.1.0';

/** A map that comes from elsewhere than a robot's run, ready for a folder of maps. */
export function homeMapOf(floor: StoredFloor, name: string): StoredMap {
  const now_s = Math.floor(Date.now() / 1000);
  const { resolution_m, ...arrays } = floor;
  const id = 'map';
  return {
    ...arrays,
    meta: { name, id, created_s: now_s, changed_s: now_s, resolution_m, appVersion, epoch: 0, revision: 1 },
    extras: [],
  };
}
