import type { OccupancyGrid } from '@homebound/grid';
import { type PoseLookup, ScanProjector } from '@homebound/lidar';
import { between, compose, type SE2 } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { type CellRect, OccupancyMap, unionOf } from '@homebound/slam';
import { CliError } from './errors.ts';

/** As many as `mapPicture` draws pixels: 100 MB of map, and a gigabyte while it is being drawn. */
const MAX_CELLS = 1e8;

/** A scan and where the base was at its stamp, as far as is known at the end. */
export interface PlacedScan {
  readonly scan: ScanRecord;
  readonly T_map_base: SE2;
}

/**
 * Draws scans where they turned out to be taken: a map in cells of any size, whatever the size SLAM matches in.
 * @param T_odom_base the odometry by time, which takes out the motion during a scan
 * @returns `undefined` when there is nothing to draw; throws CliError for more cells than a picture can hold
 */
export function drawMap(
  scans: Iterable<PlacedScan>,
  T_base_lidar: SE2,
  T_odom_base: PoseLookup,
  resolution_m: number,
): OccupancyGrid | undefined {
  // Nothing is matched to it: no distances but to the next cell, so that cells may be as fine as one likes.
  const map = new OccupancyMap({ resolution_m, truncation_m: resolution_m });
  let seen: CellRect | undefined;
  const projector = new ScanProjector({ T_base_lidar });
  for (const { scan, T_map_base } of scans) {
    const points = projector.project(scan, T_odom_base);
    const T_odom_begin = T_odom_base(scan.stamp_s);
    const T_odom_end = points && T_odom_base(points.stamp_s);
    if (points === undefined || T_odom_begin === undefined || T_odom_end === undefined) continue;
    seen = unionOf(seen, map.insertLater(points, compose(T_map_base, between(T_odom_begin, T_odom_end))));
    checkSize(seen, resolution_m);
  }
  const content = map.content();
  return content && map.region(content);
}

function checkSize(seen: CellRect | undefined, resolution_m: number): void {
  if (seen === undefined) return;
  const width = seen.maxIx - seen.minIx + 1;
  const height = seen.maxIy - seen.minIy + 1;
  if (width * height > MAX_CELLS)
    throw new CliError(
      `--resolution ${resolution_m}: the map would have ${width} x ${height} cells or more; choose larger ones, at most 1e8 are drawn`,
    );
}
