import type { SE2 } from '@homebound/math';

/** A measured motion between two nodes. */
export interface PoseGraphEdge {
  readonly from: number;
  readonly to: number;
  /** Pose of node `to` as measured from node `from`. */
  readonly T_from_to: SE2;
  /**
   * Upper triangle xx, xy, xt, yy, yt, tt of the inverse covariance of x, y, theta, in 1/m², 1/(m rad), 1/rad², written in the
   * frame where the measurement puts `to` (as g2o does). Positive definite: a direction that is hardly known gets a small number, not 0.
   */
  readonly information: ArrayLike<number>;
  /** Standard deviations from which on the edge is doubted; quadratic, never doubted, when absent. */
  readonly robustScale?: number | undefined;
}

/** A graph as plain arrays, to be stored and read back. */
export interface PoseGraphArrays {
  readonly nodeId: Int32Array;
  /** x, y, theta of each node in the map, shape [nodes, 3]. */
  readonly T_map_node: Float64Array;
  readonly edgeId: Int32Array;
  /** from, to, shape [edges, 2]. */
  readonly ends: Int32Array;
  readonly T_from_to: Float64Array;
  /** Shape [edges, 6]. */
  readonly information: Float64Array;
  /** Infinity for quadratic edges. */
  readonly robustScale: Float64Array;
}
