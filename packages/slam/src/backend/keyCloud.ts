import { cos, type SE2, sin } from '@homebound/math';
import type { SeenCloud } from '../localise/judgePlace.ts';
import { fitNormals } from '../match/normals.ts';
import { ScanReader, type StoredScan } from './storedScan.ts';

/** A merged cloud is thinned to one point in each square of this side: a place passed slowly counts no more than another. */
const VOXEL_M = 0.05;
const reader = new ScanReader();

/** A scan and where its base stands seen from the cloud's. */
export interface PlacedScan {
  readonly scan: StoredScan;
  readonly T_ref_base: SE2;
}

/** Merges some scans into one cloud, as seen from one place; what a later scan saw is not thinned away by an earlier one. */
export function keyCloud(scans: readonly PlacedScan[]): SeenCloud {
  const most = scans.reduce((sum, { scan }) => sum + scan.hits, 0);
  const cloud = {
    pts_base: new Float64Array(2 * most),
    normals_base: new Float64Array(2 * most),
    origins_base: new Float64Array(2 * most),
    n: 0,
  };
  const taken = new Set<number>();
  for (let i = scans.length - 1; i >= 0; i--) addScan(cloud, scans[i].scan, scans[i].T_ref_base, taken);
  return cloud;
}

function addScan(
  cloud: { -readonly [F in keyof SeenCloud]: SeenCloud[F] },
  scan: StoredScan,
  T: SE2,
  taken: Set<number>,
): void {
  const { pts_base: pts, normals_base: out, origins_base: origins } = cloud;
  const { pts_base, origins_base, hits } = reader.read(scan);
  const normals = new Float64Array(2 * hits);
  fitNormals(pts_base, hits, normals);
  const c = cos(T.theta);
  const s = sin(T.theta);
  let at = 2 * cloud.n;
  for (let i = 0; i < 2 * hits; i += 2) {
    const x = T.x + c * pts_base[i] - s * pts_base[i + 1];
    const y = T.y + s * pts_base[i] + c * pts_base[i + 1];
    // Pairs of cells within ± 32768: 1.6 km at 5 cm.
    const voxel = (Math.floor(x / VOXEL_M) + 32768) * 65536 + Math.floor(y / VOXEL_M) + 32768;
    if (taken.has(voxel)) continue;
    taken.add(voxel);
    pts[at] = x;
    pts[at + 1] = y;
    out[at] = c * normals[i] - s * normals[i + 1];
    out[at + 1] = s * normals[i] + c * normals[i + 1];
    origins[at] = T.x + c * origins_base[i] - s * origins_base[i + 1];
    origins[at + 1] = T.y + s * origins_base[i] + c * origins_base[i + 1];
    at += 2;
  }
  cloud.n = at / 2;
}
