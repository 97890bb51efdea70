import type { BlockMatrix } from './blockMatrix.ts';
import type { BlockPattern } from './blockPattern.ts';
import { minimumDegreeOrder } from './minimumDegree.ts';
import { type SymbolicFactor, symbolicFactor } from './symbolicFactor.ts';

/** A pivot below this share of its diagonal entry is rounding, not information. */
const LEAST_PIVOT = 1e-13;

/**
 * Cholesky factorisation P A P^T = L L^T of symmetric positive definite matrices of 3x3 blocks that share one pattern.
 * Order and structure are found once, in the constructor; `factorise` and the solves allocate nothing.
 * Left-looking, by columns: Davis, "Direct Methods for Sparse Linear Systems", SIAM 2006, chapter 4.
 */
export class BlockCholesky {
  readonly symbolic: SymbolicFactor;
  /** Lower triangular diagonal blocks, with the inverse of each diagonal entry in its place; shape [n, 3, 3]. */
  readonly diagonal: Float64Array;
  /** Blocks below, in the order of `symbolic.row`; shape [blocks, 3, 3]. */
  readonly below: Float64Array;
  #failedAt: number | undefined;
  /** Columns whose next block stands in a row, as linked lists, and that block of each. */
  readonly #firstOfRow: Int32Array;
  readonly #nextOfRow: Int32Array;
  readonly #cursor: Int32Array;
  /** Where a row's block stands in the column at work. */
  readonly #slotOfRow: Int32Array;
  readonly #work: Float64Array;

  /** @param order  which index to eliminate first, second, ...; approximate minimum degree when absent */
  constructor(pattern: BlockPattern, order: Int32Array = minimumDegreeOrder(pattern)) {
    const { n } = pattern;
    this.symbolic = symbolicFactor(pattern, order);
    this.diagonal = new Float64Array(9 * n);
    this.below = new Float64Array(9 * this.symbolic.row.length);
    this.#firstOfRow = new Int32Array(n);
    this.#nextOfRow = new Int32Array(n);
    this.#cursor = new Int32Array(n);
    this.#slotOfRow = new Int32Array(n);
    this.#work = new Float64Array(3 * n);
  }

  /** Index whose block was not positive definite in the last `factorise`; undefined when that went well. */
  get failedAt(): number | undefined {
    return this.#failedAt;
  }

  /**
   * Factorises A + damping · diag(A).
   * @returns false when that is not positive definite (`failedAt` says where); the factor is spoilt then
   */
  factorise(A: BlockMatrix, damping = 0): boolean {
    this.#scatter(A, damping);
    this.#firstOfRow.fill(-1);
    this.#failedAt = undefined;
    const { n, columnStart, row } = this.symbolic;
    for (let j = 0; j < n; j++) {
      for (let k = columnStart[j]; k < columnStart[j + 1]; k++) this.#slotOfRow[row[k]] = k;
      this.#subtractEarlier(j);
      if (!factoriseDiagonal(this.diagonal, j, A.diagonal, this.symbolic.order[j])) {
        this.#failedAt = this.symbolic.order[j];
        return false;
      }
      divideColumn(this.below, columnStart[j], columnStart[j + 1], this.diagonal, 9 * j);
      this.#queue(j, columnStart[j]);
    }
    return true;
  }

  /**
   * Solves A x = b with the last factor.
   * @param x  receives the solution, shape [n, 3]; may be `b` itself
   */
  solveInto(x: Float64Array, b: Float64Array): void {
    const { n, order } = this.symbolic;
    const y = this.#work;
    for (let k = 0; k < n; k++) {
      const i = 3 * order[k];
      y[3 * k] = b[i];
      y[3 * k + 1] = b[i + 1];
      y[3 * k + 2] = b[i + 2];
    }
    this.#solveLower(y);
    this.#solveUpper(y);
    for (let k = 0; k < n; k++) {
      const i = 3 * order[k];
      x[i] = y[3 * k];
      x[i + 1] = y[3 * k + 1];
      x[i + 2] = y[3 * k + 2];
    }
  }

