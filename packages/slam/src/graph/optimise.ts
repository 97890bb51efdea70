import { Descent } from './descent.ts';
import { type GraphCost, weighEdges, widestDoubt } from './edgeWeights.ts';
import { Equations } from './equations.ts';
import { type GraphProblem, graphProblem } from './graphProblem.ts';
import { defaultOptimiseOptions, type GraphSolution, type OptimiseOptions } from './optimiseOptions.ts';
import type { PoseGraph } from './poseGraph.ts';

/**
 * The robust edges' chi2 limits shrink by this each graduated iteration. Of 64 walks with false loops and 0.04 rad of noise a step
 * (as in bench:graph) 0.6 recovered 55, 0.4 51 and 0.25 42.
 */
const NARROWING = 0.6;
/** Mean chi2 of an edge, about 5 standard deviations, from which on Gauss-Newton may well end in another valley than the deepest. */
const FAR_OFF = 30;

/**
 * Moves the poses of a graph to where its edges agree best. It works on a copy that it takes when built, a step at a time, so the
 * graph may be used and may grow in between; the poses that it gives back never cost more than those that it got.
 * Source of the graduation: Yang, Antonante, Tzoumas, Carlone, "Graduated non-convexity for robust spatial perception", RA-L 2020.
 */
export class GraphOptimiser {
  readonly #options: OptimiseOptions;
  readonly #problem: GraphProblem;
  readonly #start: Float64Array;
  /** Whether a robust edge is beyond its scale at the start. */
  readonly #hasDoubts: boolean;
  #equations: Equations | undefined;
  #descent: Descent | undefined;
  /** Poses that are graduated, and the factor on the chi2 limits; absent before and after. */
  #relaxed: Float64Array | undefined;
  #widen = Number.POSITIVE_INFINITY;
  #wasGraduated = false;
  #iterations = 0;
  /** Where the descent from the graduated poses ended. */
  #rival: { readonly descent: Descent; readonly end: 'converged' | 'stuck' } | undefined;
  #end: 'converged' | 'stuck' | 'outOfIterations' | undefined;

  /** Throws RangeError for a graph without nodes, one that is not connected with what is held, and a start of the wrong length. */
  constructor(graph: PoseGraph, options: Partial<OptimiseOptions> = {}) {
    this.#options = { ...defaultOptimiseOptions, ...options };
    if (graph.nodeCount === 0) throw new RangeError('Cannot optimise pose graph: it has no nodes');
    this.#problem = graphProblem(graph, this.#options.hold ?? [graph.nodeIds()[0]]);
    this.#start = startOf(this.#problem, this.#options.start);
    const { graduation } = this.#options;
    this.#hasDoubts = widestDoubt(this.#problem, this.#start) > 1;
    const isFarOff = this.#cost(this.#start).chi2 > FAR_OFF * this.#problem.from.length;
    if (graduation === 'always' || (graduation === 'whenInDoubt' && (this.#hasDoubts || isFarOff)))
      this.#relaxed = this.#start.slice();
  }

  /** The first step orders and analyses the equations; each other is one iteration. @returns true when finished */
  step(): boolean {
    if (this.#end !== undefined) return true;
    if (this.#equations === undefined) {
      this.#equations = new Equations(this.#problem, this.#options.loss);
      return false;
    }
    this.#iterations++;
    if (this.#relaxed !== undefined) this.#graduate(this.#equations, this.#relaxed);
    else {
      this.#descent ??= this.#descentFrom(this.#start);
      this.#settle(this.#descent, this.#descent.step());
    }
    if (this.#iterations >= this.#options.maxIterations) this.#end ??= 'outOfIterations';
    return this.#end !== undefined;
  }

  /** All steps at once. */
  run(): GraphSolution {
    while (!this.step());
    return this.result;
  }

  /** The best poses so far. */
  get result(): GraphSolution {
    const { arrays, nodeSerial } = this.#problem;
    const candidates = [this.#start, this.#rival?.descent.best, this.#descent?.best].filter(
      (poses) => poses !== undefined,
    );
    const poses = candidates.reduce((a, b) => (this.#cost(b).cost < this.#cost(a).cost ? b : a));
    return {
      nodeId: arrays.nodeId,
      nodeSerial,
      T_map_node: poses.slice(),
      ...this.#cost(poses),
      iterations: this.#iterations,
      converged: this.#end === 'converged',
    };
  }

  /** One round of graduation; at the end the descent begins where it led. */
  #graduate(equations: Equations, poses: Float64Array): void {
    const widest = equations.relax(poses, this.#widen);
    this.#widen = widest === undefined ? 1 : Math.max(1, NARROWING * Math.min(this.#widen, widest));
    if (this.#widen > 1) return;
    this.#relaxed = undefined;
    if (widest === undefined) return; // not solvable in double precision: the start has to do
    this.#wasGraduated = true;
    this.#descent = this.#descentFrom(poses);
  }

  /**
   * Ends; after a graduation that had to choose between edges, or led up, only when the way down from the start was tried too: the
   * lower of the two is kept.
   */
  #settle(descent: Descent, end: 'converged' | 'stuck' | undefined): void {
    if (end === undefined) return;
    const isUnsure = this.#hasDoubts || descent.bestCost > this.#cost(this.#start).cost;
    if (this.#wasGraduated && isUnsure && this.#rival === undefined) {
      this.#rival = { descent, end };
      this.#descent = this.#descentFrom(this.#start);
      return;
    }
    const isRivalLower = this.#rival !== undefined && this.#rival.descent.bestCost < descent.bestCost;
    if (isRivalLower) this.#descent = this.#rival!.descent;
    this.#end = isRivalLower ? this.#rival!.end : end;
  }

  #cost(poses: Float64Array): GraphCost {
    return weighEdges(this.#problem, poses, this.#options.loss, new Float64Array(this.#problem.from.length));
  }

  #descentFrom(poses: Float64Array): Descent {
    return new Descent(this.#equations!, poses, this.#options.tolerance);
  }
}

/** Held nodes keep the graph's poses whatever the start says. */
function startOf(problem: GraphProblem, start: Float64Array | undefined): Float64Array {
  const own = problem.arrays.T_map_node;
  if (start === undefined) return own;
  if (start.length !== own.length || !start.every(Number.isFinite))
    throw new RangeError(
      `Cannot optimise pose graph: start should hold x, y, theta of each node, ${own.length} finite numbers, got ${start.length}`,
    );
  const poses = start.slice();
  problem.variable.forEach((v, k) => {
    if (v < 0) poses.set(own.subarray(3 * k, 3 * k + 3), 3 * k);
  });
  return poses;
}
