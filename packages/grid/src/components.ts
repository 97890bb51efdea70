/** Connected regions of a mask. Region k (1, 2, …) has `sizes[k]` cells; `sizes[0]` counts the unmarked ones. */
export interface Components {
  /** Region of each cell, 0 where the mask is 0; shape [height, width]. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
}

/**
 * Labels the connected regions of a mask, in the order of their first cell. No recursion: a queue of cells.
 * @param connectivity 4 (sides) or 8 (sides and corners)
 */
export function connectedComponents(
  mask: Uint8Array,
  width: number,
  height: number,
  connectivity: 4 | 8 = 4,
): Components {
  if (mask.length !== width * height)
    throw new RangeError(`Cannot label mask: ${width} x ${height} cells wanted, got ${mask.length}`);
  const labels = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  const sizes = [0];
  for (let seed = 0; seed < mask.length; seed++) {
    if (mask[seed] === 0) sizes[0]++;
    else if (labels[seed] === 0) sizes.push(fill(mask, labels, sizes.length, seed, width, height, connectivity, queue));
  }
  return { labels, sizes: Int32Array.from(sizes) };
}

/** The marked cells connected to a cell, as a mask; all zero when the cell itself is not marked. */
export function floodFill(
  mask: Uint8Array,
  width: number,
  height: number,
  startCell: number,
  connectivity: 4 | 8 = 4,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  if (startCell >= 0 && startCell < mask.length && mask[startCell] !== 0)
    fill(mask, out, 1, startCell, width, height, connectivity, new Int32Array(mask.length));
  return out;
}

/** Writes `label` to all marked cells connected to `seed`; returns their number. `queue` holds every cell at most once. */
function fill(
  mask: Uint8Array,
  labels: Int32Array | Uint8Array,
  label: number,
  seed: number,
  width: number,
  height: number,
  connectivity: 4 | 8,
  queue: Int32Array,
): number {
  let end = 0;
  labels[seed] = label;
  queue[end++] = seed;
  for (let begin = 0; begin < end; begin++) {
    const cell = queue[begin];
    const ix = cell % width;
    const iy = (cell - ix) / width;
    for (let dy = -1; dy <= 1; dy++) {
      if (iy + dy < 0 || iy + dy >= height) continue;
      for (let dx = -1; dx <= 1; dx++) {
        if (ix + dx < 0 || ix + dx >= width || (connectivity === 4 && dx !== 0 && dy !== 0)) continue;
        const next = cell + dy * width + dx;
        if (mask[next] === 0 || labels[next] !== 0) continue;
        labels[next] = label;
        queue[end++] = next;
      }
    }
  }
  return end;
}
