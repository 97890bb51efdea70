import { cellX, cellY } from '@homebound/grid';
import type { Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';

/** A part of a space, and how masks of the whole become masks of the part. Positions stay those of the map. */
export interface CroppedSpace {
  readonly space: FreeSpace;
  readonly crop: <A extends Uint8Array | Int16Array | Float32Array>(whole: A) => A;
}

/** The smallest rectangle of a space that holds the marked cells and a point, with some room around; what it cuts ends there. */
export function cropSpace(space: FreeSpace, marked: Uint8Array, at: Point, room_m: number): CroppedSpace {
  const { width, height, resolution_m, originX_m, originY_m } = space;
  let [x0, y0, x1, y1] = [cellX(space, at.x), cellY(space, at.y), cellX(space, at.x), cellY(space, at.y)];
  for (let i = 0; i < marked.length; i++) {
    if (marked[i] === 0) continue;
    const ix = i % width;
    const iy = (i - ix) / width;
    if (ix < x0) x0 = ix;
    if (ix > x1) x1 = ix;
    if (iy < y0) y0 = iy;
    if (iy > y1) y1 = iy;
  }
  const spare = Math.ceil(room_m / resolution_m);
  const [left, low] = [Math.max(0, x0 - spare), Math.max(0, y0 - spare)];
  const [right, high] = [Math.min(width, x1 + spare + 1), Math.min(height, y1 + spare + 1)];
  const [w, h] = [Math.max(0, right - left), Math.max(0, high - low)];
  const crop = <A extends Uint8Array | Int16Array | Float32Array>(whole: A): A => {
    const part = new (whole.constructor as new (n: number) => A)(w * h);
    for (let iy = 0; iy < h; iy++) {
      const row = (low + iy) * width + left;
      part.set(whole.subarray(row, row + w), iy * w);
    }
    return part;
  };
  const part: FreeSpace = {
    ...space,
    width: w,
    height: h,
    originX_m: originX_m + left * resolution_m,
    originY_m: originY_m + low * resolution_m,
    isFree: crop(space.isFree),
    clearance_m: crop(space.clearance_m),
    standable: withoutRim(crop(space.standable), w, h),
    cleanable: crop(space.cleanable),
    driveCost: withoutRim(crop(space.driveCost), w, h),
  };
  return { space: part, crop };
}

/** Searches go to all neighbours of a cell where the robot may stand: the outermost cells are none. */
function withoutRim(mask: Uint8Array, width: number, height: number): Uint8Array {
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix += iy === 0 || iy === height - 1 ? 1 : Math.max(1, width - 1))
      mask[iy * width + ix] = 0;
  return mask;
}
