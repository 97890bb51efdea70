import { between, compose, createRng, identity, type SE2 } from '@homebound/math';
import { adoptSolution } from './adoptSolution.ts';
import { bridgeNode } from './bridgeNode.ts';
import { GraphOptimiser } from './optimise.ts';
import { PoseGraph } from './poseGraph.ts';
import { relativeCovariance } from './relativeCovariance.ts';
import { testWalk } from './testGraph.ts';

/** Edges that agree with the poses exactly, with information of all terms. */
function exactGraph(poses: readonly SE2[], pairs: readonly (readonly [number, number])[]): PoseGraph {
  const rng = createRng(2);
  const graph = new PoseGraph();
  for (const T of poses) graph.addNode(T);
  for (const [from, to] of pairs)
    graph.addEdge({
      from,
      to,
      T_from_to: between(graph.pose(from), graph.pose(to)),
      information: [400 + 300 * rng.uniform(), 50, -80, 500, 90 * rng.uniform(), 900],
    });
  return graph;
}

const rng = createRng(4);
const poses = Array.from({ length: 6 }, () => ({ x: 3 * rng.normal(), y: 3 * rng.normal(), theta: 2 * rng.normal() }));

test.each([
  [
    'one edge each',
    [
      [0, 1],
      [1, 2],
    ],
  ],
  [
    'edges the other way round',
    [
      [1, 0],
      [2, 1],
    ],
  ],
  [
    'several edges to a neighbour',
    [
      [0, 1],
      [1, 0],
      [0, 1],
      [1, 2],
    ],
  ],
] as const)('between two neighbours nothing is lost: %s', (_, around) => {
  const graph = exactGraph(poses, [...around, [2, 3], [3, 0], [3, 4], [4, 5], [5, 0]]);
  const before = relativeCovariance(graph, 0, [2, 3, 4]);
  expect(bridgeNode(graph, 1).added).toHaveLength(1);
  expect(graph.hasNode(1)).toBe(false);
  expect(graph.chi2()).toBeCloseTo(0, 12);
  relativeCovariance(graph, 0, [2, 3, 4]).forEach((S, k) => {
    S.forEach((value, m) => {
      expect(value).toBeCloseTo(before[k][m], 12);
    });
  });
});

test('between many neighbours it stays exact from the best known one, and never claims more', () => {
  const graph = exactGraph(poses, [
    [1, 0],
    [1, 0],
    [1, 2],
    [3, 1],
    [1, 4],
    [4, 5],
  ]);
  const pairs = [2, 3, 4].flatMap((a) => [0, 2, 3, 4, 5].filter((b) => b !== a).map((b) => [a, b]));
  const traces = () => pairs.map(([a, b]) => relativeCovariance(graph, a, [b]).map((S) => S[0] + S[4] + S[8])[0]);
  const before = traces();
  expect(bridgeNode(graph, 1).added).toHaveLength(3);
  expect(graph.edgesOf(0)).toHaveLength(3); // two edges to node 0: it is the hub
  traces().forEach((trace, k) => {
    expect(trace).toBeGreaterThan(before[k] - 1e-12);
    if (pairs[k].includes(0)) expect(trace).toBeCloseTo(before[k], 12);
  });
});

test('an end of the graph goes without a bridge; a robust edge hands on its doubt', () => {
  const graph = exactGraph(poses, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(bridgeNode(graph, 3)).toEqual({ added: [], removed: [2] });
  graph.addEdge({ from: 2, to: 0, T_from_to: identity, information: [1, 0, 0, 1, 0, 1], robustScale: 2.5 });
  const [edge] = bridgeNode(graph, 2).added;
  expect(graph.edge(edge).robustScale).toBe(2.5);
  expect(() => bridgeNode(graph, 2)).toThrow('node 2: there is no such node');
});

test('three nodes of four thinned away, the others hardly move', () => {
  const { graph } = testWalk({ seed: 5, nodes: 400, step: { sigma_m: 0.02, sigma_rad: 0.01 } });
  adoptSolution(graph, new GraphOptimiser(graph).run());
  const edges = graph.edgeCount;
  const kept = [...graph.nodeIds()].filter((node) => node % 4 === 0);
  const deviations_m = relativeCovariance(graph, 0, kept).map((S) => Math.sqrt(S[0] + S[4]));
  const before = kept.map((node) => graph.pose(node));
  for (let node = 0; node < 400; node++) if (node % 4 !== 0) bridgeNode(graph, node);
  expect(graph.nodeCount).toBe(100);
  expect(graph.edgeCount).toBeLessThanOrEqual(edges - 300);
  const thinned = new GraphOptimiser(graph).run();
  expect(thinned.converged).toBe(true);
  adoptSolution(graph, thinned);
  kept.slice(1).forEach((node, k) => {
    const { x, y } = between(before[k + 1], graph.pose(node));
    expect(Math.hypot(x, y)).toBeLessThan(deviations_m[k + 1]);
  });
});

test('a home that is driven through for ever: nodes and edges stay as many as its places', () => {
  const rng = createRng(9);
  const places = 12;
  const graph = new PoseGraph();
  for (let i = 0; i < places; i++) graph.addNode({ x: i % 4, y: Math.floor(i / 4), theta: 0 });
  const information = [1e3, 0, 0, 1e3, 0, 1e4];
  const connect = (from: number, to: number) =>
    graph.addEdge({ from, to, T_from_to: between(graph.pose(from), graph.pose(to)), information });
  for (let i = 1; i < places; i++) connect(i - 1, i);
  let last = 0;
  for (let k = 0; k < 1000; k++) {
    const place = rng.int(places);
    if (place === last) continue;
    const node = graph.addNode(compose(graph.pose(place), { x: 0.1, y: 0, theta: 0.1 }));
    connect(last, node);
    connect(place, node);
    last = place;
    bridgeNode(graph, node);
  }
  expect(graph.nodeCount).toBe(places);
  expect(graph.edgeCount).toBeLessThanOrEqual((places * (places - 1)) / 2); // one for each pair
  expect(graph.chi2()).toBeLessThan(1e-9);
});
