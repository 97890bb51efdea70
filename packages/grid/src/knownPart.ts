import type { GridFrame, OccupancyGrid } from './gridFrame.ts';

/**
 * The frame of a map's known cells on its own lattice, with a rim of so many cells around, which may lie off the map.
 * @returns undefined when nothing is known
 */
export function knownFrame(map: OccupancyGrid, rim_cells: number): GridFrame | undefined {
  const { width, height, data, resolution_m, originX_m, originY_m } = map;
  let [x0, y0, x1, y1] = [width, height, -1, -1];
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (data[i] < 0) continue;
      if (ix < x0) x0 = ix;
      if (ix > x1) x1 = ix;
      if (iy < y0) y0 = iy;
      y1 = iy;
    }
  if (x1 < 0) return undefined;
  return {
    width: x1 - x0 + 1 + 2 * rim_cells,
    height: y1 - y0 + 1 + 2 * rim_cells,
    resolution_m,
    originX_m: originX_m + (x0 - rim_cells) * resolution_m,
    originY_m: originY_m + (y0 - rim_cells) * resolution_m,
  };
}

/** A map without the unknown around it, but for one cell on each side; the map itself when that is no smaller. */
export function knownPart(map: OccupancyGrid): OccupancyGrid {
  const frame = knownFrame(map, 1);
  if (frame === undefined || frame.width * frame.height >= map.width * map.height) return map;
  const left = Math.round((frame.originX_m - map.originX_m) / map.resolution_m);
  const low = Math.round((frame.originY_m - map.originY_m) / map.resolution_m);
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  const [firstX, lastX] = [Math.max(0, left), Math.min(map.width, left + frame.width)];
  for (let iy = Math.max(0, low); iy < Math.min(map.height, low + frame.height); iy++) {
    const row = map.data.subarray(iy * map.width + firstX, iy * map.width + lastX);
    data.set(row, (iy - low) * frame.width + firstX - left);
  }
  return { ...frame, data };
}
