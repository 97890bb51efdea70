import { BlockCholesky, cos, createBlockMatrix, inverseBlocks, sin } from '@homebound/math';
import { weighEdges } from './edgeWeights.ts';
import { type GraphProblem, graphProblem } from './graphProblem.ts';
import { linearise } from './linearise.ts';
import type { PoseGraph } from './poseGraph.ts';
import type { RobustLoss } from './robustLoss.ts';

/** Covariance of x, y, theta of T_from_to, in the frame of `from`: m², m rad, rad², row-major [3, 3]. */
export type RelativeCovariance = Float64Array;

/**
 * How well nodes of a graph are known as seen from one another, exact to first order at the graph's present poses: what a
 * candidate for a loop has to fit into. The equations are factorised once; each pair then costs two walks up the elimination tree.
 */
export class GraphCovariance {
  readonly #problem: GraphProblem;
  readonly #factor: BlockCholesky;
  readonly #place = new Map<number, number>();

  /**
   * Throws RangeError when the graph isn't connected.
   * @param loss  how edges with a robust scale are doubted; a false loop that is not believed adds no certainty
   */
  constructor(graph: PoseGraph, loss: RobustLoss = 'dcs') {
    if (graph.nodeCount === 0) throw new RangeError('Cannot find covariances of pose graph: it has no nodes');
    this.#problem = graphProblem(graph, [graph.nodeIds()[0]]); // which one is held does not matter to relative poses
    const { arrays, pattern } = this.#problem;
    const H = createBlockMatrix(pattern);
    const weights = new Float64Array(arrays.edgeId.length);
    weighEdges(this.#problem, arrays.T_map_node, loss, weights);
    linearise(this.#problem, arrays.T_map_node, weights, H, new Float64Array(3 * pattern.n));
    this.#factor = new BlockCholesky(pattern);
    if (!this.#factor.factorise(H))
      throw new RangeError(
        `Cannot find covariances of pose graph: node ${this.#nodeOf(this.#factor.failedAt)} is not held by its edges once those in doubt are left out`,
      );
    arrays.nodeId.forEach((node, k) => {
      this.#place.set(node, k);
    });
  }

  /** Covariance of T_from_to for each node of `to`. Throws RangeError for a node that the graph did not have. */
  relative(from: number, to: readonly number[]): RelativeCovariance[] {
    const f = this.#placeOf(from);
    const places = to.map((node) => this.#placeOf(node));
    const { variable } = this.#problem;
    const i = variable[f];
    // A held node has no uncertainty: its blocks of the inverse are zero.
    const free = places.map((t) => variable[t]).filter((v) => v >= 0);
    const blocks = i >= 0 ? inverseBlocks(this.#factor, i, free) : undefined;
    let next = 0;
    return places.map((t) => {
      if (t === f) return new Float64Array(9);
      const J = this.#jacobians(f, t);
      const S = new Float64Array(36);
      if (blocks !== undefined) putBlock(S, 0, 0, blocks.own, 0);
      if (variable[t] < 0) return project(J, S);
      const own = blocks ?? inverseBlocks(this.#factor, variable[t], []);
      putBlock(S, 3, 3, blocks === undefined ? own.own : own.others, blocks === undefined ? 0 : 9 * next);
      if (blocks !== undefined) putBlock(S, 0, 3, blocks.cross, 9 * next++);
      return project(J, S);
    });
  }

  /** [J_from J_to] of T_from_to with respect to both nodes' x, y, theta in the map, shape [3, 6]. */
  #jacobians(f: number, t: number): Float64Array {
    const P = this.#problem.arrays.T_map_node;
    const c = cos(P[3 * f + 2]);
    const s = sin(P[3 * f + 2]);
    const dx = P[3 * t] - P[3 * f];
    const dy = P[3 * t + 1] - P[3 * f + 1];
    const x = c * dx + s * dy;
    const y = -s * dx + c * dy;
    // biome-ignore format: rows
    return Float64Array.of(
      -c, -s,  y,  c, s, 0,
       s, -c, -x, -s, c, 0,
       0,  0, -1,  0, 0, 1,
    );
  }

  #placeOf(node: number): number {
    const place = this.#place.get(node);
    if (place === undefined) throw new RangeError(`Cannot find covariance of node ${node}: the graph had no such node`);
    return place;
  }

  #nodeOf(variable: number | undefined): number {
    return this.#problem.arrays.nodeId[this.#problem.variable.indexOf(variable ?? 0)];
  }
}

/** Covariances of nodes as seen from one node; where more than one `from` is asked for, build a GraphCovariance once. */
export function relativeCovariance(graph: PoseGraph, from: number, to: readonly number[]): RelativeCovariance[] {
  return new GraphCovariance(graph).relative(from, to);
}

/** Puts a block and its transpose into a symmetric 6x6 matrix. */
function putBlock(S: Float64Array, row: number, column: number, block: Float64Array, at: number): void {
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++) {
      S[6 * (row + r) + column + c] = block[at + 3 * r + c];
      S[6 * (column + c) + row + r] = block[at + 3 * r + c];
    }
}

/** J S J^T, J of shape [3, 6]. */
function project(J: Float64Array, S: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++)
      for (let a = 0; a < 6; a++)
        for (let b = 0; b < 6; b++) out[3 * r + c] += J[6 * r + a] * S[6 * a + b] * J[6 * c + b];
  return out;
}
