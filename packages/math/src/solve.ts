/**
 * Solves the symmetric positive definite system A x = b for small n by Cholesky, in place.
 * @param A row-major, shape [n, n]; its lower triangle is overwritten by the factor
 * @param b right-hand side; overwritten by x
 * @returns false, with A and b spoilt, when A is not positive definite (a pivot at or below `minPivot`)
 */
export function solveSpd(A: Float64Array, b: Float64Array, n: number, minPivot = 1e-12): boolean {
  for (let j = 0; j < n; j++) {
    let d = A[j * n + j];
    for (let k = 0; k < j; k++) d -= A[j * n + k] * A[j * n + k];
    if (!(d > minPivot)) return false;
    const l = Math.sqrt(d);
    A[j * n + j] = l;
    for (let i = j + 1; i < n; i++) {
      let s = A[i * n + j];
      for (let k = 0; k < j; k++) s -= A[i * n + k] * A[j * n + k];
      A[i * n + j] = s / l;
    }
  }
  for (let i = 0; i < n; i++) {
    let s = b[i];
    for (let k = 0; k < i; k++) s -= A[i * n + k] * b[k];
    b[i] = s / A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let s = b[i];
    for (let k = i + 1; k < n; k++) s -= A[k * n + i] * b[k];
    b[i] = s / A[i * n + i];
  }
  return true;
}
