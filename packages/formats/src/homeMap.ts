import { FormatError } from './formatError.ts';
import {
  type ArrayOf,
  arrayChunk,
  type Chunk,
  chunkArray,
  type ElementType,
  packChunks,
  unpackChunks,
} from './homeMapFile.ts';
import { checkHomeMap } from './homeMapShape.ts';
import { DISMISSALS_CHUNK, decodeDismissals, encodeDismissals } from './storedDismissals.ts';
import { asciiJson, decodeHome, encodeHome, HOME_CHUNKS, parseJson } from './storedHome.ts';
import type { HomeMapMeta, StoredMap } from './storedMap.ts';

/** Cells of a tile: 32 x 32. */
const TILE_CELLS = 1024;

const known = new Set(
  [
    ['meta', 'grid.tiles', 'grid.counts', 'grid.means', 'node.pose', 'node.stamp'],
    ['edge.from', 'edge.to', 'edge.T', 'edge.information', 'edge.kind'],
    ['scan.node', 'scan.T', 'scan.stamp', 'scan.hits', 'scan.misses', 'scan.unit', 'scan.origin', 'scan.points'],
    HOME_CHUNKS,
    [DISMISSALS_CHUNK],
  ].flat(),
);

/**
 * A map as the bytes of a `.hbmap` file (layout: homeMapFile.ts). Equal maps give equal bytes.
 * Throws RangeError for a map that could not be read again: arrays that don't fit together, numbers that are not finite.
 */
export function encodeHomeMap(map: StoredMap): Uint8Array {
  checkHomeMap(map, (what, problem) => new RangeError(`Cannot write home map: ${what} ${problem}`));
  const { meta, grid, nodes, edges, scans, home, dismissals, extras } = map;
  return packChunks([
    { name: 'meta', type: 'json', columns: 1, bytes: asciiJson(meta) },
    arrayChunk('grid.tiles', grid.tiles, 2),
    arrayChunk('grid.counts', grid.counts, TILE_CELLS),
    arrayChunk('grid.means', grid.means, 2 * TILE_CELLS),
    arrayChunk('node.pose', nodes.poses, 3),
    arrayChunk('node.stamp', nodes.stamps_s),
    arrayChunk('edge.from', edges.from),
    arrayChunk('edge.to', edges.to),
    arrayChunk('edge.T', edges.T_from_to, 3),
    arrayChunk('edge.information', edges.information, 6),
    arrayChunk('edge.kind', edges.kind),
    arrayChunk('scan.node', scans.node),
    arrayChunk('scan.T', scans.T_node_scan, 3),
    arrayChunk('scan.stamp', scans.stamps_s),
    arrayChunk('scan.hits', scans.hits),
    arrayChunk('scan.misses', scans.misses),
    arrayChunk('scan.unit', scans.unit_m),
    arrayChunk('scan.origin', scans.origins, 4),
    arrayChunk('scan.points', scans.points, 2),
    ...(home === undefined ? [] : encodeHome(home)),
    ...encodeDismissals(dismissals),
    ...extras,
  ]);
}

/**
 * The map in the bytes of a `.hbmap` file, bit-equal to what was written; nothing of it shares the bytes.
 * Throws FormatError naming the input, the chunk and what to do: empty, foreign, cut, newer, damaged, a chunk that is
 * absent or of another type, values that don't fit together.
 */
export function decodeHomeMap(bytes: Uint8Array, input = 'home map'): StoredMap {
  const chunks = unpackChunks(bytes, input);
  const array = <T extends ElementType>(name: string, type: T, columns = 1): ArrayOf<T> => {
    const found = chunkArray(chunkNamed(chunks, name, input), type, columns);
    if (found !== undefined) return found;
    const wanted = columns === 1 ? type : `${type} in rows of ${columns}`;
    throw new FormatError('malformed', input, `should hold ${wanted}; take an earlier revision`, `chunk "${name}"`);
  };
  const home = decodeHome(chunks, input);
  const dismissals = decodeDismissals(chunks, input);
  const map: StoredMap = {
    // Parsed only: what it holds is checked with the rest of the map.
    meta: parseJson(chunkNamed(chunks, 'meta', input), input) as HomeMapMeta,
    grid: {
      tiles: array('grid.tiles', 'i4', 2),
      counts: array('grid.counts', 'u4', TILE_CELLS),
      means: array('grid.means', 'i2', 2 * TILE_CELLS),
    },
    nodes: { poses: array('node.pose', 'f8', 3), stamps_s: array('node.stamp', 'f8') },
    edges: {
      from: array('edge.from', 'i4'),
      to: array('edge.to', 'i4'),
      T_from_to: array('edge.T', 'f8', 3),
      information: array('edge.information', 'f8', 6),
      kind: array('edge.kind', 'u1'),
    },
    scans: {
      node: array('scan.node', 'i4'),
      T_node_scan: array('scan.T', 'f4', 3),
      stamps_s: array('scan.stamp', 'f8'),
      hits: array('scan.hits', 'i4'),
      misses: array('scan.misses', 'i4'),
      unit_m: array('scan.unit', 'f4'),
      origins: array('scan.origin', 'f4', 4),
      points: array('scan.points', 'i2', 2),
    },
    ...(home !== undefined && { home }),
    ...(dismissals !== undefined && { dismissals }),
    extras: [...chunks.values()].filter(({ name }) => !known.has(name)),
  };
  checkHomeMap(
    map,
    (what, problem) => new FormatError('malformed', input, `${problem}; take an earlier revision`, what),
  );
  return map;
}

function chunkNamed(chunks: ReadonlyMap<string, Chunk>, name: string, input: string): Chunk {
  const chunk = chunks.get(name);
  if (chunk === undefined)
    throw new FormatError('missing', input, `has no chunk "${name}"; take an earlier revision of the map`);
  return chunk;
}
