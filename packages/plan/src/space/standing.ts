import { valueAt } from '@homebound/grid';
import { type FreeSpace, ROUNDING_M } from './freeSpace.ts';

/** Whether base_link may stand at (x, y): enough clearance, on the robot's connected floor. */
export function isStandable(space: FreeSpace, x: number, y: number): boolean {
  if (!(valueAt(space.clearance_m, space, x, y) >= space.bodyClearance_m - ROUNDING_M)) return false;
  // Between two cells the nearest centre may just fail; any of the four around (x, y) tells the component.
  const ix = Math.floor((x - space.originX_m) / space.resolution_m - 0.5);
  const iy = Math.floor((y - space.originY_m) / space.resolution_m - 0.5);
  const { standable, width } = space;
  const i = iy * width + ix;
  return (standable[i] | standable[i + 1] | standable[i + width] | standable[i + width + 1]) !== 0;
}

/**
 * Whether base_link may drive straight from (x0, y0) to (x1, y1). The clearance is checked every half cell, less often in the
 * open: a metre on, it is at most a metre less, between cell centres perhaps a little more.
 */
export function isSegmentClear(space: FreeSpace, x0: number, y0: number, x1: number, y1: number): boolean {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = Math.sqrt(dx * dx + dy * dy);
  const step = space.resolution_m / 2;
  const limit = space.bodyClearance_m - ROUNDING_M;
  const perLength = length > 0 ? 1 / length : 0;
  for (let s = 0; s < length; ) {
    const t = s * perLength;
    const spare = valueAt(space.clearance_m, space, x0 + t * dx, y0 + t * dy) - limit;
    if (!(spare >= 0)) return false;
    s += Math.max(step, 0.7 * spare);
  }
  return valueAt(space.clearance_m, space, x1, y1) >= limit;
}
