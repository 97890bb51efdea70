import { between, compose, createRng, identity, inverse } from '@homebound/math';
import { PoseGraph } from './poseGraph.ts';
import { testWalk } from './testGraph.ts';

const I = [1, 0, 0, 1, 0, 1];
const step = { x: 1, y: 0, theta: 0 };

function chain(nodes: number): PoseGraph {
  const graph = new PoseGraph();
  for (let i = 0; i < nodes; i++) graph.addNode({ x: i, y: 0, theta: 0 });
  for (let i = 1; i < nodes; i++) graph.addEdge({ from: i - 1, to: i, T_from_to: step, information: I });
  return graph;
}

test('the error is inv(measured) o inv(from) o to, and chi2 is its length under the information', () => {
  const rng = createRng(3);
  const pose = () => ({ x: 3 * rng.normal(), y: 3 * rng.normal(), theta: rng.normal() });
  for (let k = 0; k < 20; k++) {
    const graph = new PoseGraph();
    const [a, b, T_from_to] = [pose(), pose(), pose()];
    graph.addNode(a);
    graph.addNode(b);
    const edge = graph.addEdge({ from: 0, to: 1, T_from_to, information: [4, 1, 0.5, 3, -0.5, 9] });
    const e = compose(inverse(T_from_to), between(a, b));
    const error = graph.edgeError(edge);
    expect(error.x).toBeCloseTo(e.x, 10);
    expect(error.y).toBeCloseTo(e.y, 10);
    expect(error.theta).toBeCloseTo(e.theta, 10);
    // 4 x² + 3 y² + 9 t² + 2 (1 xy + 0.5 xt - 0.5 yt)
    const chi2 = 4 * e.x * e.x + 3 * e.y * e.y + 9 * e.theta * e.theta + 2 * e.x * e.y + e.x * e.theta - e.y * e.theta;
    expect(graph.edgeChi2(edge)).toBeCloseTo(chi2, 8);
    expect(graph.chi2()).toBeCloseTo(chi2, 8);
  }
});

test('edges and nodes come and go; ids are given again, serials are not', () => {
  const graph = chain(5);
  expect(graph.edgesOf(2)).toEqual([1, 2]);
  graph.removeEdge(1);
  expect([...graph.edgeIds()]).toEqual([0, 2, 3]);
  expect(graph.edgesOf(2)).toEqual([2]);
  expect(graph.edgesOf(1)).toEqual([0]);
  const serial = graph.nodeSerial(3);
  graph.removeNode(3);
  expect([graph.nodeCount, graph.edgeCount, graph.hasNode(3), graph.hasEdge(2)]).toEqual([4, 1, false, false]);
  expect(graph.addNode(identity)).toBe(3);
  expect(graph.nodeSerial(3)).not.toBe(serial);
  expect(graph.edgesOf(3)).toEqual([]);
  expect(graph.addEdge({ from: 3, to: 0, T_from_to: step, information: I, robustScale: 2 })).toBe(1);
  expect(graph.edge(1)).toMatchObject({ from: 3, to: 0, robustScale: 2 });
  expect(graph.edge(0).robustScale).toBeUndefined();
});

test('a graph that loses as much as it gains does not grow', () => {
  const graph = chain(10);
  for (let k = 0; k < 1000; k++) {
    const node = graph.addNode(identity);
    graph.addEdge({ from: 0, to: node, T_from_to: step, information: I });
    graph.removeNode(node);
  }
  expect(graph.addNode(identity)).toBe(10);
  expect(graph.edgeCount).toBe(9);
});

test('arrays keep everything: ids, gaps, values, and what ids come next', () => {
  const { graph } = testWalk({ seed: 1, nodes: 60, step: { sigma_m: 0.02, sigma_rad: 0.01 }, robustScale: 3 });
  graph.removeNode(7);
  graph.removeEdge(graph.edgesOf(30)[0]);
  const copy = PoseGraph.fromArrays(structuredClone(graph.toArrays()));
  expect(copy.toArrays()).toEqual(graph.toArrays());
  expect(copy.chi2()).toBe(graph.chi2());
  expect(copy.addNode(identity)).toBe(7);
  expect(copy.edgesOf(20)).toEqual(graph.edgesOf(20));
});

test('arrays that were cut or mixed up are refused', () => {
  const arrays = chain(3).toArrays();
  expect(() => PoseGraph.fromArrays({ ...arrays, ends: arrays.ends.slice(1) })).toThrow(
    '3 nodes and 2 edges; they are cut',
  );
  expect(() => PoseGraph.fromArrays({ ...arrays, nodeId: Int32Array.of(0, 1, 1) })).toThrow('number 1: it is in use');
  expect(() => PoseGraph.fromArrays({ ...arrays, nodeId: Int32Array.of(0, 1, -2) })).toThrow('got -2');
  expect(() => PoseGraph.fromArrays({ ...arrays, ends: Int32Array.of(0, 1, 1, 9) })).toThrow(
    'node 9: there is no such',
  );
});

test.each([
  [{ from: 0, to: 1, T_from_to: { x: Number.NaN, y: 0, theta: 0 }, information: I }, /edge 0 -> 1: the pose .* x NaN/],
  [{ from: 0, to: 7, T_from_to: step, information: I }, /node 7: there is no such node/],
  [{ from: 1, to: 1, T_from_to: step, information: I }, /two different nodes/],
  [{ from: 0, to: 1, T_from_to: step, information: [1, 0, 0, 0, 0, 1] }, /positive definite.*got \[1, 0, 0, 0, 0, 1\]/],
  [{ from: 0, to: 1, T_from_to: step, information: [1, 1, 0, 1, 0, 1] }, /positive definite/],
  [{ from: 0, to: 1, T_from_to: step, information: [1, 0, 1, 1, 0, 1] }, /positive definite/],
  [{ from: 0, to: 1, T_from_to: step, information: [-1, 0, 0, -1, 0, -1] }, /positive definite/],
  [{ from: 0, to: 1, T_from_to: step, information: [1, 0, 0, 1, 0, Number.NaN] }, /positive definite/],
  [{ from: 0, to: 1, T_from_to: step, information: [1, 0, 1] }, /positive definite/],
  [{ from: 0, to: 1, T_from_to: step, information: I, robustScale: 0 }, /robustScale should be > 0 sigmas, got 0/],
])('edge %# is refused and leaves no trace', (edge, message) => {
  const graph = chain(2);
  const before = graph.toArrays();
  expect(() => graph.addEdge(edge)).toThrow(message);
  expect(graph.toArrays()).toEqual(before);
});

test('what is not there is named', () => {
  const graph = chain(2);
  expect(() => graph.pose(2)).toThrow('Cannot read node 2: there is no such node');
  expect(() => graph.edgeChi2(5)).toThrow('Cannot judge edge 5: there is no such edge');
  expect(() => graph.removeEdge(-1)).toThrow('edge -1');
  expect(() => graph.addNode({ x: 0, y: Number.POSITIVE_INFINITY, theta: 0 })).toThrow(
    'add node 2: the pose should be',
  );
  expect(() => graph.setPose(0, { x: 0, y: 0, theta: Number.NaN })).toThrow('move node 0');
});
