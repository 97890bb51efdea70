import { cellX, cellY, centreX, centreY, type GridFrame, type OccupancyGrid } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import type { Solid, World } from '../world.ts';
import { shapeOutline } from './shapeOutline.ts';

export interface WorldGridOptions {
  readonly resolution_m?: number;
  /** The robot climbs what is lower. */
  readonly maxClimb_m?: number;
  /** The robot passes under what is higher. */
  readonly bodyHeight_m?: number;
}

/** Floor that lies lower is a hole for the robot, m. */
const hole_m = -0.04;

/**
 * The world as a vacuum's body meets it: 100 where something stands in its height or the floor is missing, 0 elsewhere.
 * A cell counts as met when any part of it is, so thin legs are never lost. The frame is the bounds of what is met.
 * @returns undefined when nothing in the world stands in the robot's way
 */
export function worldGrid(
  world: Pick<World, 'solids' | 'floor'>,
  options: WorldGridOptions = {},
): OccupancyGrid | undefined {
  const resolution_m = options.resolution_m ?? 0.02;
  const low_m = options.maxClimb_m ?? defaultGeometry.maxClimb_m;
  const high_m = options.bodyHeight_m ?? defaultGeometry.bodyHeight_m;
  const outlines = world.solids.flatMap((solid) => metBy(solid, low_m, high_m));
  if (outlines.length === 0) return undefined;
  const frame = boundsOf(outlines, resolution_m);
  const data = new Int8Array(frame.width * frame.height);
  for (const outline of outlines) markConvex(data, frame, outline);
  for (const patch of world.floor) if (patch.height_m < hole_m) markPolygon(data, frame, patch.outline);
  return { ...frame, data };
}

function metBy(solid: Solid, low_m: number, high_m: number): Float64Array[] {
  const met = solid.shapes.filter((shape) => shape.z1_m > low_m && shape.z0_m < high_m);
  return met.map((shape) => shapeOutline(shape, solid.T_world_solid));
}

function boundsOf(outlines: readonly Float64Array[], resolution_m: number): GridFrame {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const outline of outlines)
    for (let i = 0; i < outline.length; i++) {
      low[i & 1] = Math.min(low[i & 1], outline[i]);
      high[i & 1] = Math.max(high[i & 1], outline[i]);
    }
  // Whole cells from the world's origin, so that worlds of one resolution share their cells.
  const [x0, y0] = low.map((v) => Math.floor(v / resolution_m + 1e-6));
  const [x1, y1] = high.map((v) => Math.ceil(v / resolution_m - 1e-6));
  return {
    width: Math.max(1, x1 - x0),
    height: Math.max(1, y1 - y0),
    resolution_m,
    originX_m: x0 * resolution_m,
    originY_m: y0 * resolution_m,
  };
}

/** Marks the cells that a convex polygon touches: their centre is within half a cell of its inside. */
function markConvex(data: Int8Array, frame: GridFrame, outline: Float64Array): void {
  const reach = frame.resolution_m / 2 - 1e-6;
  forCells(frame, outline, (cell, x, y) => {
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      const ex = outline[i] - outline[j];
      const ey = outline[i + 1] - outline[j + 1];
      // The cell's corner that lies farthest inside this edge decides.
      const side = ex * (y - outline[j + 1]) - ey * (x - outline[j]) + reach * (Math.abs(ex) + Math.abs(ey));
      if (side < 0) return;
    }
    data[cell] = 100;
  });
}

/** Marks the cells whose centre lies in a simple polygon (even-odd rule). */
function markPolygon(data: Int8Array, frame: GridFrame, outline: Float64Array): void {
  forCells(frame, outline, (cell, x, y) => {
    let inside = false;
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      if (outline[i + 1] > y === outline[j + 1] > y) continue;
      const share = (y - outline[i + 1]) / (outline[j + 1] - outline[i + 1]);
      if (x < outline[i] + share * (outline[j] - outline[i])) inside = !inside;
    }
    if (inside) data[cell] = 100;
  });
}

/** Calls with the index and centre of every cell of the frame around an outline. */
function forCells(frame: GridFrame, outline: Float64Array, visit: (cell: number, x: number, y: number) => void): void {
  let [x0, y0, x1, y1] = [outline[0], outline[1], outline[0], outline[1]];
  for (let i = 2; i < outline.length; i += 2) {
    x0 = Math.min(x0, outline[i]);
    x1 = Math.max(x1, outline[i]);
    y0 = Math.min(y0, outline[i + 1]);
    y1 = Math.max(y1, outline[i + 1]);
  }
  const ix1 = Math.min(frame.width - 1, cellX(frame, x1));
  const iy1 = Math.min(frame.height - 1, cellY(frame, y1));
  for (let iy = Math.max(0, cellY(frame, y0)); iy <= iy1; iy++)
    for (let ix = Math.max(0, cellX(frame, x0)); ix <= ix1; ix++)
      visit(iy * frame.width + ix, centreX(frame, ix), centreY(frame, iy));
}
