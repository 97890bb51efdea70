import { cos, type SE2, sin } from '@homebound/math';

/**
 * How dead reckoning spreads, as independent steps: standard deviations per square root of what was driven. The figures
 * hold for about 1 m, 1 rad, 1 s; what adds up faster than that (a wrong wheel size) `motionNoise` knows.
 */
export interface DriftOptions {
  /** Along the way: slip of wheels that grip. */
  readonly wayNoise_mPerRootM: number;
  /** Across it: a rug's pile pushes. */
  readonly sideNoise_mPerRootM: number;
  /** Of the base when it turns on the spot: one wheel rolls a little more than the other. */
  readonly spinNoise_mPerRootRad: number;
  /** Along the way while a wheel slips: nearly all of the way may be lost over a tenth of a metre. */
  readonly slipNoise_mPerRootM: number;
  /** Heading by gyro: its random walk, its scale. */
  readonly gyroNoise_radPerRootS: number;
  readonly gyroTurnNoise_radPerRootRad: number;
  /** Heading by wheels alone. */
  readonly headingNoise_radPerRootM: number;
  readonly turnNoise_radPerRootRad: number;
}

/** Values of a Create 3 class base on floors and rugs with a consumer gyro; `bench:odometry` holds them against the truth. */
export const defaultDriftOptions: DriftOptions = {
  wayNoise_mPerRootM: 0.01,
  sideNoise_mPerRootM: 0.006,
  spinNoise_mPerRootRad: 0.002,
  slipNoise_mPerRootM: 0.2,
  gyroNoise_radPerRootS: 0.002,
  gyroTurnNoise_radPerRootRad: 0.01,
  headingNoise_radPerRootM: 0.05,
  turnNoise_radPerRootRad: 0.05,
};

/** Variances that one step adds: m² along and across the heading, rad². */
export interface StepNoise {
  readonly along_m2: number;
  readonly across_m2: number;
  readonly heading_rad2: number;
}

/**
 * Adds a step to the covariance of a pose: P <- F P F^T + Q in the odom frame, where F adds the old heading's error times
 * the chord and Q is the step's own.
 * @param P of x, y, theta, row-major [3, 3]; changed in place
 */
export function growCovariance(P: Float64Array, from: SE2, to: SE2, noise: StepNoise): void {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const c = cos(from.theta);
  const s = sin(from.theta);
  const { along_m2, across_m2, heading_rad2 } = noise;
  const [xx, xy, xt, , yy, yt, , , tt] = P;
  P[0] = xx - 2 * dy * xt + dy * dy * tt + c * c * along_m2 + s * s * across_m2;
  P[1] = P[3] = xy + dx * xt - dy * yt - dx * dy * tt + c * s * (along_m2 - across_m2);
  P[4] = yy + 2 * dx * yt + dx * dx * tt + s * s * along_m2 + c * c * across_m2;
  P[2] = P[6] = xt - dy * tt;
  P[5] = P[7] = yt + dx * tt;
  P[8] = tt + heading_rad2;
}
