/**
 * Marks single returns that hang in the air (mixed pixels at edges, dust, sun) as invalid.
 *
 * A return stays when at least one of its two neighbours on either side lies within `reach_m` of it, measured between the
 * end points: sqrt(r1² + r2² − 2 r1 r2 cos dφ). A thin table leg is hit by one beam only when it is far away, so `reach_m`
 * is a trade of legs against ghosts; 0.15 m keeps what two beams see.
 *
 * @param ranges_m   ranges by beam, m; not finite = no return there
 * @param cosStep    cosine of one beam step
 * @param cosTwoStep cosine of two beam steps
 * @param wraps      whether the last beam is the neighbour of the first (a full turn)
 * @param out        receives the ranges with lonely ones as NaN; must not be `ranges_m`
 */
export function dropIsolated(
  ranges_m: Float32Array,
  cosStep: number,
  cosTwoStep: number,
  wraps: boolean,
  reach_m: number,
  out: Float32Array,
): void {
  const n = ranges_m.length;
  const reach2 = reach_m * reach_m;
  for (let i = 0; i < n; i++) {
    const r = ranges_m[i];
    out[i] = r;
    if (!(r < Number.POSITIVE_INFINITY && r > 0)) continue;
    let hasNeighbour = false;
    for (let step = -2; step <= 2 && !hasNeighbour; step++) {
      let j = i + step;
      if (step === 0 || (!wraps && (j < 0 || j >= n))) continue;
      j = (j + n) % n;
      const q = ranges_m[j];
      const cosine = step === 1 || step === -1 ? cosStep : cosTwoStep;
      hasNeighbour = r * r + q * q - 2 * r * q * cosine <= reach2;
    }
    if (!hasNeighbour) out[i] = Number.NaN;
  }
}
