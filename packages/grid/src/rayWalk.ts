import { cellX, cellY, type GridFrame } from './gridFrame.ts';

/**
 * The cells that a segment passes through, in order, from the one of (x0, y0) to the one of (x1, y1); m in the grid's frame.
 * Cells outside the grid are left out, so a ray may start or end outside. A segment through a corner takes one of the two sides.
 * @param out  receives cell indices; as long as |dx| + |dy| in cells plus 1 is always enough
 * @returns the number of cells written. Throws RangeError when `out` is too short. Allocates nothing.
 * Source: Amanatides and Woo, "A Fast Voxel Traversal Algorithm for Ray Tracing", Eurographics 1987.
 */
export function rayWalkInto(out: Int32Array, frame: GridFrame, x0: number, y0: number, x1: number, y1: number): number {
  const { width, height, resolution_m } = frame;
  let ix = cellX(frame, x0);
  let iy = cellY(frame, y0);
  const endX = cellX(frame, x1);
  const endY = cellY(frame, y1);
  const stepX = x1 > x0 ? 1 : -1;
  const stepY = y1 > y0 ? 1 : -1;
  // t runs from 0 to 1 along the segment; nextX is where the next column is entered, deltaX a whole column.
  const deltaX = x1 === x0 ? Number.POSITIVE_INFINITY : resolution_m / Math.abs(x1 - x0);
  const deltaY = y1 === y0 ? Number.POSITIVE_INFINITY : resolution_m / Math.abs(y1 - y0);
  const fracX = (x0 - frame.originX_m) / resolution_m - ix;
  const fracY = (y0 - frame.originY_m) / resolution_m - iy;
  let nextX = x1 === x0 ? Number.POSITIVE_INFINITY : deltaX * (stepX > 0 ? 1 - fracX : fracX);
  let nextY = y1 === y0 ? Number.POSITIVE_INFINITY : deltaY * (stepY > 0 ? 1 - fracY : fracY);
  let left = Math.abs(endX - ix) + Math.abs(endY - iy);
  let n = 0;
  for (;;) {
    if (ix >= 0 && iy >= 0 && ix < width && iy < height) {
      if (n >= out.length)
        throw new RangeError(`Cannot walk ray: out has room for ${out.length} cells, the ray has more`);
      out[n++] = iy * width + ix;
    }
    if (left-- <= 0) return n;
    // Rounding must not carry the walk past the last row or column.
    if (iy === endY || (ix !== endX && nextX < nextY)) {
      ix += stepX;
      nextX += deltaX;
    } else {
      iy += stepY;
      nextY += deltaY;
    }
  }
}
