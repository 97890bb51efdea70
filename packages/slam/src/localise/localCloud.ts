import type { ScanPoints } from '@homebound/lidar';
import { angleDiff, between, hypot, type SE2, transformInto } from '@homebound/math';
import { fitNormals } from '../match/normals.ts';
import type { SeenCloud } from './judgePlace.ts';
import { pickSpread } from './samplePoints.ts';

export interface LocalCloudOptions {
  /** A scan is kept when the base has moved this much since the last kept one. */
  readonly step_m: number;
  readonly turn_rad: number;
  /** Scans are forgotten when this much way lies behind them, a turn counting as way: odometry bends what is older. */
  readonly keepWay_m: number;
  readonly wayPerTurn_mprad: number;
  /** One point is kept a square of this side and scan. */
  readonly voxel_m: number;
}

export const defaultLocalCloudOptions: LocalCloudOptions = {
  step_m: 0.25,
  turn_rad: 0.6,
  keepWay_m: 3,
  wayPerTurn_mprad: 0.3,
  voxel_m: 0.08,
};

interface KeptScan {
  readonly T_local_base: SE2;
  /** Way driven when it was taken, turns included. */
  readonly age_m: number;
  readonly n: number;
  /** In the base frame of the scan. */
  readonly pts_base: Float64Array;
  readonly normals_base: Float64Array;
  readonly origins_base: Float64Array;
}

/**
 * What was seen on the last metres driven, as one cloud: a few kept scans and the newest one. `local` is any frame in which
 * the base's pose is smooth: odometry, or a small map drawn since the robot is lost.
 */
export class LocalCloud {
  readonly #options: LocalCloudOptions;
  #kept: KeptScan[] = [];
  #newest: KeptScan | undefined;
  #way_m = 0;
  #age_m = 0;
  #normals = new Float64Array(0);

  constructor(options: Partial<LocalCloudOptions> = {}) {
    this.#options = { ...defaultLocalCloudOptions, ...options };
  }

  /** Way driven since the first scan, m. */
  get way_m(): number {
    return this.#way_m;
  }

  /** Takes a scan; returns whether it was kept as one that shows something new. */
  add(points: ScanPoints, T_local_base: SE2): boolean {
    const { step_m, turn_rad, keepWay_m, wayPerTurn_mprad } = this.#options;
    const before = this.#newest?.T_local_base ?? T_local_base;
    const driven_m = hypot(T_local_base.x - before.x, T_local_base.y - before.y);
    this.#way_m += driven_m;
    this.#age_m += driven_m + wayPerTurn_mprad * Math.abs(angleDiff(T_local_base.theta, before.theta));
    this.#newest = this.#thin(points, T_local_base);
    const last = this.#kept.at(-1)?.T_local_base;
    const isNew =
      last === undefined ||
      hypot(T_local_base.x - last.x, T_local_base.y - last.y) >= step_m ||
      Math.abs(angleDiff(T_local_base.theta, last.theta)) >= turn_rad;
    if (!isNew) return false;
    this.#kept.push(this.#newest);
    const oldest_m = this.#age_m - keepWay_m;
    this.#kept = this.#kept.filter(({ age_m }) => age_m >= oldest_m);
    return true;
  }

  /** All that is kept and the newest scan, in the base frame of the newest. */
  cloud(): SeenCloud {
    const newest = this.#newest;
    if (newest === undefined) return emptyCloud;
    const scans = this.#kept.at(-1) === newest ? this.#kept : [...this.#kept, newest];
    const n = scans.reduce((sum, scan) => sum + scan.n, 0);
    const cloud = {
      n,
      pts_base: new Float64Array(2 * n),
      normals_base: new Float64Array(2 * n),
      origins_base: new Float64Array(2 * n),
    };
    let from = 0;
    for (const scan of scans) {
      const T_base_scan = between(newest.T_local_base, scan.T_local_base);
      const turn = { x: 0, y: 0, theta: T_base_scan.theta };
      transformInto(cloud.pts_base.subarray(from), T_base_scan, scan.pts_base, scan.n);
      transformInto(cloud.origins_base.subarray(from), T_base_scan, scan.origins_base, scan.n);
      transformInto(cloud.normals_base.subarray(from), turn, scan.normals_base, scan.n);
      from += 2 * scan.n;
    }
    return cloud;
  }

  /** One return a voxel, the first in the order of beams, with its surface fitted among all of them. */
  #thin({ hits, pts_base, origins_base }: ScanPoints, T_local_base: SE2): KeptScan {
    if (this.#normals.length < 2 * hits) this.#normals = new Float64Array(2 * hits);
    fitNormals(pts_base, hits, this.#normals);
    const picked = pickSpread(pts_base, hits, this.#options.voxel_m);
    const pick = (from: Float64Array): Float64Array => {
      const out = new Float64Array(2 * picked.length);
      for (let k = 0; k < picked.length; k++) {
        out[2 * k] = from[2 * picked[k]];
        out[2 * k + 1] = from[2 * picked[k] + 1];
      }
      return out;
    };
    return {
      T_local_base,
      age_m: this.#age_m,
      n: picked.length,
      pts_base: pick(pts_base),
      normals_base: pick(this.#normals),
      origins_base: pick(origins_base),
    };
  }
}

const emptyCloud: SeenCloud = {
  n: 0,
  pts_base: new Float64Array(0),
  normals_base: new Float64Array(0),
  origins_base: new Float64Array(0),
};
