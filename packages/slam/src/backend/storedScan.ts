import type { ScanPoints } from '@homebound/lidar';
import type { SE2 } from '@homebound/math';

/**
 * A drawn scan kept for later: four bytes a beam, so that an hour of a home's scans fits in a few megabytes.
 * It is what a corrected map is drawn from again.
 */
export interface StoredScan {
  readonly stamp_s: number;
  /** The base at the scan's reference instant, seen from the key frame that it belongs to. */
  readonly T_key_base: SE2;
  readonly hits: number;
  readonly misses: number;
  /** Length of a unit of `pts_units`, m. */
  readonly unit_m: number;
  /** End points in the base frame, interleaved, shape [hits + misses, 2]; hits first. */
  readonly pts_units: Int16Array;
  /** Where the sensor stood at the first and at the last beam, base frame, m: x0, y0, x1, y1. */
  readonly origins_m: Float32Array;
}

/** Ends of beams without return only give a direction: they are cut here. */
const MISS_M = 4;
const UNITS = 32767;

/**
 * Copies borrowed points into a stored scan.
 * @param range_m nothing in the scan is farther from the base; sets the unit: 0.4 mm at 12 m, 2.5 mm at 80 m
 */
export function storeScan(points: ScanPoints, T_key_base: SE2, range_m: number): StoredScan {
  const { hits, misses, pts_base, origins_base, stamp_s } = points;
  const n = hits + misses;
  const unit_m = Math.max(range_m, MISS_M + 1) / UNITS;
  const inv = 1 / unit_m;
  const pts_units = new Int16Array(2 * n);
  for (let i = 0; i < 2 * hits; i++) pts_units[i] = Math.round(pts_base[i] * inv);
  for (let i = 2 * hits; i < 2 * n; i += 2) {
    const ox = origins_base[i];
    const oy = origins_base[i + 1];
    const dx = pts_base[i] - ox;
    const dy = pts_base[i + 1] - oy;
    const share = Math.min(1, MISS_M / Math.sqrt(dx * dx + dy * dy));
    pts_units[i] = Math.round((ox + share * dx) * inv);
    pts_units[i + 1] = Math.round((oy + share * dy) * inv);
  }
  // Hits come in the order of their beams, and so do misses: the ends of either list are near the scan's ends.
  const last = 2 * Math.max(0, (hits > 0 ? hits : n) - 1);
  const origins_m = Float32Array.of(origins_base[0], origins_base[1], origins_base[last], origins_base[last + 1]);
  return { stamp_s, T_key_base, hits, misses, unit_m, pts_units, origins_m };
}

/** The farthest end of a scan's hits from the base, m: what `storeScan` wants to know. */
export function farthest_m({ hits, pts_base }: ScanPoints): number {
  let most = 0;
  for (let i = 0; i < 2 * hits; i += 2) {
    const square = pts_base[i] * pts_base[i] + pts_base[i + 1] * pts_base[i + 1];
    if (square > most) most = square;
  }
  return Math.sqrt(most);
}

/** Reads stored scans back as points. The answer is borrowed: the next call overwrites it. */
export class ScanReader {
  readonly #points: ScanPoints = {
    stamp_s: 0,
    hits: 0,
    misses: 0,
    invalid: 0,
    pts_base: new Float64Array(0),
    origins_base: new Float64Array(0),
  };

  /** @param cap_m hits farther from the base than this are left out, and so are beams without return; absent = all */
  read(scan: StoredScan, cap_m?: number): ScanPoints {
    const points = this.#points;
    const { hits, misses, unit_m, pts_units, origins_m } = scan;
    const n = hits + misses;
    if (points.pts_base.length < 2 * n) {
      points.pts_base = new Float64Array(2 * n);
      points.origins_base = new Float64Array(2 * n);
    }
    points.stamp_s = scan.stamp_s;
    points.hits = hits;
    points.misses = misses;
    for (let i = 0; i < 2 * n; i++) points.pts_base[i] = pts_units[i] * unit_m;
    this.#spreadOrigins(0, hits, origins_m);
    this.#spreadOrigins(hits, misses, origins_m);
    if (cap_m !== undefined) this.#cut(cap_m);
    return points;
  }

  #cut(cap_m: number): void {
    const points = this.#points;
    const { pts_base, origins_base } = points;
    let kept = 0;
    for (let i = 0; i < 2 * points.hits; i += 2) {
      if (pts_base[i] * pts_base[i] + pts_base[i + 1] * pts_base[i + 1] > cap_m * cap_m) continue;
      pts_base[kept] = pts_base[i];
      pts_base[kept + 1] = pts_base[i + 1];
      origins_base[kept] = origins_base[i];
      origins_base[kept + 1] = origins_base[i + 1];
      kept += 2;
    }
    points.hits = kept / 2;
    points.misses = 0;
  }

  #spreadOrigins(from: number, count: number, ends_m: Float32Array): void {
    const { origins_base } = this.#points;
    const stepX = count > 1 ? (ends_m[2] - ends_m[0]) / (count - 1) : 0;
    const stepY = count > 1 ? (ends_m[3] - ends_m[1]) / (count - 1) : 0;
    for (let i = 0; i < count; i++) {
      origins_base[2 * (from + i)] = ends_m[0] + i * stepX;
      origins_base[2 * (from + i) + 1] = ends_m[1] + i * stepY;
    }
  }
}
