import { exp } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { TILE_SIDE } from '../map/tileMap.ts';

/** How likely a scan's point is in each cell of a map, as bytes: what places are searched in. */
export interface LikelihoodGrid {
  readonly width: number;
  readonly height: number;
  readonly resolution_m: number;
  /** Cell (0, 0) is cell (minIx, minIy) counted from the map's origin in this grid's cells. */
  readonly minIx: number;
  readonly minIy: number;
  /** 255 on something occupied, falling with the distance from it; row-major, shape [height, width]. */
  readonly values: Uint8Array;
  /** 1 where the base can stand: seen, and clear of everything. Same shape. */
  readonly standable: Uint8Array;
}

/** Cells of the search: fine enough for the gradient to take over, a quarter of the places of a 2.5 cm map. */
const CELL_M = 0.05;
/** Standard deviation of the likelihood: reaches from one place tried to the next, in x, y and heading. */
const SIGMA_M = 0.1;
/** A point where nobody ever looked says little: an unmapped room is no evidence against a place, and hardly any for it. */
export const UNKNOWN_VALUE = 51;
/** The robot's centre is never nearer to a thing than this: less than its radius, since things have moved a little. */
const CLEARANCE_M = 0.12;

/**
 * The likelihood grid of a map: a cell counts by its nearest occupied cell, so a map finer than the search takes the best
 * of the cells that fall together. One pass: about 2 ms for a home of 100 m².
 * @returns `undefined` for an empty map
 */
export function likelihoodGrid(map: OccupancyMap): LikelihoodGrid | undefined {
  const content = map.content();
  if (content === undefined) return undefined;
  const { tiles, rings } = map;
  const { nearest, counts } = tiles;
  const { distance } = rings;
  const merge = Math.max(1, Math.round(CELL_M / tiles.resolution_m));
  const minIx = Math.floor(content.minIx / merge);
  const minIy = Math.floor(content.minIy / merge);
  const width = Math.floor(content.maxIx / merge) - minIx + 1;
  const height = Math.floor(content.maxIy / merge) - minIy + 1;
  const table = valueTable(distance, tiles.resolution_m);
  const clear = CLEARANCE_M / tiles.resolution_m;
  const values = new Uint8Array(width * height).fill(UNKNOWN_VALUE);
  const standable = new Uint8Array(width * height);
  const coordinates = tiles.tileCoordinates();
  // Only tiles hold anything; a cell on the border of two, in maps whose cells don't divide the search's, is done twice.
  for (let k = 0; k < coordinates.length; k += 2) {
    const x1 = Math.min(width - 1, Math.floor((coordinates[k] * TILE_SIDE + TILE_SIDE - 1) / merge) - minIx);
    const y1 = Math.min(height - 1, Math.floor((coordinates[k + 1] * TILE_SIDE + TILE_SIDE - 1) / merge) - minIy);
    for (let y = Math.max(0, Math.floor((coordinates[k + 1] * TILE_SIDE) / merge) - minIy); y <= y1; y++)
      for (let x = Math.max(0, Math.floor((coordinates[k] * TILE_SIDE) / merge) - minIx); x <= x1; x++) {
        let near = rings.count;
        let seen = 0;
        for (let sub = 0; sub < merge * merge; sub++) {
          const at = tiles.at((minIx + x) * merge + (sub % merge), (minIy + y) * merge + Math.floor(sub / merge));
          if (nearest[at] < near) near = nearest[at];
          if (counts[at] !== 0) seen++;
        }
        const cell = y * width + x;
        values[cell] = seen > 0 ? table[near] : Math.max(table[near], UNKNOWN_VALUE);
        standable[cell] = seen > 0 && distance[near] >= clear ? 1 : 0;
      }
  }
  return { width, height, resolution_m: merge * tiles.resolution_m, minIx, minIy, values, standable };
}

function valueTable(distance_cells: Float64Array, resolution_m: number): Uint8Array {
  const table = Uint8Array.from(distance_cells, (cells) => {
    const d = (cells * resolution_m) / SIGMA_M;
    return Math.round(255 * exp(-0.5 * d * d));
  });
  table[table.length - 1] = 0;
  return table;
}
