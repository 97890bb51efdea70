import { type SE2, solveSpd, wrapAngle } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import type { MatchOptions } from '../options.ts';
import { LinearTerm, linearise, TERMS } from './linearise.ts';

/** A guess of the pose and how far it may be off (one standard deviation), the same in x and y. */
export interface PosePrior {
  readonly T_map_base: SE2;
  readonly sigma_m: number;
  readonly sigma_rad: number;
}

export interface Alignment {
  readonly T_map_base: SE2;
  /** False when the iteration ran out or the system was singular. */
  readonly converged: boolean;
  readonly iterations: number;
  /** Root of the weighted mean square of the points' distances, m. */
  readonly rms_m: number;
  /** Information of the scan alone about x, y, theta in the map frame, row-major [3, 3], without the prior. */
  readonly information: Float64Array;
}

// Scratch of one call; nothing here outlives it.
const sums = new Float64Array(TERMS);
const trial = new Float64Array(TERMS);
const A = new Float64Array(9);
const step = new Float64Array(3);

/**
 * The pose that explains scan and prior best: Levenberg-Marquardt on
 *   sum w d² / (pointNoise² · beamsPerMeasurement)  +  |t − t0|² / sigma_m²  +  (theta − theta0)² / sigma_rad².
 * Where the scan says little (along a corridor) the prior decides; where it says much the prior is outweighed.
 *
 * @param pts_base points in the base frame, m, interleaved, shape [n, 2]
 * @param start    where the iteration starts; absent = at the prior
 */
export function align(
  map: OccupancyMap,
  pts_base: Float64Array,
  normals_base: Float64Array,
  n: number,
  prior: PosePrior,
  options: MatchOptions,
  start: SE2 = prior.T_map_base,
): Alignment {
  const perPoint = 1 / (options.pointNoise_m * options.pointNoise_m * options.beamsPerMeasurement);
  const priorT = 1 / (prior.sigma_m * prior.sigma_m);
  const priorR = 1 / (prior.sigma_rad * prior.sigma_rad);
  const { robustScale_m } = options;
  let T = start;
  let damping = 0;
  let converged = false;
  let iterations = 0;
  linearise(map, pts_base, normals_base, n, T, robustScale_m, sums);
  let cost = sums[LinearTerm.cost] * perPoint + priorCost(T, prior, priorT, priorR);
  while (!converged && iterations < options.maxIterations) {
    iterations++;
    fillSystem(T, prior, perPoint, priorT, priorR, damping);
    if (!solveSpd(A, step, 3)) break;
    const T_next = { x: T.x + step[0], y: T.y + step[1], theta: wrapAngle(T.theta + step[2]) };
    linearise(map, pts_base, normals_base, n, T_next, robustScale_m, trial);
    const nextCost = trial[LinearTerm.cost] * perPoint + priorCost(T_next, prior, priorT, priorR);
    const isSmall =
      Math.abs(step[0]) < options.stopStep_m &&
      Math.abs(step[1]) < options.stopStep_m &&
      Math.abs(step[2]) < options.stopStep_rad;
    if (nextCost <= cost) {
      T = T_next;
      cost = nextCost;
      sums.set(trial);
      damping *= 0.2;
    } else damping = Math.max(4 * damping, 0.05);
    converged = isSmall;
  }
  const weight = sums[LinearTerm.weight];
  return {
    T_map_base: T,
    converged,
    iterations,
    rms_m: weight > 0 ? Math.sqrt(sums[LinearTerm.cost] / weight) : 0,
    information: informationOf(perPoint),
  };
}

function priorCost(T: SE2, prior: PosePrior, priorT: number, priorR: number): number {
  const ex = T.x - prior.T_map_base.x;
  const ey = T.y - prior.T_map_base.y;
  const et = wrapAngle(T.theta - prior.T_map_base.theta);
  return (ex * ex + ey * ey) * priorT + et * et * priorR;
}

/** (H + Lambda, damped on its diagonal) step = −(g + Lambda e). */
function fillSystem(T: SE2, prior: PosePrior, perPoint: number, priorT: number, priorR: number, damping: number): void {
  const grow = 1 + damping;
  A[0] = (sums[0] * perPoint + priorT) * grow;
  A[4] = (sums[3] * perPoint + priorT) * grow;
  A[8] = (sums[5] * perPoint + priorR) * grow;
  A[1] = A[3] = sums[1] * perPoint;
  A[2] = A[6] = sums[2] * perPoint;
  A[5] = A[7] = sums[4] * perPoint;
  step[0] = -(sums[6] * perPoint + (T.x - prior.T_map_base.x) * priorT);
  step[1] = -(sums[7] * perPoint + (T.y - prior.T_map_base.y) * priorT);
  step[2] = -(sums[8] * perPoint + wrapAngle(T.theta - prior.T_map_base.theta) * priorR);
}

function informationOf(perPoint: number): Float64Array {
  const [xx, xy, xt, yy, yt, tt] = sums;
  return Float64Array.of(xx, xy, xt, xy, yy, yt, xt, yt, tt).map((v) => v * perPoint);
}
