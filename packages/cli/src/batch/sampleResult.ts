import type { BatchResult } from './batchRun.ts';

/** A run as tests need one. */
export function sampleResult(world: string, seed: number, changes: Partial<BatchResult> = {}): BatchResult {
  return {
    name: `${world}#${seed}`,
    world,
    seed,
    finished: true,
    docked: true,
    state: 'finished',
    reason: 'Cleaned 20.0 m², all there is.',
    reasonCode: 'done',
    score: {
      stamp_s: 1000,
      path_m: 150,
      brushedPath_m: 140,
      coverage: 0.98,
      cleanedCoverage: 0.97,
      coverageFreeFloor: 0.9,
      edgeCoverage: 0.95,
      wallBandCoverage: 0.8,
      noGoEntered_m2: 0,
      reachableArea_m2: 20,
      freeArea_m2: 22,
      sweptArea_m2: 19.8,
      lambda: 1.5,
      cliffFalls: 0,
      contacts: 7,
      hardContacts: 1,
      stuck_s: 0,
      docked: true,
    },
    hardContactsPer_m2: 0.05,
    hits: [],
    recharges: 0,
    simulated_s: 1000,
    trajectoryError_m: 0.01,
    faults: [],
    hash: '0123456789abcdef',
    cost: { cpu_s: 10, wall_s: 11, peakRss_mb: 200 },
    ...changes,
  };
}
