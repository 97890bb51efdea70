import type { OccupancyGrid } from '@homebound/grid';
import { compose, type SE2 } from '@homebound/math';
import type { CellEnds } from './homeEndPoints.ts';
import type { TruthWalls } from './homeTruth.ts';

/** How well the walls of a map lie. */
export interface WallFigures {
  /** Occupied cells; the part of them that is well seen (WELL_SEEN end points or more). */
  readonly cells: number;
  readonly wellSeen: number;
  /** Root mean square distance of the walls in the well-seen cells, placed below the cell, to the nearest true surface. */
  readonly rmse_m: number;
  /** Share of the well-seen cells farther than FAR_OFF_M from any true surface. */
  readonly farShare: number;
  /** Share of all cells that are hardly seen and that far off: mixed pixels, noise behind a wall, an edge of a rug. */
  readonly strayShare: number;
  /** Share of all cells that belong to a second wall: see `secondWalls`. */
  readonly doubledShare: number;
}

const OCCUPIED = 65;
const WELL_SEEN = 10;
const FAR_OFF_M = 0.05;
/** One true place at two places of the map that are this far apart is a second wall. */
const DOUBLED_FROM_M = 0.06;
const DOUBLED_TO_M = 0.4;
const DOUBLED_ENDS = 3;
/** True places nearer than this are one. */
const SAME_M = 0.05;

/** Distance of each occupied cell's wall to the nearest true surface, m; NaN for cells that are not occupied. */
export function wallDistances(map: OccupancyGrid, ends: CellEnds, walls: TruthWalls, T_world_map: SE2): Float64Array {
  const { width, resolution_m, originX_m, originY_m } = map;
  return Float64Array.from(map.data, (value, i) => {
    if (value < OCCUPIED) return Number.NaN;
    const isSeen = ends.count[i] > 0;
    const x = isSeen ? ends.x[i] : originX_m + ((i % width) + 0.5) * resolution_m;
    const y = isSeen ? ends.y[i] : originY_m + (Math.floor(i / width) + 0.5) * resolution_m;
    const wall = compose(T_world_map, { x, y, theta: 0 });
    return walls.distanceTo(wall.x, wall.y);
  });
}

/** Adds up a map's walls. */
export function wallFigures(map: OccupancyGrid, ends: CellEnds, distances: Float64Array): WallFigures {
  let [cells, wellSeen, far, stray, sum] = [0, 0, 0, 0, 0];
  for (let i = 0; i < distances.length; i++) {
    const d = distances[i];
    if (Number.isNaN(d)) continue;
    cells++;
    if (ends.count[i] < WELL_SEEN) {
      if (d > FAR_OFF_M) stray++;
      continue;
    }
    wellSeen++;
    sum += d * d;
    if (d > FAR_OFF_M) far++;
  }
  const second = secondWalls(map, ends).reduce((count, is) => count + is, 0);
  return {
    cells,
    wellSeen,
    rmse_m: Math.sqrt(sum / wellSeen),
    farShare: far / wellSeen,
    strayShare: stray / cells,
    doubledShare: second / cells,
  };
}

/**
 * Marks second walls: occupied cells that show a true place which another occupied cell, with more end points, shows
 * DOUBLED_FROM_M to DOUBLED_TO_M away. A wall that merely lies wrong as a whole is none. Since both readings are placed from
 * estimated and true poses alike, what the lidar itself gets wrong does not count.
 */
export function secondWalls(map: OccupancyGrid, ends: CellEnds): Uint8Array {
  const second = new Uint8Array(map.data.length);
  const bins = binByTruth(map, ends);
  for (const [bin, cells] of bins)
    for (const i of cells)
      for (const other of NEIGHBOURS) {
        const rivals = bins.get(bin + other);
        if (rivals?.some((j) => ends.count[j] > ends.count[i] && showsTheSameElsewhere(ends, i, j))) second[i] = 1;
      }
  return second;
}

/** Columns of bins are this many apart in a bin's number: homes are narrower than 5 cm x 32768. */
const BIN_ROW = 65536;
const NEIGHBOURS = [-BIN_ROW - 1, -BIN_ROW, -BIN_ROW + 1, -1, 0, 1, BIN_ROW - 1, BIN_ROW, BIN_ROW + 1];

/** Occupied cells by the true place that they show, in bins of SAME_M. */
function binByTruth(map: OccupancyGrid, { count, x, y, offX, offY }: CellEnds): Map<number, number[]> {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < map.data.length; i++) {
    if (map.data[i] < OCCUPIED || count[i] < DOUBLED_ENDS) continue;
    const bin = Math.floor((y[i] - offY[i]) / SAME_M) * BIN_ROW + Math.floor((x[i] - offX[i]) / SAME_M);
    const cells = bins.get(bin);
    if (cells === undefined) bins.set(bin, [i]);
    else cells.push(i);
  }
  return bins;
}

function showsTheSameElsewhere({ x, y, offX, offY }: CellEnds, i: number, j: number): boolean {
  const trueX = x[i] - offX[i] - x[j] + offX[j];
  const trueY = y[i] - offY[i] - y[j] + offY[j];
  if (trueX * trueX + trueY * trueY > SAME_M * SAME_M) return false;
  const apartX = offX[i] - offX[j];
  const apartY = offY[i] - offY[j];
  const apart2 = apartX * apartX + apartY * apartY;
  return apart2 >= DOUBLED_FROM_M * DOUBLED_FROM_M && apart2 <= DOUBLED_TO_M * DOUBLED_TO_M;
}
