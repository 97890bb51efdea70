import type { CarmenRecord, LoggedOdometry } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { hypot, type SE2, type StampedPose } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import {
  defaultOccupancyMapOptions,
  type LoopCounts,
  ScanOnlyMotion,
  type ScanResult,
  Slam,
  type StoredFloor,
  scanOnlyMatch,
  scanOnlyNoise,
} from '@homebound/slam';
import { drawMap } from './drawMap.ts';
import { ScanPoses } from './scanPoses.ts';

/** What a log gives, in the order of time. A CARMEN scan brings its own odometry pose. */
export type LogRecord =
  | CarmenRecord
  | LoggedOdometry
  | (ScanRecord & { readonly T_base_lidar: SE2; readonly T_odom_base?: SE2 });

type LogScan = Extract<LogRecord, { kind: 'scan' }>;

export interface MappedLog {
  /** Undefined when no scan could be used. */
  readonly map: OccupancyGrid | undefined;
  /** The best pose of every scan after all of the log was seen, at the scan's own stamp; of refused scans by odometry. */
  readonly trajectory: readonly StampedPose[];
  /** The pose of every scan as it was known then. */
  readonly online: readonly StampedPose[];
  readonly scans: number;
  readonly refused: number;
  /** Why scans were refused, with counts, in words. */
  readonly refusals: string;
  /** Scans that were taken, but fit the map nowhere near: their poses are odometry's. */
  readonly unmatched: number;
  /** Scans before odometry began or after it ended: they have its first or last pose. */
  readonly outsideOdometry: number;
  /** Whether the log's odometry was used; if not, the scans alone had to do. */
  readonly usesOdometry: boolean;
  readonly loops: LoopCounts;
  /** What the robot would keep: the grid in SLAM's own cells, with its graph and scans. */
  readonly floor: StoredFloor;
  /** How often the map was drawn anew. */
  readonly corrections: number;
  /** Depends on every bit of the last pose and the map. */
  readonly checksum: number;
  readonly duration_s: number;
  /** Of the final trajectory. */
  readonly path_m: number;
}

export interface MapLogOptions {
  /** Of the map that comes out. SLAM matches in cells of its own size, so the trajectory is the same for all. */
  readonly resolution_m: number;
  /** False: the log's odometry is not used, the scans alone must do. Absent: it is used if it ever moves. */
  readonly odometry?: boolean;
}

/** What holds for all of a log, and must be known before its first record is used. */
export interface LogSurvey {
  readonly T_base_lidar: SE2;
  /** Whether odometry tells of motion: a log made without wheels has no poses, or the same one throughout. */
  readonly hasOdometry: boolean;
  readonly duration_s: number;
}

/**
 * Drives the same SLAM that runs on the robot with a log's records, as fast as it goes.
 * @returns `undefined` for a log without scans
 */
export function mapLog(records: readonly LogRecord[], options: MapLogOptions): MappedLog | undefined {
  const survey = surveyOf(records);
  if (survey === undefined) return undefined;
  const run = new LogRun(survey, options);
  for (const record of records) run.add(record);
  return run.finish();
}

/** `mapLog` for records that come one after the other, so that a long log is not in memory beside its map. */
export async function mapLogStream(
  records: AsyncIterable<LogRecord>,
  survey: LogSurvey,
  options: MapLogOptions,
): Promise<MappedLog> {
  const run = new LogRun(survey, options);
  for await (const record of records) run.add(record);
  return run.finish();
}

/** Slices of what looks back after a scan, for the time since the last one: as on the robot, whose timer gives 20 a second. */
const WORK_PER_S = 20;
const MIN_WORK = 4;
const MAX_WORK = 100;

/** One pass of SLAM over a log, record by record. */
class LogRun {
  readonly #slam: Slam;
  readonly #poses: ScanPoses;
  /** What stands in for odometry; absent when the log's own is used. */
  readonly #motion: ScanOnlyMotion | undefined;
  /** Scans whose odometry is still to come, oldest first. */
  readonly #waiting: ScanRecord[] = [];
  readonly #refusals = new Map<string, number>();
  /** The scans that SLAM drew, by their number in the log; kept only for a map in other cells than SLAM's. */
  readonly #drawn: { readonly index: number; readonly scan: ScanRecord }[] = [];
  readonly #survey: LogSurvey;
  readonly #resolution_m: number;
  #scans = 0;
  /** When the last scan was taken. */
  #last_s = Number.POSITIVE_INFINITY;
  #unmatched = 0;
  #corrections = 0;

