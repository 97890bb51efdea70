import type { CarmenRecord, LoggedScan } from '@homebound/formats';
import { type ScanPoints, ScanProjector } from '@homebound/lidar';
import { atan2, hypot, inverse, PoseBuffer, type SE2, transformInto } from '@homebound/math';
import { defaultGeometry, type ScanRecord, type SensorRecord } from '@homebound/robot';
import { Odometry } from '@homebound/slam';

/** One odometry line in so many steps: 10 Hz, as robots of those logs wrote. */
const ODOMETRY_EVERY = 5;

/**
 * Turns a body's records into what CARMEN knows: odometry poses (wheels and gyro fused) and scans of one instant. Since the
 * format has no time per beam, scans are de-skewed by odometry to their last beam, as other systems' drivers would do.
 */
export class CarmenRecorder {
  readonly records: CarmenRecord[] = [];
  readonly scanStamps: number[] = [];
  readonly #odometry = new Odometry({ wheelBase_m: defaultGeometry.wheelBase_m });
  readonly #poses = new PoseBuffer(10);
  readonly #lookup = (stamp_s: number) => this.#poses.at(stamp_s);
  readonly #T_base_lidar: SE2;
  readonly #projector: ScanProjector;
  readonly #waiting: ScanRecord[] = [];
  #states = 0;

  constructor() {
    const { lidar } = defaultGeometry;
    this.#T_base_lidar = { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad };
    this.#projector = new ScanProjector({ T_base_lidar: this.#T_base_lidar });
  }

  take(record: SensorRecord): void {
    if (record.kind === 'imu') this.#odometry.addImu(record);
    else if (record.kind === 'scan') this.#waiting.push(record);
    else if (record.kind === 'wheels') {
      const state = this.#odometry.addWheels(record);
      if (state === undefined) return;
      const { stamp_s, T_odom_base } = state;
      this.#poses.add(stamp_s, T_odom_base);
      for (let n = this.#waiting.length; n > 0; n--) this.#write(this.#waiting.shift()!);
      if (this.#states++ % ODOMETRY_EVERY === 0) this.records.push({ kind: 'odometry', stamp_s, T_odom_base });
    }
  }

  /** Writes a scan if odometry covers it; else keeps it until the next pose, or drops one that began before the first. */
  #write(scan: ScanRecord): void {
    const points = this.#projector.project(scan, this.#lookup);
    if (points === undefined) {
      const latest_s = this.#poses.latest?.stamp_s ?? Number.NEGATIVE_INFINITY;
      if (scan.stamp_s + scan.scanTime_s > latest_s) this.#waiting.push(scan);
      return;
    }
    // To the microsecond, as it is written: relations find their scans by it.
    const stamp_s = Math.round(points.stamp_s * 1e6) / 1e6;
    this.scanStamps.push(stamp_s);
    this.records.push({
      ...scan,
      stamp_s,
      timeIncrement_s: 0,
      scanTime_s: 0,
      ranges_m: sorted(points, scan, this.#T_base_lidar),
      T_odom_base: this.#lookup(points.stamp_s)!,
      T_base_lidar: this.#T_base_lidar,
    } satisfies LoggedScan);
  }
}

/** Points as readings of the scan's own beams: the nearest of each beam's; +Inf where only misses went, NaN where nothing. */
function sorted({ hits, misses, pts_base }: ScanPoints, scan: ScanRecord, T_base_lidar: SE2): Float32Array {
  const n = scan.ranges_m.length;
  const ranges_m = new Float32Array(n).fill(Number.NaN);
  const pts_lidar = new Float64Array(2 * (hits + misses));
  transformInto(pts_lidar, inverse(T_base_lidar), pts_base, hits + misses);
  for (let i = 0; i < hits + misses; i++) {
    const [x, y] = [pts_lidar[2 * i], pts_lidar[2 * i + 1]];
    const turns = (atan2(y, x) - scan.angleMin_rad) / scan.angleIncrement_rad;
    const beam = ((Math.round(turns) % n) + n) % n;
    const r = i < hits ? hypot(x, y) : Number.POSITIVE_INFINITY;
    if (Number.isNaN(ranges_m[beam]) || r < ranges_m[beam]) ranges_m[beam] = r;
  }
  return ranges_m;
}
