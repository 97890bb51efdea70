/**
 * Exact squared distance, in cells, from the centre of each cell to the centre of the nearest marked one.
 * Infinity where nothing is marked. Source: Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions,
 * Theory of Computing 8, 2012: along columns by counting, then along rows the lower envelope of parabolas.
 * @param marked nonzero where the distance is 0, shape [height, width]
 */
export function squaredDistance(marked: Uint8Array, width: number, height: number): Float64Array {
  const out = columnDistances(marked, width, height);
  const line = new Float64Array(width);
  const apex = new Int32Array(width);
  const border = new Float64Array(width + 1);
  for (let row = 0; row < out.length; row += width) {
    for (let ix = 0; ix < width; ix++) line[ix] = out[row + ix] * out[row + ix];
    envelope(line, width, out.subarray(row, row + width), apex, border);
  }
  return out;
}

/** Cells to the nearest marked one in the same column: for a mask, counting does it. Row by row, as memory lies. */
function columnDistances(marked: Uint8Array, width: number, height: number): Float64Array {
  const out = new Float64Array(width * height);
  for (let i = 0; i < width; i++) out[i] = marked[i] !== 0 ? 0 : Number.POSITIVE_INFINITY;
  for (let i = width; i < out.length; i++) out[i] = marked[i] !== 0 ? 0 : out[i - width] + 1;
  for (let i = width * (height - 1) - 1; i >= 0; i--) if (out[i + width] + 1 < out[i]) out[i] = out[i + width] + 1;
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
