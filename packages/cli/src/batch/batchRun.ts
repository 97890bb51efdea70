import { initPhysics, type LidarName, lidarProfiles, type NoiseProfile, noiseProfiles } from '@homebound/sim';
import { CliError } from '../errors.ts';
import { batchWorld } from './batchWorld.ts';
import { type CleaningFigures, runCleaning } from './cleaningRun.ts';

/** What all runs of a batch have in common. */
export interface BatchConditions {
  readonly knowsMap: boolean;
  readonly recharge: boolean;
  readonly noise: string;
  readonly lidar: string;
  readonly maxTime_s: number;
}

/** One run: a world and a seed. */
export interface BatchRun {
  readonly world: string;
  readonly seed: number;
}

/** A finished run as it stands in the batch's folder. */
export interface BatchResult extends BatchRun, CleaningFigures {
  readonly name: string;
}

/** `apartment#3`: a run's name in tables and files. */
export function runName({ world, seed }: BatchRun): string {
  return `${world}#${seed}`;
}

/** Worlds × seeds, seeds fastest. */
export function batchRuns(worlds: readonly string[], seeds: readonly number[]): BatchRun[] {
  return worlds.flatMap((world) => seeds.map((seed) => ({ world, seed })));
}

/** Throws CliError for a noise profile or lidar that there is not. */
export function checkConditions({ noise, lidar }: BatchConditions): void {
  known('--noise', noise, Object.keys(noiseProfiles));
  known('--lidar', lidar, Object.keys(lidarProfiles));
}

function known(option: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) throw new CliError(`${option} must be one of ${names.join(', ')}, got ${name}`);
}

/** Runs it, in this process. */
export async function executeRun(run: BatchRun, conditions: BatchConditions): Promise<BatchResult> {
  await initPhysics();
  const { noise, lidar, ...rest } = conditions;
  const figures = runCleaning({
    ...batchWorld(run.world, run.seed),
    ...rest,
    seed: run.seed,
    noise: noiseProfiles[noise as keyof typeof noiseProfiles] as NoiseProfile,
    lidar: lidar as LidarName,
  });
  return { name: runName(run), ...run, ...figures };
}
