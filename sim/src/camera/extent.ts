import { outlineOf } from '../physics/outline.ts';
import type { World } from '../world.ts';

/** The box around all that a world has, seen from above, m. */
export function extentOf(world: World): { minX: number; minY: number; maxX: number; maxY: number } {
  const { x, y } = world.T_world_start;
  const box = { minX: x, minY: y, maxX: x, maxY: y };
  const take = (points: ArrayLike<number>): void => {
    for (let i = 0; i < points.length; i += 2) {
      box.minX = Math.min(box.minX, points[i]);
      box.minY = Math.min(box.minY, points[i + 1]);
      box.maxX = Math.max(box.maxX, points[i]);
      box.maxY = Math.max(box.maxY, points[i + 1]);
    }
  };
  for (const { shapes, T_world_solid } of world.solids)
    for (const shape of shapes) {
      const outline = outlineOf(shape, T_world_solid);
      take(outline.kind === 'circle' ? [outline.x_m, outline.y_m] : outline.points);
    }
  for (const { outline } of world.floor) take(outline);
  return box;
}
