import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type LoggedScan, readRelations, writeTrajectory } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import type { StampedPose } from '@homebound/math';
import { type LoopCounts, Slam, type SlamOptions } from '@homebound/slam';
import { type RelationScore, scoreRelations } from './relations.ts';
import { maxRangeOf, streamLog } from './slamLogStream.ts';
import { slamPicture } from './slamPicture.ts';
import { Tally, type TallyResult } from './slamTally.ts';

export interface LogResult extends TallyResult {
  /** Of the trajectory after all of the log was seen, of each pose as it was known then, and of the wheels alone. */
  readonly final: RelationScore;
  readonly online: RelationScore;
  readonly odometry: RelationScore;
  /** Of SLAM over all scans, without reading the log; and of the process: Node's start and reading twice included. */
  readonly cpu_s: number;
  readonly processCpu_s: number;
  readonly timesRealTime: number;
  /** Of the process up to the last scan, Node and reading included; and what of it was there before the first scan. */
  readonly peakRss_mb: number;
  readonly readingRss_mb: number;
  readonly loops: LoopCounts;
  readonly map: { readonly width: number; readonly height: number; readonly resolution_m: number };
  readonly checksum: number;
}

/** Slices of what looks back after a scan, for the time since the last one, as `homebound map` and the robot give them. */
const WORK_PER_S = 20;
const MIN_WORK = 4;
const MAX_WORK = 100;

/**
 * Runs one log through Slam and scores the final trajectory and the online one.
 * @param out    folder for `map.png`, `trajectory.csv` and `online.csv`
 * @param stride offers every n-th scan only; the poses of the others are odometry's
 */
export async function runLog(
  logPath: string,
  relationsPath: string,
  options: Partial<SlamOptions>,
  stride: number,
  out: string | undefined,
): Promise<LogResult> {
  const maxRange_m = await maxRangeOf(logPath);
  const readingRss_mb = peakRss_mb();
  let slam: Slam | undefined;
  const odometry: StampedPose[] = [];
  const online: StampedPose[] = [];
  const tally = new Tally();
  const clock = new CpuClock();
  let last_s = Number.POSITIVE_INFINITY;
  for await (const record of streamLog(logPath, maxRange_m)) {
    const { stamp_s, T_odom_base } = record;
    if (odometry.length === 0 || stamp_s > odometry[odometry.length - 1].stamp_s)
      odometry.push({ stamp_s, T: T_odom_base });
    // The laser's place is known with the first scan only.
    if (slam === undefined && record.kind !== 'scan') continue;
    clock.start();
    slam ??= new Slam({ ...options, ...givenBy(record as LoggedScan, options) });
    slam.addOdometry(stamp_s, T_odom_base);
    if (record.kind === 'scan') {
      if (tally.scans % stride === 0) tally.note(slam.addScan(record));
      const T = slam.poseAt(stamp_s);
      if (T !== undefined) online.push({ stamp_s, T });
      tally.takeScan(stamp_s, clock.lap_us());
      const slices = Math.min(MAX_WORK, Math.max(MIN_WORK, Math.round(WORK_PER_S * (stamp_s - last_s))));
      last_s = stamp_s;
      for (let i = 0; i < slices; i++) {
        slam.work();
        tally.takeWork(clock.lap_us());
      }
    } else clock.lap_us();
  }
  clock.start();
  slam?.finish();
  const map = slam?.map();
  clock.lap_us();
  if (slam === undefined || map === undefined) throw new Error(`${logPath}: no scan was drawn`);
  const peak_mb = peakRss_mb();
  const final = slam.trajectory();
  if (out !== undefined) writeResults(out, map, online, final);
  const relations = readRelations(readText(relationsPath), relationsPath);
  return {
    ...tally.result(),
    final: scoreRelations(final, relations, odometry),
    online: scoreRelations(online, relations, odometry),
    odometry: scoreRelations(odometry, relations, odometry),
    cpu_s: clock.total_s,
    processCpu_s: clock.process_s,
    timesRealTime: tally.duration_s / clock.total_s,
    peakRss_mb: peak_mb,
    readingRss_mb,
    loops: slam.loops,
    map: { width: map.width, height: map.height, resolution_m: map.resolution_m },
    checksum: slam.checksum(),
  };
}

function givenBy({ T_base_lidar }: LoggedScan, { projector }: Partial<SlamOptions>): Partial<SlamOptions> {
  return { projector: { T_base_lidar, ...projector }, keepTrajectory: true, canBeCarried: false };
}

function writeResults(
  out: string,
  map: OccupancyGrid,
  online: readonly StampedPose[],
  final: readonly StampedPose[],
): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'map.png'), slamPicture(map, online, final));
  writeFileSync(join(out, 'trajectory.csv'), writeTrajectory(final));
  writeFileSync(join(out, 'online.csv'), writeTrajectory(online));
}

function peakRss_mb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** CPU time of this process: on a shared machine the wall clock measures the neighbours. */
class CpuClock {
  #last = process.cpuUsage();
  #spent_us = 0;

  /** Leaves out what was done since the last lap: reading. */
  start(): void {
    this.#last = process.cpuUsage();
  }

  /** Since the last lap or start. */
  lap_us(): number {
    const { user, system } = process.cpuUsage(this.#last);
    this.start();
    this.#spent_us += user + system;
    return user + system;
  }

  get total_s(): number {
    return this.#spent_us / 1e6;
  }

  get process_s(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
}

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
}
