import { identity } from '@homebound/math';
import { adoptSolution } from './adoptSolution.ts';
import { chordalPoses } from './chordal.ts';
import { GraphOptimiser } from './optimise.ts';
import { PoseGraph } from './poseGraph.ts';
import { spanningTreePoses } from './spanningTree.ts';
import { farthestApart_m, roundTrip, testWalk } from './testGraph.ts';

const goodStep = { sigma_m: 0.02, sigma_rad: 0.01 };
const I = [1, 0, 0, 1, 0, 1];
const T = { x: 1, y: 0, theta: 0 };

test.each([1, 2, 3])('all starts lead to one optimum whose chi2 is what the noise asks for, seed %i', (seed) => {
  const { graph } = testWalk({ seed, nodes: 400, step: goodStep });
  const found = new GraphOptimiser(graph, { graduation: 'never' }).run();
  expect(found.converged).toBe(true);
  expect(found.iterations).toBeLessThan(10);
  // chi2 of 3 (edges - nodes + 1) degrees of freedom: mean that, variance twice that; within 4 deviations
  const freedom = 3 * (graph.edgeCount - graph.nodeCount + 1);
  expect(Math.abs(found.chi2 - freedom)).toBeLessThan(4 * Math.sqrt(2 * freedom));
  for (const start of [spanningTreePoses(graph, 0), chordalPoses(graph)]) {
    const again = new GraphOptimiser(graph, { start, graduation: 'never' }).run();
    expect(again.chi2).toBeCloseTo(found.chi2, 4);
    expect(farthestApart_m(again.T_map_node, found.T_map_node)).toBeLessThan(1e-4);
  }
});

test('the chordal start is all but the answer, and hardly depends on the poses that it does not use', () => {
  const { graph } = testWalk({ seed: 7, nodes: 300, step: { sigma_m: 0.02, sigma_rad: 0.05 } });
  const best = new GraphOptimiser(graph, { start: chordalPoses(graph) }).run();
  const before = chordalPoses(graph);
  for (const node of graph.nodeIds().slice(1)) graph.setPose(node, { x: 100 - node, y: 3 * node, theta: node });
  expect(farthestApart_m(chordalPoses(graph), before)).toBeLessThan(1e-9);
  const odometry = testWalk({ seed: 7, nodes: 300, step: { sigma_m: 0.02, sigma_rad: 0.05 } }).graph.toArrays();
  const farthest_m = farthestApart_m(odometry.T_map_node, best.T_map_node);
  expect(farthestApart_m(before, best.T_map_node)).toBeLessThan(farthest_m / 4);
  expect(new GraphOptimiser(graph, { start: before }).run().chi2).toBeCloseTo(best.chi2, 4);
});

test.each([1, 2, 3])('1000 nodes with one false loop to ten true ones: as if there were none, seed %i', (seed) => {
  const { graph, falseLoops } = testWalk({ seed, nodes: 1000, step: goodStep, falseShare: 0.1, robustScale: 3 });
  expect(falseLoops.length).toBeGreaterThan(5);
  const robust = new GraphOptimiser(graph).run();
  adoptSolution(graph, robust);
  // all false loops show themselves
  for (const edge of falseLoops) expect(graph.edgeChi2(edge)).toBeGreaterThan(9);
  for (const edge of falseLoops) graph.removeEdge(edge);
  const clean = new GraphOptimiser(graph).run();
  expect(farthestApart_m(robust.T_map_node, clean.T_map_node)).toBeLessThan(0.02);
});

test.each([1, 2, 3, 4])('graduated, it finds the false loops where odometry leads astray, seed %i', (seed) => {
  const step = { sigma_m: 0.02, sigma_rad: 0.04 }; // 73 degrees after 1000 nodes
  const { graph, T_map_true, falseLoops } = testWalk({ seed, nodes: 1000, step, falseShare: 0.1, robustScale: 3 });
  const robust = new GraphOptimiser(graph, { graduation: 'always' }).run();
  for (const edge of falseLoops) graph.removeEdge(edge);
  const start = Float64Array.from(T_map_true.flatMap(({ x, y, theta }) => [x, y, theta]));
  const clean = new GraphOptimiser(graph, { start }).run();
  expect(farthestApart_m(robust.T_map_node, clean.T_map_node)).toBeLessThan(0.02);
});

test('a true loop that looks false from where odometry led is closed all the same', () => {
  // 75 m once round a square: at the end odometry is up to 180 of the loop's deviations off
  const closed = { never: 0, whenInDoubt: 0 };
  for (let seed = 1; seed <= 10; seed++)
    for (const graduation of ['never', 'whenInDoubt'] as const) {
      const { graph, loop } = roundTrip(seed, 150, goodStep);
      expect(graph.edgeChi2(loop)).toBeGreaterThan(9); // in doubt
      adoptSolution(graph, new GraphOptimiser(graph, { graduation }).run());
      if (graph.edgeChi2(loop) < 9) closed[graduation]++;
    }
  expect(closed.whenInDoubt).toBe(10);
  expect(closed.never).toBeLessThan(5); // that is what the graduation is for
});

