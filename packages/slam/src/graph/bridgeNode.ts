import { composeMotions, fuseMotions, inverseMotion, invertSpd, type MotionEstimate } from './motionEstimate.ts';
import type { PoseGraph } from './poseGraph.ts';
import { type RobustLoss, robustWeight } from './robustLoss.ts';

/** What the edges between a node and one neighbour say together. */
interface Spoke {
  readonly neighbour: number;
  /** Pose of the neighbour as measured from the node. */
  readonly motion: MotionEstimate;
  /** Smallest of the edges' robust scales; undefined when none has one. */
  readonly robustScale: number | undefined;
  readonly covarianceSize: number;
}

/** What a bridge changed. */
export interface Bridge {
  readonly added: readonly number[];
  /** The edges of the node, and those that were merged with a new one between the same two nodes. */
  readonly removed: readonly number[];
}

/**
 * Removes a node and joins its neighbours, so that the graph keeps what the node told about them: every other neighbour gets an edge
 * from the best known one, merged with one that is there already. Between two neighbours that is exact; among more it is the tree of
 * relative poses that comes closest to the marginal, and it never claims more than the removed edges did. Edges get fewer with each
 * node and two nodes never have more than one for each robust scale, so a graph that is thinned for years stays small.
 * Robust edges enter with the weight that they have at the present poses, and hand on their scale.
 * @returns throws RangeError for an unknown node.
 * Source: Mazuran, Tipaldi, Spinello, Burgard, "Nonlinear graph sparsification for SLAM", RSS 2014; ours for the star of one node.
 */
export function bridgeNode(graph: PoseGraph, node: number, loss: RobustLoss = 'dcs'): Bridge {
  const spokes = spokesOf(graph, node, loss);
  const removed = graph.edgesOf(node);
  graph.removeNode(node);
  const added: number[] = [];
  if (spokes.length < 2) return { added, removed };
  const hub = spokes.reduce((best, spoke) => (spoke.covarianceSize < best.covarianceSize ? spoke : best));
  const fromHub = inverseMotion(hub.motion);
  for (const spoke of spokes) {
    if (spoke === hub) continue;
    const robustScale = smaller(hub.robustScale, spoke.robustScale);
    const parallel = edgesBetween(graph, hub.neighbour, spoke.neighbour, robustScale);
    const motion = fuseMotions([
      composeMotions(fromHub, spoke.motion),
      ...parallel.map((edge) => motionFrom(graph, edge, hub.neighbour, loss)),
    ]);
    for (const edge of parallel) graph.removeEdge(edge);
    removed.push(...parallel);
    const { T_a_b, covariance } = motion;
    const W = invertSpd(covariance);
    const information = [W[0], W[1], W[2], W[4], W[5], W[8]];
    added.push(graph.addEdge({ from: hub.neighbour, to: spoke.neighbour, T_from_to: T_a_b, information, robustScale }));
  }
  return { added, removed };
}

function edgesBetween(graph: PoseGraph, a: number, b: number, robustScale: number | undefined): number[] {
  return graph.edgesOf(a).filter((id) => {
    const edge = graph.edge(id);
    return (edge.from === b || edge.to === b) && edge.robustScale === robustScale;
  });
}

function spokesOf(graph: PoseGraph, node: number, loss: RobustLoss): Spoke[] {
  const motions = new Map<number, MotionEstimate[]>();
  const scales = new Map<number, number | undefined>();
  for (const edge of graph.edgesOf(node)) {
    const { from, to, robustScale } = graph.edge(edge);
    const neighbour = from === node ? to : from;
    motions.set(neighbour, [...(motions.get(neighbour) ?? []), motionFrom(graph, edge, node, loss)]);
    scales.set(neighbour, smaller(scales.get(neighbour), robustScale));
  }
  return [...motions].map(([neighbour, several]) => {
    const motion = fuseMotions(several);
    const S = motion.covariance;
    return { neighbour, motion, robustScale: scales.get(neighbour), covarianceSize: S[0] + S[4] + S[8] };
  });
}

/** An edge as it counts now, from one of its nodes: in doubt it has little weight, but never none, which would cut the graph. */
function motionFrom(graph: PoseGraph, edge: number, node: number, loss: RobustLoss): MotionEstimate {
  const { from, T_from_to, information: w, robustScale } = graph.edge(edge);
  const scale = robustScale ?? Number.POSITIVE_INFINITY;
  const weight = Math.max(1e-6, robustWeight(loss, graph.edgeChi2(edge), scale));
  const W = Float64Array.of(w[0], w[1], w[2], w[1], w[3], w[4], w[2], w[4], w[5]).map((value) => weight * value);
  const motion = { T_a_b: T_from_to, covariance: invertSpd(W) };
  return from === node ? motion : inverseMotion(motion);
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
