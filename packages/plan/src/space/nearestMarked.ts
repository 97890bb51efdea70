import { cellX, cellY, centreX, centreY, type GridFrame } from '@homebound/grid';

/** The marked cell whose centre is nearest to (x, y): the point's own, or one at most `within_m` away; -1 for none. */
export function nearestMarked(mask: Uint8Array, frame: GridFrame, x: number, y: number, within_m: number): number {
  const reach = Math.ceil(within_m / frame.resolution_m) + 1;
  const ix = cellX(frame, x);
  const iy = cellY(frame, y);
  const isInside = ix >= 0 && iy >= 0 && ix < frame.width && iy < frame.height;
  if (isInside && mask[iy * frame.width + ix] !== 0) return iy * frame.width + ix;
  let best = -1;
  let bestSquared = within_m * within_m;
  for (let jy = Math.max(0, iy - reach); jy <= Math.min(frame.height - 1, iy + reach); jy++)
    for (let jx = Math.max(0, ix - reach); jx <= Math.min(frame.width - 1, ix + reach); jx++) {
      if (mask[jy * frame.width + jx] === 0) continue;
      const dx = centreX(frame, jx) - x;
      const dy = centreY(frame, jy) - y;
      if (dx * dx + dy * dy > bestSquared) continue;
      bestSquared = dx * dx + dy * dy;
      best = jy * frame.width + jx;
    }
  return best;
}
