import type { CarmenRecord, LoggedOdometry } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { hypot, type SE2, type StampedPose } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { Slam } from '@homebound/slam';

/** What a log gives, in the order of time. A CARMEN scan brings its own odometry pose. */
export type LogRecord =
  | CarmenRecord
  | LoggedOdometry
  | (ScanRecord & { readonly T_base_lidar: SE2; readonly T_odom_base?: SE2 });

export interface MappedLog {
  /** Undefined when no scan could be used. */
  readonly map: OccupancyGrid | undefined;
  /** The best pose of every scan after all of the log was seen, at the scan's own stamp. */
  readonly trajectory: readonly StampedPose[];
  /** The pose of every scan as it was known then. */
  readonly online: readonly StampedPose[];
  readonly scans: number;
  readonly refused: number;
  /** Why scans were refused, with counts, in words. */
  readonly refusals: string;
  readonly duration_s: number;
  readonly path_m: number;
}

/** Drives the same SLAM that runs on the robot with a log's records, as fast as it goes. */
export function mapLog(records: Iterable<LogRecord>, options: { resolution_m: number; input: string }): MappedLog {
  let slam: Slam | undefined;
  const online: StampedPose[] = [];
  const refusals = new Map<string, number>();
  let scans = 0;
  let first_s = Number.NaN;
  let last_s = Number.NaN;
  let waiting: ScanRecord | undefined;
  let pending: { T: SE2; stamp_s: number }[] = [];

  const take = (engine: Slam, scan: ScanRecord): boolean => {
    const result = engine.addScan(scan);
    if (!result.ok && result.reason === 'awaitingOdometry') return false;
    if (!result.ok) refusals.set(result.reason, (refusals.get(result.reason) ?? 0) + 1);
    // SLAM's pose holds at the last beam, which on a robot that moves is another place than at the first.
    const isAtStamp = result.ok && result.stamp_s === scan.stamp_s;
    const T = isAtStamp ? result.T_map_base : engine.poseAt(scan.stamp_s);
    if (T !== undefined) online.push({ stamp_s: scan.stamp_s, T });
    return true;
  };
  for (const record of records) {
    if (Number.isNaN(first_s)) first_s = record.stamp_s;
    last_s = record.stamp_s;
    if (record.kind === 'odometry') {
      if (slam === undefined) pending.push({ T: record.T_odom_base, stamp_s: record.stamp_s });
      else slam.addOdometry(record.stamp_s, record.T_odom_base);
    } else {
      scans++;
      // The laser's place is known with the first scan only.
      slam ??= new Slam({
        projector: { T_base_lidar: record.T_base_lidar },
        map: { resolution_m: options.resolution_m },
      });
      for (const { stamp_s, T } of pending) slam.addOdometry(stamp_s, T);
      pending = [];
      if (record.T_odom_base !== undefined) slam.addOdometry(record.stamp_s, record.T_odom_base);
    }
    if (slam === undefined) continue;
    if (waiting !== undefined && take(slam, waiting)) waiting = undefined;
    if (record.kind === 'scan' && !take(slam, record)) {
      if (waiting !== undefined) refusals.set('awaitingOdometry', (refusals.get('awaitingOdometry') ?? 0) + 1);
      waiting = record;
    }
  }
  if (waiting !== undefined) refusals.set('awaitingOdometry', (refusals.get('awaitingOdometry') ?? 0) + 1);
  const refused = [...refusals.values()].reduce((sum, n) => sum + n, 0);
  return {
    map: slam?.map(),
    // v1 does not look back: what was known then is what is known now.
    trajectory: online,
    online,
    scans,
    refused,
    refusals: [...refusals].map(([why, n]) => `${n} ${why}`).join(', ') || 'none refused',
    duration_s: last_s - first_s,
    path_m: online.reduce(
      (sum, { T }, i) => sum + (i === 0 ? 0 : hypot(T.x - online[i - 1].T.x, T.y - online[i - 1].T.y)),
      0,
    ),
  };
}
