import type { OccupancyGrid } from '@homebound/grid';
import { ScanProjector } from '@homebound/lidar';
import { angleDiff, cos, hypot, PoseBuffer, type SE2, type StampedPose, sin } from '@homebound/math';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';

/** A scan is kept after this much motion, as SLAM draws it. */
const KEEP_STEP_M = 0.05;
const KEEP_TURN_RAD = 0.05;

interface KeptScan {
  readonly stamp_s: number;
  readonly pts_base: Float32Array;
}

/** What ended in each cell of a map, shape [cells]. All means in the map frame, m; 0 where nothing ended. */
export interface CellEnds {
  readonly count: Uint32Array;
  /** Mean end point: where in the cell the wall is. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Mean of how far the end points lie from where the same readings end from the true poses. */
  readonly offX: Float64Array;
  readonly offY: Float64Array;
}

/**
 * The end points of a run's scans, de-skewed by odometry as SLAM does it, kept to find out where in its cells a map's
 * walls are: placed at the poses that SLAM gives them in the end, their mean in each cell is the wall.
 */
export class EndPoints {
  readonly #projector: ScanProjector;
  readonly #odometry = new PoseBuffer(10);
  readonly #kept: KeptScan[] = [];
  #T_odom_kept: SE2 | undefined;

  constructor({ lidar }: RobotGeometry) {
    this.#projector = new ScanProjector({ T_base_lidar: { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad } });
  }

  addOdometry(stamp_s: number, T_odom_base: SE2): void {
    this.#odometry.add(stamp_s, T_odom_base);
  }

  /** Keeps a scan if the robot moved enough since the last. */
  addScan(scan: ScanRecord): void {
    const lookup = (stamp_s: number) => this.#odometry.at(stamp_s, 0.05);
    const points = this.#projector.project(scan, lookup);
    const T_odom_base = points && lookup(points.stamp_s);
    if (points === undefined || T_odom_base === undefined || !this.#hasMoved(T_odom_base)) return;
    this.#T_odom_kept = T_odom_base;
    this.#kept.push({
      stamp_s: points.stamp_s,
      pts_base: Float32Array.from(points.pts_base.subarray(0, 2 * points.hits)),
    });
  }

  /**
   * What ended in each cell of a map.
   * @param trajectory poses of the scans in the map frame; scans without a pose are left out
   * @param truthAt    the true base in the map frame at a time
   */
  endsIn(
    map: OccupancyGrid,
    trajectory: readonly StampedPose[],
    truthAt: (stamp_s: number) => SE2 | undefined,
  ): CellEnds {
    const poseOf = new Map(trajectory.map(({ stamp_s, T }) => [stamp_s, T]));
    const n = map.data.length;
    const ends: CellEnds = {
      count: new Uint32Array(n),
      x: new Float64Array(n),
      y: new Float64Array(n),
      offX: new Float64Array(n),
      offY: new Float64Array(n),
    };
    for (const { stamp_s, pts_base } of this.#kept) {
      const T_map_base = poseOf.get(stamp_s);
      const T_map_true = truthAt(stamp_s);
      if (T_map_base !== undefined && T_map_true !== undefined) addEnds(ends, map, pts_base, T_map_base, T_map_true);
    }
    return ends;
  }

  #hasMoved({ x, y, theta }: SE2): boolean {
    const last = this.#T_odom_kept;
    if (last === undefined || hypot(x - last.x, y - last.y) >= KEEP_STEP_M) return true;
    return Math.abs(angleDiff(theta, last.theta)) >= KEEP_TURN_RAD;
  }
}

/** Fewer end points than this in a cell may be noise. */
const FEW = 3;

/**
 * Gives the cells in which next to nothing ended what ended there by other poses: those that SLAM had before it corrected
 * them. A wall that a correction left standing at its old place is so known for what it is.
 */
export function fillFrom(ends: CellEnds, older: CellEnds): void {
  for (let i = 0; i < ends.count.length; i++) {
    if (ends.count[i] >= FEW || older.count[i] < FEW) continue;
    ends.count[i] = older.count[i];
    ends.x[i] = older.x[i];
    ends.y[i] = older.y[i];
    ends.offX[i] = older.offX[i];
    ends.offY[i] = older.offY[i];
  }
}

/** Adds a scan's end points to the running means of their cells. */
function addEnds(ends: CellEnds, map: OccupancyGrid, pts_base: Float32Array, T: SE2, T_true: SE2): void {
  const { width, height, originX_m, originY_m } = map;
  const inverse = 1 / map.resolution_m;
  const [c, s] = [cos(T.theta), sin(T.theta)];
  const [cTrue, sTrue] = [cos(T_true.theta), sin(T_true.theta)];
  for (let i = 0; i < pts_base.length; i += 2) {
    const px = pts_base[i];
    const py = pts_base[i + 1];
    const x = T.x + c * px - s * py;
    const y = T.y + s * px + c * py;
    const ix = Math.floor((x - originX_m) * inverse);
    const iy = Math.floor((y - originY_m) * inverse);
    if (ix < 0 || iy < 0 || ix >= width || iy >= height) continue;
    const at = iy * width + ix;
    const share = 1 / ++ends.count[at];
    ends.x[at] += share * (x - ends.x[at]);
    ends.y[at] += share * (y - ends.y[at]);
    ends.offX[at] += share * (x - (T_true.x + cTrue * px - sTrue * py) - ends.offX[at]);
    ends.offY[at] += share * (y - (T_true.y + sTrue * px + cTrue * py) - ends.offY[at]);
  }
}
