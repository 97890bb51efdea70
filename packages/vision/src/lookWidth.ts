import { type FloorRecord, floorKinds } from '@homebound/robot';

/** From farther than this, from base_footprint, the rows of a picture leave gaps on the floor, m. */
const WITHIN_M = 0.5;
/** Cords are narrower than this, m. */
const CORD_WIDE_M = 0.03;

const lies = new Set<number>((['obstacle', 'low', 'thin'] as const).map((kind) => floorKinds.indexOf(kind)));
/** Floor that is as high as this belongs to what rises beside it: the middle of a wide threshold, mm. */
const RAISED_MM = 5;
const FLOOR = floorKinds.indexOf('floor');
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
 * @returns 1: it is, -1: it is not, 0: from so far away the look has gaps, and tells nothing
 */
export function widthVote(view: FloorRecord, ix: number, iy: number): number {
  const { kinds, heights_mm, width, height, resolution_m } = view;
  const x_m = view.originX_m + (ix + 0.5) * resolution_m;
  const y_m = view.originY_m + (iy + 0.5) * resolution_m;
  if (x_m * x_m + y_m * y_m > WITHIN_M * WITHIN_M) return 0;
  const least = Math.ceil(CORD_WIDE_M / resolution_m - 1e-9);
  const isThere = (x: number, y: number): boolean => {
    if (x < 0 || x >= width || y < 0 || y >= height) return false;
    const i = y * width + x;
    return lies.has(kinds[i]) || (kinds[i] === FLOOR && heights_mm[i] >= RAISED_MM);
  };
  const isWide = directions.every(([dx, dy]) => {
    let run = 1;
    for (let k = 1; run < least && isThere(ix + k * dx, iy + k * dy); k++) run++;
    for (let k = 1; run < least && isThere(ix - k * dx, iy - k * dy); k++) run++;
    return run >= least;
  });
  return isWide ? 1 : -1;
}
