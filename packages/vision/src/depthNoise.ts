import type { DepthNoise } from '@homebound/robot';

export type { DepthNoise };

/** A small time-of-flight or structured-light sensor: 3 mm at 0.5 m, 9 mm at 1 m. */
export const defaultDepthNoise: DepthNoise = { base_m: 0.001, growth_pm: 0.008 };

/** Standard deviation of a depth, m. */
export function depthDeviation(noise: DepthNoise, z_m: number): number {
  return noise.base_m + noise.growth_pm * z_m * z_m;
}
