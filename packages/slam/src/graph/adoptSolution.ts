import { between, compose, type SE2 } from '@homebound/math';
import type { GraphSolution } from './optimiseOptions.ts';
import type { PoseGraph } from './poseGraph.ts';

/**
 * Brings solved poses into a graph that may have changed since the optimiser copied it. Nodes that are gone are passed over; nodes
 * that came since move with the node they hang on by the fewest edges, so that what was measured between the two stays as it was.
 * A node that was moved by hand meanwhile gets the solved pose.
 */
export function adoptSolution(graph: PoseGraph, solution: GraphSolution): void {
  const { nodeId, nodeSerial, T_map_node: P } = solution;
  const T_map_old = new Map<number, SE2>();
  const settled: number[] = [];
  nodeId.forEach((node, k) => {
    if (!graph.hasNode(node) || graph.nodeSerial(node) !== nodeSerial[k]) return;
    T_map_old.set(node, graph.pose(node));
    graph.setPose(node, { x: P[3 * k], y: P[3 * k + 1], theta: P[3 * k + 2] });
    settled.push(node);
  });
  if (settled.length === graph.nodeCount) return;
  for (const node of settled) {
    for (const edge of graph.edgesOf(node)) {
      const { from, to } = graph.edge(edge);
      const next = from === node ? to : from;
      if (T_map_old.has(next)) continue;
      const T_map_next = graph.pose(next);
      T_map_old.set(next, T_map_next);
      graph.setPose(next, compose(graph.pose(node), between(T_map_old.get(node)!, T_map_next)));
      settled.push(next);
    }
  }
}
