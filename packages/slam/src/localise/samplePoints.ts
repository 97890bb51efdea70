/** Points nearer together than this say the same thing twice. */
const VOXEL_M = 0.1;

/** Indices of the points that are the first in their square of a side, in order. */
export function pickSpread(pts: Float64Array, n: number, side_m: number): number[] {
  const perSide = 1 / side_m;
  const taken = new Set<number>();
  const picked: number[] = [];
  for (let i = 0; i < n; i++) {
    const ix = Math.floor(pts[2 * i] * perSide);
    const iy = Math.floor(pts[2 * i + 1] * perSide);
    const square = (iy + 0x8000) * 0x10000 + ix + 0x8000;
    if (taken.has(square)) continue;
    taken.add(square);
    picked.push(i);
  }
  return picked;
}

/**
 * Picks points spread evenly over the floor: one a square of 0.1 m, then every k-th of those, so that a wall close by,
 * where beams lie dense, counts by its length and not by its beams.
 * @returns at most `maxPoints` points, m, interleaved
 */
export function samplePoints(pts: Float64Array, n: number, maxPoints: number): Float64Array {
  const picked = pickSpread(pts, n, VOXEL_M);
  const count = Math.min(picked.length, maxPoints);
  const out = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const i = picked[Math.floor((k * picked.length) / count)];
    out[2 * k] = pts[2 * i];
    out[2 * k + 1] = pts[2 * i + 1];
  }
  return out;
}
