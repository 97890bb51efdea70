import type { BlockPattern } from './blockPattern.ts';

/** A symmetric matrix of 3x3 blocks: its lower triangle. Blocks are row-major; fill the diagonal ones whole. */
export interface BlockMatrix {
  readonly pattern: BlockPattern;
  /** Diagonal blocks, shape [n, 3, 3]. */
  readonly diagonal: Float64Array;
  /** Blocks below the diagonal in the pattern's order, shape [blocks, 3, 3]: rows of the later index, columns of the earlier. */
  readonly below: Float64Array;
}

/** A matrix of zeros. */
export function createBlockMatrix(pattern: BlockPattern): BlockMatrix {
  return {
    pattern,
    diagonal: new Float64Array(9 * pattern.n),
    below: new Float64Array(9 * pattern.row.length),
  };
}