test('a held node stays, poses never get worse, and the same graph gives the same bits', () => {
  const { graph } = testWalk({ seed: 4, nodes: 200, step: goodStep });
  const [first, second] = [0, 1].map(() => new GraphOptimiser(graph, { hold: [50, 120] }).run());
  expect(second).toEqual(first);
  for (const node of [50, 120]) {
    const { x, y, theta } = graph.pose(node);
    expect([...first.T_map_node.subarray(3 * node, 3 * node + 3)]).toEqual([x, y, theta]);
  }
  const optimiser = new GraphOptimiser(graph, {
    start: Float64Array.from({ length: 600 }, (_, k) => 40 * Math.sin(k)),
  });
  let cost = Number.POSITIVE_INFINITY;
  while (!optimiser.step()) {
    expect(optimiser.result.cost).toBeLessThanOrEqual(cost);
    cost = optimiser.result.cost;
  }
});

test('odometry that leads into another valley does not matter: the default starts from the chordal poses then', () => {
  const { graph } = testWalk({ seed: 2, nodes: 1000, step: { sigma_m: 0.03, sigma_rad: 0.1 } });
  const fromOdometry = new GraphOptimiser(graph, { graduation: 'never' }).run();
  const found = new GraphOptimiser(graph).run();
  const freedom = 3 * (graph.edgeCount - graph.nodeCount + 1);
  expect(fromOdometry.chi2).toBeGreaterThan(10 * freedom);
  expect(found.chi2).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
});

test('an optimum is recognised in one iteration, and not moved', () => {
  const { graph } = testWalk({ seed: 5, nodes: 300, step: goodStep });
  adoptSolution(graph, new GraphOptimiser(graph, { tolerance: 1e-9 }).run());
  const again = new GraphOptimiser(graph).run();
  expect([again.iterations, again.converged]).toEqual([1, true]);
  expect(farthestApart_m(again.T_map_node, graph.toArrays().T_map_node)).toBeLessThan(1e-6);
});

test('the graph may grow and lose nodes while it is solved; new nodes move with what they hang on', () => {
  const { graph } = testWalk({ seed: 6, nodes: 200, step: goodStep });
  const optimiser = new GraphOptimiser(graph);
  optimiser.step();
  const first = graph.addNode({ x: 1, y: 2, theta: 3 });
  graph.addEdge({ from: 199, to: first, T_from_to: T, information: I });
  const second = graph.addNode({ x: 2, y: 2, theta: 3 });
  graph.addEdge({ from: second, to: first, T_from_to: T, information: I });
  graph.removeNode(100);
  expect(graph.addNode(identity)).toBe(100); // another node under an old id
  const errors = graph.edgesOf(first).map((edge) => graph.edgeError(edge));
  while (!optimiser.step());
  const { T_map_node: P } = optimiser.result;
  adoptSolution(graph, optimiser.result);
  expect(graph.pose(100)).toEqual(identity);
  expect(graph.pose(199)).toMatchObject({ x: P[597], y: P[598] });
  graph.edgesOf(first).forEach((edge, k) => {
    expect(graph.edgeError(edge).x).toBeCloseTo(errors[k].x, 9);
    expect(graph.edgeError(edge).theta).toBeCloseTo(errors[k].theta, 9);
  });
});

test('a graph in two parts, an empty one and wrong options are refused by name', () => {
  const graph = new PoseGraph();
  expect(() => new GraphOptimiser(graph)).toThrow('it has no nodes');
  for (let i = 0; i < 4; i++) graph.addNode(identity);
  graph.addEdge({ from: 0, to: 1, T_from_to: T, information: I });
  graph.addEdge({ from: 2, to: 3, T_from_to: T, information: I });
  expect(() => new GraphOptimiser(graph)).toThrow('node 2 and 1 more are not connected with a held node (0)');
  expect(() => new GraphOptimiser(graph, { hold: [0, 9] })).toThrow('Cannot hold node 9');
  expect(() => new GraphOptimiser(graph, { hold: [] })).toThrow('none is held');
  expect(() => new GraphOptimiser(graph, { hold: [1, 3], start: new Float64Array(3) })).toThrow(
    '12 finite numbers, got 3',
  );
  const both = new GraphOptimiser(graph, { hold: [1, 3] }).run();
  expect([both.converged, both.chi2]).toEqual([true, expect.closeTo(0, 12)]);
});

test('one node alone, and nodes that are all held, are done at once', () => {
  const graph = new PoseGraph();
  graph.addNode(T);
  expect(new GraphOptimiser(graph).run()).toMatchObject({ converged: true, chi2: 0 });
  expect([...chordalPoses(graph)]).toEqual([1, 0, 0]);
});

test('information of very different sizes is solved or refused, never NaN', () => {
  const graph = new PoseGraph();
  for (let i = 0; i < 5; i++) graph.addNode(identity);
  for (let i = 1; i < 5; i++)
    graph.addEdge({ from: i - 1, to: i, T_from_to: T, information: [10 ** (4 * i), 0, 0, 1e-9, 0, 10 ** (-3 * i)] });
  const { T_map_node, cost } = new GraphOptimiser(graph).run();
  expect(T_map_node.every(Number.isFinite)).toBe(true);
  expect(cost).toBeLessThan(1e-6);
});
