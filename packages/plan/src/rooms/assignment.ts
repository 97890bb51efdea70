/**
 * The assignment of rows to columns, one to one, whose weights sum to most. A pair of weight 0 is no pair.
 * @param weights  >= 0, row-major, shape [rows, columns]
 * @returns the column of each row, -1 for none; of equally good assignments always the same one
 * O(n³) for n = max(rows, columns). Source: Kuhn, Naval Research Logistics 1955, with shortest augmenting paths (Jonker and
 * Volgenant, Computing 1987).
 */
export function bestAssignment(weights: Float64Array, rows: number, columns: number): Int32Array {
  if (weights.length !== rows * columns)
    throw new RangeError(`Cannot assign: ${rows} x ${columns} weights wanted, got ${weights.length}`);
  const n = Math.max(rows, columns);
  const rowOf = new Int32Array(n + 1);
  const rowPrice = new Float64Array(n + 1);
  const columnPrice = new Float64Array(n + 1);
  // Rows and columns are counted from 1; column 0 holds the row that is being placed. Missing ones weigh nothing.
  const cost = (row: number, column: number) =>
    row <= rows && column <= columns ? -weights[(row - 1) * columns + column - 1] : 0;
  for (let row = 1; row <= n; row++) placeRow(row, n, cost, rowOf, rowPrice, columnPrice);
  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] - 1;
    if (row < rows && weights[row * columns + column - 1] > 0) columnOf[row] = column - 1;
  }
  return columnOf;
}

/** Finds the cheapest chain of exchanges that gives a row a column (Dijkstra on reduced costs) and carries it out. */
function placeRow(
  row: number,
  n: number,
  cost: (row: number, column: number) => number,
  rowOf: Int32Array,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
): void {
  const slack = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  const isDone = new Uint8Array(n + 1);
  rowOf[0] = row;
  let at = 0;
  do {
    isDone[at] = 1;
    const from = rowOf[at];
    let next = -1;
    for (let column = 1; column <= n; column++) {
      if (isDone[column] !== 0) continue;
      const reduced = cost(from, column) - rowPrice[from] - columnPrice[column];
      if (reduced < slack[column]) {
        slack[column] = reduced;
        before[column] = at;
      }
      if (next < 0 || slack[column] < slack[next]) next = column;
    }
    const step = slack[next];
    for (let column = 0; column <= n; column++)
      if (isDone[column] !== 0) {
        rowPrice[rowOf[column]] += step;
        columnPrice[column] -= step;
      } else slack[column] -= step;
    at = next;
  } while (rowOf[at] !== 0);
  for (; at !== 0; at = before[at]) rowOf[at] = rowOf[before[at]];
}
