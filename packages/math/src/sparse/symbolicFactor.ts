import type { BlockPattern } from './blockPattern.ts';

/** Where the Cholesky factor of a pattern is not zero, in the order of elimination. It depends on the pattern alone. */
export interface SymbolicFactor {
  readonly n: number;
  /** Index that is eliminated at each position, and the position of each index. */
  readonly order: Int32Array;
  readonly position: Int32Array;
  /** First position below the diagonal of each column of the factor, -1 where there is none: the elimination tree. */
  readonly parent: Int32Array;
  /** Columns of the factor below the diagonal, as in BlockPattern, in positions. */
  readonly columnStart: Int32Array;
  readonly row: Int32Array;
  /** Where each block of the pattern goes in the factor's columns: k, or ~k where it goes in transposed. */
  readonly target: Int32Array;
}

/**
 * The factor's structure by row subtrees of the elimination tree.
 * @param order  which index to eliminate first, second, ...
 * Source: Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11(1), 1990. O(blocks of the factor).
 */
export function symbolicFactor(pattern: BlockPattern, order: Int32Array): SymbolicFactor {
  const n = pattern.n;
  const position = new Int32Array(n);
  for (let k = 0; k < n; k++) position[order[k]] = k;
  const rows = permutedRows(pattern, position);
  const parent = eliminationTree(n, rows);
  const columnStart = new Int32Array(n + 1);
  eachFactorBlock(n, rows, parent, (_, column) => columnStart[column + 1]++);
  for (let c = 0; c < n; c++) columnStart[c + 1] += columnStart[c];
  const row = new Int32Array(columnStart[n]);
  const end = columnStart.slice();
  eachFactorBlock(n, rows, parent, (i, column) => {
    row[end[column]++] = i; // rows come in rising order, so each column is sorted
  });
  return { n, order, position, parent, columnStart, row, target: targets(pattern, position, columnStart, row) };
}

interface Rows {
  readonly start: Int32Array;
  readonly column: Int32Array;
}

/** The lower triangle in the order of elimination, by rows. */
function permutedRows(pattern: BlockPattern, position: Int32Array): Rows {
  const { n, columnStart, row } = pattern;
  const start = new Int32Array(n + 1);
  for (let c = 0; c < n; c++)
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) start[Math.max(position[c], position[row[k]]) + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const end = start.slice();
  const column = new Int32Array(row.length);
  for (let c = 0; c < n; c++)
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) {
      const a = position[c];
      const b = position[row[k]];
      column[end[Math.max(a, b)]++] = Math.min(a, b);
    }
  return { start, column };
}

function eliminationTree(n: number, { start, column }: Rows): Int32Array {
  const parent = new Int32Array(n).fill(-1);
  const ancestor = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++)
    for (let k = start[i]; k < start[i + 1]; k++) {
      let j = column[k];
      while (j !== i && ancestor[j] >= 0) {
        const next = ancestor[j];
        ancestor[j] = i; // short cuts for the next walk
        j = next;
      }
      if (j !== i) {
        ancestor[j] = i;
        parent[j] = i;
      }
    }
  return parent;
}

/** Visits every block below the diagonal of the factor, row by row: the paths in the tree from the row's own blocks up to the row. */
function eachFactorBlock(
  n: number,
  { start, column }: Rows,
  parent: Int32Array,
  visit: (row: number, column: number) => void,
): void {
  const seen = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    seen[i] = i;
    for (let k = start[i]; k < start[i + 1]; k++)
      for (let j = column[k]; seen[j] !== i; j = parent[j]) {
        seen[j] = i;
        visit(i, j);
      }
  }
}

function targets(pattern: BlockPattern, position: Int32Array, columnStart: Int32Array, row: Int32Array): Int32Array {
  const target = new Int32Array(pattern.row.length);
  for (let c = 0; c < pattern.n; c++)
    for (let k = pattern.columnStart[c]; k < pattern.columnStart[c + 1]; k++) {
      const a = position[c];
      const b = position[pattern.row[k]];
      target[k] =
        a < b ? find(row, columnStart[a], columnStart[a + 1], b) : ~find(row, columnStart[b], columnStart[b + 1], a);
    }
  return target;
}

/** Index of a value in a rising stretch of a list that holds it. */
function find(list: Int32Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (list[mid] < value) low = mid + 1;
    else high = mid;
  }
  return low;
}
