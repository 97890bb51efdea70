import { compose, inverse, type SE2 } from '@homebound/math';
import type { PoseGraph } from './poseGraph.ts';

/**
 * Poses by following edges outward from one node, each node by the fewest edges: a start that needs no solver, as good as the
 * measurements on the way.
 * @returns x, y, theta in the order of nodeIds(), shape [nodes, 3]; nodes that aren't connected with the root keep their poses
 */
export function spanningTreePoses(graph: PoseGraph, root: number): Float64Array {
  const T_map_node = new Map<number, SE2>([[root, graph.pose(root)]]);
  const queue = [root];
  for (const node of queue) {
    for (const edge of graph.edgesOf(node)) {
      const { from, to, T_from_to } = graph.edge(edge);
      const next = from === node ? to : from;
      if (T_map_node.has(next)) continue;
      T_map_node.set(next, compose(T_map_node.get(node)!, from === node ? T_from_to : inverse(T_from_to)));
      queue.push(next);
    }
  }
  const nodes = graph.nodeIds();
  const poses = new Float64Array(3 * nodes.length);
  nodes.forEach((node, k) => {
    const { x, y, theta } = T_map_node.get(node) ?? graph.pose(node);
    poses.set([x, y, theta], 3 * k);
  });
  return poses;
}
