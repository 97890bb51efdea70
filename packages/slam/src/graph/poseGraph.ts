import { type SE2, wrapAngle } from '@homebound/math';
import { chi2OfError, edgeErrorInto } from './edgeError.ts';
import { checkLengths, checkPose, isPositiveDefinite } from './poseGraphChecks.ts';
import type { PoseGraphArrays, PoseGraphEdge } from './poseGraphParts.ts';
import { grown, Slots } from './slots.ts';

export type { PoseGraphArrays, PoseGraphEdge };

/**
 * Poses and the motions measured between them. Ids are small integers; one that was removed is given again to a later node or edge
 * (lowest first), so that a graph that is thinned for years stays as small as what is in it; `nodeSerial` tells the two apart.
 */
export class PoseGraph {
  readonly #nodes = new Slots();
  readonly #edges = new Slots();
  #poses = new Float64Array(0);
  #serial = new Float64Array(0);
  #nextSerial = 1;
  /** First edge end at each node; edge e has the ends 2 e (from) and 2 e + 1 (to), chained by #nextEnd; -1 ends a chain. */
  #firstEnd = new Int32Array(0);
  #nextEnd = new Int32Array(0);
  #ends = new Int32Array(0);
  #T = new Float64Array(0);
  #information = new Float64Array(0);
  #robustScale = new Float64Array(0);
  readonly #error = new Float64Array(3);

  get nodeCount(): number {
    return this.#nodes.count;
  }

  get edgeCount(): number {
    return this.#edges.count;
  }

  /** Ids in use, rising. */
  nodeIds(): Int32Array {
    return this.#nodes.list();
  }

  edgeIds(): Int32Array {
    return this.#edges.list();
  }

  hasNode(node: number): boolean {
    return this.#nodes.has(node);
  }

  hasEdge(edge: number): boolean {
    return this.#edges.has(edge);
  }

  /** @returns the node's id. Throws RangeError when the pose isn't finite. */
  addNode(T_map_node: SE2): number {
    return this.#putNode(this.#nodes.end, T_map_node, () => this.#nodes.take());
  }

  /** @returns the edge's id. Throws RangeError for an unknown node, values that aren't finite and singular information. */
  addEdge(edge: PoseGraphEdge): number {
    this.#checkEdge(edge);
    return this.#putEdge(this.#edges.take(), edge);
  }

