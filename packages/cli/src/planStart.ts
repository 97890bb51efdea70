import { cellX, cellY, type OccupancyGrid } from '@homebound/grid';
import { type FreeSpaceOptions, freeSpace, type Point } from '@homebound/plan';

/**
 * Why a plan finds no floor to begin on, and what to do about it, in words.
 * @param space  what was asked of `freeSpace`, which found no standable cell
 */
export function whyNowhere(map: OccupancyGrid, space: FreeSpaceOptions & { readonly robotRadius_m: number }): string {
  const { from, keepOut, robotRadius_m, margin_m = 0 } = space;
  const canStand = (change: Partial<typeof space>) => freeSpace(map, { ...space, ...change }).standable.includes(1);
  if (from !== undefined && !isOn(map, from))
    return `the start at ${place(from)} lies off the map, which spans ${span(map)}: choose another --start`;
  if (!canStand({ from: undefined, keepOut: undefined })) {
    const width = (2 * (robotRadius_m + margin_m)).toFixed(2);
    const cells = `${map.width} x ${map.height} cells of ${map.resolution_m} m`;
    return `nowhere on it (${cells}) is there floor for a body ${width} m wide: choose a smaller --radius or --margin, or mend the size of the map's cells`;
  }
  if (keepOut !== undefined && canStand({ keepOut: undefined }))
    return `the start${from ? ` at ${place(from)}` : ''} lies in what is kept out: move the no-go area or wall, or choose another --start`;
  return `there is no free floor that the robot fits on${from ? ` within 0.6 m of ${place(from)}` : ''}: choose another --start`;
}

function place({ x, y }: Point): string {
  return `${+x.toFixed(3)}, ${+y.toFixed(3)}`;
}

/** Whether a place lies on the map. */
export function isOn(map: OccupancyGrid, { x, y }: Point): boolean {
  const [ix, iy] = [cellX(map, x), cellY(map, y)];
  return ix >= 0 && iy >= 0 && ix < map.width && iy < map.height;
}

/** From where to where a map goes, in words. */
export function span({ originX_m: x0, originY_m: y0, width, height, resolution_m }: OccupancyGrid): string {
  const range = (from: number, cells: number) => `${from.toFixed(1)} to ${(from + cells * resolution_m).toFixed(1)} m`;
  return `x ${range(x0, width)}, y ${range(y0, height)}`;
}
