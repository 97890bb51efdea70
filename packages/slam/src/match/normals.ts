/** A surface is fitted to the points within this of the middle one, on either side in the scan; more where beams lie far apart. */
const REACH_M = 0.25;
const REACH_PER_RANGE = 0.2;
/** More neighbours than this on a side add cost, not precision. */
const MAX_SIDE = 8;
/** Fewer points than this in a fit say nothing about a surface. */
const MIN_POINTS = 4;
/** A fit is a surface when it is this much thinner than long (ratio of the variances). */
const MAX_FLATNESS = 0.05;

// Scratch of one call; nothing here outlives it.
let variances = new Float64Array(0);

/**
 * The direction across the surface that each point of a scan lies on, from its neighbours in the scan.
 *
 * @param pts_base points in the order of the beams, m, interleaved, shape [n, 2]
 * @param out      receives unit normals nx, ny, interleaved, shape [n, 2]; 0, 0 where there is no surface (a leg, a corner, an edge)
 * @returns how far points scatter across their surfaces, standard deviation, m: the lidar's noise. 0 without any surface
 */
export function fitNormals(pts_base: Float64Array, n: number, out: Float64Array): number {
  let surfaces = 0;
  if (variances.length < n) variances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x0 = pts_base[2 * i];
    const y0 = pts_base[2 * i + 1];
    // Moments about the point itself keep the numbers small.
    const reach = Math.max(REACH_M, REACH_PER_RANGE * Math.sqrt(x0 * x0 + y0 * y0));
    let count = 1;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let syy = 0;
    for (let side = -1; side <= 1; side += 2)
      for (let k = 1; k <= MAX_SIDE; k++) {
        const j = i + side * k;
        if (j < 0 || j >= n) break;
        const dx = pts_base[2 * j] - x0;
        const dy = pts_base[2 * j + 1] - y0;
        if (dx * dx + dy * dy > reach * reach) break;
        count++;
        sx += dx;
        sy += dy;
        sxx += dx * dx;
        sxy += dx * dy;
        syy += dy * dy;
      }
    out[2 * i] = 0;
    out[2 * i + 1] = 0;
    if (count < MIN_POINTS) continue;
    const cxx = sxx - (sx * sx) / count;
    const cxy = sxy - (sx * sy) / count;
    const cyy = syy - (sy * sy) / count;
    const mean = 0.5 * (cxx + cyy);
    const half = 0.5 * (cxx - cyy);
    const spread = Math.sqrt(half * half + cxy * cxy);
    if (mean - spread > MAX_FLATNESS * (mean + spread)) continue;
    // The weak eigenvector of [[cxx, cxy], [cxy, cyy]], taken from the row that is not near zero.
    const ax = half >= 0 ? -cxy : half - spread;
    const ay = half >= 0 ? half + spread : cxy;
    const length = Math.sqrt(ax * ax + ay * ay);
    if (!(length > 0)) continue;
    out[2 * i] = ax / length;
    out[2 * i + 1] = ay / length;
    variances[surfaces++] = Math.max(0, mean - spread) / (count - 2);
  }
  if (surfaces === 0) return 0;
  // The median: bent surfaces and mixed pixels scatter more than the lidar's noise.
  return Math.sqrt(variances.subarray(0, surfaces).sort()[surfaces >> 1]);
}
