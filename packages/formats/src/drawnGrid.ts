import type { OccupancyGrid } from '@homebound/grid';
import { FormatError } from './formatError.ts';
import type { HomeMapMeta, StoredGrid } from './storedMap.ts';

const TILE_SIDE = 32;
const TILE_CELLS = TILE_SIDE * TILE_SIDE;
/** Tiles of a map that comes from elsewhere, 25 MB: 1900 m² in cells of 2.5 cm; the largest of the makers’ homes has 850 m². */
const MAX_TILES = 3000;
/** A cell is a wall where at least this share of its rays ended: SLAM's own threshold. */
const OCCUPIED_SHARE = 0.25;
/** Percent that a wall of no more than that share has; free floor has 0 to 24. */
const WALL_PERCENT = 66;

/**
 * A stored map as an occupancy grid in the map's frame, cut to what rays touched: the same cells that SLAM publishes of it.
 * @returns `undefined` for a map that no ray has touched
 */
export function drawnGrid(map: { readonly meta: HomeMapMeta; readonly grid: StoredGrid }): OccupancyGrid | undefined {
  const { tiles, counts } = map.grid;
  const content = contentOf(map.grid);
  if (content === undefined) return undefined;
  const { x0, y0, x1, y1 } = content;
  const { resolution_m } = map.meta;
  const width = x1 - x0 + 1;
  const height = y1 - y0 + 1;
  const data = new Int8Array(width * height).fill(-1);
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const [ix, iy] = placeOf(tiles, cell);
    data[(iy - y0) * width + ix - x0] = percent(counts[cell]);
  }
  return { width, height, resolution_m, originX_m: x0 * resolution_m, originY_m: y0 * resolution_m, data };
}

/** Occupancy of a cell by its rays, those that ended there in the high half. */
function percent(count: number): number {
  const share = (count >>> 16) / (count & 0xffff);
  if (share < OCCUPIED_SHARE) return Math.floor((24 * share) / OCCUPIED_SHARE);
  return Math.round(WALL_PERCENT + ((100 - WALL_PERCENT) * (share - OCCUPIED_SHARE)) / (1 - OCCUPIED_SHARE));
}

/** The smallest rectangle of cells that holds all that were touched. */
function contentOf({ tiles, counts }: StoredGrid): { x0: number; y0: number; x1: number; y1: number } | undefined {
  let [x0, y0] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [x1, y1] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const [ix, iy] = placeOf(tiles, cell);
    x0 = Math.min(x0, ix);
    x1 = Math.max(x1, ix);
    y0 = Math.min(y0, iy);
    y1 = Math.max(y1, iy);
  }
  return x1 < x0 ? undefined : { x0, y0, x1, y1 };
}

/** Column and row of a cell in the lattice of the map's frame. */
function placeOf(tiles: Int32Array, cell: number): readonly [number, number] {
  const tile = Math.floor(cell / TILE_CELLS);
  const inTile = cell % TILE_CELLS;
  return [tiles[2 * tile] * TILE_SIDE + (inTile % TILE_SIDE), tiles[2 * tile + 1] * TILE_SIDE + (inTile >> 5)];
}

/**
 * The tiles of a stored map that shows a grid: `drawnGrid` gives its walls, its floor and what is unknown back. For a map that comes
 * from elsewhere, of which nobody knows the rays: floor counts as crossed often, walls as met each time.
 * @param grid  on the lattice of its cells: its origin at a whole number of them
 * Throws FormatError for more than a home has.
 */
export function tilesOf(grid: OccupancyGrid, input = 'map'): StoredGrid {
  const { width, height, resolution_m, data } = grid;
  const [left, low] = [grid.originX_m, grid.originY_m].map((origin_m) => Math.round(origin_m / resolution_m));
  const columns = tileSpan(left, width);
  const rows = tileSpan(low, height);
  const tiles: number[] = [];
  const counts: Uint32Array[] = [];
  for (let ty = rows.first; ty <= rows.last; ty++)
    for (let tx = columns.first; tx <= columns.last; tx++) {
      const tile = new Uint32Array(TILE_CELLS);
      for (let k = 0; k < TILE_CELLS; k++) {
        const ix = tx * TILE_SIDE + (k % TILE_SIDE) - left;
        const iy = ty * TILE_SIDE + (k >> 5) - low;
        if (ix >= 0 && iy >= 0 && ix < width && iy < height) tile[k] = countOf(data[iy * width + ix]);
      }
      if (!tile.some((count) => count > 0)) continue;
      tiles.push(tx, ty);
      counts.push(tile);
      if (counts.length > MAX_TILES) throw tooLarge(resolution_m, input);
    }
  const all = new Uint32Array(counts.length * TILE_CELLS);
  counts.forEach((tile, n) => {
    all.set(tile, n * TILE_CELLS);
  });
  return { tiles: Int32Array.from(tiles), counts: all, means: new Int16Array(2 * all.length) };
}

function tooLarge(resolution_m: number, input: string): FormatError {
  const most_m2 = Math.round(MAX_TILES * TILE_CELLS * resolution_m * resolution_m);
  return new FormatError(
    'unsupported',
    input,
    `shows more than the ${most_m2} m² that are kept in cells of ${resolution_m} m`,
  );
}

function tileSpan(from: number, cells: number): { first: number; last: number } {
  return { first: Math.floor(from / TILE_SIDE), last: Math.floor((from + cells - 1) / TILE_SIDE) };
}

/** Rays that a cell from elsewhere is taken to have seen: enough to be settled, few enough to be overruled by a robot's own. */
const RAYS = 20;

function countOf(occupancy: number): number {
  if (occupancy < 0) return 0;
  return occupancy >= 50 ? RAYS * 0x10000 + RAYS : RAYS;
}
