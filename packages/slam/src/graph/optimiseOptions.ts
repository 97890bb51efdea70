import type { RobustLoss } from './robustLoss.ts';

export interface OptimiseOptions {
  /** Nodes that stay where they are, one at least in each part of the graph; the lowest id when absent. */
  readonly hold: readonly number[] | undefined;
  /** How edges with a robust scale are doubted. */
  readonly loss: RobustLoss;
  /**
   * Whether to solve without trusting the start: by the chordal relaxation, first with no edge in doubt, then with narrower and
   * narrower limits for the robust ones, and only then descend from there (and from the start, where edges had to be chosen
   * between). In doubt means: a robust edge is beyond its scale, or the edges are 5 standard deviations off on average.
   * Without it a true loop that closes a long way looks false from where odometry led, and stays open. 2 to 25 iterations more.
   */
  readonly graduation: 'never' | 'whenInDoubt' | 'always';
  readonly maxIterations: number;
  /** Converged when a step promises to lower the cost by less than this share of it. */
  readonly tolerance: number;
  /** Poses to start from, in the order of nodeIds(), shape [nodes, 3]; the graph's own when absent. */
  readonly start: Float64Array | undefined;
}

export const defaultOptimiseOptions: OptimiseOptions = {
  hold: undefined,
  loss: 'dcs',
  graduation: 'whenInDoubt',
  maxIterations: 100,
  tolerance: 1e-6,
  start: undefined,
};

/** Poses that an optimiser found; `adoptSolution` brings them into the graph. */
export interface GraphSolution {
  readonly nodeId: Int32Array;
  /** `PoseGraph.nodeSerial` of each node. */
  readonly nodeSerial: Float64Array;
  /** x, y, theta in the map, shape [nodes, 3]. */
  readonly T_map_node: Float64Array;
  /** Sum of the edges' chi2, robust scales left aside. */
  readonly chi2: number;
  /** What was minimised: the same with robust scales. Never more than at the start. */
  readonly cost: number;
  readonly iterations: number;
  /** False when the iterations ran out, or no step lowered the cost before the tolerance was met. */
  readonly converged: boolean;
}