  #scatter(A: BlockMatrix, damping: number): void {
    const { n, order, target } = this.symbolic;
    const { diagonal, below } = this;
    const grow = 1 + damping;
    for (let j = 0; j < n; j++) {
      const from = 9 * order[j];
      for (let m = 0; m < 9; m++) diagonal[9 * j + m] = A.diagonal[from + m] * (m % 4 === 0 ? grow : 1);
    }
    below.fill(0);
    for (let k = 0; k < target.length; k++) {
      const to = target[k];
      if (to >= 0) for (let m = 0; m < 9; m++) below[9 * to + m] = A.below[9 * k + m];
      else
        for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) below[9 * ~to + 3 * r + c] = A.below[9 * k + 3 * c + r];
    }
  }

  /** Column j minus what every earlier column with a block in row j takes from it. */
  #subtractEarlier(j: number): void {
    const { columnStart } = this.symbolic;
    let k = this.#firstOfRow[j];
    while (k >= 0) {
      const next = this.#nextOfRow[k];
      const from = this.#cursor[k];
      this.#subtractColumn(j, from, columnStart[k + 1]);
      this.#queue(k, from + 1);
      k = next;
    }
  }

  /** Blocks `from` to `end` of an earlier column, times the transpose of block `from`, which stands in row j. */
  #subtractColumn(j: number, from: number, end: number): void {
    const { below, diagonal } = this;
    const slotOfRow = this.#slotOfRow;
    const row = this.symbolic.row;
    const p = 9 * from;
    const l0 = below[p];
    const l1 = below[p + 1];
    const l2 = below[p + 2];
    const l3 = below[p + 3];
    const l4 = below[p + 4];
    const l5 = below[p + 5];
    const l6 = below[p + 6];
    const l7 = below[p + 7];
    const l8 = below[p + 8];
    const d = 9 * j;
    diagonal[d] -= l0 * l0 + l1 * l1 + l2 * l2;
    diagonal[d + 3] -= l3 * l0 + l4 * l1 + l5 * l2;
    diagonal[d + 4] -= l3 * l3 + l4 * l4 + l5 * l5;
    diagonal[d + 6] -= l6 * l0 + l7 * l1 + l8 * l2;
    diagonal[d + 7] -= l6 * l3 + l7 * l4 + l8 * l5;
    diagonal[d + 8] -= l6 * l6 + l7 * l7 + l8 * l8;
    for (let k = from + 1; k < end; k++) {
      const b = 9 * k;
      const t = 9 * slotOfRow[row[k]];
      for (let r = 0; r < 9; r += 3) {
        const x = below[b + r];
        const y = below[b + r + 1];
        const z = below[b + r + 2];
        below[t + r] -= x * l0 + y * l1 + z * l2;
        below[t + r + 1] -= x * l3 + y * l4 + z * l5;
        below[t + r + 2] -= x * l6 + y * l7 + z * l8;
      }
    }
  }

  /** Column k waits for the row of its block `next`. */
  #queue(k: number, next: number): void {
    const { columnStart, row } = this.symbolic;
    if (next >= columnStart[k + 1]) return;
    this.#cursor[k] = next;
    this.#nextOfRow[k] = this.#firstOfRow[row[next]];
    this.#firstOfRow[row[next]] = k;
  }

  #solveLower(y: Float64Array): void {
    const { n, columnStart, row } = this.symbolic;
    const { below, diagonal } = this;
    for (let j = 0; j < n; j++) {
      const d = 9 * j;
      const a = y[3 * j] * diagonal[d];
      const b = (y[3 * j + 1] - diagonal[d + 3] * a) * diagonal[d + 4];
      const c = (y[3 * j + 2] - diagonal[d + 6] * a - diagonal[d + 7] * b) * diagonal[d + 8];
      y[3 * j] = a;
      y[3 * j + 1] = b;
      y[3 * j + 2] = c;
      for (let k = columnStart[j]; k < columnStart[j + 1]; k++) {
        const p = 9 * k;
        const i = 3 * row[k];
        y[i] -= below[p] * a + below[p + 1] * b + below[p + 2] * c;
        y[i + 1] -= below[p + 3] * a + below[p + 4] * b + below[p + 5] * c;
        y[i + 2] -= below[p + 6] * a + below[p + 7] * b + below[p + 8] * c;
      }
    }
  }

  #solveUpper(y: Float64Array): void {
    const { n, columnStart, row } = this.symbolic;
    const { below, diagonal } = this;
    for (let j = n - 1; j >= 0; j--) {
      let a = y[3 * j];
      let b = y[3 * j + 1];
      let c = y[3 * j + 2];
      for (let k = columnStart[j]; k < columnStart[j + 1]; k++) {
        const p = 9 * k;
        const i = 3 * row[k];
        const u = y[i];
        const v = y[i + 1];
        const w = y[i + 2];
        a -= below[p] * u + below[p + 3] * v + below[p + 6] * w;
        b -= below[p + 1] * u + below[p + 4] * v + below[p + 7] * w;
        c -= below[p + 2] * u + below[p + 5] * v + below[p + 8] * w;
      }
      const d = 9 * j;
      c *= diagonal[d + 8];
      b = (b - diagonal[d + 7] * c) * diagonal[d + 4];
      a = (a - diagonal[d + 3] * b - diagonal[d + 6] * c) * diagonal[d];
      y[3 * j] = a;
      y[3 * j + 1] = b;
      y[3 * j + 2] = c;
    }
  }
}

/** Block j becomes its Cholesky factor, with inverted diagonal; false where a pivot is lost in rounding. */
function factoriseDiagonal(diagonal: Float64Array, j: number, original: Float64Array, index: number): boolean {
  const d = 9 * j;
  const o = 9 * index;
  const p0 = diagonal[d];
  if (!(p0 > LEAST_PIVOT * original[o])) return false;
  const i0 = 1 / Math.sqrt(p0);
  const l10 = diagonal[d + 3] * i0;
  const l20 = diagonal[d + 6] * i0;
  const p1 = diagonal[d + 4] - l10 * l10;
  if (!(p1 > LEAST_PIVOT * original[o + 4])) return false;
  const i1 = 1 / Math.sqrt(p1);
  const l21 = (diagonal[d + 7] - l20 * l10) * i1;
  const p2 = diagonal[d + 8] - l20 * l20 - l21 * l21;
  if (!(p2 > LEAST_PIVOT * original[o + 8])) return false;
  diagonal[d] = i0;
  diagonal[d + 3] = l10;
  diagonal[d + 4] = i1;
  diagonal[d + 6] = l20;
  diagonal[d + 7] = l21;
  diagonal[d + 8] = 1 / Math.sqrt(p2);
  return true;
}

/** Blocks `from` to `end` times the inverse transpose of the diagonal factor at `d`. */
function divideColumn(below: Float64Array, from: number, end: number, diagonal: Float64Array, d: number): void {
  const i0 = diagonal[d];
  const l10 = diagonal[d + 3];
  const i1 = diagonal[d + 4];
  const l20 = diagonal[d + 6];
  const l21 = diagonal[d + 7];
  const i2 = diagonal[d + 8];
  for (let p = 9 * from; p < 9 * end; p += 3) {
    const a = below[p] * i0;
    const b = (below[p + 1] - a * l10) * i1;
    below[p] = a;
    below[p + 1] = b;
    below[p + 2] = (below[p + 2] - a * l20 - b * l21) * i2;
  }
}
