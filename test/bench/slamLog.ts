import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CarmenLog, type LoggedScan, readCarmen, readRelations, writeTrajectory } from '@homebound/formats';
import type { StampedPose } from '@homebound/math';
import { type LoopCounts, Slam, type SlamOptions, type SlamUpdate } from '@homebound/slam';
import { type RelationScore, scoreRelations } from './relations.ts';
import { slamPicture } from './slamPicture.ts';

export interface LogResult {
  readonly scans: number;
  readonly duration_s: number;
  /** Of the trajectory after all of the log was seen, of each pose as it was known then, and of the wheels alone. */
  readonly final: RelationScore;
  readonly online: RelationScore;
  readonly odometry: RelationScore;
  /** Of the whole loop over the scans, without reading the log. */
  readonly cpu_s: number;
  readonly timesRealTime: number;
  /** CPU of the most expensive scan and of the most expensive slice of work after one, collection and compilation included. */
  readonly worstScan_ms: number;
  readonly worstWork_ms: number;
  /** Of the process: Node, the log's text and its scans included; and what of it was there before the first scan. */
  readonly peakRss_mb: number;
  readonly readingRss_mb: number;
  readonly loops: LoopCounts;
  readonly searched: number;
  /** Scans that were not believed, and those refused, by reason. */
  readonly unmatched: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly drawn: number;
  readonly meanInlierRatio: number;
  readonly meanIterations: number;
  readonly map: { readonly width: number; readonly height: number; readonly resolution_m: number };
  readonly checksum: number;
}

/**
 * Runs one log through Slam and scores the final trajectory and the online one.
 * @param out    folder for `map.png`, `trajectory.csv` and `online.csv`
 * @param stride offers every n-th scan only; the poses of the others are odometry's
 */
export function runLog(
  logPath: string,
  relationsPath: string,
  options: Partial<SlamOptions>,
  stride: number,
  out: string | undefined,
): LogResult {
  const log = readCarmen(readText(logPath), { input: logPath });
  const relations = readRelations(readText(relationsPath), relationsPath);
  const scans = log.records.filter((record): record is LoggedScan => record.kind === 'scan');
  const odometry = odometryOf(log);
  const readingRss_mb = process.resourceUsage().maxRSS / 1024;
  const given = { projector: { T_base_lidar: scans[0].T_base_lidar, ...options.projector }, keepTrajectory: true };
  const slam = new Slam({ ...options, ...given });
  const online: StampedPose[] = [];
  const updates: SlamUpdate[] = [];
  const refused: Record<string, number> = {};
  const clock = new CpuClock();
  let worstScan_us = 0;
  let worstWork_us = 0;
  let index = 0;
  for (const record of log.records) {
    const { stamp_s } = record;
    slam.addOdometry(stamp_s, record.T_odom_base);
    if (record.kind !== 'scan') continue;
    const result = index++ % stride === 0 ? slam.addScan(record) : undefined;
    if (result?.ok) updates.push(result);
    else if (result !== undefined) refused[result.reason] = (refused[result.reason] ?? 0) + 1;
    const T = slam.poseAt(stamp_s);
    if (T !== undefined) online.push({ stamp_s, T });
    worstScan_us = Math.max(worstScan_us, clock.lap_us());
    slam.work();
    worstWork_us = Math.max(worstWork_us, clock.lap_us());
  }
  slam.finish();
  const map = slam.map();
  const cpu_s = clock.total_s();
  if (map === undefined) throw new Error(`${logPath}: no scan was drawn`);
  const final = slam.trajectory();
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'map.png'), slamPicture(map, online, final));
    writeFileSync(join(out, 'trajectory.csv'), writeTrajectory(final));
    writeFileSync(join(out, 'online.csv'), writeTrajectory(online));
  }
  const mean = (of: (update: SlamUpdate) => number) => updates.reduce((sum, u) => sum + of(u), 0) / updates.length;
  const duration_s = scans[scans.length - 1].stamp_s - scans[0].stamp_s;
  return {
    scans: scans.length,
    duration_s,
    final: scoreRelations(final, relations, odometry),
    online: scoreRelations(online, relations, odometry),
    odometry: scoreRelations(odometry, relations, odometry),
    cpu_s,
    timesRealTime: duration_s / cpu_s,
    worstScan_ms: worstScan_us / 1e3,
    worstWork_ms: worstWork_us / 1e3,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
    readingRss_mb,
    loops: slam.loops,
    searched: updates.filter((u) => u.searched).length,
    unmatched: updates.filter((u) => !u.matched).length,
    refused,
    drawn: updates.filter((u) => u.changed !== undefined).length,
    meanInlierRatio: mean((u) => u.inlierRatio),
    meanIterations: mean((u) => u.iterations),
    map: { width: map.width, height: map.height, resolution_m: map.resolution_m },
    checksum: slam.checksum(),
  };
}

/** What the wheels say over the whole log, one pose a stamp. */
function odometryOf({ records }: CarmenLog): StampedPose[] {
  const poses: StampedPose[] = [];
  for (const { stamp_s, T_odom_base } of records)
    if (poses.length === 0 || stamp_s > poses[poses.length - 1].stamp_s) poses.push({ stamp_s, T: T_odom_base });
  return poses;
}

/** CPU time of this process: on a shared machine the wall clock measures the neighbours. */
class CpuClock {
  readonly #start = process.cpuUsage();
  #spent_us = 0;

  /** Since the last call. */
  lap_us(): number {
    const { user, system } = process.cpuUsage(this.#start);
    const lap_us = user + system - this.#spent_us;
    this.#spent_us = user + system;
    return lap_us;
  }

  total_s(): number {
    const { user, system } = process.cpuUsage(this.#start);
    return (user + system) / 1e6;
  }
}

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
}