  constructor(survey: LogSurvey, { resolution_m, odometry }: MapLogOptions) {
    const { T_base_lidar } = survey;
    this.#survey = survey;
    this.#resolution_m = resolution_m;
    this.#motion = (odometry ?? survey.hasOdometry) ? undefined : new ScanOnlyMotion();
    this.#slam = new Slam({
      projector: { T_base_lidar },
      keepTrajectory: true,
      canBeCarried: false,
      ...(this.#motion && { odometry: scanOnlyNoise, match: scanOnlyMatch }),
    });
    this.#poses = new ScanPoses(this.#slam);
  }

  add(record: LogRecord): void {
    if (this.#motion === undefined && record.T_odom_base !== undefined)
      this.#addOdometry(record.stamp_s, record.T_odom_base);
    if (record.kind === 'scan') {
      this.#scans++;
      this.#waiting.push(record);
    }
    while (this.#waiting.length > 0 && this.#take(this.#waiting[0])) this.#waiting.shift();
  }

  /** Ends what is under way and tells what came of it all. */
  finish(): MappedLog {
    for (const scan of this.#waiting) this.#refuse(scan, 'awaitingOdometry');
    this.#corrections += this.#slam.finish().length;
    const trajectory = this.#poses.final(this.#slam.trajectory());
    return {
      map: this.#draw(trajectory),
      trajectory,
      online: this.#poses.online,
      scans: this.#scans,
      refused: [...this.#refusals.values()].reduce((sum, n) => sum + n, 0),
      refusals: [...this.#refusals].map(([why, n]) => `${n} ${why}`).join(', ') || 'none refused',
      unmatched: this.#unmatched,
      outsideOdometry: this.#poses.outside,
      loops: this.#slam.loops,
      corrections: this.#corrections,
      checksum: this.#slam.checksum(),
      floor: this.#slam.store(),
      usesOdometry: this.#motion === undefined,
      duration_s: this.#survey.duration_s,
      path_m: lengthOf(trajectory),
    };
  }

  /** SLAM's own map; in cells of another size than it matches in, drawn again from the same scans where they now stand. */
  #draw(trajectory: readonly StampedPose[]): OccupancyGrid | undefined {
    if (!this.#drawsAgain) return this.#slam.map();
    const placed = this.#drawn.map(({ index, scan }) => ({ scan, T_map_base: trajectory[index].T }));
    return drawMap(placed, this.#survey.T_base_lidar, (stamp_s) => this.#poses.odometryAt(stamp_s), this.#resolution_m);
  }

  get #drawsAgain(): boolean {
    return this.#resolution_m !== defaultOccupancyMapOptions.resolution_m;
  }

  #addOdometry(stamp_s: number, T_odom_base: SE2): void {
    this.#slam.addOdometry(stamp_s, T_odom_base);
    this.#poses.addOdometry(stamp_s, T_odom_base);
  }

  /** False when odometry doesn't reach the scan's end yet. */
  #take(scan: ScanRecord): boolean {
    const result = this.#match(scan);
    if (!result.ok && result.reason === 'awaitingOdometry') return false;
    if (this.#drawsAgain && result.ok && result.changed !== undefined)
      this.#drawn.push({ index: this.#poses.online.length, scan });
    if (result.ok) this.#poses.note(scan.stamp_s, result);
    else this.#refuse(scan, result.reason);
    if (result.ok && !result.matched) this.#unmatched++;
    this.#lookBack(scan.stamp_s);
    return true;
  }

  #lookBack(stamp_s: number): void {
    const slices = Math.min(MAX_WORK, Math.max(MIN_WORK, Math.round(WORK_PER_S * (stamp_s - this.#last_s))));
    this.#last_s = stamp_s;
    for (let i = 0; i < slices; i++) if (this.#slam.work() !== undefined) this.#corrections++;
  }

  #match(scan: ScanRecord): ScanResult {
    if (this.#motion === undefined) return this.#slam.addScan(scan);
    for (const { stamp_s, T } of this.#motion.predict(scan)) this.#addOdometry(stamp_s, T);
    const { T_map_odom } = this.#slam;
    const result = this.#slam.addScan(scan);
    if (result.ok) this.#motion.learn(result.matched, T_map_odom, result.T_map_odom);
    return result;
  }

  #refuse({ stamp_s }: ScanRecord, reason: string): void {
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
    this.#poses.note(stamp_s, undefined);
  }
}

/** @returns `undefined` for a log without scans */
function surveyOf(records: readonly LogRecord[]): LogSurvey | undefined {
  const first = records.find((record): record is LogScan => record.kind === 'scan');
  if (first === undefined) return undefined;
  const duration_s = records[records.length - 1].stamp_s - records[0].stamp_s;
  const watch = new MotionWatch();
  for (const { T_odom_base } of records) watch.add(T_odom_base);
  return { T_base_lidar: first.T_base_lidar, hasOdometry: watch.hasMoved, duration_s };
}

/** Notices the first odometry pose that differs from the others. */
export class MotionWatch {
  #first: SE2 | undefined;
  hasMoved = false;

  add(T: SE2 | undefined): void {
    this.#first ??= T;
    const first = this.#first;
    if (T !== undefined && first !== undefined)
      this.hasMoved ||= T.x !== first.x || T.y !== first.y || T.theta !== first.theta;
  }
}

function lengthOf(poses: readonly StampedPose[]): number {
  return poses.reduce(
    (sum, { T }, i) => sum + (i === 0 ? 0 : hypot(T.x - poses[i - 1].T.x, T.y - poses[i - 1].T.y)),
    0,
  );
}
