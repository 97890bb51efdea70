import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readG2o } from '@homebound/formats';
import { identity } from '@homebound/math';
import { PoseGraph } from '@homebound/slam';

/** A graph from a file, nodes numbered in the file's order, and whether the file says where they are. */
export interface PoseGraphFile {
  readonly graph: PoseGraph;
  readonly hasPoses: boolean;
}

/** Reads `*.g2o` or `*.g2o.gz`. Throws FormatError, or RangeError for information that is singular. */
export function readPoseGraph(path: string): PoseGraphFile {
  const bytes = readFileSync(path);
  const { vertices, edges } = readG2o((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'), path);
  const graph = new PoseGraph();
  const nodeOf = new Map(vertices.map(({ id, T_map_node }) => [id, graph.addNode(T_map_node)]));
  const named = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  for (const id of named) if (!nodeOf.has(id)) nodeOf.set(id, graph.addNode(identity));
  for (const edge of edges) graph.addEdge({ ...edge, from: nodeOf.get(edge.from)!, to: nodeOf.get(edge.to)! });
  return { graph, hasPoses: vertices.length > 0 };
}

/** Optimum chi2 of public graphs, from slam.md of the reference: a plain Gauss-Newton from good starts. */
export const optimumChi2: Readonly<Record<string, number>> = {
  intel: 45.004696,
  MIT: 41.163269,
  CSAIL: 40.555129,
  manhattan: 3549.036796,
  city10000: 511.985164,
  kitti_00: 98.322012,
  kitti_02: 78.764327,
  kitti_05: 157.104365,
  ais2klinik: 172.815847,
};
