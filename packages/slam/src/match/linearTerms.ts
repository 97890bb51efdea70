import type { SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';

/** Count of the sums of one Gauss-Newton step. */
export const TERMS = 11;

/** Where the sums stand. J is the derivative of a point's residual d by x, y, theta of T_map_base; w its robust weight. */
export const LinearTerm = {
  /** H = sum w J^T J, upper triangle: xx, xy, xt, yy, yt, tt. */
  H: 0,
  /** g = sum w J^T d: x, y, t. */
  g: 6,
  /** sum w d², m². */
  cost: 9,
  /** sum w. */
  weight: 10,
} as const;

/**
 * Sums of one Gauss-Newton step that pulls a scan onto the map's occupied cells.
 *
 * @param pts_base     points in the base frame, m, interleaved, shape [n, 2]
 * @param normals_base unit normals of the surfaces that the points lie on, 0, 0 for none; see `fitNormals`
 * @param scale_m      a point at this distance weighs half: w = 1 / (1 + d² / scale²)
 * @param out          receives `TERMS` sums
 * @param reach_cells  how far noise spreads a wall to either side
 */
export type Lineariser = (
  map: OccupancyMap,
  pts_base: Float64Array,
  normals_base: Float64Array,
  n: number,
  T_map_base: SE2,
  scale_m: number,
  out: Float64Array,
  reach_cells: number,
) => void;
