import { cos, type SE2, sin } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';

/** How well a scan fits the map at a pose. */
export interface MatchEvidence {
  /** Share of the points in seen space that lie on something: in [0, 1]; 1 when none lies in seen space. */
  readonly inlierRatio: number;
  /** Share of the points that lie in seen space at all: in [0, 1]. */
  readonly overlap: number;
}

/**
 * Counts the points that lie within `inlier_m` of an occupied cell among those that fall where the map knows anything:
 * a new room behind a door is no evidence against the pose.
 */
export function weighEvidence(
  map: OccupancyMap,
  pts_base: Float64Array,
  n: number,
  T_map_base: SE2,
  inlier_m: number,
): MatchEvidence {
  const { tiles, rings } = map;
  const { nearest, counts } = tiles;
  const inv = 1 / tiles.resolution_m;
  const c = cos(T_map_base.theta) * inv;
  const s = sin(T_map_base.theta) * inv;
  const tx = T_map_base.x * inv;
  const ty = T_map_base.y * inv;
  const limit = inlier_m * inv;
  let inliers = 0;
  let seen = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const ix = Math.floor(tx + c * pts_base[i] - s * pts_base[i + 1]);
    const iy = Math.floor(ty + s * pts_base[i] + c * pts_base[i + 1]);
    const at = tiles.at(ix, iy);
    if (rings.distance[nearest[at]] <= limit) inliers++;
    else if (counts[at] === 0) continue;
    seen++;
  }
  return { inlierRatio: seen === 0 ? 1 : inliers / seen, overlap: n === 0 ? 0 : seen / n };
}
