import { excerpt } from './formatError.ts';
import { MAX_MAP_CELLS } from './limits.ts';
import type { HomeMapMeta, StoredEdges, StoredGrid, StoredMap, StoredNodes, StoredScans } from './storedMap.ts';

/** Makes the error for a part of a map: `what` names it, `problem` says what it should be. */
export type ShapeError = (what: string, problem: string) => Error;

/** Tiles that a map may span: 1.6 km squared at 5 cm. A reader keeps a dense directory of that many. */
const MAX_SPAN_TILES = 1024;
const CELLS = 1024;
const TILE_SIDE = 32;
/** Tiles from the map's origin: 100 km at 5 cm. */
const MAX_FAR_TILES = 65536;
/** Of a map's name; that of a room is 60. */
const MAX_NAME = 200;

/** Checks that the parts of a map fit together and that a reader can trust every index and number in it. */
export function checkHomeMap({ meta, grid, nodes, edges, scans }: StoredMap, fail: ShapeError): void {
  checkMeta(meta, fail);
  checkGrid(grid, fail);
  checkNodes(nodes, fail);
  const n = nodes.stamps_s.length;
  checkEdges(edges, n, fail);
  checkScans(scans, n, fail);
}

function checkMeta(meta: HomeMapMeta, fail: ShapeError): void {
  if (typeof meta !== 'object' || meta === null) throw fail('meta', `should be an object, got ${excerpt(meta)}`);
  for (const key of ['name', 'id', 'appVersion'] as const)
    if (typeof meta[key] !== 'string' || meta[key] === '')
      throw fail(`meta, ${key}`, `should be a text, got ${excerpt(meta[key])}`);
  // Names are printed on terminals, which some characters steer.
  if (!isLine(meta.name, MAX_NAME))
    throw fail('meta, name', `should be one line of at most ${MAX_NAME} characters, got ${excerpt(meta.name)}`);
  for (const key of ['created_s', 'changed_s'] as const)
    if (!Number.isFinite(meta[key])) throw fail(`meta, ${key}`, `should be a number, got ${excerpt(meta[key])}`);
  for (const key of ['epoch', 'revision'] as const)
    if (!Number.isSafeInteger(meta[key]) || meta[key] < 0)
      throw fail(`meta, ${key}`, `should be a whole number >= 0, got ${excerpt(meta[key])}`);
  const { resolution_m } = meta;
  if (typeof resolution_m !== 'number' || !(resolution_m > 0 && resolution_m < 10))
    throw fail('meta, resolution_m', `should be in (0, 10) m, got ${excerpt(resolution_m)}`);
}

function checkGrid({ tiles, counts, means }: StoredGrid, fail: ShapeError): void {
  const k = tiles.length / 2;
  checkLength('grid.tiles', tiles.length, 2 * Math.floor(k), fail);
  checkLength('grid.counts', counts.length, CELLS * k, fail);
  checkLength('grid.means', means.length, 2 * CELLS * k, fail);
  const seen = new Set<number>();
  let [left, low, right, high] = [0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const tx = tiles[2 * i] - tiles[0];
    const ty = tiles[2 * i + 1] - tiles[1];
    if (Math.abs(tx) >= MAX_SPAN_TILES || Math.abs(ty) >= MAX_SPAN_TILES)
      throw fail('grid.tiles', `tile ${i} lies ${tx}, ${ty} tiles from the first, at most ${MAX_SPAN_TILES} are read`);
    if (Math.abs(tiles[2 * i]) > MAX_FAR_TILES || Math.abs(tiles[2 * i + 1]) > MAX_FAR_TILES)
      throw fail('grid.tiles', `tile ${i} lies more than ${MAX_FAR_TILES} tiles from the map's origin`);
    left = Math.min(left, tx);
    right = Math.max(right, tx);
    low = Math.min(low, ty);
    high = Math.max(high, ty);
    const key = ty * 2 * MAX_SPAN_TILES + tx;
    if (seen.has(key)) throw fail('grid.tiles', `tile ${i} is there twice`);
    seen.add(key);
  }
  const cells = (right - left + 1) * (high - low + 1) * TILE_SIDE * TILE_SIDE;
  if (cells > MAX_MAP_CELLS) throw fail('grid.tiles', `span ${cells} cells, at most ${MAX_MAP_CELLS} are read`);
  for (let i = 0; i < counts.length; i++)
    if (counts[i] >>> 16 > (counts[i] & 0xffff))
      throw fail('grid.counts', `cell ${i} has ${counts[i] >>> 16} hits of ${counts[i] & 0xffff} rays`);
}

function checkNodes({ poses, stamps_s }: StoredNodes, fail: ShapeError): void {
  checkLength('node.pose', poses.length, 3 * stamps_s.length, fail);
  checkFinite('node.pose', poses, fail);
  checkFinite('node.stamp', stamps_s, fail);
}

function checkEdges({ from, to, T_from_to, information, kind }: StoredEdges, nodes: number, fail: ShapeError): void {
  const m = from.length;
  checkLength('edge.to', to.length, m, fail);
  checkLength('edge.T', T_from_to.length, 3 * m, fail);
  checkLength('edge.information', information.length, 6 * m, fail);
  checkLength('edge.kind', kind.length, m, fail);
  checkIndices('edge.from', from, nodes, fail);
  checkIndices('edge.to', to, nodes, fail);
  checkFinite('edge.T', T_from_to, fail);
  checkFinite('edge.information', information, fail);
}

function checkScans(scans: StoredScans, nodes: number, fail: ShapeError): void {
  const { node, T_node_scan, stamps_s, hits, misses, unit_m, origins, points } = scans;
  const s = node.length;
  checkLength('scan.T', T_node_scan.length, 3 * s, fail);
  checkLength('scan.stamp', stamps_s.length, s, fail);
  checkLength('scan.hits', hits.length, s, fail);
  checkLength('scan.misses', misses.length, s, fail);
  checkLength('scan.unit', unit_m.length, s, fail);
  checkLength('scan.origin', origins.length, 4 * s, fail);
  checkIndices('scan.node', node, nodes, fail);
  checkFinite('scan.T', T_node_scan, fail);
  checkFinite('scan.stamp', stamps_s, fail);
  checkFinite('scan.origin', origins, fail);
  let total = 0;
  for (let i = 0; i < s; i++) {
    if (hits[i] < 0 || misses[i] < 0)
      throw fail('scan.hits', `scan ${i} has ${hits[i]} returns and ${misses[i]} without; both should be >= 0`);
    if (!(unit_m[i] > 0 && unit_m[i] < 1)) throw fail('scan.unit', `[${i}] should be in (0, 1) m, got ${unit_m[i]}`);
    total += hits[i] + misses[i];
  }
  checkLength('scan.points', points.length, 2 * total, fail);
}

function checkLength(what: string, length: number, wanted: number, fail: ShapeError): void {
  if (length !== wanted) throw fail(what, `should hold ${wanted} numbers to fit the rest, has ${length}`);
}

function checkFinite(what: string, values: Float64Array | Float32Array, fail: ShapeError): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw fail(what, `[${i}] should be finite, got ${values[i]}`);
}

function checkIndices(what: string, indices: Int32Array, count: number, fail: ShapeError): void {
  for (let i = 0; i < indices.length; i++)
    if (!(indices[i] >= 0 && indices[i] < count))
      throw fail(what, `[${i}] should be a node in [0, ${count}), got ${indices[i]}`);
}

/** Whether a text is one line without characters that steer what shows it. */
export function isLine(text: unknown, most: number): boolean {
  return typeof text === 'string' && text.length <= most && /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u.test(text);
}
