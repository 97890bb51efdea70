import { writeFileSync } from 'node:fs';
import { mapPicture } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';

/** Two divisions of one map beside each other, the true one on the left. */
export function drawBeside(file: string, map: OccupancyGrid, left: ArrayLike<number>, right: ArrayLike<number>): void {
  const { width, height } = map;
  const data = new Int8Array(2 * width * height);
  const rooms = new Int16Array(2 * width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      const from = iy * width + ix;
      const to = 2 * iy * width + ix;
      data[to] = map.data[from];
      data[to + width] = map.data[from];
      rooms[to] = left[from];
      rooms[to + width] = right[from];
    }
  writeFileSync(file, mapPicture({ ...map, width: 2 * width, data }, { rooms }));
}
