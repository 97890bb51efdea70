import { type Colour, Drawing } from '@homebound/formats';
import { cellX, cellY, type OccupancyGrid } from '@homebound/grid';
import { between, type SE2, type StampedPose } from '@homebound/math';
import type { HomeRun } from './homeRun.ts';
import { secondWalls } from './homeWalls.ts';

const UNKNOWN: Colour = [226, 229, 233];
const FREE: Colour = [255, 255, 255];
const WALL: Colour = [38, 46, 58];
const FAR_OFF: Colour = [240, 140, 20];
const SECOND: Colour = [220, 30, 30];
const TRUE_WALL: Colour = [40, 170, 90];
const TRUE_WAY: Colour = [120, 200, 140];
const WAY: Colour = [28, 105, 176];
const MARGIN_M = 0.3;
const FAR_OFF_M = 0.05;

/**
 * A run from above, in the map frame: the map with its wrong walls orange and its second walls red, the true walls as
 * green lines, the true way green and the estimated one blue.
 * @returns PNG bytes
 */
export function homePicture({ map, ends, distances, walls, truth, slam }: HomeRun): Uint8Array {
  const segments = toMap(walls.segments(), truth.T_world_start);
  const drawing = new Drawing(boundsOf(segments), UNKNOWN, 60);
  const second = secondWalls(map, ends);
  drawCells(drawing, map, (cell) => {
    if (map.data[cell] < 0) return undefined;
    if (second[cell] === 1) return SECOND;
    if (Number.isNaN(distances[cell])) return FREE;
    return distances[cell] > FAR_OFF_M ? FAR_OFF : WALL;
  });
  for (let i = 0; i < segments.length; i += 4) drawing.polyline(segments.subarray(i, i + 4), 0.004, TRUE_WALL, 0.9, 1);
  const trueWay = truth.stamps.filter((_, i) => i % 10 === 0).map((stamp_s) => truth.at(stamp_s)!);
  drawing.polyline(
    trueWay.flatMap(({ x, y }) => [x, y]),
    0.02,
    TRUE_WAY,
    0.8,
  );
  drawing.polyline(line(slam.trajectory()), 0.01, WAY, 0.8, 1);
  return drawing.png();
}

function toMap(points_world: Float64Array, T_world_map: SE2): Float64Array {
  const out = new Float64Array(points_world.length);
  for (let i = 0; i < out.length; i += 2) {
    const { x, y } = between(T_world_map, { x: points_world[i], y: points_world[i + 1], theta: 0 });
    out[i] = x;
    out[i + 1] = y;
  }
  return out;
}

function boundsOf(points: Float64Array) {
  const bounds = { x0_m: Infinity, y0_m: Infinity, x1_m: -Infinity, y1_m: -Infinity };
  for (let i = 0; i < points.length; i += 2) {
    bounds.x0_m = Math.min(bounds.x0_m, points[i] - MARGIN_M);
    bounds.y0_m = Math.min(bounds.y0_m, points[i + 1] - MARGIN_M);
    bounds.x1_m = Math.max(bounds.x1_m, points[i] + MARGIN_M);
    bounds.y1_m = Math.max(bounds.y1_m, points[i + 1] + MARGIN_M);
  }
  return bounds;
}

function line(trajectory: readonly StampedPose[]): number[] {
  return trajectory.flatMap(({ T }) => [T.x, T.y]);
}

/** Colours every pixel by the cell that its middle lies in; undefined leaves it as it is. */
function drawCells(
  { raster, bounds, scale_pxpm }: Drawing,
  map: OccupancyGrid,
  colourOf: (cell: number) => Colour | undefined,
): void {
  for (let py = 0; py < raster.height; py++) {
    const iy = cellY(map, bounds.y1_m - (py + 0.5) / scale_pxpm);
    if (iy < 0 || iy >= map.height) continue;
    for (let px = 0; px < raster.width; px++) {
      const ix = cellX(map, bounds.x0_m + (px + 0.5) / scale_pxpm);
      if (ix < 0 || ix >= map.width) continue;
      const colour = colourOf(iy * map.width + ix);
      if (colour !== undefined) raster.blend(py * raster.width + px, colour, 1);
    }
  }
}
