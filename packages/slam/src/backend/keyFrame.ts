import { between, hypot, type SE2 } from '@homebound/math';
import type { StoredScan } from './storedScan.ts';

/** A place on the way with the scans that were drawn near it; its scans move with it when the map is corrected. */
export interface KeyFrame {
  readonly stamp_s: number;
  /** Where it stands in the map as drawn. Differs from the pose graph's until the map is drawn anew. */
  T_map_key: SE2;
  readonly scans: StoredScan[];
}

/** Scans of a key frame stand this far apart: nearer ones show the same. */
const APART_M = 0.1;
const APART_RAD = 0.1;

/** Keeps a scan unless the newest one shows the same; one more than `most` takes the place of the oldest if that is older than `refresh_s`. */
export function keepScan({ scans }: KeyFrame, scan: StoredScan, most: number, refresh_s: number): void {
  let oldest = 0;
  let newest = 0;
  for (let i = 1; i < scans.length; i++) {
    if (scans[i].stamp_s < scans[oldest].stamp_s) oldest = i;
    if (scans[i].stamp_s >= scans[newest].stamp_s) newest = i;
  }
  if (scans.length > 0 && isNear(scans[newest].T_key_base, scan.T_key_base)) return;
  if (scans.length < most) scans.push(scan);
  else if (scans[oldest].stamp_s < scan.stamp_s - refresh_s) scans[oldest] = scan;
}

function isNear(a: SE2, b: SE2): boolean {
  const { x, y, theta } = between(a, b);
  return hypot(x, y) < APART_M && Math.abs(theta) < APART_RAD;
}
