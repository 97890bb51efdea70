import {
  cellX,
  cellY,
  centreX,
  centreY,
  connectedComponents,
  distanceToCells,
  type OccupancyGrid,
} from '@homebound/grid';
import { cos, type SE2, sin, wrapAngle } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';

/** Gap between the docked robot's back and the wall, m. */
const gap_m = 0.01;
/** Directions that are tried, as angle, cosine and sine. */
const headings = Array.from({ length: 16 }, (_, k) => {
  const theta = wrapAngle((2 * Math.PI * k) / 16);
  return { theta, c: cos(theta), s: sin(theta) };
});
type Heading = (typeof headings)[number];
/** Half the width of flat wall that is wanted behind the dock; the first that is found anywhere, m. */
const wallHalfWidths_m = [0.4, 0.25, 0.1];
/** How far into the room the way out of the dock is judged, m, and the room to the sides beyond which more is no better. */
const wayOut_m = 1.5;
const wayStep_m = 0.1;
const wideEnough_m = 0.8;
/** Room to the sides of the body on the last stretch into the dock that nobody would leave it less of without need, and that stretch, m. */
const sideRoom_m = 0.05;
const runIn_m = 0.6;
/** How far from a known place a dock may be put, m. */
const nearby_m = 1;

export interface DockPlaceOptions {
  readonly bodyRadius_m?: number;
  /** Where the home's dock is known to be; a place within a metre of it is taken if there is one. */
  readonly near?: { readonly x_m: number; readonly y_m: number };
}

/**
 * A place for a dock: a flat piece of wall in the largest region where the robot's body fits, with the most room in front.
 * Everything that is not known as free (0) counts as wall. The same grid gives the same place.
 * @returns pose of the docked robot's base_link in the grid's frame, +x out of the dock into the room; undefined when the
 *          body fits nowhere beside a wall
 */
export function dockPlace(grid: OccupancyGrid, options: DockPlaceOptions = {}): SE2 | undefined {
  const bodyRadius_m = options.bodyRadius_m ?? defaultGeometry.bodyRadius_m;
  const { width, height, resolution_m } = grid;
  const solid = new Uint8Array(grid.data.length);
  for (let cell = 0; cell < solid.length; cell++) solid[cell] = grid.data[cell] === 0 ? 0 : 1;
  const room = distanceToCells(solid, width, height);
  for (let cell = 0; cell < room.length; cell++) room[cell] *= resolution_m;
  const region = largestRegion(room, width, height, bodyRadius_m);
  const floors = options.near === undefined ? [region] : [within(grid, region, options.near), region];
  for (const floor of floors)
    for (const spare_m of [sideRoom_m, 0])
      for (const halfWidth_m of wallHalfWidths_m) {
        const place = bestPlace(grid, solid, room, floor, { bodyRadius_m, halfWidth_m, spare_m });
        if (place !== undefined) return place;
      }
  return undefined;
}

/** The cells of a region around a point. */
function within(grid: OccupancyGrid, region: Uint8Array, near: { x_m: number; y_m: number }): Uint8Array {
  const out = new Uint8Array(region.length);
  for (let cell = 0; cell < out.length; cell++) {
    const dx = centreX(grid, cell % grid.width) - near.x_m;
    const dy = centreY(grid, Math.floor(cell / grid.width)) - near.y_m;
    out[cell] = region[cell] !== 0 && dx * dx + dy * dy <= nearby_m * nearby_m ? 1 : 0;
  }
  return out;
}

interface Wishes {
  readonly bodyRadius_m: number;
  /** Half the width of flat wall behind the dock. */
  readonly halfWidth_m: number;
  /** Room to the sides of the body on the run in. */
  readonly spare_m: number;
}

