/** Points nearer together than this say the same thing twice. */
const VOXEL_M = 0.1;

/**
 * Picks points spread evenly over the floor: one a voxel (the first in order), then every k-th of those, so that a wall
 * close by, where beams lie dense, counts by its length and not by its beams.
 * @returns at most `maxPoints` points, m, interleaved
 */
export function samplePoints(pts: Float64Array, n: number, maxPoints: number): Float64Array {
  const seen = new Set<number>();
  const kept: number[] = [];
  for (let i = 0; i < n; i++) {
    const ix = Math.floor(pts[2 * i] / VOXEL_M);
    const iy = Math.floor(pts[2 * i + 1] / VOXEL_M);
    const voxel = (iy + 0x8000) * 0x10000 + ix + 0x8000;
    if (seen.has(voxel)) continue;
    seen.add(voxel);
    kept.push(i);
  }
  const count = Math.min(kept.length, maxPoints);
  const out = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const i = kept[Math.floor((k * kept.length) / count)];
    out[2 * k] = pts[2 * i];
    out[2 * k + 1] = pts[2 * i + 1];
  }
  return out;
}
