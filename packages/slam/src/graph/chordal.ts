import { atan2, BlockCholesky, type BlockMatrix, cos, createBlockMatrix, sin } from '@homebound/math';
import { type GraphProblem, graphProblem } from './graphProblem.ts';
import { linearise } from './linearise.ts';
import type { PoseGraph } from './poseGraph.ts';

/**
 * Poses to start an optimiser from, found without any start: first the headings, as vectors that need not keep length 1 (which
 * makes the problem linear), then the positions with those headings. Every edge counts in full, so false loops bend it;
 * `GraphOptimiser` with `graduated` finds them.
 * @param hold  nodes that keep their poses; the lowest id when absent
 * @returns x, y, theta in the order of nodeIds(), shape [nodes, 3]. Throws RangeError where the graph isn't connected.
 */
export function chordalPoses(graph: PoseGraph, hold: readonly number[] = [graph.nodeIds()[0]]): Float64Array {
  const problem = graphProblem(graph, hold);
  const poses = problem.arrays.T_map_node.slice();
  const A = createBlockMatrix(problem.pattern);
  const b = new Float64Array(3 * problem.pattern.n);
  const factor = new BlockCholesky(problem.pattern);
  if (!chordalInto(poses, problem, new Float64Array(problem.from.length).fill(1), factor, A, b))
    throw new RangeError(
      `Cannot start pose graph of ${graph.nodeCount} nodes: the information of its edges differs too much in size; is one in other units?`,
    );
  return poses;
}

/**
 * The same for a problem, with weights.
 * @param poses    held nodes' poses in, all nodes' out
 * @param weights  factor on the information of each edge
 * @param A, b     scratch
 * @returns false when the equations can't be solved in double precision
 * Source: Carlone, Tron, Daniilidis, Dellaert, "Initialization techniques for 3D SLAM", ICRA 2015, in the plane.
 */
export function chordalInto(
  poses: Float64Array,
  problem: GraphProblem,
  weights: Float64Array,
  factor: BlockCholesky,
  A: BlockMatrix,
  b: Float64Array,
): boolean {
  const { variable } = problem;
  relaxedRotations(problem, weights, A, b);
  if (!factor.factorise(A)) return false;
  factor.solveInto(b, b);
  for (let k = 0; k < variable.length; k++)
    if (variable[k] >= 0) poses[3 * k + 2] = atan2(b[3 * variable[k] + 1], b[3 * variable[k]]);
  linearise(problem, poses, weights, A, b);
  freezeTurns(A, b);
  if (!factor.factorise(A)) return false;
  factor.solveInto(b, b);
  for (let k = 0; k < variable.length; k++) {
    if (variable[k] < 0) continue;
    poses[3 * k] -= b[3 * variable[k]];
    poses[3 * k + 1] -= b[3 * variable[k] + 1];
  }
  return true;
}

/** Normal equations of sum kappa |r_to - R r_from|² over heading vectors r; each block's third row only fills the place. */
function relaxedRotations(problem: GraphProblem, weights: Float64Array, A: BlockMatrix, b: Float64Array): void {
  const { from, to, variable, turn, slot, arrays } = problem;
  A.diagonal.fill(0);
  A.below.fill(0);
  b.fill(0);
  for (let v = 0; v < problem.pattern.n; v++) A.diagonal[9 * v + 8] = 1;
  for (let e = 0; e < from.length; e++) {
    const kappa = weights[e] * arrays.information[6 * e + 5];
    const c = kappa * turn[2 * e];
    const s = kappa * turn[2 * e + 1];
    const i = variable[from[e]];
    const j = variable[to[e]];
    for (const v of [i, j]) {
      if (v < 0) continue;
      A.diagonal[9 * v] += kappa;
      A.diagonal[9 * v + 4] += kappa;
    }
    if (i < 0 && j >= 0) addTurned(b, 3 * j, c, s, arrays.T_map_node[3 * from[e] + 2]);
    if (j < 0 && i >= 0) addTurned(b, 3 * i, c, -s, arrays.T_map_node[3 * to[e] + 2]);
    if (slot[e] < 0) continue;
    // Rows of the later variable: -kappa R when that is `to`, its transpose otherwise.
    const block = 9 * slot[e];
    const up = j > i ? s : -s;
    A.below[block] -= c;
    A.below[block + 1] += up;
    A.below[block + 3] -= up;
    A.below[block + 4] -= c;
  }
}

/** b += [c -s; s c] (cos theta, sin theta): what a held node says about its neighbour. */
function addTurned(b: Float64Array, at: number, c: number, s: number, theta: number): void {
  b[at] += c * cos(theta) - s * sin(theta);
  b[at + 1] += s * cos(theta) + c * sin(theta);
}

/** Takes the headings out of linearised equations: their steps become 0. What is left is linear in the positions. */
function freezeTurns(A: BlockMatrix, b: Float64Array): void {
  for (const blocks of [A.diagonal, A.below])
    for (let k = 0; k < blocks.length; k += 9)
      blocks[k + 2] = blocks[k + 5] = blocks[k + 6] = blocks[k + 7] = blocks[k + 8] = 0;
  for (let v = 0; 3 * v < b.length; v++) {
    A.diagonal[9 * v + 8] = 1;
    b[3 * v + 2] = 0;
  }
}