function bestPlace(
  grid: OccupancyGrid,
  solid: Uint8Array,
  room: Float32Array,
  region: Uint8Array,
  { bodyRadius_m, halfWidth_m, spare_m }: Wishes,
): SE2 | undefined {
  const { width, resolution_m } = grid;
  const farthest_m = bodyRadius_m + gap_m + 1.5 * resolution_m;
  let best: SE2 | undefined;
  let bestScore = 0;
  for (let cell = 0; cell < region.length; cell++) {
    if (region[cell] === 0 || room[cell] < bodyRadius_m + gap_m || room[cell] > farthest_m) continue;
    const x = centreX(grid, cell % width);
    const y = centreY(grid, Math.floor(cell / width));
    for (const heading of headings) {
      if (!hasWallBehind(grid, solid, x, y, heading, farthest_m, halfWidth_m)) continue;
      const score = roomInFront(grid, room, x, y, heading, bodyRadius_m, spare_m);
      if (score <= bestScore + 1e-6) continue;
      best = { x, y, theta: heading.theta };
      bestScore = score;
    }
  }
  return best;
}

/** Cells of the largest connected region in which a disc fits. Regions at the grid's edge count only when no other exists. */
function largestRegion(room: Float32Array, width: number, height: number, bodyRadius_m: number): Uint8Array {
  const fits = new Uint8Array(room.length);
  for (let cell = 0; cell < fits.length; cell++) fits[cell] = room[cell] > bodyRadius_m ? 1 : 0;
  const { labels, sizes } = connectedComponents(fits, width, height);
  const inner = sizes.slice();
  for (let ix = 0; ix < width; ix++) inner[labels[ix]] = inner[labels[ix + (height - 1) * width]] = 0;
  for (let iy = 0; iy < height; iy++) inner[labels[iy * width]] = inner[labels[iy * width + width - 1]] = 0;
  inner[0] = sizes[0] = 0;
  const candidates = Math.max(...inner) > 0 ? inner : sizes;
  const largest = candidates.indexOf(Math.max(...candidates));
  for (let cell = 0; cell < fits.length; cell++) fits[cell] = largest > 0 && labels[cell] === largest ? 1 : 0;
  return fits;
}

/** Whether behind a docked robot stands a wall that is flat to both sides. */
function hasWallBehind(
  grid: OccupancyGrid,
  solid: Uint8Array,
  x: number,
  y: number,
  { c, s }: Heading,
  farthest_m: number,
  halfWidth_m: number,
): boolean {
  const back = farthest_m + grid.resolution_m;
  for (let side = -halfWidth_m; side <= halfWidth_m + 0.01; side += 0.05) {
    const ix = cellX(grid, x - c * back - s * side);
    const iy = cellY(grid, y - s * back + c * side);
    const isInside = ix >= 0 && iy >= 0 && ix < grid.width && iy < grid.height;
    if (isInside && solid[iy * grid.width + ix] === 0) return false;
    // Beside the robot there is floor: in a corner, a wall stands behind in every direction.
    const besideX = cellX(grid, x - s * side);
    const besideY = cellY(grid, y + c * side);
    if (solid[besideY * grid.width + besideX] !== 0) return false;
  }
  return true;
}

/** Clearance along the way out, summed up to the first place where the body does not fit; 0 when it has less to spare near the dock. */
function roomInFront(
  grid: OccupancyGrid,
  room: Float32Array,
  x: number,
  y: number,
  { c, s }: Heading,
  bodyRadius_m: number,
  spare_m: number,
): number {
  let sum = 0;
  for (let way = wayStep_m; way <= wayOut_m; way += wayStep_m) {
    const ix = cellX(grid, x + c * way);
    const iy = cellY(grid, y + s * way);
    if (ix < 0 || iy < 0 || ix >= grid.width || iy >= grid.height) break;
    const clearance = room[iy * grid.width + ix];
    if (way <= runIn_m && clearance < bodyRadius_m + spare_m) return 0;
    if (clearance <= bodyRadius_m) break;
    sum += Math.min(clearance, wideEnough_m);
  }
  return sum;
}
