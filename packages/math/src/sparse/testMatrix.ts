import type { Rng } from '../random.ts';
import { type BlockMatrix, createBlockMatrix } from './blockMatrix.ts';
import { patternOfPairs } from './blockPattern.ts';

/** For tests: pairs of a random connected graph, a walk with some jumps back. */
export function randomPairs(rng: Rng, n: number, jumps: number): Int32Array {
  const pairs: number[] = [];
  for (let i = 1; i < n; i++) pairs.push(i, i - 1);
  for (let k = 0; k < jumps; k++) {
    const i = rng.int(n);
    const j = rng.int(n);
    if (i !== j) pairs.push(i, j);
  }
  return Int32Array.from(pairs);
}

/** For tests: a positive definite matrix with random blocks at the pairs, and the same written out, shape [3 n, 3 n]. */
export function randomMatrix(rng: Rng, n: number, pairs: Int32Array): { A: BlockMatrix; dense: Float64Array } {
  const { pattern, slot } = patternOfPairs(n, pairs);
  const A = createBlockMatrix(pattern);
  const dense = new Float64Array(9 * n * n);
  for (let i = 0; i < 3 * n; i++) dense[i * 3 * n + i] = 0.5 + rng.uniform();
  for (let k = 0; k < slot.length; k++) {
    // J^T J of a random 3x6 measurement between the two: symmetric and never negative.
    const at = [pairs[2 * k], pairs[2 * k + 1]].flatMap((i) => [3 * i, 3 * i + 1, 3 * i + 2]);
    for (let m = 0; m < 3; m++) {
      const J = at.map(() => rng.normal());
      for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) dense[at[a] * 3 * n + at[b]] += J[a] * J[b];
    }
  }
  const copyBlock = (out: Float64Array, to: number, row: number, column: number): void => {
    for (let r = 0; r < 3; r++)
      for (let c = 0; c < 3; c++) out[to + 3 * r + c] = dense[(3 * row + r) * 3 * n + 3 * column + c];
  };
  for (let i = 0; i < n; i++) copyBlock(A.diagonal, 9 * i, i, i);
  for (let c = 0; c < n; c++)
    for (let k = pattern.columnStart[c]; k < pattern.columnStart[c + 1]; k++)
      copyBlock(A.below, 9 * k, pattern.row[k], c);
  return { A, dense };
}
