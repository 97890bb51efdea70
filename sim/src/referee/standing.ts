import type { GridFrame } from '@homebound/grid';
import { hypot, type SE2 } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { type Outline, outlineOf } from '../physics/outline.ts';
import { isInBodyBand, isPushable } from '../physics/planarWorld.ts';
import type { World } from '../world.ts';
import { draw } from './groundTruth.ts';
import { fillDisc } from './raster.ts';

/**
 * Cells under pushable things where they stand now, with the strip round each that, as along any wall, no centred brush
 * touches while it stands there: body radius less half a brush.
 * @param looseSolids poses by name; things that are not in it stand where the world put them
 */
export function standingCells(
  frame: GridFrame,
  world: World,
  geometry: RobotGeometry,
  looseSolids: ReadonlyMap<string, SE2> | undefined,
): Set<number> {
  const cells = new Set<number>();
  const mark = (index: number): void => {
    cells.add(index);
  };
  const strip_m = Math.max(0, geometry.bodyRadius_m - geometry.mainBrush.width_m / 2);
  for (const solid of world.solids) {
    if (!isPushable(solid)) continue;
    const T_world_solid = looseSolids?.get(solid.name) ?? solid.T_world_solid;
    for (const shape of solid.shapes) {
      if (!isInBodyBand(shape, geometry)) continue;
      const outline = outlineOf(shape, T_world_solid);
      draw(frame, outline, mark);
      drawAround(frame, outline, strip_m, mark);
    }
  }
  return cells;
}

/** What lies within a distance of an outline's rim. */
function drawAround(frame: GridFrame, outline: Outline, strip_m: number, mark: (index: number) => void): void {
  if (outline.kind === 'circle') {
    fillDisc(frame, outline.x_m, outline.y_m, outline.radius_m + strip_m, mark);
    return;
  }
  const { points } = outline;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const dx = points[i] - points[j];
    const dy = points[i + 1] - points[j + 1];
    const pieces = Math.max(1, Math.ceil(hypot(dx, dy) / frame.resolution_m));
    for (let k = 0; k < pieces; k++)
      fillDisc(frame, points[j] + (dx * k) / pieces, points[j + 1] + (dy * k) / pieces, strip_m, mark);
  }
}
