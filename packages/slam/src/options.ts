import { defaultProjectorOptions, type ProjectorOptions } from '@homebound/lidar';
import type { SE2 } from '@homebound/math';
import { type BackEndOptions, defaultBackEndOptions } from './backend/options.ts';
import { defaultOccupancyMapOptions, type OccupancyMapOptions } from './map/occupancyMap.ts';

/** How far odometry may be off after a motion, one standard deviation: a share of the way and turn, and a floor. */
export interface OdometryNoise {
  /** m per m driven. */
  readonly slipPerMetre: number;
  /** rad per rad turned. */
  readonly turnPerTurn: number;
  /** rad per m driven: wheels of unequal size, rug pile. */
  readonly turnPerMetre: number;
  /** m and rad that a match may move the pose even when the wheels stood still. */
  readonly floor_m: number;
  readonly floor_rad: number;
}

export interface MatchOptions {
  /** Distance at which a point weighs half in the far-reaching steps: people and moved chairs pull with less. */
  readonly robustScale_m: number;
  /** The same in the precise steps: some standard deviations of a lidar's range. */
  readonly surfaceScale_m: number;
  /** Standard deviation of one point's distance. Wider than a lidar's noise, since neighbouring beams err alike. */
  readonly pointNoise_m: number;
  /** The iteration ends when a step is below both. 0.1 mm at the base, 1 mm at 10 m. */
  readonly stopStep_m: number;
  readonly stopStep_rad: number;
  readonly maxIterations: number;
  /** A point is an inlier within this distance of an occupied cell: two cells. */
  readonly inlier_m: number;
  /** Below this part of the usual share of inliers the gradient result is in doubt, and a search around the prediction follows. */
  readonly doubtBelow: number;
  /** Below this share, after the search too, the scan is not believed: the pose follows odometry and nothing is drawn. */
  readonly refuseBelow: number;
  /** Half widths of the search around the prediction. */
  readonly search_m: number;
  readonly search_rad: number;
}

export interface SlamOptions {
  /** Where the lidar sits and what of its scans is used. */
  readonly projector: Partial<ProjectorOptions>;
  readonly map: Partial<OccupancyMapOptions>;
  readonly match: Partial<MatchOptions>;
  readonly odometry: Partial<OdometryNoise>;
  readonly backEnd: Partial<BackEndOptions>;
  /** Whether every scan's pose is kept for `trajectory()`: for logs, since it grows for ever. */
  readonly keepTrajectory: boolean;
  /** Whether somebody may carry the robot off, so that a place which scans speak against is given up. In a recorded log nobody does. */
  readonly canBeCarried: boolean;
  /** A scan is drawn into the map after this much motion since the last one drawn: standing adds nothing, and only clears what is gone. */
  readonly drawStep_m: number;
  readonly drawTurn_rad: number;
  /** Scans with fewer returns are refused. */
  readonly minReturns: number;
  /** A scan that ends this long after the newest odometry is taken with the last motion continued; later, it must wait. */
  readonly extrapolate_s: number;
  /** How long odometry is kept: longer than any scan is late. */
  readonly keepOdometry_s: number;
  /** The base in the map at the first odometry pose; absent = the map starts there. */
  readonly T_map_start: SE2 | undefined;
}

export const defaultOdometryNoise: OdometryNoise = {
  slipPerMetre: 0.1,
  turnPerTurn: 0.3,
  turnPerMetre: 0.1,
  floor_m: 0.02,
  floor_rad: 0.05,
};

export const defaultMatchOptions: MatchOptions = {
  robustScale_m: 0.15,
  surfaceScale_m: 0.05,
  pointNoise_m: 0.05,
  stopStep_m: 1e-4,
  stopStep_rad: 1e-4,
  maxIterations: 25,
  inlier_m: 0.1,
  doubtBelow: 0.85,
  refuseBelow: 0.35,
  search_m: 0.3,
  search_rad: 0.35,
};

export const defaultSlamOptions: SlamOptions = {
  projector: defaultProjectorOptions,
  map: defaultOccupancyMapOptions,
  match: defaultMatchOptions,
  odometry: defaultOdometryNoise,
  backEnd: defaultBackEndOptions,
  keepTrajectory: false,
  canBeCarried: true,
  drawStep_m: 0.05,
  drawTurn_rad: 0.05,
  minReturns: 20,
  extrapolate_s: 0.05,
  keepOdometry_s: 10,
  T_map_start: undefined,
};

/** Throws RangeError for an option that can't be. */
export function checkOptions(
  { drawStep_m, drawTurn_rad, minReturns, extrapolate_s }: SlamOptions,
  { floor_m, floor_rad }: OdometryNoise,
): void {
  if (!(floor_m > 0 && floor_rad > 0))
    throw new RangeError(
      `Cannot build SLAM: odometry.floor_m and floor_rad must be > 0, got ${floor_m}, ${floor_rad}; a scan that is matched moves a robot at rest a little`,
    );
  if (!(drawStep_m >= 0 && drawTurn_rad >= 0))
    throw new RangeError(
      `Cannot build SLAM: drawStep_m and drawTurn_rad must be >= 0, got ${drawStep_m}, ${drawTurn_rad}`,
    );
  if (!(minReturns >= 3)) throw new RangeError(`Cannot build SLAM: minReturns must be >= 3, got ${minReturns}`);
  if (!(extrapolate_s >= 0 && extrapolate_s <= 0.2))
    throw new RangeError(`Cannot build SLAM: extrapolate_s must be in [0, 0.2], got ${extrapolate_s}`);
}