  pose(node: number): SE2 {
    this.#need(node, 'read');
    return { x: this.#poses[3 * node], y: this.#poses[3 * node + 1], theta: this.#poses[3 * node + 2] };
  }

  setPose(node: number, T_map_node: SE2): void {
    this.#need(node, 'move');
    checkPose(`move node ${node}`, T_map_node);
    this.#poses.set([T_map_node.x, T_map_node.y, wrapAngle(T_map_node.theta)], 3 * node);
  }

  /** A number that no other node of this graph has or had: tells whether an id still means the same node. */
  nodeSerial(node: number): number {
    this.#need(node, 'identify');
    return this.#serial[node];
  }

  edge(edge: number): PoseGraphEdge {
    this.#needEdge(edge, 'read');
    const [x, y, theta] = this.#T.subarray(3 * edge);
    const scale = this.#robustScale[edge];
    return {
      from: this.#ends[2 * edge],
      to: this.#ends[2 * edge + 1],
      T_from_to: { x, y, theta },
      information: this.#information.slice(6 * edge, 6 * edge + 6),
      robustScale: scale === Number.POSITIVE_INFINITY ? undefined : scale,
    };
  }

  /** Ids of the edges at a node, rising. */
  edgesOf(node: number): number[] {
    this.#need(node, 'list the edges of');
    const edges: number[] = [];
    for (let end = this.#firstEnd[node]; end >= 0; end = this.#nextEnd[end]) edges.push(end >> 1);
    return edges.sort((a, b) => a - b);
  }

  removeEdge(edge: number): void {
    this.#needEdge(edge, 'remove');
    this.#unchain(2 * edge);
    this.#unchain(2 * edge + 1);
    this.#edges.free(edge);
  }

  /** Removes a node with its edges. What hung on them may come apart: `bridgeNode` keeps it together. */
  removeNode(node: number): void {
    for (const edge of this.edgesOf(node)) this.removeEdge(edge);
    this.#nodes.free(node);
  }

  /** Error of an edge, x and y in m, theta in rad: inv(measured) o (inv(from) o to), as in g2o. */
  edgeError(edge: number): SE2 {
    this.#needEdge(edge, 'judge');
    edgeErrorInto(this.#error, this.#poses, this.#ends[2 * edge], this.#ends[2 * edge + 1], this.#T, edge);
    return { x: this.#error[0], y: this.#error[1], theta: this.#error[2] };
  }

  /** Squared Mahalanobis length of an edge's error, 3 on average for a true measurement between poses that are known. */
  edgeChi2(edge: number): number {
    this.edgeError(edge);
    return chi2OfError(this.#error, this.#information, edge);
  }

  /** Sum of all edges' chi2, robust scales left aside. */
  chi2(): number {
    let sum = 0;
    for (let edge = 0; edge < this.#edges.end; edge++) if (this.#edges.has(edge)) sum += this.edgeChi2(edge);
    return sum;
  }

  /** Copies of all that is in it; ids are kept. */
  toArrays(): PoseGraphArrays {
    const nodeId = this.#nodes.list();
    const edgeId = this.#edges.list();
    return {
      nodeId,
      T_map_node: gather(this.#poses, nodeId, 3, new Float64Array(3 * nodeId.length)),
      edgeId,
      ends: gather(this.#ends, edgeId, 2, new Int32Array(2 * edgeId.length)),
      T_from_to: gather(this.#T, edgeId, 3, new Float64Array(3 * edgeId.length)),
      information: gather(this.#information, edgeId, 6, new Float64Array(6 * edgeId.length)),
      robustScale: gather(this.#robustScale, edgeId, 1, new Float64Array(edgeId.length)),
    };
  }

  /** The graph that `toArrays` wrote, with the same ids. Throws RangeError where the arrays hold what `addEdge` would refuse. */
  static fromArrays(arrays: PoseGraphArrays): PoseGraph {
    const { nodeId, T_map_node: P, edgeId, ends, T_from_to: T, information, robustScale } = arrays;
    checkLengths(arrays);
    const graph = new PoseGraph();
    nodeId.forEach((id, k) => {
      graph.#putNode(id, { x: P[3 * k], y: P[3 * k + 1], theta: P[3 * k + 2] }, () => graph.#nodes.claim(id));
    });
    edgeId.forEach((id, k) => {
      const edge = {
        from: ends[2 * k],
        to: ends[2 * k + 1],
        T_from_to: { x: T[3 * k], y: T[3 * k + 1], theta: T[3 * k + 2] },
        information: information.subarray(6 * k, 6 * k + 6),
        robustScale: robustScale[k] === Number.POSITIVE_INFINITY ? undefined : robustScale[k],
      };
      graph.#checkEdge(edge);
      graph.#putEdge(graph.#edges.claim(id), edge);
    });
    return graph;
  }

  #putNode(shown: number, T: SE2, number: () => number): number {
    checkPose(`add node ${shown}`, T);
    const node = number();
    this.#poses = grown(this.#poses, 3 * node + 3);
    this.#serial = grown(this.#serial, node + 1);
    this.#firstEnd = grown(this.#firstEnd, node + 1);
    this.#poses.set([T.x, T.y, wrapAngle(T.theta)], 3 * node);
    this.#serial[node] = this.#nextSerial++;
    this.#firstEnd[node] = -1;
    return node;
  }

  #putEdge(edge: number, { from, to, T_from_to: T, information, robustScale }: PoseGraphEdge): number {
    this.#ends = grown(this.#ends, 2 * edge + 2);
    this.#nextEnd = grown(this.#nextEnd, 2 * edge + 2);
    this.#T = grown(this.#T, 3 * edge + 3);
    this.#information = grown(this.#information, 6 * edge + 6);
    this.#robustScale = grown(this.#robustScale, edge + 1);
    this.#ends.set([from, to], 2 * edge);
    this.#T.set([T.x, T.y, wrapAngle(T.theta)], 3 * edge);
    this.#information.set(information, 6 * edge);
    this.#robustScale[edge] = robustScale ?? Number.POSITIVE_INFINITY;
    this.#chain(2 * edge);
    this.#chain(2 * edge + 1);
    return edge;
  }

  #chain(end: number): void {
    this.#nextEnd[end] = this.#firstEnd[this.#ends[end]];
    this.#firstEnd[this.#ends[end]] = end;
  }

  #unchain(end: number): void {
    const node = this.#ends[end];
    if (this.#firstEnd[node] === end) {
      this.#firstEnd[node] = this.#nextEnd[end];
      return;
    }
    let before = this.#firstEnd[node];
    while (this.#nextEnd[before] !== end) before = this.#nextEnd[before];
    this.#nextEnd[before] = this.#nextEnd[end];
  }

  #checkEdge({ from, to, T_from_to: T, information, robustScale }: PoseGraphEdge): void {
    const what = `add edge ${from} -> ${to}`;
    this.#need(from, what);
    this.#need(to, what);
    if (from === to) throw new RangeError(`Cannot ${what}: it should join two different nodes`);
    checkPose(what, T);
    if (!isPositiveDefinite(information))
      throw new RangeError(
        `Cannot ${what}: information should be the upper triangle of a positive definite 3x3 matrix (a weak direction gets a small number, not 0), got [${Array.from(information).join(', ')}]`,
      );
    if (robustScale !== undefined && !(robustScale > 0))
      throw new RangeError(`Cannot ${what}: robustScale should be > 0 sigmas, got ${robustScale}`);
  }

  #need(node: number, what: string): void {
    if (!this.#nodes.has(node)) throw new RangeError(`Cannot ${what} node ${node}: there is no such node in the graph`);
  }

  #needEdge(edge: number, what: string): void {
    if (!this.#edges.has(edge)) throw new RangeError(`Cannot ${what} edge ${edge}: there is no such edge in the graph`);
  }
}

function gather<A extends Float64Array | Int32Array>(from: A, ids: Int32Array, width: number, out: A): A {
  for (let k = 0; k < ids.length; k++) for (let m = 0; m < width; m++) out[width * k + m] = from[width * ids[k] + m];
  return out;
}
