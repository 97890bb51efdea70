import type { StoredMap } from '@homebound/formats';
import type { MapEntry } from '@homebound/wire';
import type { MapStore } from './mapStore.ts';

/** A map in a list, by its newest revision that can be read; of one that has none, there is its problem. */
export function mapEntry(maps: MapStore, id: string): MapEntry {
  const { good, problems, versions, bytes } = { ...maps.newest(id), ...maps.sizeOf(id) };
  const problem = problems.length > 0 ? { problem: problems.join('; ') } : {};
  if (good === undefined)
    return { id, name: id, created_s: 0, changed_s: 0, area_m2: 0, rooms: 0, earlier: 0, bytes, ...problem };
  const { meta, home } = good.map;
  return {
    id,
    name: meta.name,
    created_s: meta.created_s,
    changed_s: meta.changed_s,
    area_m2: seenFloor_m2(good.map),
    rooms: home?.rooms.rooms.length ?? 0,
    earlier: versions.filter((version) => version < good.version).length,
    bytes,
    ...problem,
  };
}

/** Floor that rays crossed and at most every fourth ended on: free by SLAM's own threshold. */
export function seenFloor_m2({ grid, meta }: StoredMap): number {
  let cells = 0;
  for (const count of grid.counts) if (count !== 0 && 4 * (count >>> 16) < (count & 0xffff)) cells++;
  return cells * meta.resolution_m * meta.resolution_m;
}
