import { between, compose, createRng, identity, type SE2 } from '@homebound/math';
import { adoptSolution } from './adoptSolution.ts';
import { GraphOptimiser } from './optimise.ts';
import { PoseGraph } from './poseGraph.ts';
import { GraphCovariance, relativeCovariance } from './relativeCovariance.ts';
import { informationOf, noisy, testWalk } from './testGraph.ts';

const noise = { sigma_m: 0.02, sigma_rad: 0.03 };

/** A ring of nodes with a chord, measured with noise. */
function ring(rng: ReturnType<typeof createRng>, nodes: number): PoseGraph {
  const truth: SE2[] = [identity];
  for (let i = 1; i < nodes; i++) truth.push(compose(truth[i - 1], { x: 1, y: 0.2, theta: (2 * Math.PI) / nodes }));
  const graph = new PoseGraph();
  for (const T of truth) graph.addNode(T);
  const edges = [...truth.keys()].map((i) => [i, (i + 1) % nodes]);
  for (const [from, to] of [...edges, [5, 1]])
    graph.addEdge({
      from,
      to,
      T_from_to: noisy(rng, between(truth[from], truth[to]), noise),
      information: informationOf(noise),
    });
  return graph;
}

test('one edge: its own covariance, turned into the frame of the node that it is seen from', () => {
  const graph = new PoseGraph();
  graph.addNode({ x: 3, y: 4, theta: 1 });
  graph.addNode({ x: 3, y: 6, theta: 1 + Math.PI / 2 });
  const T_from_to = between(graph.pose(0), graph.pose(1));
  graph.addEdge({ from: 0, to: 1, T_from_to, information: [4, 0, 0, 25, 0, 100] });
  const [S] = relativeCovariance(graph, 0, [1]);
  // information is written in the frame of node 1, a quarter turn from node 0: x and y change places
  [1 / 25, 0, 0, 0, 1 / 4, 0, 0, 0, 1 / 100].forEach((want, k) => {
    expect(S[k]).toBeCloseTo(want, 12);
  });
  const [back] = relativeCovariance(graph, 1, [0]);
  // seen from node 1, the heading's uncertainty swings node 0 about, 2 m away
  const distance2 = T_from_to.x * T_from_to.x + T_from_to.y * T_from_to.y;
  expect(back[0] + back[4]).toBeCloseTo(1 / 25 + 1 / 4 + distance2 / 100, 12);
  expect([...relativeCovariance(graph, 0, [0])[0]]).toEqual(Array(9).fill(0));
});

test('it is the spread that repeated measuring shows', () => {
  const rng = createRng(8);
  const runs = 800;
  const truth = ring(createRng(1), 9);
  const [want] = new GraphCovariance(ring({ ...rng, normal: () => 0 }, 9)).relative(3, [7]);
  const sum = new Float64Array(9);
  const T_true = between(truth.pose(3), truth.pose(7));
  for (let k = 0; k < runs; k++) {
    const graph = ring(rng, 9);
    adoptSolution(graph, new GraphOptimiser(graph).run());
    const T = between(graph.pose(3), graph.pose(7));
    const e = [T.x - T_true.x, T.y - T_true.y, T.theta - T_true.theta];
    for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) sum[3 * r + c] += (e[r] * e[c]) / runs;
  }
  // a variance from 800 samples is off by sqrt(2 / 800) = 5 %; allow 4 of those
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++) {
      const scale = Math.sqrt(want[4 * r] * want[4 * c]);
      expect(Math.abs(sum[3 * r + c] - want[3 * r + c])).toBeLessThan(0.2 * scale);
    }
});

test('it does not matter which node is held, nor where the map lies', () => {
  const { graph } = testWalk({ seed: 2, nodes: 80, step: { sigma_m: 0.02, sigma_rad: 0.01 } });
  adoptSolution(graph, new GraphOptimiser(graph).run());
  const before = relativeCovariance(graph, 60, [0, 5, 79]);
  const turn = { x: 5, y: -3, theta: 2 };
  for (const node of graph.nodeIds()) graph.setPose(node, compose(turn, graph.pose(node)));
  const arrays = graph.toArrays();
  // the same nodes in the opposite order: the lowest id, which is held, is another
  const reversed = PoseGraph.fromArrays({
    ...arrays,
    nodeId: arrays.nodeId.map((id) => 79 - id),
    ends: arrays.ends.map((id) => 79 - id),
  });
  const after = relativeCovariance(reversed, 19, [79, 74, 0]);
  before.forEach((S, k) => {
    S.forEach((value, m) => {
      expect(after[k][m]).toBeCloseTo(value, 10);
    });
  });
});

test('a loop makes what it joins better known, one that is not believed does not', () => {
  const { graph } = testWalk({ seed: 3, nodes: 100, step: { sigma_m: 0.02, sigma_rad: 0.01 } });
  for (const edge of graph.edgeIds().slice(99)) graph.removeEdge(edge);
  const trace = () => {
    const [S] = relativeCovariance(graph, 2, [98]);
    return S[0] + S[4];
  };
  const open = trace();
  const information = informationOf({ sigma_m: 0.03, sigma_rad: 0.01 });
  const T_from_to = between(graph.pose(2), graph.pose(98));
  const wrong = compose(T_from_to, { x: 3, y: 0, theta: 0 }); // 100 standard deviations off
  const doubted = graph.addEdge({ from: 2, to: 98, T_from_to: wrong, information, robustScale: 3 });
  expect(trace()).toBeGreaterThan(0.9 * open);
  graph.removeEdge(doubted);
  graph.addEdge({ from: 2, to: 98, T_from_to, information });
  expect(trace()).toBeLessThan(2 * 0.03 * 0.03);
  expect(() => relativeCovariance(graph, 2, [100])).toThrow('Cannot find covariance of node 100');
});
