import type { HomeState, KeptDismissal } from '@homebound/plan';
import type { Chunk } from './homeMapFile.ts';

/** What a map is, apart from its numbers. Other fields that a file has are kept. */
export interface HomeMapMeta {
  /** For people: a floor. */
  readonly name: string;
  /** For machines: never changes. */
  readonly id: string;
  /** Since 1970. */
  readonly created_s: number;
  readonly changed_s: number;
  /** Of the grid. */
  readonly resolution_m: number;
  /** Version of Homebound that wrote it. */
  readonly appVersion: string;
  /** Raised whenever the map frame was moved under what others remember in it. */
  readonly epoch: number;
  /** Raised with every save. */
  readonly revision: number;
}

/** The drawn map: k tiles of 32 x 32 cells; cell i of a tile stands at column i % 32, row i / 32 from its lower left. */
export interface StoredGrid {
  /** Tile coordinates x, y in the map frame: tile (0, 0) begins at the origin; [k, 2]. */
  readonly tiles: Int32Array;
  /** Rays that ended in a cell (high 16 bits), rays that touched it (low 16 bits); [k, 1024]. */
  readonly counts: Uint32Array;
  /** Mean end point from the cell's centre, x and y in 1/32768 cells; [k, 2048]. */
  readonly means: Int16Array;
}

/** The pose graph's nodes. */
export interface StoredNodes {
  /** T_map_node: x, y in m, theta in rad; [n, 3]. */
  readonly poses: Float64Array;
  readonly stamps_s: Float64Array;
}

/** The pose graph's edges, between nodes by index. */
export interface StoredEdges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** T_from_to; [m, 3]. */
  readonly T_from_to: Float64Array;
  /** Upper triangle xx xy xt yy yt tt; [m, 6]. */
  readonly information: Float64Array;
  /** What made the edge; the numbers are SLAM's own. */
  readonly kind: Uint8Array;
}

/** Key scans, compact: s of them. */
export interface StoredScans {
  /** Node that the scan hangs on. */
  readonly node: Int32Array;
  /** The base at the scan's instant in the node's frame; [s, 3]. */
  readonly T_node_scan: Float32Array;
  readonly stamps_s: Float64Array;
  /** Counts of returns and of beams without; the scan has hits + misses points. */
  readonly hits: Int32Array;
  readonly misses: Int32Array;
  /** Length that 1 in `points` stands for. */
  readonly unit_m: Float32Array;
  /** Where the sensor stood at the first and the last beam, base frame: x0, y0, x1, y1 in m; [s, 4]. */
  readonly origins: Float32Array;
  /** All scans' points one after the other, returns first, base frame, x, y in units of the scan; [sum, 2]. */
  readonly points: Int16Array;
}

/** A home's map as it is kept: the grid, the graph under it, and the scans that it was drawn from. */
export interface StoredMap {
  readonly meta: HomeMapMeta;
  readonly grid: StoredGrid;
  readonly nodes: StoredNodes;
  readonly edges: StoredEdges;
  readonly scans: StoredScans;
  /** Rooms and restrictions, in the map's frame; absent where none were kept yet. */
  readonly home?: HomeState;
  /** What a person said is no obstacle, in the map's frame; absent, and with none, it is none. */
  readonly dismissals?: readonly KeptDismissal[];
  /** Chunks that this version doesn't know, or that others add (`arrayChunk`, `chunkArray`): kept as they are. */
  readonly extras: readonly Chunk[];
}
