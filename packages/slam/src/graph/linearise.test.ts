import { createBlockMatrix, createRng } from '@homebound/math';
import { weighEdges } from './edgeWeights.ts';
import { graphProblem } from './graphProblem.ts';
import { linearise } from './linearise.ts';
import { PoseGraph } from './poseGraph.ts';
import { robustCost, robustWeight } from './robustLoss.ts';

const losses = ['dcs', 'huber'] as const;

test.each(losses)('%s: the weight is the slope of the cost, and both are continuous where doubt begins', (loss) => {
  for (const chi2 of [0.5, 3.9, 4.1, 17, 900]) {
    const slope = (robustCost(loss, chi2 + 1e-4, 2) - robustCost(loss, chi2 - 1e-4, 2)) / 2e-4;
    expect(robustWeight(loss, chi2, 2)).toBeCloseTo(slope, 6);
  }
  expect(robustCost(loss, 4 + 1e-9, 2)).toBeCloseTo(4, 6);
  expect(robustCost(loss, 1e9, Number.POSITIVE_INFINITY)).toBe(1e9);
  expect(robustCost('dcs', 1e12, 2)).toBeCloseTo(12, 6); // 3 · 2²: a false loop costs no more
});

/** Four nodes, edges in both directions, two of them between the same nodes, information with all terms. */
function smallGraph(): PoseGraph {
  const rng = createRng(11);
  const graph = new PoseGraph();
  const pose = () => ({ x: rng.normal(), y: rng.normal(), theta: 2 * rng.normal() });
  for (let i = 0; i < 4; i++) graph.addNode(pose());
  for (const [from, to] of [
    [0, 1],
    [2, 1],
    [2, 3],
    [3, 1],
    [1, 3],
    [3, 0],
  ])
    graph.addEdge({ from, to, T_from_to: pose(), information: [5, 1, -1, 4, 2, 7], robustScale: 2 });
  return graph;
}

test.each(losses)('%s: the gradient is that of the cost', (loss) => {
  const problem = graphProblem(smallGraph(), [0]);
  const poses = problem.arrays.T_map_node.slice();
  const weights = new Float64Array(problem.from.length);
  const cost = () => weighEdges(problem, poses, loss, weights).cost;
  const g = new Float64Array(9);
  cost();
  linearise(problem, poses, weights, createBlockMatrix(problem.pattern), g);
  for (let m = 0; m < 9; m++) {
    const kept = poses[3 + m];
    poses[3 + m] = kept + 1e-6;
    const above = cost();
    poses[3 + m] = kept - 1e-6;
    const slope = (above - cost()) / 2e-6;
    poses[3 + m] = kept;
    expect(2 * g[m]).toBeCloseTo(slope, 3); // the gradient of e^T W e is 2 J^T W e
  }
});

test('the matrix is the curvature where the errors vanish', () => {
  const problem = graphProblem(smallGraph(), [2]);
  const { arrays, from, to, variable, slot, pattern } = problem;
  const poses = arrays.T_map_node.slice();
  // measured as the poses are: e = 0, so the cost's second derivative is 2 J^T W J exactly
  const graph = PoseGraph.fromArrays(arrays);
  const measured = arrays.T_from_to.slice();
  for (let e = 0; e < from.length; e++) {
    const a = graph.pose(from[e]);
    const b = graph.pose(to[e]);
    const c = Math.cos(a.theta);
    const s = Math.sin(a.theta);
    const d = [b.x - a.x, b.y - a.y];
    measured.set([c * d[0] + s * d[1], c * d[1] - s * d[0], b.theta - a.theta], 3 * e);
  }
  const exact = graphProblem(PoseGraph.fromArrays({ ...arrays, T_from_to: measured }), [2]);
  const weights = new Float64Array(from.length);
  const H = createBlockMatrix(pattern);
  const cost = () => weighEdges(exact, poses, 'huber', weights).cost;
  expect(cost()).toBeCloseTo(0, 12);
  linearise(exact, poses, weights, H, new Float64Array(9));
  const at = (k: number) => 3 * [...variable].indexOf(Math.floor(k / 3)) + (k % 3);
  const h = 1e-4;
  const moved = (a: number, b: number, sa: number, sb: number): number => {
    poses[at(a)] += sa * h;
    poses[at(b)] += sb * h;
    const value = cost();
    poses[at(a)] -= sa * h;
    poses[at(b)] -= sb * h;
    return value;
  };
  const curvature = (a: number, b: number) =>
    (moved(a, b, 1, 1) - moved(a, b, 1, -1) - moved(a, b, -1, 1) + moved(a, b, -1, -1)) / (4 * h * h);
  for (let v = 0; v < 3; v++)
    for (let r = 0; r < 3; r++)
      for (let c = 0; c < 3; c++)
        expect(2 * H.diagonal[9 * v + 3 * r + c]).toBeCloseTo(curvature(3 * v + r, 3 * v + c), 3);
  const tested = new Set(slot);
  tested.delete(-1);
  expect(tested.size).toBe(3); // 0-1, 1-3 (twice), 0-3; node 2 is held
  for (let c = 0; c < 3; c++)
    for (let k = pattern.columnStart[c]; k < pattern.columnStart[c + 1]; k++)
      for (let i = 0; i < 9; i++)
        expect(2 * H.below[9 * k + i]).toBeCloseTo(
          curvature(3 * pattern.row[k] + Math.floor(i / 3), 3 * c + (i % 3)),
          3,
        );
});
