import type { BlockCholesky } from './blockCholesky.ts';

/** Blocks of an inverse that belong to one index `i` and others: what the covariance of a few states needs. */
export interface InverseBlocks {
  /** Block (i, i) of the inverse, row-major [3, 3]. */
  readonly own: Float64Array;
  /** Blocks (j, j), shape [others, 3, 3]. */
  readonly others: Float64Array;
  /** Blocks (i, j), rows of i, columns of j, shape [others, 3, 3]. */
  readonly cross: Float64Array;
}

/**
 * Chosen blocks of A^-1, exact, from a factor of A. With Y_i = L^-1 e_i, block (i, j) is Y_i^T Y_j; Y_i is not zero only on the
 * way from i to the root of the elimination tree, so each index costs the factor's columns on that way and no more.
 */
export function inverseBlocks(factor: BlockCholesky, i: number, others: readonly number[]): InverseBlocks {
  const { n } = factor.symbolic;
  const Y_i = new Float64Array(9 * n);
  const Y_j = new Float64Array(9 * n);
  const result = {
    own: new Float64Array(9),
    others: new Float64Array(9 * others.length),
    cross: new Float64Array(9 * others.length),
  };
  halfColumn(factor, i, Y_i);
  multiplyAlong(factor, i, Y_i, Y_i, result.own, 0);
  others.forEach((j, k) => {
    halfColumn(factor, j, Y_j);
    multiplyAlong(factor, j, Y_j, Y_j, result.others, 9 * k);
    multiplyAlong(factor, j, Y_i, Y_j, result.cross, 9 * k); // Y_j is zero off its own way
    for (let p = factor.symbolic.position[j]; p >= 0; p = factor.symbolic.parent[p]) Y_j.fill(0, 9 * p, 9 * p + 9);
  });
  return result;
}

/** Y = L^-1 e_i as blocks [position, row, column of i], into zeros. */
function halfColumn(factor: BlockCholesky, i: number, Y: Float64Array): void {
  const { position, parent, columnStart, row } = factor.symbolic;
  const { below, diagonal } = factor;
  const start = 9 * position[i];
  Y[start] = Y[start + 4] = Y[start + 8] = 1;
  for (let p = position[i]; p >= 0; p = parent[p]) {
    const d = 9 * p;
    for (let c = d; c < d + 3; c++) {
      const a = Y[c] * diagonal[d];
      const b = (Y[c + 3] - diagonal[d + 3] * a) * diagonal[d + 4];
      Y[c] = a;
      Y[c + 3] = b;
      Y[c + 6] = (Y[c + 6] - diagonal[d + 6] * a - diagonal[d + 7] * b) * diagonal[d + 8];
    }
    for (let k = columnStart[p]; k < columnStart[p + 1]; k++) subtractProduct(Y, 9 * row[k], below, 9 * k, d);
  }
}

/** Y[to] -= L · Y[from], blocks. */
function subtractProduct(Y: Float64Array, to: number, L: Float64Array, l: number, from: number): void {
  for (let r = 0; r < 9; r += 3) {
    const a = L[l + r];
    const b = L[l + r + 1];
    const c = L[l + r + 2];
    Y[to + r] -= a * Y[from] + b * Y[from + 3] + c * Y[from + 6];
    Y[to + r + 1] -= a * Y[from + 1] + b * Y[from + 4] + c * Y[from + 7];
    Y[to + r + 2] -= a * Y[from + 2] + b * Y[from + 5] + c * Y[from + 8];
  }
}

/** out = sum over the way from `start` to the root of A^T B. */
function multiplyAlong(
  { symbolic }: BlockCholesky,
  start: number,
  A: Float64Array,
  B: Float64Array,
  out: Float64Array,
  at: number,
): void {
  for (let p = symbolic.position[start]; p >= 0; p = symbolic.parent[p])
    for (let r = 0; r < 3; r++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let m = 9 * p; m < 9 * p + 9; m += 3) sum += A[m + r] * B[m + c];
        out[at + 3 * r + c] += sum;
      }
}
