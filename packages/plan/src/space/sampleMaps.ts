import type { OccupancyGrid } from '@homebound/grid';
import { createRng } from '@homebound/math';

/** Maps for tests: small enough to check by brute force, cluttered enough to be honest. Not part of the door. */

/** A map from a drawing, top row first: `#` occupied, `?` unknown, anything else free. */
export function drawnMap(rows: readonly string[], resolution_m: number): OccupancyGrid {
  const width = rows[0].length;
  const height = rows.length;
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      const sign = rows[height - 1 - iy][ix];
      data[iy * width + ix] = sign === '#' ? 100 : sign === '?' ? -1 : 0;
    }
  return { width, height, resolution_m, originX_m: 0, originY_m: 0, data };
}

/** Sets every cell of a rectangle given in m. */
export function fillRectangle(
  map: OccupancyGrid,
  x0_m: number,
  y0_m: number,
  x1_m: number,
  y1_m: number,
  value: number,
): void {
  const { width, height, resolution_m, originX_m, originY_m, data } = map;
  const first = (v: number, origin: number) => Math.max(0, Math.round((v - origin) / resolution_m));
  for (let iy = first(y0_m, originY_m); iy < Math.min(height, Math.round((y1_m - originY_m) / resolution_m)); iy++)
    for (let ix = first(x0_m, originX_m); ix < Math.min(width, Math.round((x1_m - originX_m) / resolution_m)); ix++)
      data[iy * width + ix] = value;
}

/** An unknown map of the given size at 5 cm. */
export function blankMap(width_m: number, height_m: number, value = -1): OccupancyGrid {
  const width = Math.round(width_m / 0.05);
  const height = Math.round(height_m / 0.05);
  const data = new Int8Array(width * height).fill(value);
  return { width, height, resolution_m: 0.05, originX_m: -1.3, originY_m: 0.7, data };
}

/** A walled hall with random boxes and table legs. */
export function clutteredMap(seed: number, width_m: number, height_m: number, things: number): OccupancyGrid {
  const rng = createRng(seed);
  const map = blankMap(width_m, height_m, 0);
  const { originX_m: x0, originY_m: y0 } = map;
  fillRectangle(map, x0, y0, x0 + width_m, y0 + 0.1, 100);
  fillRectangle(map, x0, y0 + height_m - 0.1, x0 + width_m, y0 + height_m, 100);
  fillRectangle(map, x0, y0, x0 + 0.1, y0 + height_m, 100);
  fillRectangle(map, x0 + width_m - 0.1, y0, x0 + width_m, y0 + height_m, 100);
  for (let k = 0; k < things; k++) {
    const side = rng.uniform() < 0.5 ? 0.05 : 0.2 + 0.8 * rng.uniform();
    const x = x0 + rng.uniform() * width_m;
    const y = y0 + rng.uniform() * height_m;
    fillRectangle(map, x, y, x + side, y + (side > 0.1 ? 0.2 + 0.8 * rng.uniform() : side), 100);
  }
  return map;
}

/**
 * A flat of four rooms round a corridor, 9 x 7 m inside: doors of 0.8 m, a bed, a table with legs, chairs, a sofa.
 *
 *     +-----------+------+
 *     |  living   | bath |
 *     +--   ------+-  ---+
 *     |  corridor        |
 *     +---  ---+----  ---+
 *     |  bed   | kitchen |
 *     +--------+---------+
 */
export function flatMap(): OccupancyGrid {
  const map = blankMap(9.4, 7.4);
  const { originX_m: x0, originY_m: y0 } = map;
  const room = (x: number, y: number, w: number, h: number) =>
    fillRectangle(map, x0 + 0.2 + x, y0 + 0.2 + y, x0 + 0.2 + x + w, y0 + 0.2 + y + h, 0);
  const thing = (x: number, y: number, w: number, h: number) =>
    fillRectangle(map, x0 + 0.2 + x, y0 + 0.2 + y, x0 + 0.2 + x + w, y0 + 0.2 + y + h, 100);
  thing(-0.1, -0.1, 9.2, 7.2);
  room(0, 0, 4.4, 2.8); // bed
  room(4.5, 0, 4.5, 2.8); // kitchen
  room(0, 2.9, 9, 1.1); // corridor
  room(0, 4.1, 6, 2.9); // living
  room(6.1, 4.1, 2.9, 2.9); // bath
  room(1.5, 2.8, 0.8, 0.1); // doors
  room(6.5, 2.8, 0.8, 0.1);
  room(2, 4, 0.8, 0.1);
  room(7, 4, 0.8, 0.1);
  thing(2.6, 0.6, 1.8, 1.6); // bed, headboard at the wall
  for (const [x, y] of [
    [5.6, 1],
    [6.8, 1],
    [5.6, 1.8],
    [6.8, 1.8],
  ])
    thing(x, y, 0.05, 0.05); // table legs
  thing(8.4, 0, 0.6, 2.8); // kitchen units
  thing(0, 6.1, 2.2, 0.9); // sofa
  thing(3.6, 5.2, 0.45, 0.45); // armchair
  thing(8.2, 6.2, 0.8, 0.8); // shower
  return map;
}
