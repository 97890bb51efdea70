/** Beams to either side that are averaged with one. */
const PAIRS = 2;
/** m that a pair of beams may lie off the beam between them, on average, and be of the same surface: three deviations of the noise. */
const SAME_SURFACE_M = 0.006;

/**
 * A range averaged with those of the beams beside it, pair by pair, as long as they are of the same surface. The nearest of the
 * many returns of a wall lies two deviations before it, so a robot that keeps its air to each of them keeps too much to the wall.
 *
 * Inverse ranges are averaged: along a plane they go with the cosine of the bearing, which is all but straight over 4°. An edge
 * is taken for up to 2 mm farther than it is.
 * @param ranges_m of beams side by side; not finite where nothing came back
 */
export function smoothRange(ranges_m: Float32Array, i: number): number {
  const r = ranges_m[i];
  let sum = 1 / r;
  let count = 1;
  for (let j = 1; j <= PAIRS; j++) {
    const pair = 1 / ranges_m[i - j] + 1 / ranges_m[i + j];
    const off_m = 2 / pair - r;
    // False too for lost beams, and beyond the ends of the scan.
    if (!(off_m < SAME_SURFACE_M && off_m > -SAME_SURFACE_M)) break;
    sum += pair;
    count += 2;
  }
  return count / sum;
}
