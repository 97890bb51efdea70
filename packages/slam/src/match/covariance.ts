import { atan2, cos, type SE2, sin, solveSpd } from '@homebound/math';
import type { PosePrior } from './align.ts';

/** What a match leaves open. */
export interface PoseUncertainty {
  /** Covariance of x, y, theta in the map frame: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** Heading in the map frame along which the scan says little (a corridor's length), in [0, pi); absent when it says enough everywhere. */
  readonly weakDirection_rad: number | undefined;
}

/** A direction with less than this share of the best one's information is weak, and held by odometry. */
const WEAK_SHARE = 0.03;
/** No pose is better known than this: the grid's own roughness. */
const FLOOR_M = 0.005;
const FLOOR_RAD = 0.002;

/** (scan information + prior information)^-1, row-major [3, 3]: what independent errors of the points leave open. */
export function matchCovariance(information: Float64Array, prior: PosePrior): Float64Array {
  const A = Float64Array.from(information);
  A[0] += 1 / (prior.sigma_m * prior.sigma_m);
  A[4] += 1 / (prior.sigma_m * prior.sigma_m);
  A[8] += 1 / (prior.sigma_rad * prior.sigma_rad);
  const covariance = new Float64Array(9);
  for (let column = 0; column < 3; column++) {
    const e = Float64Array.of(0, 0, 0);
    e[column] = 1;
    solveSpd(A.slice(), e, 3);
    for (let row = 0; row < 3; row++) covariance[3 * row + column] = e[row];
  }
  return covariance;
}

/** Covariance of a matched pose, with a floor. */
export function poseUncertainty(information: Float64Array, prior: PosePrior): PoseUncertainty {
  const covariance = matchCovariance(information, prior);
  covariance[0] += FLOOR_M * FLOOR_M;
  covariance[4] += FLOOR_M * FLOOR_M;
  covariance[8] += FLOOR_RAD * FLOOR_RAD;
  const { heading_rad, share } = weakestDirection(information);
  return { covariance, weakDirection_rad: share < WEAK_SHARE ? heading_rad : undefined };
}

/** The direction of translation that a scan tells least about. */
export interface WeakDirection {
  /** In the map frame, in [0, pi). */
  readonly heading_rad: number;
  /** Information along it as a share of that across it, in [0, 1]. */
  readonly share: number;
}

/** Reads the weak direction from the translation's information with the heading free (Schur complement). */
export function weakestDirection(information: Float64Array): WeakDirection {
  const tt = Math.max(information[8], 1e-9);
  const xx = information[0] - (information[2] * information[2]) / tt;
  const xy = information[1] - (information[2] * information[5]) / tt;
  const yy = information[4] - (information[5] * information[5]) / tt;
  const mean = 0.5 * (xx + yy);
  const spread = Math.sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy);
  // The strong axis of a symmetric 2x2 stands at half the angle of (xx - yy, 2 xy); the weak one across it.
  const heading = 0.5 * atan2(2 * xy, xx - yy) + Math.PI / 2;
  return {
    heading_rad: heading >= Math.PI ? heading - Math.PI : heading,
    share: mean + spread > 0 ? Math.max(0, mean - spread) / (mean + spread) : 0,
  };
}

/**
 * A matched pose with its correction along a weak direction taken back to odometry: the less the scan knows there, the
 * more. Source: Zhang, Kaess, Singh, "On degeneracy of optimization-based state estimation", ICRA 2016; ours fades in.
 */
export function holdWeakDirection(T_matched: SE2, T_predicted: SE2, information: Float64Array): SE2 {
  const { heading_rad, share } = weakestDirection(information);
  if (share >= WEAK_SHARE) return T_matched;
  const c = cos(heading_rad);
  const s = sin(heading_rad);
  const keep = share / WEAK_SHARE;
  const along = (1 - keep * keep) * ((T_matched.x - T_predicted.x) * c + (T_matched.y - T_predicted.y) * s);
  return { x: T_matched.x - along * c, y: T_matched.y - along * s, theta: T_matched.theta };
}
