import type { SE2 } from '@homebound/math';
import { distanceTo } from '../actors/elbowRoom.ts';
import { outlineOf } from '../physics/outline.ts';
import { type BodyBand, isInBodyBand } from '../physics/planarWorld.ts';
import type { Shape } from '../world.ts';

/** A box along the axes of some frame, m. */
export interface Box {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/** Shapes, each in a frame that stands at a pose. */
export type Placed = readonly { readonly shapes: readonly Shape[]; readonly T: SE2 }[];

const FAR = Number.POSITIVE_INFINITY;

/** The least box around shapes; a box without size at the origin when there are none. */
export function boxAround(placed: Placed): Box {
  const low: [number, number, number] = [FAR, FAR, FAR];
  const high: [number, number, number] = [-FAR, -FAR, -FAR];
  const take = (axis: 0 | 1 | 2, value: number): void => {
    low[axis] = Math.min(low[axis], value);
    high[axis] = Math.max(high[axis], value);
  };
  for (const { shapes, T } of placed)
    for (const shape of shapes) {
      take(2, shape.z0_m);
      take(2, shape.z1_m);
      const outline = outlineOf(shape, T);
      if (outline.kind === 'circle')
        for (const r of [-outline.radius_m, outline.radius_m]) {
          take(0, outline.x_m + r);
          take(1, outline.y_m + r);
        }
      else for (let i = 0; i < outline.points.length; i++) take((i & 1) as 0 | 1, outline.points[i]);
    }
  return low[0] === FAR ? { low: [0, 0, 0], high: [0, 0, 0] } : { low, high };
}

/** Whether the robot's body, as a disc around a place, would stand in one of the shapes. */
export function bodyMeets(placed: Placed, x: number, y: number, band: BodyBand): boolean {
  for (const { shapes, T } of placed)
    for (const shape of shapes)
      if (isInBodyBand(shape, band) && distanceTo(outlineOf(shape, T), x, y) < band.bodyRadius_m) return true;
  return false;
}
