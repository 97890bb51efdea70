import { chi2OfError, edgeErrorInto } from './edgeError.ts';
import type { GraphProblem } from './graphProblem.ts';
import { type RobustLoss, robustCost, robustWeight } from './robustLoss.ts';

/** What poses cost. */
export interface GraphCost {
  /** The edges' chi2 with robust scales applied: what is minimised. */
  readonly cost: number;
  /** The plain sum. */
  readonly chi2: number;
}

/**
 * How much each edge counts at some poses.
 * @param weights  receives a factor on the information of each edge
 * @param widen    factor on the chi2 limits of robust edges; 1 for the loss as it is
 */
export function weighEdges(
  problem: GraphProblem,
  poses: Float64Array,
  loss: RobustLoss,
  weights: Float64Array,
  widen = 1,
): GraphCost {
  const { robustScale } = problem.arrays;
  const root = Math.sqrt(widen);
  let cost = 0;
  let sum = 0;
  edgeChi2sInto(weights, problem, poses);
  for (let e = 0; e < weights.length; e++) {
    const chi2 = weights[e];
    const scale = robustScale[e] * root;
    cost += robustCost(loss, chi2, scale);
    sum += chi2;
    weights[e] = robustWeight(loss, chi2, scale);
  }
  return { cost, chi2: sum };
}

/** By how much the chi2 limits of the robust edges have to be widened so that none is doubted; 1 when none is. */
export function widestDoubt(problem: GraphProblem, poses: Float64Array): number {
  const { robustScale } = problem.arrays;
  const chi2 = new Float64Array(robustScale.length);
  edgeChi2sInto(chi2, problem, poses);
  let widest = 1;
  for (let e = 0; e < chi2.length; e++) widest = Math.max(widest, chi2[e] / (robustScale[e] * robustScale[e]));
  return widest;
}

const error = new Float64Array(3);

function edgeChi2sInto(out: Float64Array, { from, to, arrays }: GraphProblem, poses: Float64Array): void {
  const { T_from_to, information } = arrays;
  for (let e = 0; e < from.length; e++) {
    edgeErrorInto(error, poses, from[e], to[e], T_from_to, e);
    out[e] = chi2OfError(error, information, e);
  }
}
