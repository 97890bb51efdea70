import { centreX, centreY } from '@homebound/grid';
import { atan2, cos, sin } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';

/**
 * The direction, of the two in which most walls of an area run, along which its floor is longer; map frame, rad.
 * Each cell's way off the nearest wall is a vote for the walls' direction, counted four times round, so that walls at right
 * angles vote for one and the same; then the floor's spread along and across decides.
 */
export function longAxis(space: FreeSpace, inside: Uint8Array): number {
  const { width, clearance_m, cleanable } = space;
  let [real, imaginary] = [0, 0];
  let [n, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0 || cleanable[i] === 0) continue;
    const ix = i % width;
    n++;
    sumX += centreX(space, ix);
    sumY += centreY(space, (i - ix) / width);
    const gx = clearance_m[i + 1] - clearance_m[i - 1];
    const gy = clearance_m[i + width] - clearance_m[i - width];
    // (gx + i gy)^4, by squaring twice: four times its angle, and steep slopes count most.
    const [re, im] = [gx * gx - gy * gy, 2 * gx * gy];
    real += re * re - im * im;
    imaginary += 2 * re * im;
  }
  if (n === 0) return 0;
  const axis = atan2(imaginary, real) / 4;
  const [c, s] = [cos(axis), sin(axis)];
  let [along, across] = [0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0 || cleanable[i] === 0) continue;
    const ix = i % width;
    const dx = centreX(space, ix) - sumX / n;
    const dy = centreY(space, (i - ix) / width) - sumY / n;
    along += (c * dx + s * dy) * (c * dx + s * dy);
    across += (c * dy - s * dx) * (c * dy - s * dx);
  }
  return along >= across ? axis : axis + Math.PI / 2;
}
