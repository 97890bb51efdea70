import { connectedComponents, type OccupancyGrid } from '@homebound/grid';
import type { FreeSpace } from './freeSpace.ts';
import { GridSearch } from './gridSearch.ts';
import { nearestMarked } from './nearestMarked.ts';

/** A border between floor that is known and what is not. */
export interface Frontier {
  /** A place to look at it from, on standable floor, m. */
  readonly view: { readonly x: number; readonly y: number };
  /** Length of the border, m. */
  readonly length_m: number;
  /** Cost of driving to the view point, in metres of open floor. */
  readonly distance_m: number;
}

export interface FrontierOptions {
  /** Borders shorter than this show nothing that the robot could enter, m. Default: one body clearance. */
  readonly minLength_m?: number;
  /** How far from the border a view point may lie, m. */
  readonly maxViewDistance_m?: number;
}

/**
 * Borders of the known floor worth driving to, the nearest first: free cells beside unknown ground that could hold the body,
 * at least a body's clearance of them together, with standable floor near. Holes in the map, slivers behind furniture and
 * leaks through windows drop out.
 * @param map   the map that `space` was made from
 * @param from  where the robot is, m
 */
export function findFrontiers(
  map: OccupancyGrid,
  space: FreeSpace,
  from: { readonly x: number; readonly y: number },
  options: FrontierOptions = {},
): Frontier[] {
  const { minLength_m = space.bodyClearance_m, maxViewDistance_m = space.bodyClearance_m + 0.25 } = options;
  const { width, height, resolution_m } = space;
  if (map.data.length !== width * height)
    throw new RangeError(`Cannot find frontiers: the map has ${map.data.length} cells, the space ${width * height}`);
  const border = borderCells(map, space);
  const { labels, sizes } = connectedComponents(border, width, height, 8);
  const start = nearestMarked(space.standable, space, from.x, from.y, 0.6);
  if (start < 0) return [];
  // The cheapest standable cell near each border, found by one search from the robot.
  const views = viewCells(space, labels, sizes, minLength_m / resolution_m, maxViewDistance_m);
  const search = new GridSearch(space);
  const targets = new Uint8Array(labels.length);
  for (const cell of views.keys()) targets[cell] = 1;
  const frontiers: Frontier[] = [];
  const isSeen = new Uint8Array(sizes.length);
  for (const cell of search.run(start, -1, targets, views.size))
    for (const label of views.get(cell) ?? []) {
      if (isSeen[label] === 1) continue;
      isSeen[label] = 1;
      const ix = cell % width;
      frontiers.push({
        view: {
          x: space.originX_m + (ix + 0.5) * resolution_m,
          y: space.originY_m + ((cell - ix) / width + 0.5) * resolution_m,
        },
        length_m: sizes[label] * resolution_m,
        distance_m: (search.costOf(cell) / 10) * resolution_m,
      });
    }
  return frontiers;
}

/** Known free cells beside unknown ground that is large enough for the body, or runs out of the map. */
function borderCells(map: OccupancyGrid, space: FreeSpace): Uint8Array {
  const { width, height, isFree, resolution_m, bodyClearance_m } = space;
  const { data } = map;
  const unknown = new Uint8Array(data.length);
  for (let i = 0; i < unknown.length; i++) unknown[i] = data[i] < 0 && isFree[i] === 0 ? 1 : 0;
  const { labels, sizes } = connectedComponents(unknown, width, height, 4);
  const minCells = (Math.PI * bodyClearance_m * bodyClearance_m) / (resolution_m * resolution_m);
  const isLarge = new Uint8Array(sizes.length);
  for (let label = 1; label < sizes.length; label++) isLarge[label] = sizes[label] >= minCells ? 1 : 0;
  for (let ix = 0; ix < width; ix++) isLarge[labels[ix]] = isLarge[labels[(height - 1) * width + ix]] = 1;
  for (let iy = 0; iy < height; iy++) isLarge[labels[iy * width]] = isLarge[labels[iy * width + width - 1]] = 1;
  isLarge[0] = 0;
  const border = new Uint8Array(data.length);
  for (let iy = 1; iy + 1 < height; iy++)
    for (let ix = 1; ix + 1 < width; ix++) {
      const i = iy * width + ix;
      if (isFree[i] === 0 || data[i] < 0) continue;
      const isAtUnknown =
        isLarge[labels[i - 1]] | isLarge[labels[i + 1]] | isLarge[labels[i - width]] | isLarge[labels[i + width]];
      border[i] = isAtUnknown;
    }
  return border;
}

/** For each standable cell from which a border can be looked at: the borders' labels. */
function viewCells(
  space: FreeSpace,
  labels: Int32Array,
  sizes: Int32Array,
  minCells: number,
  maxDistance_m: number,
): Map<number, number[]> {
  const { width, resolution_m } = space;
  const views = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0 || sizes[label] < minCells) continue;
    const ix = i % width;
    const x = space.originX_m + (ix + 0.5) * resolution_m;
    const y = space.originY_m + ((i - ix) / width + 0.5) * resolution_m;
    const cell = nearestMarked(space.standable, space, x, y, maxDistance_m);
    if (cell < 0) continue;
    const known = views.get(cell);
    if (known === undefined) views.set(cell, [label]);
    else if (!known.includes(label)) known.push(label);
  }
  return views;
}
