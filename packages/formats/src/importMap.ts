import { type GridFrame, type OccupancyGrid, resampleConservative } from '@homebound/grid';
import { type HomeState, type Restrictions, segmentRooms, startHome } from '@homebound/plan';
import { drawnGrid, tilesOf } from './drawnGrid.ts';
import { FormatError } from './formatError.ts';
import { decodeHomeMap } from './homeMap.ts';
import { checkMapSize, MAX_HOME_CELLS } from './limits.ts';
import type { HomeMapMeta, StoredMap } from './storedMap.ts';
import { readValetudoMap } from './valetudoMap.ts';
import { vendorHome } from './vendorHome.ts';

/** What a file from elsewhere does not say of itself. */
export interface ImportOptions {
  /** Of a map that brings none. */
  readonly name: string;
  /** s since 1970. */
  readonly now_s: number;
  readonly appVersion: string;
  /** The robot's own cells, m: a map of others is resampled, never to more free floor than it had. */
  readonly resolution_m: number;
  /** Name to use in errors. */
  readonly input?: string;
}

/**
 * A map to be kept, from the bytes of a `.hbmap` or a ValetudoMap, told apart by how they begin.
 * A ValetudoMap brings grid, rooms and restrictions, but no graph and no scans; a `.hbmap` drawn in other cells is drawn in the robot's.
 * Throws FormatError: see `decodeHomeMap` and `readValetudoMap`.
 */
export function importMap(bytes: Uint8Array, options: ImportOptions): StoredMap {
  const { input = 'map' } = options;
  if (bytes[0] !== OPENING_BRACE && !isSpace(bytes[0])) return inCells(decodeHomeMap(bytes, input), options);
  const vendor = readValetudoMap(new TextDecoder().decode(bytes), input);
  const home = vendor.rooms.length > 0 ? vendorHome(vendor, input) : undefined;
  return mapFromGrid(vendor.grid, options, home ?? { restrictions: vendor.restrictions });
}

/** Where restrictions can be drawn, m. */
const MAX_ORIGIN_M = 1000;
/** A map in the robot's cells: its graph and scans, which have none, stay as they are. */
function inCells(map: StoredMap, { resolution_m, input = 'map' }: ImportOptions): StoredMap {
  const { meta } = map;
  if (Math.abs(meta.resolution_m - resolution_m) < 1e-9) return map;
  const grid = drawnGrid(map);
  const finer = meta.resolution_m / resolution_m;
  if (grid !== undefined) checkMapSize(Math.ceil(grid.width * finer), Math.ceil(grid.height * finer), input);
  const drawn = grid === undefined ? map.grid : tilesOf(resampleConservative(grid, resolution_m), input);
  return { ...map, meta: { ...meta, resolution_m }, grid: drawn };
}

const OPENING_BRACE = 0x7b;

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/**
 * A map to be kept, from a grid of elsewhere. It is moved by less than half a cell, onto the lattice that kept maps are drawn on.
 * @param home  its rooms and restrictions; where it has no rooms, it is divided as it is drawn
 */
export function mapFromGrid(grid: OccupancyGrid, options: ImportOptions, home: Partial<HomeState> = {}): StoredMap {
  const { name, now_s, appVersion, resolution_m } = options;
  const { input = name } = options;
  const finer = grid.resolution_m / resolution_m;
  checkMapSize(grid.width, grid.height, input, undefined, MAX_HOME_CELLS);
  checkMapSize(Math.ceil(grid.width * finer), Math.ceil(grid.height * finer), input);
  if (!(Math.abs(grid.originX_m) < MAX_ORIGIN_M && Math.abs(grid.originY_m) < MAX_ORIGIN_M))
    throw new FormatError(
      'unsupported',
      input,
      `lies at (${grid.originX_m}, ${grid.originY_m}) m; a home is kept within ${MAX_ORIGIN_M} m of its origin`,
    );
  const own = grid.resolution_m === resolution_m ? grid : resampleConservative(grid, resolution_m);
  const dx_m = shiftOf(own.originX_m, resolution_m);
  const dy_m = shiftOf(own.originY_m, resolution_m);
  const drawn = { ...own, ...shifted(own, dx_m, dy_m) };
  const rooms = home.rooms ?? startHome(segmentRooms(grid).labels, grid).rooms;
  const meta: HomeMapMeta = {
    name,
    id: 'map',
    created_s: now_s,
    changed_s: now_s,
    resolution_m,
    appVersion,
    epoch: 0,
    revision: 0,
  };
  const restrictions = moved(home.restrictions, dx_m, dy_m);
  const book = { ...rooms, ...shifted(rooms, dx_m, dy_m) };
  const centred = book.rooms.map((room) => {
    return { ...room, centre: { x: room.centre.x + dx_m, y: room.centre.y + dy_m } };
  });
  return {
    meta,
    grid: tilesOf(drawn, input),
    ...noJourney(),
    home: { rooms: { ...book, rooms: centred }, restrictions },
    extras: [],
  };
}

/** To the next corner of a cell, at most half a cell. */
function shiftOf(origin_m: number, resolution_m: number): number {
  return Math.round(origin_m / resolution_m) * resolution_m - origin_m;
}

function shifted(
  { originX_m, originY_m }: GridFrame,
  dx_m: number,
  dy_m: number,
): Pick<GridFrame, 'originX_m' | 'originY_m'> {
  return { originX_m: originX_m + dx_m, originY_m: originY_m + dy_m };
}

function moved(restrictions: Restrictions | undefined, dx_m: number, dy_m: number): Restrictions {
  const { noGo = [], noMop = [], walls = [], thresholds = [] } = restrictions ?? {};
  const move = <P extends readonly number[]>(points: P): P =>
    points.map((v, i) => v + (i % 2 === 0 ? dx_m : dy_m)) as unknown as P;
  return {
    noGo: noGo.map(move),
    noMop: noMop.map(move),
    walls: walls.map(move),
    thresholds: thresholds.map((step) => ({ ...step, line: move(step.line) })),
  };
}

/** The graph of a map that no robot of ours has driven: one node at its origin, no scan. */
export function noJourney(): Pick<StoredMap, 'nodes' | 'edges' | 'scans'> {
  return {
    nodes: { poses: new Float64Array(3), stamps_s: new Float64Array(1) },
    edges: {
      from: new Int32Array(0),
      to: new Int32Array(0),
      T_from_to: new Float64Array(0),
      information: new Float64Array(0),
      kind: new Uint8Array(0),
    },
    scans: {
      node: new Int32Array(0),
      T_node_scan: new Float32Array(0),
      stamps_s: new Float64Array(0),
      hits: new Int32Array(0),
      misses: new Int32Array(0),
      unit_m: new Float32Array(0),
      origins: new Float32Array(0),
      points: new Int16Array(0),
    },
  };
}
