import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type LoggedScan, readCarmen, readRelations } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import type { StampedPose } from '@homebound/math';
import { Slam, type SlamOptions, type SlamUpdate } from '@homebound/slam';
import { encode } from 'fast-png';
import { type RelationScore, scoreRelations } from './relations.ts';

export interface LogResult {
  readonly scans: number;
  readonly duration_s: number;
  readonly score: RelationScore;
  /** Of the whole loop over the scans, without reading the log. */
  readonly cpu_s: number;
  readonly timesRealTime: number;
  /** CPU of the most expensive scan, garbage collection and compilation included. */
  readonly worstScan_ms: number;
  /** Of the process: Node, the log's text and its scans included. */
  readonly peakRss_mb: number;
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
 * Runs one log through Slam and scores the online trajectory (a pose for every scan, never corrected afterwards).
 * @param out    writes `OUT.png` and `OUT.csv` when given
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
  const slam = new Slam({ ...options, projector: { T_base_lidar: scans[0].T_base_lidar, ...options.projector } });
  const trajectory: StampedPose[] = [];
  const updates: SlamUpdate[] = [];
  const refused: Record<string, number> = {};
  let worst_us = 0;
  const before = process.cpuUsage();
  let spent_us = 0;
  scans.forEach((scan, index) => {
    const { stamp_s } = scan;
    slam.addOdometry(stamp_s, scan.T_odom_base);
    const result = index % stride === 0 ? slam.addScan(scan) : undefined;
    if (result?.ok) updates.push(result);
    else if (result !== undefined) refused[result.reason] = (refused[result.reason] ?? 0) + 1;
    const T = slam.poseAt(stamp_s);
    if (T !== undefined) trajectory.push({ stamp_s, T });
    const { user, system } = process.cpuUsage(before);
    worst_us = Math.max(worst_us, user + system - spent_us);
    spent_us = user + system;
  });
  const map = slam.map();
  if (map === undefined) throw new Error(`${logPath}: no scan was drawn`);
  if (out !== undefined) {
    writeFileSync(`${out}.png`, picture(map));
    writeFileSync(`${out}.csv`, table(trajectory));
  }
  const mean = (of: (update: SlamUpdate) => number) => updates.reduce((sum, u) => sum + of(u), 0) / updates.length;
  const duration_s = scans[scans.length - 1].stamp_s - scans[0].stamp_s;
  return {
    scans: scans.length,
    duration_s,
    score: scoreRelations(trajectory, relations),
    cpu_s: spent_us / 1e6,
    timesRealTime: duration_s / (spent_us / 1e6),
    worstScan_ms: worst_us / 1e3,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
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

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** Black walls, white floor, grey where nothing was seen; y up. */
function picture({ width, height, data }: OccupancyGrid): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x];
      pixels[(height - 1 - y) * width + x] = value < 0 ? 205 : value > 65 ? 0 : 254 - value;
    }
  return encode({ width, height, data: pixels, channels: 1, depth: 8 });
}

function table(trajectory: readonly StampedPose[]): string {
  const rows = trajectory.map(({ stamp_s, T }) => `${stamp_s.toFixed(6)},${T.x},${T.y},${T.theta}\n`);
  return `stamp_s,x_m,y_m,yaw_rad\n${rows.join('')}`;
}
