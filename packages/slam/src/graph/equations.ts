import { BlockCholesky, type BlockMatrix, createBlockMatrix, wrapAngle } from '@homebound/math';
import { chordalInto } from './chordal.ts';
import { type GraphCost, weighEdges, widestDoubt } from './edgeWeights.ts';
import type { GraphProblem } from './graphProblem.ts';
import { linearise } from './linearise.ts';
import type { RobustLoss } from './robustLoss.ts';

/** A problem's equations with their memory and their factor: one analysis of the structure for all iterations. */
export class Equations {
  readonly problem: GraphProblem;
  readonly #loss: RobustLoss;
  readonly #factor: BlockCholesky;
  readonly #H: BlockMatrix;
  readonly #g: Float64Array;
  readonly #dx: Float64Array;
  readonly #weights: Float64Array;

  constructor(problem: GraphProblem, loss: RobustLoss) {
    this.problem = problem;
    this.#loss = loss;
    this.#factor = new BlockCholesky(problem.pattern);
    this.#H = createBlockMatrix(problem.pattern);
    this.#g = new Float64Array(3 * problem.pattern.n);
    this.#dx = new Float64Array(3 * problem.pattern.n);
    this.#weights = new Float64Array(problem.from.length);
  }

  cost(poses: Float64Array): GraphCost {
    return weighEdges(this.problem, poses, this.#loss, this.#weights);
  }

  /** Sets up the equations at some poses. @returns their cost */
  linearise(poses: Float64Array): number {
    const { cost } = this.cost(poses);
    linearise(this.problem, poses, this.#weights, this.#H, this.#g);
    return cost;
  }

  /**
   * Takes the step that the equations ask for.
   * @param poses  moved
   * @returns by how much the cost would fall if it were quadratic; undefined, with poses as they were, when there is no step
   */
  move(poses: Float64Array, damping: number): number | undefined {
    if (!this.#factor.factorise(this.#H, damping)) return undefined;
    const { variable } = this.problem;
    const g = this.#g;
    const dx = this.#dx;
    this.#factor.solveInto(dx, g);
    let promised = 0;
    for (let m = 0; m < dx.length; m++) promised += g[m] * dx[m];
    for (let k = 0; k < variable.length; k++) {
      if (variable[k] < 0) continue;
      const v = 3 * variable[k];
      poses[3 * k] -= dx[v];
      poses[3 * k + 1] -= dx[v + 1];
      poses[3 * k + 2] = wrapAngle(poses[3 * k + 2] - dx[v + 2]);
    }
    return promised;
  }

  /**
   * Solves by the chordal relaxation, edges weighed by their fit at the poses with their limits widened.
   * @param poses  in and out
   * @param widen  factor on the chi2 limits; Infinity doubts no edge
   * @returns the factor that would leave no edge in doubt now; undefined when the equations can't be solved
   */
  relax(poses: Float64Array, widen: number): number | undefined {
    weighEdges(this.problem, poses, this.#loss, this.#weights, widen);
    if (!chordalInto(poses, this.problem, this.#weights, this.#factor, this.#H, this.#g)) return undefined;
    return widestDoubt(this.problem, poses);
  }
}
