import type { SE2 } from '@homebound/math';
import type { CellRect } from './map/tileMap.ts';
import type { ScanMatch } from './match/scanMatcher.ts';

/** What a scan told. All poses hold at `stamp_s`. */
export interface SlamUpdate {
  readonly ok: true;
  /** The time of the scan's last beam. */
  readonly stamp_s: number;
  readonly T_map_base: SE2;
  /** The correction of the odometry frame: what REP-105 publishes as map → odom. May jump. */
  readonly T_map_odom: SE2;
  /** Of x, y, theta of T_map_base in the map frame: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** Heading in the map frame along which only odometry holds the pose (a corridor), rad in [0, pi); absent when the scan holds it. */
  readonly weakDirection_rad: number | undefined;
  /** False when scan and map disagree so much that the pose is odometry's. A scan in doubt is not drawn. */
  readonly matched: boolean;
  /** Share of the points in seen space that lie on something the map knows, and share that lies in seen space at all. */
  readonly inlierRatio: number;
  readonly overlap: number;
  /** Root mean square distance of the points to the map, robustly weighted, m. */
  readonly rms_m: number;
  readonly iterations: number;
  /** Whether the iteration came to rest. */
  readonly converged: boolean;
  /** Whether the first match was in doubt and a search around it followed. */
  readonly searched: boolean;
  /** The cells that may have changed; absent when the scan wasn't drawn. */
  readonly changed: CellRect | undefined;
}

/**
 * Why a scan gave nothing. The pose goes on by odometry all the same.
 * - `awaitingOdometry`: odometry doesn't reach the scan's end yet; offer it again after the next `addOdometry`.
 * - `beforeOdometry`: the scan began before the oldest odometry kept (or before any).
 * - `outOfOrder`: not newer than the last scan taken.
 * - `tooFewReturns`: fewer returns than `minReturns` (all NaN, lidar covered, open space).
 * - `lifted`: the robot is in somebody's hands.
 * - `lost`: it does not know where it is (yet); there is no pose in the map until it does.
 */
export type ScanRefusal = 'awaitingOdometry' | 'beforeOdometry' | 'outOfOrder' | 'tooFewReturns' | 'lifted' | 'lost';

export type ScanResult = SlamUpdate | { readonly ok: false; readonly reason: ScanRefusal };

/** What of a match is told. */
export function asEvidence({
  T_map_base,
  matched,
  inlierRatio,
  overlap,
  rms_m,
  iterations,
  converged,
  searched,
}: ScanMatch) {
  return { T_map_base, matched, inlierRatio, overlap, rms_m, iterations, converged, searched };
}
