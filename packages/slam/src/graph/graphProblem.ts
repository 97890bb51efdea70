import { type BlockPattern, cos, patternOfPairs, sin } from '@homebound/math';
import type { PoseGraph, PoseGraphArrays } from './poseGraph.ts';

/** A copy of a graph, numbered without gaps, with some nodes held where they are: what solvers work on. */
export interface GraphProblem {
  readonly arrays: PoseGraphArrays;
  readonly nodeSerial: Float64Array;
  /** First and second node of each edge, as places in `arrays.nodeId`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Row of each node in the equations, -1 for those that are held. */
  readonly variable: Int32Array;
  /** Cosine and sine of each measured turn, shape [edges, 2]. */
  readonly turn: Float64Array;
  readonly pattern: BlockPattern;
  /** Each edge's block below the diagonal; -1 where it has none since an end is held. */
  readonly slot: Int32Array;
}

/**
 * @param hold  nodes that keep their poses; each part of the graph needs one, or it could be anywhere
 * @returns throws RangeError where a held node doesn't exist, or nodes aren't connected with any held one
 */
export function graphProblem(graph: PoseGraph, hold: readonly number[]): GraphProblem {
  const arrays = graph.toArrays();
  const { nodeId, edgeId, ends, T_from_to } = arrays;
  const place = new Map<number, number>();
  for (let k = 0; k < nodeId.length; k++) place.set(nodeId[k], k);
  const from = new Int32Array(edgeId.length);
  const to = new Int32Array(edgeId.length);
  const turn = new Float64Array(2 * edgeId.length);
  for (let e = 0; e < edgeId.length; e++) {
    from[e] = place.get(ends[2 * e])!;
    to[e] = place.get(ends[2 * e + 1])!;
    turn[2 * e] = cos(T_from_to[3 * e + 2]);
    turn[2 * e + 1] = sin(T_from_to[3 * e + 2]);
  }
  const held = hold.map((node) => {
    const k = place.get(node);
    if (k === undefined) throw new RangeError(`Cannot hold node ${node}: there is no such node in the graph`);
    return k;
  });
  checkConnected(nodeId, from, to, held);
  const variable = new Int32Array(nodeId.length);
  for (const k of held) variable[k] = -1;
  let n = 0;
  for (let k = 0; k < nodeId.length; k++) if (variable[k] >= 0) variable[k] = n++;
  const nodeSerial = Float64Array.from(nodeId, (node) => graph.nodeSerial(node));
  return { arrays, nodeSerial, from, to, variable, turn, ...blocksOf(n, from, to, variable) };
}

/** The matrix has a block for each edge between two free nodes. */
function blocksOf(
  n: number,
  from: Int32Array,
  to: Int32Array,
  variable: Int32Array,
): { pattern: BlockPattern; slot: Int32Array } {
  const slot = new Int32Array(from.length).fill(-1);
  const pairs = new Int32Array(2 * from.length);
  let count = 0;
  for (let e = 0; e < from.length; e++) {
    if (variable[from[e]] < 0 || variable[to[e]] < 0) continue;
    pairs[2 * count] = variable[from[e]];
    pairs[2 * count + 1] = variable[to[e]];
    slot[e] = count++;
  }
  const paired = patternOfPairs(n, pairs.subarray(0, 2 * count));
  for (let e = 0; e < slot.length; e++) if (slot[e] >= 0) slot[e] = paired.slot[slot[e]];
  return { pattern: paired.pattern, slot };
}

function checkConnected(nodeId: Int32Array, from: Int32Array, to: Int32Array, held: readonly number[]): void {
  const root = Int32Array.from(nodeId, (_, k) => k);
  const rootOf = (k: number): number => {
    while (root[k] !== k) {
      root[k] = root[root[k]];
      k = root[k];
    }
    return k;
  };
  for (let e = 0; e < from.length; e++) root[rootOf(from[e])] = rootOf(to[e]);
  const good = new Set(held.map(rootOf));
  const loose = nodeId.filter((_, k) => !good.has(rootOf(k)));
  if (loose.length === 0) return;
  const others = loose.length > 1 ? ` and ${loose.length - 1} more are` : ' is';
  throw new RangeError(
    `Cannot solve pose graph: node ${loose[0]}${others} not connected with a held node (${held.map((k) => nodeId[k]).join(', ') || 'none is held'}); add an edge, or hold a node of each part`,
  );
}
