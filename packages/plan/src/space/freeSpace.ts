import { connectedComponents, dilate, distanceToCells, type GridFrame, type OccupancyGrid } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import { nearestMarked } from './nearestMarked.ts';
import { openNecks } from './openNecks.ts';

export interface FreeSpaceOptions {
  /** Radius of the round body, m. Default: the default body's. */
  readonly robotRadius_m?: number;
  /** Room kept between body and obstacles, m: the map's and the tracking's error. */
  readonly margin_m?: number;
  /** Width of the brush, m: what the robot can clean from where it may stand. */
  readonly brushWidth_m?: number;
  /** Cells that the body must not enter (no-go areas, virtual walls): non-zero = kept out; in the map's frame. */
  readonly keepOut?: Uint8Array;
  /**
   * Unknown holes up to this many cells, enclosed by free floor and touching nothing occupied, count as free: in a live map
   * they are gaps between far beams, seen to be floor or not before the robot is there. 0 for a map that is final.
   */
  readonly maxSpeck_cells?: number;
  /** So much nearer to blocked cells short necks to more floor may lead, m: what the map may draw too wide (see `openNecks`). */
  readonly squeeze_m?: number;
  /** Floor on which the body may stand that such a neck must lead to, m². */
  readonly squeezeFor_m2?: number;
  /** Where the robot is, m: only floor connected to it counts. Left out: the largest connected floor. */
  readonly from?: { readonly x: number; readonly y: number };
}

/** Where base_link may stand on a map, and what the brush reaches from there. All arrays have the map's shape. */
export interface FreeSpace extends GridFrame {
  /** Distance from everything blocked that ways are planned with: radius + margin, and more where cells are coarse, m. */
  readonly bodyClearance_m: number;
  /** What every pose of a plan keeps, also between cell centres: radius + margin less 4.5 mm. */
  readonly leastClearance_m: number;
  readonly brushWidth_m: number;
  /** Known free floor, keep-out areas excluded; small unknown specks inside free floor count as free. */
  readonly isFree: Uint8Array;
  /** Distance from the cell's centre to the surface of the nearest blocked cell (occupied, unknown, kept out, edge), m. */
  readonly clearance_m: Float32Array;
  /** C: cells whose clearance is at least `bodyClearance_m`, connected to the robot. */
  readonly standable: Uint8Array;
  /** A_brush: free floor within half a brush of C. */
  readonly cleanable: Uint8Array;
  /** Cost of driving into a standable cell, 10 in the open to 30 along walls; 0 where the body can't stand. */
  readonly driveCost: Uint8Array;
}

/** ROS calls a cell occupied from about 65 on; what is neither surely free nor surely occupied blocks too. */
const FREE_BELOW = 50;
/** Driving prefers this much room beyond the least allowed; closer than that costs up to three times as much. */
const COMFORT_M = 0.15;
/** How far the robot may be from floor it may stand on and still be matched to it: a dock, a chair pushed at it. */
const MAX_ESCAPE_M = 0.6;
/** A patch of floor smaller than this around the robot is taken for noise when larger floor is as near. */
const MIN_COMPONENT_M2 = 0.15;

/** Clearances are single numbers: 0.175 m is kept as 0.17499999 m, and a body that just fits does fit, m. */
export const ROUNDING_M = 1e-6;
/** A way between two cells that are clear may be so much nearer to a corner than the body's clearance, m. */
const BETWEEN_CELLS_M = 0.0045;

/**
 * The floor on which the robot may stand and what it can clean from there.
 * @param map  occupancy in any frame; results are in the same frame
 * @throws RangeError when a mask or size does not fit. A map without room for the robot gives empty masks, no error.
 */
