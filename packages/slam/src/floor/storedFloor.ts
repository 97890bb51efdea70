import type { StoredEdges, StoredGrid, StoredMap, StoredNodes, StoredScans } from '@homebound/formats';
import type { SE2 } from '@homebound/math';
import type { KeyFrame } from '../backend/keyFrame.ts';
import type { KeyGraph, LinkKind, PlainLink } from '../backend/keyGraph.ts';
import type { StoredScan } from '../backend/storedScan.ts';
import { OccupancyMap } from '../map/occupancyMap.ts';
import type { TileMap } from '../map/tileMap.ts';
import type { SlamOptions } from '../options.ts';
import { Floor } from './floor.ts';

/** What of a stored map is SLAM's: the grid, the graph and the scans. Its name and dates are the store's. */
export type StoredFloor = Pick<StoredMap, 'grid' | 'nodes' | 'edges' | 'scans'> & { readonly resolution_m: number };

/** Numbers of the file format: never to be given another meaning. */
const LINK_KINDS: readonly LinkKind[] = ['step', 'loop'];

/** A floor as plain arrays, for a file. They are copies. */
export function floorToStored({ map, backEnd }: Floor): StoredFloor {
  return {
    resolution_m: map.resolution_m,
    grid: gridToStored(map.tiles),
    nodes: nodesToStored(backEnd.keys),
    edges: edgesToStored(backEnd.graph),
    scans: scansToStored(backEnd.keys),
  };
}

/** Throws RangeError when the stored map has another cell size than SLAM is to work with. */
export function floorFromStored(stored: StoredFloor, options: SlamOptions): Floor {
  const map = new OccupancyMap(options.map);
  if (Math.abs(map.resolution_m - stored.resolution_m) > 1e-9)
    throw new RangeError(
      `Cannot use the stored map: its cells are ${stored.resolution_m} m wide, SLAM is set to ${map.resolution_m} m; set the same`,
    );
  const { tiles, counts, means } = stored.grid;
  map.restore(tiles, counts, means);
  const floor = new Floor(options, map);
  floor.backEnd.restore(keysFromStored(stored), linksFromStored(stored.edges));
  return floor;
}

function gridToStored(map: TileMap): StoredGrid {
  const { counts, means } = map.copyTiles();
  return { tiles: map.tileCoordinates(), counts, means };
}

function nodesToStored(keys: readonly KeyFrame[]): StoredNodes {
  const poses = new Float64Array(3 * keys.length);
  keys.forEach(({ T_map_key: T }, i) => {
    poses.set([T.x, T.y, T.theta], 3 * i);
  });
  return { poses, stamps_s: Float64Array.from(keys, ({ stamp_s }) => stamp_s) };
}

function edgesToStored({ links, graph }: KeyGraph): StoredEdges {
  const T_from_to = new Float64Array(3 * links.length);
  const information = new Float64Array(6 * links.length);
  links.forEach(({ T_from_to: T, edge }, i) => {
    T_from_to.set([T.x, T.y, T.theta], 3 * i);
    information.set(graph.edge(edge).information, 6 * i);
  });
  return {
    from: Int32Array.from(links, ({ from }) => from),
    to: Int32Array.from(links, ({ to }) => to),
    T_from_to,
    information,
    kind: Uint8Array.from(links, ({ kind }) => LINK_KINDS.indexOf(kind)),
  };
}

function scansToStored(keys: readonly KeyFrame[]): StoredScans {
  const all = keys.flatMap(({ scans }, node) => scans.map((scan) => ({ node, scan })));
  const points = new Int16Array(all.reduce((sum, { scan }) => sum + scan.pts_units.length, 0));
  const T_node_scan = new Float32Array(3 * all.length);
  const origins = new Float32Array(4 * all.length);
  let at = 0;
  all.forEach(({ scan }, i) => {
    const { T_key_base: T, pts_units, origins_m } = scan;
    T_node_scan.set([T.x, T.y, T.theta], 3 * i);
    origins.set(origins_m, 4 * i);
    points.set(pts_units, at);
    at += pts_units.length;
  });
  return {
    node: Int32Array.from(all, ({ node }) => node),
    T_node_scan,
    stamps_s: Float64Array.from(all, ({ scan }) => scan.stamp_s),
    hits: Int32Array.from(all, ({ scan }) => scan.hits),
    misses: Int32Array.from(all, ({ scan }) => scan.misses),
    unit_m: Float32Array.from(all, ({ scan }) => scan.unit_m),
    origins,
    points,
  };
}

/** A stored scan counts as taken an hour before the new journey's clock began at 0 or later. */
const LONG_AGO_S = -3600;

function keysFromStored({ nodes, scans }: StoredFloor): KeyFrame[] {
  const newest_s = scans.stamps_s.reduce((most, stamp_s) => Math.max(most, stamp_s), 0);
  const keys = Array.from(nodes.stamps_s, (stamp_s, i): KeyFrame => {
    return { stamp_s, T_map_key: poseOf(nodes.poses, i), scans: [] };
  });
  let at = 0;
  scans.node.forEach((node, i) => {
    const length = 2 * (scans.hits[i] + scans.misses[i]);
    const scan: StoredScan = {
      stamp_s: scans.stamps_s[i] - newest_s + LONG_AGO_S,
      T_key_base: poseOf(scans.T_node_scan, i),
      hits: scans.hits[i],
      misses: scans.misses[i],
      unit_m: scans.unit_m[i],
      pts_units: scans.points.slice(at, at + length),
      origins_m: scans.origins.slice(4 * i, 4 * i + 4),
    };
    at += length;
    keys[node].scans.push(scan);
  });
  return keys;
}

function linksFromStored({ from, to, T_from_to, information, kind }: StoredEdges): PlainLink[] {
  return Array.from(kind, (number, i) => {
    const known = LINK_KINDS[number];
    if (known === undefined)
      throw new RangeError(`Cannot use the stored map: edge ${i} is of a kind ${number} that is not known`);
    const link = { kind: known, from: from[i], to: to[i], T_from_to: poseOf(T_from_to, i) };
    return { ...link, information: information.slice(6 * i, 6 * i + 6) };
  });
}

function poseOf(P: Float64Array | Float32Array, i: number): SE2 {
  return { x: P[3 * i], y: P[3 * i + 1], theta: P[3 * i + 2] };
}
