import { createRng } from '@homebound/math';
import { type LidarProfile, lidarProfiles, type NoiseProfile, noiseProfiles } from '@homebound/sim';

/** What the error of one lidar is, that no SLAM can know: standard deviations over units (issue's section Benchmarks). */
const UNIT_SCALE = 0.002;
const UNIT_OFFSET_M = 0.004;

/** The lidars as sold in vacuums, each unit with its own scale and offset. */
export const benchLidars = {
  lds02rr: ofUnits(lidarProfiles.lds02rr),
  ld19: ofUnits(lidarProfiles.ld19),
  lds01: ofUnits(lidarProfiles.lds01),
} as const satisfies Record<string, LidarProfile>;

export const benchNoises = {
  badWheels: noiseProfiles.badWheels,
  rugDrift: noiseProfiles.rugDrift,
  gyroBias: noiseProfiles.gyroBias,
} as const satisfies Record<string, NoiseProfile>;

export type BenchLidar = keyof typeof benchLidars;
export type BenchNoise = keyof typeof benchNoises;

export const lidarNames = Object.keys(benchLidars) as BenchLidar[];
export const noiseNames = Object.keys(benchNoises) as BenchNoise[];
/** The twelve homes of the issue. */
export const homeNames = Array.from({ length: 12 }, (_, i) => `paper_${String(i + 1).padStart(2, '0')}`);

/** One run of the benchmark. */
export interface HomeCase {
  readonly home: string;
  readonly lidar: BenchLidar;
  readonly noise: BenchNoise;
}

/** `paper_03-ld19-rugDrift`: its name in tables and files. */
export function caseName({ home, lidar, noise }: HomeCase): string {
  return `${home}-${lidar}-${noise}`;
}

/** A seed that depends on the case's name alone, so that a case by itself is the same run as among all. */
export function caseSeed(name: string): number {
  return createRng(1)
    .fork(name)
    .int(2 ** 32);
}

export interface CaseChoice {
  /** Names, comma-separated; all when absent. */
  readonly only?: string;
  readonly lidar?: string;
  readonly noise?: string;
  /** Three homes with one lidar and one noise, unless these are named. */
  readonly quick?: boolean;
}

/** The cases asked for: homes x lidars x noises. Throws RangeError for a lidar or noise that isn't known. */
export function chooseCases({ only, lidar, noise, quick = false }: CaseChoice): HomeCase[] {
  const homes = only?.split(',') ?? (quick ? ['paper_03', 'paper_05', 'paper_12'] : homeNames);
  const lidars = pick(lidar, lidarNames, 'lidar', quick ? 1 : lidarNames.length);
  const noises = pick(noise, noiseNames, 'noise', quick ? 1 : noiseNames.length);
  return homes.flatMap((home) => lidars.flatMap((l) => noises.map((n) => ({ home, lidar: l, noise: n }))));
}

/** One case for each home chosen, the lidars and noises taking turns so that each pair of them comes up. */
export function oneAHome(choice: CaseChoice): HomeCase[] {
  const all = chooseCases(choice);
  const homes = [...new Set(all.map(({ home }) => home))];
  return homes.map((home) => {
    const own = all.filter((c) => c.home === home);
    // 4 steps of 9 go through all 9 pairs, another lidar and another noise each time.
    return own[(4 * homeNames.indexOf(home)) % own.length] ?? own[0];
  });
}

function pick<T extends string>(asked: string | undefined, known: readonly T[], what: string, count: number): T[] {
  if (asked === undefined) return known.slice(0, count);
  return asked.split(',').map((name) => {
    const found = known.find((k) => k === name);
    if (found === undefined) throw new RangeError(`Cannot choose ${what} ${name}: known are ${known.join(', ')}`);
    return found;
  });
}

function ofUnits(profile: LidarProfile): LidarProfile {
  return { ...profile, biasLinear: UNIT_SCALE, biasConstant_m: UNIT_OFFSET_M };
}
