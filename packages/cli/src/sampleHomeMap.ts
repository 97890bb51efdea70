import { noJourney, type StoredMap } from '@homebound/formats';

/** A small map for tests: one tile of seen floor with a wall, one node, no scan. */
export function sampleHomeMap(id: string, name = id): StoredMap {
  const counts = new Uint32Array(1024).fill(20, 0, 512);
  // The wall: 16 of 20 rays ended in each cell of the lowest row.
  counts.fill(16 * 65536 + 20, 0, 32);
  return {
    meta: { name, id, created_s: 1.7e9, changed_s: 1.7e9, resolution_m: 0.05, appVersion: '0', epoch: 0, revision: 0 },
    grid: { tiles: new Int32Array(2), counts, means: new Int16Array(2048) },
    ...noJourney(),
    extras: [],
  };
}
