import { checkFrame, type GridFrame, type OccupancyGrid } from './gridFrame.ts';

/** The smallest frame on the same lattice that holds the frame and the rectangle, with `spare_cells` around what was added. */
export function grownFrame(
  frame: GridFrame,
  minX_m: number,
  minY_m: number,
  maxX_m: number,
  maxY_m: number,
  spare_cells = 0,
): GridFrame {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const left = Math.max(0, -Math.floor((minX_m - originX_m) / resolution_m));
  const down = Math.max(0, -Math.floor((minY_m - originY_m) / resolution_m));
  const right = Math.max(0, Math.floor((maxX_m - originX_m) / resolution_m) + 1 - width);
  const up = Math.max(0, Math.floor((maxY_m - originY_m) / resolution_m) + 1 - height);
  const pad = (cells: number) => (cells > 0 ? cells + spare_cells : 0);
  return {
    width: width + pad(left) + pad(right),
    height: height + pad(down) + pad(up),
    resolution_m,
    originX_m: originX_m - pad(left) * resolution_m,
    originY_m: originY_m - pad(down) * resolution_m,
  };
}

/**
 * Copies a mask into another frame of any lattice: each target cell takes the source cell its centre falls in, 0 outside.
 * On a common lattice that is an exact copy.
 */
export function moveMask(mask: Uint8Array, from: GridFrame, to: GridFrame): Uint8Array {
  const out = new Uint8Array(to.width * to.height);
  const column = cellsUnder(to.width, to.resolution_m, to.originX_m, from.resolution_m, from.originX_m);
  const row = cellsUnder(to.height, to.resolution_m, to.originY_m, from.resolution_m, from.originY_m);
  let [first, end] = [0, to.width];
  while (first < end && column[first] < 0) first++;
  while (end > first && column[end - 1] >= from.width) end--;
  if (first === end) return out;
  // Cells as large, a row is one piece.
  const isPiece = column[end - 1] - column[first] === end - 1 - first;
  for (let iy = 0; iy < to.height; iy++) {
    if (row[iy] < 0 || row[iy] >= from.height) continue;
    const source = row[iy] * from.width;
    const target = iy * to.width;
    if (isPiece) out.set(mask.subarray(source + column[first], source + column[end - 1] + 1), target + first);
    else for (let ix = first; ix < end; ix++) out[target + ix] = mask[source + column[ix]];
  }
  return out;
}

/** Along one axis: the cell of the one frame in which the centre of each of the other's lies. Rises, may lie outside. */
function cellsUnder(cells: number, side_m: number, origin_m: number, ofSide_m: number, ofOrigin_m: number): Int32Array {
  const out = new Int32Array(cells);
  const scale = side_m / ofSide_m;
  const offset = (origin_m - ofOrigin_m) / ofSide_m;
  for (let i = 0; i < cells; i++) out[i] = Math.floor(offset + (i + 0.5) * scale);
  return out;
}

/**
 * A map at a coarser or finer resolution that never claims more free floor than the original: a target cell is occupied
 * when any source cell it overlaps is, else unknown when any is unknown or outside, else it takes the largest value.
 * Overlaps thinner than `tolerance` of a source cell are not counted.
 */
export function resampleConservative(map: OccupancyGrid, resolution_m: number, tolerance = 0.01): OccupancyGrid {
  const scale = resolution_m / map.resolution_m;
  const frame: GridFrame = {
    width: Math.ceil(map.width / scale - tolerance),
    height: Math.ceil(map.height / scale - tolerance),
    resolution_m,
    originX_m: map.originX_m,
    originY_m: map.originY_m,
  };
  checkFrame(frame);
  const data = new Int8Array(frame.width * frame.height);
  for (let iy = 0; iy < frame.height; iy++) {
    const y0 = Math.floor(iy * scale + tolerance);
    const y1 = Math.ceil((iy + 1) * scale - tolerance);
    for (let ix = 0; ix < frame.width; ix++) {
      const x0 = Math.floor(ix * scale + tolerance);
      const x1 = Math.ceil((ix + 1) * scale - tolerance);
      data[iy * frame.width + ix] = worstValue(map, x0, y0, x1, y1);
    }
  }
  return { ...frame, data };
}

function worstValue(map: OccupancyGrid, x0: number, y0: number, x1: number, y1: number): number {
  let largest = 0;
  let hasUnknown = x1 > map.width || y1 > map.height;
  for (let y = y0; y < Math.min(y1, map.height); y++)
    for (let x = x0; x < Math.min(x1, map.width); x++) {
      const value = map.data[y * map.width + x];
      if (value < 0) hasUnknown = true;
      else if (value > largest) largest = value;
    }
  return largest < 50 && hasUnknown ? -1 : largest;
}
