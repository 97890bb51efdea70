import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';
import type { TestThing } from './testScene.ts';

/** Cells of some kinds within a rectangle of base_footprint, by default all. */
export function count(view: FloorRecord, kinds: readonly FloorKind[], x0 = 0, x1 = 9, y0 = -9, y1 = 9): number {
  let cells = 0;
  for (const [i, kind] of view.kinds.entries()) {
    const x = view.originX_m + ((i % view.width) + 0.5) * view.resolution_m;
    const y = view.originY_m + (Math.floor(i / view.width) + 0.5) * view.resolution_m;
    if (x > x0 && x < x1 && y > y0 && y < y1 && kinds.includes(floorKinds[kind])) cells++;
  }
  return cells;
}

/** All that is not floor. */
export const something: readonly FloorKind[] = ['obstacle', 'low', 'thin', 'drop', 'overhang'];
/** A box on the floor. */
export const box = (x: number, y: number, sizeX: number, sizeY: number, sizeZ: number, yaw = 0): TestThing => ({
  shape: 'box',
  x,
  y,
  yaw,
  sizeX,
  sizeY,
  sizeZ,
});
