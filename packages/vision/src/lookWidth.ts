import { type FloorRecord, floorKinds } from '@homebound/robot';

/** Cords are narrower than this, m. */
const CORD_WIDE_M = 0.03;

const lies = new Set<number>((['obstacle', 'low', 'thin'] as const).map((kind) => floorKinds.indexOf(kind)));
/** Steps along the grid's rows, columns and diagonals. */
const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/**
 * Whether what lies in a cell of one look is 3 cm wide or more, whichever way it runs: a strip in a door is, a cord is not. In the map, where looks from here
 * and there add up, each a little beside the other, a cord is soon as wide as a strip.
 */
export function isWiderThanCord({ kinds, width, height, resolution_m }: FloorRecord, ix: number, iy: number): boolean {
  const least = Math.ceil(CORD_WIDE_M / resolution_m - 1e-9);
  const isThere = (x: number, y: number): boolean =>
    x >= 0 && x < width && y >= 0 && y < height && lies.has(kinds[y * width + x]);
  return directions.every(([dx, dy]) => {
    let run = 1;
    for (let k = 1; run < least && isThere(ix + k * dx, iy + k * dy); k++) run++;
    for (let k = 1; run < least && isThere(ix - k * dx, iy - k * dy); k++) run++;
    return run >= least;
  });
}
