import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';

/** For tests: walls as line segments, and the scan a lidar would take among them. */
export type Wall = readonly [x0: number, y0: number, x1: number, y1: number];

export function box(x0: number, y0: number, x1: number, y1: number): Wall[] {
  return [
    [x0, y0, x1, y0],
    [x1, y0, x1, y1],
    [x1, y1, x0, y1],
    [x0, y1, x0, y0],
  ];
}

/** A flat of two rooms and a hall, about 8 × 6 m, with a door in each wall between and some furniture. */
export const flat: readonly Wall[] = [
  ...box(-4.02, -3.03, 4.01, 3.02),
  [-0.53, -3.03, -0.53, 0.4],
  [-0.53, 1.3, -0.53, 3.02],
  [-0.53, 0.37, 1.6, 0.37],
  [2.5, 0.37, 4.01, 0.37],
  ...box(-3.6, 1.9, -2.1, 2.7),
  ...box(-3.98, -2.2, -3.5, -0.4),
  ...box(1.2, -2.4, 1.24, -2.36),
  ...box(1.9, -2.4, 1.94, -2.36),
  ...box(1.2, -1.6, 1.24, -1.56),
  ...box(1.9, -1.6, 1.94, -1.56),
  ...box(2.9, 1.9, 3.5, 2.98),
];

/** Distance from (x, y) along the direction (dx, dy) of unit length to the nearest wall; +Inf when there is none. */
export function castRay(walls: readonly Wall[], x: number, y: number, dx: number, dy: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [x0, y0, x1, y1] of walls) {
    const ex = x1 - x0;
    const ey = y1 - y0;
    const det = ex * dy - ey * dx;
    if (det > -1e-12 && det < 1e-12) continue;
    const range = (ex * (y0 - y) - ey * (x0 - x)) / det;
    const share = (dx * (y0 - y) - dy * (x0 - x)) / det;
    if (range > 0 && range < nearest && share >= 0 && share <= 1) nearest = range;
  }
  return nearest;
}

export interface TestLidar {
  readonly beams: number;
  readonly fov_rad: number;
  readonly scanTime_s: number;
  readonly maxRange_m: number;
  /** Standard deviation of a range. */
  readonly noise_m: number;
}

export const testLidar: TestLidar = {
  beams: 360,
  fov_rad: 2 * Math.PI,
  scanTime_s: 0.2,
  maxRange_m: 8,
  noise_m: 0.01,
};

/**
 * The scan that begins at `stamp_s`, each beam from where the base stands at its own time.
 * @param poseAt T_world_base by time; the lidar sits in the base's centre
 */
export function takeScan(
  walls: readonly Wall[],
  poseAt: (stamp_s: number) => SE2,
  stamp_s: number,
  rng: Rng,
  lidar: TestLidar = testLidar,
): ScanRecord {
  const { beams, fov_rad, scanTime_s, maxRange_m, noise_m } = lidar;
  const angleMin_rad = fov_rad < 6 ? -fov_rad / 2 : 0;
  const angleIncrement_rad = fov_rad / beams;
  const timeIncrement_s = scanTime_s / beams;
  const ranges_m = new Float32Array(beams);
  for (let i = 0; i < beams; i++) {
    const T = poseAt(stamp_s + i * timeIncrement_s);
    const heading = T.theta + angleMin_rad + i * angleIncrement_rad;
    const range = castRay(walls, T.x, T.y, cos(heading), sin(heading));
    ranges_m[i] = range < maxRange_m ? range + noise_m * rng.normal() : Number.POSITIVE_INFINITY;
  }
  return {
    kind: 'scan',
    stamp_s,
    angleMin_rad,
    angleIncrement_rad,
    timeIncrement_s,
    scanTime_s,
    rangeMin_m: 0.1,
    rangeMax_m: maxRange_m,
    ranges_m,
  };
}
