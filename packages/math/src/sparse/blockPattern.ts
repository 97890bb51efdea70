/** Where a symmetric matrix of 3x3 blocks is not zero: all of its diagonal, and these blocks (row > column) below it. */
export interface BlockPattern {
  /** Block rows, which are the block columns too. */
  readonly n: number;
  /** Blocks of column c are columnStart[c] up to, not including, columnStart[c + 1]; length n + 1. */
  readonly columnStart: Int32Array;
  /** Block row of each block, rising within a column. */
  readonly row: Int32Array;
}

/** A pattern, and where the block of each pair that was asked for stands in it. */
export interface PairedPattern {
  readonly pattern: BlockPattern;
  /** Index of the block of pair k; pairs that join the same two indices share one. */
  readonly slot: Int32Array;
}

/**
 * The pattern that has a block for every given pair of indices, in either order.
 * @param n      block rows of the matrix
 * @param pairs  [i0, j0, i1, j1 ...], i and j different, in [0, n)
 * @returns throws RangeError where a pair joins an index with itself or one outside the matrix. O(n + pairs).
 */
export function patternOfPairs(n: number, pairs: Int32Array): PairedPattern {
  const count = pairs.length >> 1;
  const rows = new Int32Array(count);
  const columns = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const i = pairs[2 * k];
    const j = pairs[2 * k + 1];
    if (i === j || i < 0 || j < 0 || i >= n || j >= n)
      throw new RangeError(`Cannot build block pattern: pair ${k} should join two of ${n} indices, got ${i} and ${j}`);
    rows[k] = Math.max(i, j);
    columns[k] = Math.min(i, j);
  }
  const byRow = sortedBy(rows, n, undefined);
  return withoutRepeats(n, rows, columns, sortedBy(columns, n, byRow));
}

/** Counting sort: indices of `keys` by rising key, equal keys in the order of `before` (by index when absent). */
function sortedBy(keys: Int32Array, n: number, before: Int32Array | undefined): Int32Array {
  const start = new Int32Array(n + 1);
  for (let k = 0; k < keys.length; k++) start[keys[k] + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const sorted = new Int32Array(keys.length);
  for (let m = 0; m < keys.length; m++) {
    const k = before === undefined ? m : before[m];
    sorted[start[keys[k]]++] = k;
  }
  return sorted;
}

function withoutRepeats(n: number, rows: Int32Array, columns: Int32Array, order: Int32Array): PairedPattern {
  const columnStart = new Int32Array(n + 1);
  const row = new Int32Array(order.length);
  const slot = new Int32Array(order.length);
  let blocks = 0;
  let lastRow = -1;
  let lastColumn = -1;
  for (let m = 0; m < order.length; m++) {
    const k = order[m];
    if (rows[k] !== lastRow || columns[k] !== lastColumn) {
      lastRow = rows[k];
      lastColumn = columns[k];
      row[blocks++] = lastRow;
      columnStart[lastColumn + 1]++;
    }
    slot[k] = blocks - 1;
  }
  for (let c = 0; c < n; c++) columnStart[c + 1] += columnStart[c];
  return { pattern: { n, columnStart, row: row.slice(0, blocks) }, slot };
}
