import type { GridFrame } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { FALL_DEPTH_M, FloorField } from '../floor/floorField.ts';
import { type Outline, outlineOf } from '../physics/outline.ts';
import { isInBodyBand, isPushable } from '../physics/planarWorld.ts';
import type { Solid, World } from '../world.ts';
import { squaredDistance } from './distance.ts';
import { connected, fillLine, fillOutline, fillPolygon } from './raster.ts';

/** Free border around everything in the world. */
const MARGIN_M = 0.3;
/** Things thinner than this many cells are drawn by their rim as well, lest they fall between two centres. */
const THIN_CELLS = 1.5;

/** What the world is for this body, on one raster. All masks have shape [height, width], 1 is yes. */
export interface GroundTruth {
  readonly frame: GridFrame;
  /** What stops the body: solids in its height, steps it cannot climb, drops it would fall into. */
  readonly blocked: Uint8Array;
  /** F: the open floor that hangs together with the start. */
  readonly free: Uint8Array;
  /** C: places for base_link with a clearance of at least the body's radius, hanging together with the start. */
  readonly centres: Uint8Array;
  /** A_brush: the floor that a centred brush can touch from a place in C. */
  readonly reachable: Uint8Array;
}

/**
 * The sets of the coverage metric (reference/coverage.md 5.1). Pushable solids are not obstacles here.
 *
 * Cells are squares, so distances between centres are off by half a cell on average: a place is clear when the nearest
 * blocked centre is at least radius + half a cell away, and a brush of half width h reaches h + half a cell. Walls on
 * cell borders come out exact.
 * @param leaves what stands besides: doors as they are judged. They do not widen the raster.
 */
export function groundTruth(
  world: World,
  geometry: RobotGeometry,
  resolution_m: number,
  leaves: readonly Solid[] = [],
): GroundTruth {
  const frame = frameOf(world, resolution_m);
  const blocked = bodyObstacles({ ...world, solids: [...world.solids, ...leaves] }, geometry, frame);
  return { frame, blocked, ...reachableFrom(blocked, frame, world.T_world_start, geometry) };
}

/** F, C and A_brush of a raster of what is blocked, for a body that starts at a place. */
export function reachableFrom(
  blocked: Uint8Array,
  frame: GridFrame,
  from: { readonly x: number; readonly y: number },
  geometry: { readonly bodyRadius_m: number; readonly mainBrush: { readonly width_m: number } },
): Pick<GroundTruth, 'free' | 'centres' | 'reachable'> {
  const { width, height, resolution_m } = frame;
  const start = cellOf(frame, from.x, from.y);
  const open = new Uint8Array(blocked.length);
  for (let i = 0; i < open.length; i++) open[i] = 1 - blocked[i];
  const free = connected(open, width, height, start);
  const clearance = geometry.bodyRadius_m / resolution_m + 0.5;
  const toBlocked = squaredDistance(rimmed(blocked, width, height), width, height);
  const clear = new Uint8Array(width * height);
  const clearance2 = clearance * clearance;
  for (let i = 0; i < clear.length; i++) clear[i] = toBlocked[i] >= clearance2 ? 1 : 0;
  const centres = connected(clear, width, height, nearest(clear, frame, start));
  const reach = geometry.mainBrush.width_m / 2 / resolution_m + 0.5;
  const toCentre = squaredDistance(centres, width, height);
  const reachable = new Uint8Array(width * height);
  const reach2 = reach * reach;
  for (let i = 0; i < reachable.length; i++) reachable[i] = free[i] === 1 && toCentre[i] <= reach2 ? 1 : 0;
  return { free, centres, reachable };
}

/** Cells that stop the body. */
export function bodyObstacles(world: World, geometry: RobotGeometry, frame: GridFrame): Uint8Array {
  const blocked = new Uint8Array(frame.width * frame.height);
  const mark = (index: number): void => {
    blocked[index] = 1;
  };
  const floor = new FloorField(world, geometry.maxClimb_m);
  const startHeight = floor.heightAt(world.T_world_start.x, world.T_world_start.y);
  for (const { outline, height_m } of world.floor) {
    if (height_m >= startHeight - FALL_DEPTH_M) continue;
    fillPolygon(frame, outline, (index) => {
      const x = frame.originX_m + ((index % frame.width) + 0.5) * frame.resolution_m;
      const y = frame.originY_m + (Math.floor(index / frame.width) + 0.5) * frame.resolution_m;
      if (floor.heightAt(x, y) < startHeight - FALL_DEPTH_M) mark(index);
    });
  }
  const edges = floor.stepEdges(geometry.maxClimb_m);
  for (let i = 0; i < edges.length; i += 4) fillLine(frame, edges[i], edges[i + 1], edges[i + 2], edges[i + 3], mark);
  for (const solid of world.solids) {
    if (isPushable(solid)) continue;
    for (const shape of solid.shapes)
      if (isInBodyBand(shape, geometry)) draw(frame, outlineOf(shape, solid.T_world_solid), mark);
  }
  return blocked;
}

