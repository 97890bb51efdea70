import { decodeHomeMap, encodeHomeMap } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import type { SE2, StampedPose } from '@homebound/math';
import type { RobotGeometry, ScanRecord, SensorRecord } from '@homebound/robot';
import { Odometry, Slam, type SlamOptions, type SlamUpdate, type StoredFloor } from '@homebound/slam';

/** Scans that may wait for the odometry of their last beams, as in the SLAM node. */
const MAX_WAITING = 2;
/** So long without a match, and the place counts as lost. */
const LOST_AFTER_S = 1;

/** What SLAM made of one scan. */
export type OnScan = (scan: ScanRecord, update: SlamUpdate) => void;

/**
 * The SLAM that is judged, fed with a body's records as the nodes feed it. All calls of the benchmark to `@homebound/slam`
 * stand here. Keeps the online poses, what was refused and what it cost.
 */
export class HomeSlam {
  /** Poses of the scans that matched, as they were told at the time. */
  readonly online: StampedPose[] = [];
  readonly refused: Record<string, number> = {};
  scans = 0;
  unmatched = 0;
  searched = 0;
  /** Times that SLAM said that it is lost, or that no scan matched for LOST_AFTER_S. */
  lostEvents = 0;
  /** Times that the map was drawn anew. */
  corrections = 0;
  cpu_us = 0;
  worstScan_us = 0;
  readonly #geometry: RobotGeometry;
  readonly #options: Partial<SlamOptions>;
  #odometry: Odometry;
  #slam: Slam;
  readonly #onOdometry: (stamp_s: number, T_odom_base: SE2) => void;
  readonly #onScan: OnScan;
  readonly #waiting: ScanRecord[] = [];
  #lastMatch_s = Number.NaN;
  #lost = false;

  constructor(
    geometry: RobotGeometry,
    onScan: OnScan = () => {},
    onOdometry: (stamp_s: number, T_odom_base: SE2) => void = () => {},
    options: Partial<SlamOptions> = { keepTrajectory: true },
    floors: readonly StoredFloor[] = [],
  ) {
    this.#geometry = geometry;
    this.#options = options;
    this.#odometry = new Odometry({ wheelBase_m: geometry.wheelBase_m });
    this.#slam = this.#start(floors);
    this.#onScan = onScan;
    this.#onOdometry = onOdometry;
  }

  get isLost(): boolean {
    return this.#lost || this.#slam.place === 'lost';
  }

  /** Places that the map hangs on. */
  get keyFrames(): number {
    return this.#slam.store().nodes.stamps_s.length;
  }

  /** Whether SLAM itself says that it knows where it is. */
  get place(): Slam['place'] {
    return this.#slam.place;
  }

  /** The map with its graph, as it is kept from run to run; call `finish` first. */
  store(): StoredFloor {
    return this.#slam.store();
  }

  /** Switched off and on again where it stands: what was stored passes through a file's bytes, and it wakes up not knowing where. */
  restart(): void {
    const meta = { name: 'home', id: 'home', created_s: 0, changed_s: 0, appVersion: '0', epoch: 0, revision: 0 };
    const stored = this.#slam.store();
    const file = encodeHomeMap({ ...stored, meta: { ...meta, resolution_m: stored.resolution_m }, extras: [] });
    const { grid, nodes, edges, scans } = decodeHomeMap(file);
    this.#odometry = new Odometry({ wheelBase_m: this.#geometry.wheelBase_m });
    this.#waiting.length = 0;
    // That it does not know where it is then is no failure.
    this.#lost = true;
    this.#slam = this.#start([{ resolution_m: stored.resolution_m, grid, nodes, edges, scans }]);
  }

  take(record: SensorRecord): void {
    const before = process.cpuUsage();
    if (record.kind === 'imu') this.#odometry.addImu(record);
    else if (record.kind === 'wheels') this.#takeWheels(record);
    else if (record.kind === 'scan') this.#takeScan(record);
    const { user, system } = process.cpuUsage(before);
    this.cpu_us += user + system;
    if (record.kind === 'scan') this.worstScan_us = Math.max(this.worstScan_us, user + system);
  }

  /** Ends the work that goes on behind the scans; the trajectory and the map are final then. */
  finish(): void {
    this.corrections += this.#slam.finish().length;
  }

  /** The poses as known now, corrected by all that was seen since. */
  trajectory(): readonly StampedPose[] {
    const corrected = this.#slam.trajectory();
    return corrected.length > 0 ? corrected : this.online;
  }

  /** Lets go of the poses told so far, so that a series of runs is not weighed by them. */
  forgetTrajectory(): void {
    this.online.length = 0;
    this.#slam.forgetTrajectory();
  }

  map(): OccupancyGrid {
    const map = this.#slam.map();
    if (map === undefined) throw new Error('SLAM has drawn no map: no scan was taken');
    return map;
  }

  checksum(): number {
    return this.#slam.checksum();
  }

  #start(floors: readonly StoredFloor[]): Slam {
    const { x_m, y_m, yaw_rad } = this.#geometry.lidar;
    return new Slam(
      {
        projector: { T_base_lidar: { x: x_m, y: y_m, theta: yaw_rad } },
        map: { resolution_m: 0.025 },
        ...this.#options,
      },
      floors,
    );
  }

  #takeWheels(record: Extract<SensorRecord, { kind: 'wheels' }>): void {
    const state = this.#odometry.addWheels(record);
    if (state === undefined) return;
    this.#slam.addOdometry(state.stamp_s, state.T_odom_base, state.covariance);
    this.#onOdometry(state.stamp_s, state.T_odom_base);
    if (this.#waiting.length > 0) this.#work();
  }

  #takeScan(scan: ScanRecord): void {
    this.scans++;
    this.#waiting.push(scan);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#count('overrun');
    }
    this.#work();
  }

  #work(): void {
    for (let n = this.#waiting.length; n > 0; n--) {
      const scan = this.#waiting.shift()!;
      const update = this.#slam.addScan(scan);
      if (this.#slam.work() !== undefined) this.corrections++;
      if (update.ok) this.#note(scan, update);
      else if (update.reason === 'awaitingOdometry') this.#waiting.push(scan);
      else this.#refuse(update.reason);
    }
  }

  #note(scan: ScanRecord, update: SlamUpdate): void {
    if (Number.isNaN(this.#lastMatch_s)) this.#lastMatch_s = update.stamp_s;
    if (update.searched) this.searched++;
    if (update.matched) {
      this.#lastMatch_s = update.stamp_s;
      this.#lost = false;
      this.online.push({ stamp_s: update.stamp_s, T: update.T_map_base });
    } else {
      this.unmatched++;
      if (!this.#lost && update.stamp_s - this.#lastMatch_s > LOST_AFTER_S) {
        this.#lost = true;
        this.lostEvents++;
      }
    }
    this.#onScan(scan, update);
  }

  #refuse(reason: string): void {
    this.#count(reason);
    if (reason !== 'lost' || this.#lost) return;
    this.#lost = true;
    this.lostEvents++;
  }

  #count(reason: string): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + 1;
  }
}
