import type { OccupancyGrid } from '@homebound/grid';

/** A plan of 10 x 8 m at 5 cm for tests: four rooms, three doors of 0.8 m, outer walls of 0.1 m. */
export function testPlan(): OccupancyGrid {
  const [width, height] = [200, 160];
  const data = new Int8Array(width * height);
  const fill = (x0: number, x1: number, y0: number, y1: number, value: number): void => {
    for (let iy = y0; iy < y1; iy++) data.fill(value, iy * width + x0, iy * width + x1);
  };
  fill(0, width, 0, 2, 100);
  fill(0, width, height - 2, height, 100);
  fill(0, 2, 0, height, 100);
  fill(width - 2, width, 0, height, 100);
  fill(120, 122, 0, height, 100); // the large room is west of this wall
  fill(120, width, 60, 62, 100);
  fill(120, width, 110, 112, 100);
  fill(120, 122, 24, 40, 0);
  fill(120, 122, 80, 96, 0);
  fill(120, 122, 130, 146, 0);
  return { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
}