/** Fills an outline; one that is thin is drawn by its rim too. */
export function draw(frame: GridFrame, outline: Outline, mark: (index: number) => void): void {
  fillOutline(frame, outline, mark);
  const thin_m = THIN_CELLS * frame.resolution_m;
  if (outline.kind === 'circle') {
    if (2 * outline.radius_m < thin_m) fillLine(frame, outline.x_m, outline.y_m, outline.x_m, outline.y_m, mark);
    return;
  }
  const { points } = outline;
  const n = points.length;
  // Twice the area over the longest edge: about the width of a slender shape.
  let area = 0;
  let longest = 0;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    area += points[j] * points[i + 1] - points[i] * points[j + 1];
    longest = Math.max(longest, hypot(points[i] - points[j], points[i + 1] - points[j + 1]));
  }
  if (0.5 * Math.abs(area) >= thin_m * longest) return;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2)
    fillLine(frame, points[j], points[j + 1], points[i], points[i + 1], mark);
}

/** A raster on whole multiples of its resolution around all that stands and the start. */
export function frameOf(world: World, resolution_m: number): GridFrame {
  let minX = world.T_world_start.x;
  let minY = world.T_world_start.y;
  let maxX = minX;
  let maxY = minY;
  const take = (x: number, y: number): void => {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  };
  for (const { shapes, T_world_solid } of world.solids) {
    for (const shape of shapes) {
      const outline = outlineOf(shape, T_world_solid);
      if (outline.kind === 'polygon')
        for (let i = 0; i < outline.points.length; i += 2) take(outline.points[i], outline.points[i + 1]);
      else {
        take(outline.x_m - outline.radius_m, outline.y_m - outline.radius_m);
        take(outline.x_m + outline.radius_m, outline.y_m + outline.radius_m);
      }
    }
  }
  for (const { outline } of world.floor) for (let i = 0; i < outline.length; i += 2) take(outline[i], outline[i + 1]);
  const x0 = Math.floor((minX - MARGIN_M) / resolution_m);
  const y0 = Math.floor((minY - MARGIN_M) / resolution_m);
  return {
    width: Math.ceil((maxX + MARGIN_M) / resolution_m) - x0,
    height: Math.ceil((maxY + MARGIN_M) / resolution_m) - y0,
    resolution_m,
    originX_m: x0 * resolution_m,
    originY_m: y0 * resolution_m,
  };
}

export function cellOf(frame: GridFrame, x: number, y: number): number {
  const ix = Math.floor((x - frame.originX_m) / frame.resolution_m);
  const iy = Math.floor((y - frame.originY_m) / frame.resolution_m);
  return iy * frame.width + ix;
}

/** The same mask with the raster's rim marked: beyond the raster is no floor. */
function rimmed(mask: Uint8Array, width: number, height: number): Uint8Array {
  const out = mask.slice();
  out.fill(1, 0, width);
  out.fill(1, width * (height - 1));
  for (let iy = 0; iy < height; iy++) {
    out[iy * width] = 1;
    out[iy * width + width - 1] = 1;
  }
  return out;
}

/** The marked cell nearest to a cell (a docked robot may touch its dock's housing), or the cell itself when none is. */
function nearest(mask: Uint8Array, { width, height }: GridFrame, from: number): number {
  if (mask[from] === 1) return from;
  const fx = from % width;
  const fy = Math.floor(from / width);
  let best = Number.POSITIVE_INFINITY;
  let found = from;
  for (let iy = 0; iy < height; iy++) {
    for (let ix = 0; ix < width; ix++) {
      const d2 = (ix - fx) * (ix - fx) + (iy - fy) * (iy - fy);
      if (mask[iy * width + ix] === 1 && d2 < best) {
        best = d2;
        found = iy * width + ix;
      }
    }
  }
  return found;
}