export function freeSpace(map: OccupancyGrid, options: FreeSpaceOptions = {}): FreeSpace {
  const {
    robotRadius_m = defaultGeometry.bodyRadius_m,
    margin_m = 0.01,
    brushWidth_m = defaultGeometry.mainBrush.width_m,
    keepOut,
    maxSpeck_cells = 4,
    squeeze_m = 0,
    squeezeFor_m2 = 0.06,
    from,
  } = options;
  const { width, height, resolution_m, originX_m, originY_m } = map;
  if (map.data.length !== width * height)
    throw new RangeError(`Cannot read map: ${width} x ${height} cells wanted, got ${map.data.length}`);
  if (keepOut && keepOut.length !== width * height)
    throw new RangeError(`Cannot apply keepOut: ${width} x ${height} cells wanted, got ${keepOut.length}`);
  if (!(robotRadius_m > 0) || !(margin_m >= 0) || !(brushWidth_m > 0))
    throw new RangeError(
      `Cannot find free space: robotRadius_m, margin_m and brushWidth_m must be positive, got ${robotRadius_m}, ${margin_m}, ${brushWidth_m}`,
    );
  const wanted_m = robotRadius_m + margin_m;
  // A step over a cell's diagonal is a chord of the circle round a corner: its middle lies resolution² / 4 r inside.
  const sagitta_m = (map.resolution_m * map.resolution_m) / (4 * wanted_m);
  const bodyClearance_m = wanted_m + Math.max(0, sagitta_m - BETWEEN_CELLS_M);
  const leastClearance_m = wanted_m - BETWEEN_CELLS_M;
  const isFree = knownFree(map, maxSpeck_cells);
  if (keepOut) for (let i = 0; i < isFree.length; i++) if (keepOut[i] !== 0) isFree[i] = 0;
  const frame: GridFrame = { width, height, resolution_m, originX_m, originY_m };
  let clearance_m = clearanceOf(isFree, frame);
  let roomy = roomyCells(clearance_m, bodyClearance_m);
  let standable = connectedTo(roomy, frame, from);
  const home = squeeze_m > 0 ? standable.indexOf(1) : -1;
  const floor = { ...frame, isFree, clearance_m, roomy, bodyClearance_m, home, keepOut };
  if (home >= 0 && openNecks(floor, squeeze_m, squeezeFor_m2) > 0) {
    clearance_m = clearanceOf(isFree, frame);
    roomy = roomyCells(clearance_m, bodyClearance_m);
    standable = connectedTo(roomy, frame, from);
  }
  const cleanable = dilate(standable, width, height, brushWidth_m / 2 / resolution_m);
  const driveCost = new Uint8Array(isFree.length);
  for (let i = 0; i < isFree.length; i++) {
    cleanable[i] &= isFree[i];
    if (standable[i] === 0) continue;
    const crowd = Math.max(0, 1 - (clearance_m[i] - bodyClearance_m) / COMFORT_M);
    driveCost[i] = 10 + Math.round(20 * crowd * crowd);
  }
  return {
    ...frame,
    bodyClearance_m,
    leastClearance_m,
    brushWidth_m,
    isFree,
    clearance_m,
    standable,
    cleanable,
    driveCost,
  };
}

/** Free cells, and unknown specks that touch nothing occupied. */
function knownFree(map: OccupancyGrid, maxSpeck_cells: number): Uint8Array {
  const { width, height, data } = map;
  const isFree = new Uint8Array(data.length);
  const unknown = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    isFree[i] = data[i] >= 0 && data[i] < FREE_BELOW ? 1 : 0;
    unknown[i] = data[i] < 0 ? 1 : 0;
  }
  if (maxSpeck_cells <= 0) return isFree;
  const { labels, sizes } = connectedComponents(unknown, width, height, 8);
  const isThing = new Uint8Array(sizes.length);
  for (let k = 1; k < sizes.length; k++) isThing[k] = sizes[k] > maxSpeck_cells ? 1 : 0;
  for (let i = 0; i < data.length; i++) {
    if (labels[i] === 0 || isThing[labels[i]] === 1) continue;
    const ix = i % width;
    const isEdge = ix === 0 || ix === width - 1 || i < width || i >= data.length - width;
    if (isEdge) isThing[labels[i]] = 1;
    for (let dy = -width; !isEdge && dy <= width; dy += width)
      for (let dx = -1; dx <= 1; dx++) if (data[i + dy + dx] >= FREE_BELOW) isThing[labels[i]] = 1;
  }
  for (let i = 0; i < data.length; i++) if (labels[i] > 0 && isThing[labels[i]] === 0) isFree[i] = 1;
  return isFree;
}

/** Distance from each cell's centre to the nearest cell that is not free or to the grid's edge, m. */
function clearanceOf(isFree: Uint8Array, { width, height, resolution_m }: GridFrame): Float32Array {
  const blocked = new Uint8Array(isFree.length);
  for (let i = 0; i < blocked.length; i++) blocked[i] = 1 - isFree[i];
  const out = distanceToCells(blocked, width, height);
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const toEdge = Math.min(ix, iy, width - 1 - ix, height - 1 - iy) + 0.5;
      out[i] = Math.min(out[i], toEdge) * resolution_m;
    }
  return out;
}

function roomyCells(clearance_m: Float32Array, bodyClearance_m: number): Uint8Array {
  const roomy = new Uint8Array(clearance_m.length);
  const limit_m = bodyClearance_m - ROUNDING_M;
  for (let i = 0; i < roomy.length; i++) roomy[i] = clearance_m[i] >= limit_m ? 1 : 0;
  return roomy;
}

/** The connected part of `roomy` that the robot belongs to; the largest when no position is given. */
function connectedTo(roomy: Uint8Array, frame: GridFrame, from: FreeSpaceOptions['from']): Uint8Array {
  const { labels, sizes } = connectedComponents(roomy, frame.width, frame.height, 8);
  let chosen = 0;
  if (from === undefined) {
    for (let k = 1; k < sizes.length; k++) if (chosen === 0 || sizes[k] > sizes[chosen]) chosen = k;
  } else {
    const minCells = MIN_COMPONENT_M2 / (frame.resolution_m * frame.resolution_m);
    const isLarge = new Uint8Array(labels.length);
    for (let i = 0; i < labels.length; i++) isLarge[i] = labels[i] > 0 && sizes[labels[i]] >= minCells ? 1 : 0;
    let cell = nearestMarked(isLarge, frame, from.x, from.y, MAX_ESCAPE_M);
    if (cell < 0) cell = nearestMarked(roomy, frame, from.x, from.y, MAX_ESCAPE_M);
    if (cell >= 0) chosen = labels[cell];
  }
  return roomy.map((_, i) => (chosen > 0 && labels[i] === chosen ? 1 : 0));
}
