import { cos, type PoseBuffer, type SE2, sin } from '@homebound/math';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';
import { smoothRange } from './smoothRange.ts';

/** Points near the robot, m, interleaved; the first `n` pairs of `xy` are valid. */
export interface NearPoints {
  readonly xy: Float64Array;
  readonly n: number;
}

/** What the latest scan looked at, seen from the base: from a bearing on to the left. A lidar that sees all around has 2 pi. */
export interface ScanView {
  readonly stamp_s: number;
  readonly from_rad: number;
  readonly width_rad: number;
}

/** Beams that share one pose: at 1.9 rad/s, 5 Hz and 360 beams the robot turns 0.5° in eight of them. */
const BEAMS_PER_POSE = 8;

/**
 * The near part of the latest scan, each beam placed by the pose that the robot had at its time.
 * Points are kept in odom, so that they stay right while the robot moves on.
 */
export class NearScan {
  readonly #geometry: RobotGeometry;
  /** Returns farther than this from the lidar are left out, from the next scan on, m. */
  reach_m: number;
  /** m that the lidar's ranges are too long, near the robot. */
  bias_m = 0;
  #odom = new Float64Array(0);
  #base = new Float64Array(0);
  #n = 0;
  #view_odom: ScanView | undefined;

  constructor(geometry: RobotGeometry, reach_m: number) {
    this.#geometry = geometry;
    this.reach_m = reach_m;
  }

  /** Takes a scan in. Returns false, and keeps the last one, when the poses at its time are not known. */
  add(scan: ScanRecord, poses_odom: PoseBuffer): boolean {
    const { ranges_m, angleMin_rad, angleIncrement_rad, timeIncrement_s, stamp_s } = scan;
    const beams = ranges_m.length;
    const last_s = stamp_s + Math.max(0, beams - 1) * timeIncrement_s;
    if (poses_odom.at(stamp_s) === undefined || poses_odom.at(last_s, 0.1) === undefined) return false;
    if (this.#odom.length < 2 * beams) {
      this.#odom = new Float64Array(2 * beams);
      this.#base = new Float64Array(2 * beams);
    }
    const { x_m, y_m, yaw_rad } = this.#geometry.lidar;
    const out = this.#odom;
    const max_m = Math.min(this.reach_m, scan.rangeMax_m);
    let n = 0;
    for (let from = 0; from < beams; from += BEAMS_PER_POSE) {
      const to = Math.min(from + BEAMS_PER_POSE, beams);
      const T = poses_odom.at(stamp_s + 0.5 * (from + to - 1) * timeIncrement_s, 0.1) as SE2;
      const c = cos(T.theta);
      const s = sin(T.theta);
      const lidarX = T.x + c * x_m - s * y_m;
      const lidarY = T.y + s * x_m + c * y_m;
      for (let i = from; i < to; i++) {
        if (!(ranges_m[i] >= scan.rangeMin_m && ranges_m[i] <= max_m)) continue;
        const r = smoothRange(ranges_m, i) - this.bias_m;
        const a = T.theta + yaw_rad + angleMin_rad + i * angleIncrement_rad;
        out[2 * n] = lidarX + r * cos(a);
        out[2 * n + 1] = lidarY + r * sin(a);
        n++;
      }
    }
    this.#n = n;
    const width_rad = beams * Math.abs(angleIncrement_rad);
    const end_rad = angleMin_rad + beams * Math.min(0, angleIncrement_rad);
    const theta = (poses_odom.at(stamp_s) as SE2).theta;
    this.#view_odom = { stamp_s, from_rad: theta + yaw_rad + end_rad, width_rad };
    return true;
  }

  /** What the points are from; undefined before the first scan, and after the robot was carried. */
  viewFrom({ theta }: SE2): ScanView | undefined {
    return this.#view_odom && { ...this.#view_odom, from_rad: this.#view_odom.from_rad - theta };
  }

  /** The points as seen from a pose; the array is reused by the next call. */
  seenFrom(T_odom_base: SE2): NearPoints {
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    const { x, y } = T_odom_base;
    const odom = this.#odom;
    const base = this.#base;
    for (let i = 0; i < 2 * this.#n; i += 2) {
      const dx = odom[i] - x;
      const dy = odom[i + 1] - y;
      base[i] = c * dx + s * dy;
      base[i + 1] = -s * dx + c * dy;
    }
    return { xy: base, n: this.#n };
  }

  clear(): void {
    this.#n = 0;
    this.#view_odom = undefined;
  }
}
