import type { GridFrame } from './gridFrame.ts';

/**
 * A field's value at (x, y) in m, bilinear between cell centres; 0 beyond the outermost centres, so that a distance to
 * obstacles reads "no room" there. Allocates nothing.
 */
export function valueAt(field: Float32Array, frame: GridFrame, x: number, y: number): number {
  const u = (x - frame.originX_m) / frame.resolution_m - 0.5;
  const v = (y - frame.originY_m) / frame.resolution_m - 0.5;
  const { width, height } = frame;
  if (!(u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1)) return 0;
  const ix = Math.min(Math.floor(u), Math.max(0, width - 2));
  const iy = Math.min(Math.floor(v), Math.max(0, height - 2));
  const tx = u - ix;
  const ty = v - iy;
  const i = iy * width + ix;
  const right = ix + 1 < width ? 1 : 0;
  const up = iy + 1 < height ? width : 0;
  const low = field[i] + tx * (field[i + right] - field[i]);
  const high = field[i + up] + tx * (field[i + up + right] - field[i + up]);
  return low + ty * (high - low);
}
