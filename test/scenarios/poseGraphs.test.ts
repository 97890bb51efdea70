import { join } from 'node:path';
import { chordalPoses, GraphOptimiser, spanningTreePoses } from '@homebound/slam';
import { dataFolder, dataTest } from '../helpers/homebound.ts';
import { optimumChi2, readPoseGraph } from '../helpers/poseGraphFile.ts';

dataTest.each([
  ['intel', 1728, 2512, 6],
  ['MIT', 808, 827, 12],
  ['manhattan', 3500, 5453, 8],
])('%s: the known optimum from the spanning tree and from the chordal start', (name, nodes, edges, iterations) => {
  const { graph } = readPoseGraph(join(dataFolder, 'slam', 'pose-graphs', `${name}.g2o.gz`));
  expect([graph.nodeCount, graph.edgeCount]).toEqual([nodes, edges]);
  const [root] = graph.nodeIds();
  for (const start of [spanningTreePoses(graph, root), chordalPoses(graph)]) {
    const found = new GraphOptimiser(graph, { start, graduation: 'never' }).run();
    expect(found.converged).toBe(true);
    expect(found.iterations).toBeLessThanOrEqual(iterations);
    expect(Math.abs(found.chi2 / optimumChi2[name] - 1)).toBeLessThan(1e-6);
  }
});

dataTest('MIT: from the file, where Gauss-Newton ends in another valley, the default finds the optimum', () => {
  const { graph } = readPoseGraph(join(dataFolder, 'slam', 'pose-graphs', 'MIT.g2o.gz'));
  expect(new GraphOptimiser(graph, { graduation: 'never' }).run().chi2).toBeCloseTo(770.66, 2);
  expect(new GraphOptimiser(graph).run().chi2).toBeCloseTo(optimumChi2.MIT, 4);
});
