import { noJourney, type StoredMap } from '@homebound/formats';
import { editHome, type HomeState, startHome } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';
import type { RunDetail } from '@homebound/wire';

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

/** What a robot hands over of such a map. */
export function sampleFloor(): StoredFloor {
  const { meta, grid, nodes, edges, scans } = sampleHomeMap('home');
  return { grid, nodes, edges, scans, resolution_m: meta.resolution_m };
}

/** One room of this name, and nothing forbidden. */
export function sampleRooms(name: string): HomeState {
  const frame = { width: 8, height: 8, resolution_m: 0.25, originX_m: 0, originY_m: 0 };
  const plan = startHome(new Int16Array(64).fill(1), frame);
  const { rooms, restrictions } = editHome(plan, { kind: 'rename', room: 1, name });
  return { rooms, restrictions };
}

/** A short run with a way of 2 m. */
export function sampleRun(id: string, change: Partial<RunDetail> = {}): RunDetail {
  return {
    id,
    begun_s: 1.7e9,
    ended_s: 1.7e9 + 600,
    outcome: 'finished',
    reason: 'All is clean.',
    reasonCode: 'done',
    by: 'person',
    coverage: 0.97,
    cleanedArea_m2: 20,
    reachableArea_m2: 21,
    drivenLength_m: 2,
    cleaningTime_s: 590,
    path: [0, 0, 1, 0, null, null, 1, 1, 0, 1],
    events: [{ stamp_s: 1.7e9, state: 'cleaning', reasonCode: 'none', reason: '' }],
    ...change,
  };
}
