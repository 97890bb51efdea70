import type { OccupancyGrid } from '@homebound/grid';
import { type PoseLookup, ScanProjector } from '@homebound/lidar';
import { between, compose, type SE2 } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { OccupancyMap } from '@homebound/slam';

/** A scan and where the base was at its stamp, as far as is known at the end. */
export interface PlacedScan {
  readonly scan: ScanRecord;
  readonly T_map_base: SE2;
}

/**
 * Draws scans where they turned out to be taken: a map in cells of any size, whatever the size SLAM matches in.
 * @param T_odom_base the odometry by time, which takes out the motion during a scan
 * @returns `undefined` when there is nothing to draw
 */
export function drawMap(
  scans: Iterable<PlacedScan>,
  T_base_lidar: SE2,
  T_odom_base: PoseLookup,
  resolution_m: number,
): OccupancyGrid | undefined {
  const map = new OccupancyMap({ resolution_m });
  const projector = new ScanProjector({ T_base_lidar });
  for (const { scan, T_map_base } of scans) {
    const points = projector.project(scan, T_odom_base);
    const T_odom_begin = T_odom_base(scan.stamp_s);
    const T_odom_end = points && T_odom_base(points.stamp_s);
    if (points === undefined || T_odom_begin === undefined || T_odom_end === undefined) continue;
    map.insertLater(points, compose(T_map_base, between(T_odom_begin, T_odom_end)));
  }
  const content = map.content();
  return content && map.region(content);
}
