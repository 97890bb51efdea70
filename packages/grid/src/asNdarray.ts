import ndarray, { type NdArray } from 'ndarray';
import type { GridFrame } from './gridFrame.ts';

/**
 * A grid's cells as an ndarray view of shape [height, width]: `get(iy, ix)`. No copy: writing through it writes the grid.
 * For plots, import and export and user code; inside, grids are flat arrays.
 */
export function asNdarray<T extends Int8Array | Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array>(
  frame: GridFrame,
  data: T,
): NdArray<T> {
  if (data.length !== frame.width * frame.height)
    throw new RangeError(`Cannot view grid: ${frame.width} x ${frame.height} cells wanted, got ${data.length}`);
  return ndarray(data, [frame.height, frame.width]);
}
