import { setTimeout as delay } from 'node:timers/promises';
import { initPhysics } from '@homebound/sim';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import { loadWorld } from '../../packages/cli/src/worlds.ts';
import { RosBench } from './rosBench.ts';
import type { TrueScore } from './rosBody.ts';
import { oneEach } from './rosStack.ts';

export interface CleanOptions {
  readonly world: string;
  readonly seed: number;
  readonly pace: number;
  readonly maxTime_s: number;
  readonly log: (text: string) => void;
}

export interface CleanEnd {
  readonly state: string;
  readonly reason: string;
  readonly score: TrueScore | undefined;
  readonly wall_s: number;
}

export interface Cleaned {
  readonly onRos: CleanEnd;
  readonly inOneProcess: { readonly state: string; readonly coverage: number; readonly docked: boolean };
  /** Of the coverage, share. */
  readonly difference: number;
}

const SAY_EVERY_S = 20;
const PAGE = ['-p', 'viewer:port:=18987'];
const DEFAULT_SCAN_HZ = 5;

/** The same job with the same seed: each node a process on ROS 2, and all in one on LocalGraph. Judged by the truth. */
export async function cleanTwice(options: CleanOptions): Promise<Cleaned> {
  const onRos = await cleanOnRos(options);
  const { world, seed, maxTime_s } = options;
  await initPhysics();
  const { state, score, docked } = runCleaning({ world: loadWorld(world, seed), seed, maxTime_s });
  const difference = Math.abs((onRos.score?.coverage ?? 0) - score.coverage);
  return { onRos, inOneProcess: { state, coverage: score.coverage, docked }, difference };
}

async function cleanOnRos({ world, seed, pace, maxTime_s, log }: CleanOptions): Promise<CleanEnd> {
  const bench = await RosBench.begin();
  const began_ms = performance.now();
  try {
    await bench.wake({ world, seed, pace, scanRate_hz: DEFAULT_SCAN_HZ }, [...oneEach, 'viewer'], PAGE);
    await bench.clean();
    await bench.until('the job is under way', 10, () => !bench.isOver && bench.ear.mission?.state !== 'idle');
    while (!bench.isOver && (bench.score?.stamp_s ?? 0) < maxTime_s) {
      for (let i = 0; i < SAY_EVERY_S && !bench.isOver; i++) await delay(1000);
      log(wordsOf(bench));
    }
    await delay(2000); // the last word about the truth
    const { state = '', reason = '' } = bench.ear.mission ?? {};
    return { state, reason, score: bench.score, wall_s: (performance.now() - began_ms) / 1000 };
  } finally {
    await bench.end();
  }
}

export function wordsOf({ score, ear }: RosBench): string {
  const { stamp_s = 0, coverage = 0, pace = 0, docked = false } = score ?? {};
  return `${stamp_s.toFixed(0).padStart(5)} s at ${pace.toFixed(1)} ×  ${(100 * coverage).toFixed(1)} %  ${ear.mission?.state}${docked ? ', docked' : ''}: ${ear.mission?.reason}`;
}
