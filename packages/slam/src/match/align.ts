import { type SE2, solveSpd, wrapAngle } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import type { MatchOptions } from '../options.ts';
import { lineariseField } from './lineariseField.ts';
import { lineariseSurface } from './lineariseSurface.ts';
import { type Lineariser, LinearTerm, TERMS } from './linearTerms.ts';

/** A guess of the pose and how far it may be off (one standard deviation), the same in x and y. */
export interface PosePrior {
  readonly T_map_base: SE2;
  readonly sigma_m: number;
  readonly sigma_rad: number;
}

export interface Alignment {
  readonly T_map_base: SE2;
  /** False when the precise iteration ran out or the system was singular. */
  readonly converged: boolean;
  readonly iterations: number;
  /** Root of the weighted mean square of the points' distances, m. */
  readonly rms_m: number;
  /** Information of the scan alone about x, y, theta in the map frame, row-major [3, 3], without the prior. */
  readonly information: Float64Array;
}

/** The far-reaching steps end when they get shorter than this: the precise ones do the rest. */
const ROUGH_STEP_M = 3e-3;
const ROUGH_STEP_RAD = 2e-3;

// Scratch of one call; nothing here outlives it.
const sums = new Float64Array(TERMS);
const trial = new Float64Array(TERMS);
const A = new Float64Array(9);
const step = new Float64Array(3);

/**
 * The pose that explains scan and prior best: Levenberg-Marquardt on
 *   sum w d² / pointNoise²  +  |t − t0|² / sigma_m²  +  (theta − theta0)² / sigma_rad²,
 * first with the far-reaching residual of the distance field, then with the precise one of the surfaces in the cells.
 * Where the scan says little the prior decides; where it says much the prior is outweighed.
 *
 * @param pts_base     points in the base frame, m, interleaved, shape [n, 2]
 * @param normals_base their surfaces, see `fitNormals`
 * @param start        where the iteration starts
 * @param reach_cells  how far noise spreads a wall to either side
 */
export function align(
  map: OccupancyMap,
  pts_base: Float64Array,
  normals_base: Float64Array,
  n: number,
  prior: PosePrior,
  options: MatchOptions,
  start: SE2,
  reach_cells = 1,
): Alignment {
  const { robustScale_m, surfaceScale_m, pointNoise_m, stopStep_m, stopStep_rad, maxIterations } = options;
  const perPoint = 1 / (pointNoise_m * pointNoise_m);
  const descend = (linearise: Lineariser, scale_m: number, from: SE2, stop_m: number, stop_rad: number): Descent => {
    linearise(map, pts_base, normals_base, n, from, scale_m, sums, reach_cells);
    let T = from;
    let cost = totalCost(sums, perPoint, T, prior);
    let damping = 0;
    for (let iterations = 1; iterations <= maxIterations; iterations++) {
      fillSystem(T, prior, perPoint, damping);
      if (!solveSpd(A, step, 3)) return { T, converged: false, iterations };
      const T_next = { x: T.x + step[0], y: T.y + step[1], theta: wrapAngle(T.theta + step[2]) };
      linearise(map, pts_base, normals_base, n, T_next, scale_m, trial, reach_cells);
      const nextCost = totalCost(trial, perPoint, T_next, prior);
      if (nextCost <= cost) {
        T = T_next;
        cost = nextCost;
        sums.set(trial);
        damping *= 0.2;
      } else damping = Math.max(4 * damping, 0.05);
      const isSmall = Math.abs(step[0]) < stop_m && Math.abs(step[1]) < stop_m && Math.abs(step[2]) < stop_rad;
      if (isSmall) return { T, converged: true, iterations };
    }
    return { T, converged: false, iterations: maxIterations };
  };
  const rough = descend(lineariseField, robustScale_m, start, ROUGH_STEP_M, ROUGH_STEP_RAD);
  const fine = descend(lineariseSurface, surfaceScale_m, rough.T, stopStep_m, stopStep_rad);
  const weight = sums[LinearTerm.weight];
  return {
    T_map_base: fine.T,
    converged: fine.converged,
    iterations: rough.iterations + fine.iterations,
    rms_m: weight > 0 ? Math.sqrt(sums[LinearTerm.cost] / weight) : 0,
    information: informationOf(perPoint),
  };
}

interface Descent {
  readonly T: SE2;
  readonly converged: boolean;
  readonly iterations: number;
}

function totalCost(terms: Float64Array, perPoint: number, T: SE2, prior: PosePrior): number {
  const ex = (T.x - prior.T_map_base.x) / prior.sigma_m;
  const ey = (T.y - prior.T_map_base.y) / prior.sigma_m;
  const et = wrapAngle(T.theta - prior.T_map_base.theta) / prior.sigma_rad;
  return terms[LinearTerm.cost] * perPoint + ex * ex + ey * ey + et * et;
}

/** (H + Lambda, damped on its diagonal) step = −(g + Lambda e). */
function fillSystem(T: SE2, prior: PosePrior, perPoint: number, damping: number): void {
  const grow = 1 + damping;
  const priorT = 1 / (prior.sigma_m * prior.sigma_m);
  const priorR = 1 / (prior.sigma_rad * prior.sigma_rad);
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
