import { between, compose, cos, inverse, type SE2, sin, solveSpd, wrapAngle } from '@homebound/math';

/**
 * A measured motion with its covariance, which is of the small motion that stands between the measured frame b and the true one and
 * is written in b, as an edge's information is: T_true = T_a_b o e.
 */
export interface MotionEstimate {
  readonly T_a_b: SE2;
  /** Of x, y, theta of e: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
}

/** The way back. With T = Z o e, its inverse is inv(Z) o (Z o inv(e) o inv(Z)), so e becomes -Ad(Z) e. */
export function inverseMotion({ T_a_b, covariance }: MotionEstimate): MotionEstimate {
  return { T_a_b: inverse(T_a_b), covariance: sandwich(adjoint(T_a_b), covariance) };
}

/** One motion after the other, independent: Z1 e1 Z2 e2 = Z1 Z2 (inv(Z2) e1 Z2) e2. */
export function composeMotions(a_b: MotionEstimate, b_c: MotionEstimate): MotionEstimate {
  const covariance = sandwich(adjoint(inverse(b_c.T_a_b)), a_b.covariance);
  for (let k = 0; k < 9; k++) covariance[k] += b_c.covariance[k];
  return { T_a_b: compose(a_b.T_a_b, b_c.T_a_b), covariance };
}

/** Independent measurements of one motion, weighed by their information: Gauss-Newton from the first. */
export function fuseMotions(motions: readonly MotionEstimate[]): MotionEstimate {
  if (motions.length === 1) return motions[0];
  let T_a_b = motions[0].T_a_b;
  const sum = new Float64Array(9);
  for (let iteration = 0; iteration < 10; iteration++) {
    sum.fill(0);
    const step = new Float64Array(3);
    for (const motion of motions) addPull(sum, step, T_a_b, motion);
    solveSpd(sum.slice(), step, 3);
    T_a_b = compose(T_a_b, { x: step[0], y: step[1], theta: wrapAngle(step[2]) });
    if (Math.abs(step[0]) + Math.abs(step[1]) + Math.abs(step[2]) < 1e-12) break;
  }
  return { T_a_b, covariance: invertSpd(sum) };
}

/** Inverse of a symmetric positive definite 3x3 matrix. Throws RangeError when it isn't one. */
export function invertSpd(A: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let column = 0; column < 3; column++) {
    const e = Float64Array.of(0, 0, 0);
    e[column] = 1;
    if (!solveSpd(A.slice(), e, 3, 0)) throw new RangeError(`Cannot invert [${A.join(', ')}]: not positive definite`);
    for (let row = 0; row < 3; row++) out[3 * row + column] = e[row];
  }
  return out;
}

/** What one measurement says about the motion at work: e = inv(T) o Z with the measurement's covariance brought to T's frame. */
function addPull(sum: Float64Array, step: Float64Array, T_a_b: SE2, motion: MotionEstimate): void {
  const e = between(T_a_b, motion.T_a_b);
  const information = invertSpd(sandwich(adjoint(e), motion.covariance));
  const wanted = [e.x, e.y, e.theta];
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++) {
      sum[3 * r + c] += information[3 * r + c];
      step[r] += information[3 * r + c] * wanted[c];
    }
}

/** Ad(T): takes a small motion written in b to the same one written in a, [R (t_y, -t_x); 0 1]. */
function adjoint({ x, y, theta }: SE2): Float64Array {
  const c = cos(theta);
  const s = sin(theta);
  return Float64Array.of(c, -s, y, s, c, -x, 0, 0, 1);
}

/** A S A^T, 3x3. */
function sandwich(A: Float64Array, S: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++)
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) out[3 * r + c] += A[3 * r + i] * S[3 * i + j] * A[3 * c + j];
  return out;
}
