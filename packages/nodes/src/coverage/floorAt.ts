import { cellX, cellY, type OccupancyGrid } from '@homebound/grid';
import { Refusal } from './refusal.ts';

/** A cell from this value on is no floor. */
const OCCUPIED = 50;

/** Of the cell that a point lies in; undefined off the map. */
function valueAtPoint(grid: OccupancyGrid, x: number, y: number): number | undefined {
  const ix = cellX(grid, x);
  const iy = cellY(grid, y);
  return ix < 0 || iy < 0 || ix >= grid.width || iy >= grid.height ? undefined : grid.data[iy * grid.width + ix];
}

export function isFloorAt(grid: OccupancyGrid, x: number, y: number): boolean {
  const value = valueAtPoint(grid, x, y);
  return value !== undefined && value >= 0 && value < OCCUPIED;
}

/**
 * Throws Refusal for a place that lies off the map, or in something; one on unknown floor passes.
 * @param what   e.g. `start`
 * @param codes  of its action
 */
export function checkPlace(
  grid: OccupancyGrid,
  { x, y }: { readonly x: number; readonly y: number },
  what: string,
  codes: { readonly outside: number; readonly occupied: number },
): void {
  const where = `the ${what} at ${x.toFixed(2)}, ${y.toFixed(2)}`;
  const value = valueAtPoint(grid, x, y);
  if (value === undefined)
    throw new Refusal(codes.outside, `${where} lies off what is known of the map, ${spanOf(grid)}`);
  if (value >= OCCUPIED)
    throw new Refusal(codes.occupied, `${where} lies in a cell that is occupied (${value} of 100)`);
}

function spanOf({ originX_m: x, originY_m: y, width, height, resolution_m }: OccupancyGrid): string {
  const range = (from: number, cells: number): string =>
    `${from.toFixed(1)} to ${(from + cells * resolution_m).toFixed(1)} m`;
  return `x ${range(x, width)}, y ${range(y, height)}`;
}
