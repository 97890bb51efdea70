/** Connected regions of a mask. Region k (1, 2, …) has `sizes[k]` cells; `sizes[0]` counts the unmarked ones. */
export interface Components {
  /** Region of each cell, 0 where the mask is 0; shape [height, width]. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
}

/**
 * Labels the connected regions of equal non-zero value, in the order of their first cell. Two passes over the rows, no
 * recursion: provisional labels, joined where they meet.
 * @param mask          0 = unmarked; cells of different values are never connected
 * @param connectivity  4 (sides) or 8 (sides and corners)
 * Source: Rosenfeld and Pfaltz, "Sequential Operations in Digital Picture Processing", JACM 1966.
 */
export function connectedComponents(
  mask: Uint8Array | Int16Array,
  width: number,
  height: number,
  connectivity: 4 | 8 = 4,
): Components {
  if (mask.length !== width * height)
    throw new RangeError(`Cannot label mask: ${width} x ${height} cells wanted, got ${mask.length}`);
  const labels = new Int32Array(mask.length);
  // Union-find over provisional labels; the smaller one is always the root, so roots come in the order of first cells.
  let parent = new Int32Array(256);
  let count = 1;
  const join = (a: number, b: number): number => {
    let rootA = a;
    while (parent[rootA] !== rootA) rootA = parent[rootA];
    let rootB = b;
    while (parent[rootB] !== rootB) rootB = parent[rootB];
    const root = Math.min(rootA, rootB);
    parent[rootA] = root;
    parent[rootB] = root;
    parent[a] = root;
    parent[b] = root;
    return root;
  };
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const value = mask[i];
      if (value === 0) continue;
      let label = ix > 0 && mask[i - 1] === value ? labels[i - 1] : 0;
      if (iy > 0) {
        const below = i - width;
        if (mask[below] === value)
          label = label === 0 || label === labels[below] ? labels[below] : join(label, labels[below]);
        else if (connectivity === 8) {
          // With the cell below unmarked, its two neighbours may belong to regions that meet only here.
          if (ix > 0 && mask[below - 1] === value)
            label = label === 0 || label === labels[below - 1] ? labels[below - 1] : join(label, labels[below - 1]);
          if (ix + 1 < width && mask[below + 1] === value)
            label = label === 0 || label === labels[below + 1] ? labels[below + 1] : join(label, labels[below + 1]);
        }
      }
      if (label === 0) {
        if (count === parent.length) {
          const larger = new Int32Array(2 * parent.length);
          larger.set(parent);
          parent = larger;
        }
        label = count++;
        parent[label] = label;
      }
      labels[i] = label;
    }
  return settle(labels, parent, count);
}

/** Replaces provisional labels by final ones without gaps, and counts. */
function settle(labels: Int32Array, parent: Int32Array, count: number): Components {
  let last = 0;
  // A root is smaller than what hangs on it, so its final label is known first.
  const final = new Int32Array(count);
  for (let k = 1; k < count; k++) {
    let root = k;
    while (parent[root] !== root) root = parent[root];
    final[k] = root === k ? ++last : final[root];
  }
  const sizes = new Int32Array(last + 1);
  for (let i = 0; i < labels.length; i++) {
    const label = final[labels[i]];
    labels[i] = label;
    sizes[label]++;
  }
  return { labels, sizes };
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
  if (!(startCell >= 0 && startCell < mask.length) || mask[startCell] === 0) return out;
  const { labels } = connectedComponents(mask, width, height, connectivity);
  for (let i = 0; i < out.length; i++) out[i] = labels[i] === labels[startCell] ? 1 : 0;
  return out;
}
