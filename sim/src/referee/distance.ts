/**
 * Exact squared distance, in cells, from the centre of each cell to the centre of the nearest marked one.
 * Infinity where nothing is marked. Source: Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions,
 * Theory of Computing 8, 2012: the lower envelope of parabolas, first along columns, then along rows.
 * @param marked nonzero where the distance is 0, shape [height, width]
 */
export function squaredDistance(marked: Uint8Array, width: number, height: number): Float64Array {
  const out = new Float64Array(width * height);
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const answer = new Float64Array(longest);
  const apex = new Int32Array(longest);
  const border = new Float64Array(longest + 1);
  for (let ix = 0; ix < width; ix++) {
    for (let iy = 0; iy < height; iy++) line[iy] = marked[iy * width + ix] !== 0 ? 0 : Number.POSITIVE_INFINITY;
    envelope(line, height, answer, apex, border);
    for (let iy = 0; iy < height; iy++) out[iy * width + ix] = answer[iy];
  }
  for (let iy = 0; iy < height; iy++) {
    const row = iy * width;
    for (let ix = 0; ix < width; ix++) line[ix] = out[row + ix];
    envelope(line, width, answer, apex, border);
    for (let ix = 0; ix < width; ix++) out[row + ix] = answer[ix];
  }
  return out;
}

/** answer[q] = min over p of (q - p)^2 + f[p], in linear time. `apex`, `border`: scratch of n and n + 1. */
function envelope(f: Float64Array, n: number, answer: Float64Array, apex: Int32Array, border: Float64Array): void {
  let k = -1;
  for (let q = 0; q < n; q++) {
    const height = f[q];
    if (height === Number.POSITIVE_INFINITY) continue;
    let from = Number.NEGATIVE_INFINITY;
    while (k >= 0) {
      const p = apex[k];
      // Where the parabola of q comes below that of p.
      from = (height + q * q - (f[p] + p * p)) / (2 * (q - p));
      if (from > border[k]) break;
      k--;
      from = Number.NEGATIVE_INFINITY;
    }
    k++;
    apex[k] = q;
    border[k] = from;
    border[k + 1] = Number.POSITIVE_INFINITY;
  }
  if (k < 0) {
    answer.fill(Number.POSITIVE_INFINITY, 0, n);
    return;
  }
  let j = 0;
  for (let q = 0; q < n; q++) {
    while (border[j + 1] < q) j++;
    const p = apex[j];
    answer[q] = (q - p) * (q - p) + f[p];
  }
}
