/**
 * Exact Euclidean distance transforms in two separable passes, O(cells).
 * Source: Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8 (2012).
 */

// Larger than any squared distance inside a grid, small enough that sums keep their integers exact.
const FAR = 1e12;

/** Scratch of one row's lower envelope: where its parabolas sit and from where on each is the lowest. */
interface Envelope {
  readonly seedX: Float64Array;
  readonly seedValue: Float64Array;
  readonly from: Float64Array;
}

function createEnvelope(capacity: number): Envelope {
  return {
    seedX: new Float64Array(capacity),
    seedValue: new Float64Array(capacity),
    from: new Float64Array(capacity + 1),
  };
}

/** Adds the parabola (x - seedX)^2 + value to an envelope of `count` parabolas with smaller seedX; returns the new count. */
function addParabola(envelope: Envelope, count: number, x: number, value: number): number {
  const { seedX, seedValue, from } = envelope;
  let n = count;
  let start = Number.NEGATIVE_INFINITY;
  while (n > 0) {
    const px = seedX[n - 1];
    // Where the new parabola drops below the last one.
    start = (value + x * x - seedValue[n - 1] - px * px) / (2 * (x - px));
    if (start > from[n - 1]) break;
    n--;
    start = Number.NEGATIVE_INFINITY;
  }
  seedX[n] = x;
  seedValue[n] = value;
  from[n] = start;
  return n + 1;
}

/** Cells to the nearest marked cell in the same column, written to `out` (FAR or more where the column has none). */
function columnDistances(out: Float64Array, mask: Uint8Array, width: number, height: number): void {
  // Row by row, so that memory is read in its order.
  for (let i = 0; i < width; i++) out[i] = mask[i] !== 0 ? 0 : FAR;
  for (let i = width; i < width * height; i++) out[i] = mask[i] !== 0 ? 0 : out[i - width] + 1;
  for (let i = width * (height - 1) - 1; i >= 0; i--) {
    const fromAbove = out[i + width] + 1;
    if (fromAbove < out[i]) out[i] = fromAbove;
  }
}

function checkMask(mask: Uint8Array, width: number, height: number): void {
  if (mask.length !== width * height)
    throw new RangeError(`Cannot transform mask: ${width} x ${height} cells wanted, got ${mask.length}`);
}

/**
 * Squared distance from every cell's centre to the centre of the nearest marked cell, in cells²: whole numbers, exact.
 * @param mask  non-zero = marked, row-major, shape [height, width]
 * @returns a new array; at least 1e11 everywhere when nothing is marked
 */
export function squaredDistance(mask: Uint8Array, width: number, height: number): Float64Array {
  checkMask(mask, width, height);
  const out = new Float64Array(width * height);
  columnDistances(out, mask, width, height);
  const envelope = createEnvelope(width);
  for (let row = 0; row < out.length; row += width) {
    let n = 0;
    for (let ix = 0; ix < width; ix++) {
      const g = out[row + ix];
      if (g < FAR) n = addParabola(envelope, n, ix, g * g);
    }
    const { seedX, seedValue, from } = envelope;
    for (let ix = 0, k = 0; ix < width; ix++) {
      while (k + 1 < n && from[k + 1] < ix) k++;
      out[row + ix] = n === 0 ? FAR : (ix - seedX[k]) * (ix - seedX[k]) + seedValue[k];
    }
  }
  return out;
}

/**
 * Distance from every cell's centre to the nearest point of any marked cell, the cells being full squares; in cells.
 * A free cell beside a wall has 0.5, a marked cell 0. Unlike the distance between centres this never says that a body has
 * more room than it has, whichever way the wall runs.
 *
 * A cell is as near as its nearer edge, so the row pass puts parabolas on the edges between cells:
 * edge j - 1/2 carries the smaller column distance of cells j - 1 and j.
 * @param mask  non-zero = marked, row-major, shape [height, width]
 * @returns a new array; at least 1e5 everywhere when nothing is marked
 */
export function distanceToCells(mask: Uint8Array, width: number, height: number): Float32Array {
  checkMask(mask, width, height);
  const columns = new Float64Array(width * height);
  columnDistances(columns, mask, width, height);
  for (let i = 0; i < columns.length; i++) {
    const g = columns[i];
    columns[i] = g === 0 ? 0 : g >= FAR ? FAR : (g - 0.5) * (g - 0.5);
  }
  const out = new Float32Array(width * height);
  const envelope = createEnvelope(width + 1);
  for (let row = 0; row < out.length; row += width) {
    let n = 0;
    for (let j = 0; j <= width; j++) {
      const left = j > 0 ? columns[row + j - 1] : FAR;
      const right = j < width ? columns[row + j] : FAR;
      const value = Math.min(left, right);
      if (value < FAR) n = addParabola(envelope, n, j - 0.5, value);
    }
    const { seedX, seedValue, from } = envelope;
    for (let ix = 0, k = 0; ix < width; ix++) {
      while (k + 1 < n && from[k + 1] < ix) k++;
      const fromEdges = n === 0 ? FAR : (ix - seedX[k]) * (ix - seedX[k]) + seedValue[k];
      const own = columns[row + ix];
      out[row + ix] = Math.sqrt(Math.min(own, fromEdges));
    }
  }
  return out;
}
