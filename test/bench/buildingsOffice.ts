import { readGrayImage } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { centreX, centreY } from '@homebound/grid';
import { createRng } from '@homebound/math';
import { findPath, freeSpace } from '@homebound/plan';
import type { Walls } from './buildingsFloor.ts';

/** A drawn plan as a world to drive through: its walls, and a tour. */
export interface OfficeTour {
  readonly walls: Walls;
  readonly route: Float64Array;
}

/** Of the driving robot, with room to spare: doors of 0.8 m are passed. */
const RADIUS_M = 0.3;

/**
 * A tour of an office plan (PNG, 0.05 m a pixel, white is free): `places` random places, then the first half of them again.
 * @param image bytes of the picture
 */
export function officeTour(image: Uint8Array, input: string, places: number, seed: number): OfficeTour {
  const grid = gridOf(image, input);
  const space = freeSpace(grid, { robotRadius_m: RADIUS_M, margin_m: 0.02 });
  const cells: number[] = [];
  space.standable.forEach((yes, cell) => {
    if (yes && space.clearance_m[cell] > RADIUS_M + 0.1) cells.push(cell);
  });
  if (cells.length === 0) throw new RangeError(`Cannot tour ${input}: a robot of ${RADIUS_M} m has no room in it`);
  const rng = createRng(seed);
  const point = (cell: number) => ({
    x: centreX(grid, cell % grid.width),
    y: centreY(grid, Math.floor(cell / grid.width)),
  });
  const targets = Array.from({ length: places }, () => point(cells[rng.int(cells.length)]));
  const tour = [...targets, ...targets.slice(0, places >> 1)];
  const route: number[] = [tour[0].x, tour[0].y];
  for (let k = 1; k < tour.length; k++) {
    const result = findPath(space, tour[k - 1], tour[k]);
    if (!result.ok) throw new RangeError(`Cannot tour ${input}: place ${k} is ${result.reason}`);
    route.push(...result.path.subarray(2));
  }
  return { walls: wallsOfGrid(grid), route: Float64Array.from(route) };
}

function gridOf(image: Uint8Array, input: string): OccupancyGrid {
  const { width, height, pixels } = readGrayImage(image, input);
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) data[iy * width + ix] = pixels[(height - 1 - iy) * width + ix] >= 250 ? 0 : 100;
  return { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
}

/** The borders between free and other cells, straight runs joined: rows first, then columns. */
export function wallsOfGrid({ width, height, resolution_m, data }: OccupancyGrid): Walls {
  const segments: number[] = [];
  const isFree = (ix: number, iy: number) =>
    ix >= 0 && iy >= 0 && ix < width && iy < height && data[iy * width + ix] === 0;
  for (let iy = 0; iy <= height; iy++)
    runs(
      width,
      (ix) => isFree(ix, iy) !== isFree(ix, iy - 1),
      (from, to) => segments.push(from, iy, to, iy),
    );
  for (let ix = 0; ix <= width; ix++)
    runs(
      height,
      (iy) => isFree(ix, iy) !== isFree(ix - 1, iy),
      (from, to) => segments.push(ix, from, ix, to),
    );
  return {
    segments: segments.map((cells) => cells * resolution_m),
    isGlass: new Array(segments.length / 4).fill(false),
  };
}

function runs(n: number, isSet: (i: number) => boolean, push: (from: number, to: number) => void): void {
  let from = -1;
  for (let i = 0; i <= n; i++) {
    const yes = i < n && isSet(i);
    if (yes && from < 0) from = i;
    if (!yes && from >= 0) {
      push(from, i);
      from = -1;
    }
  }
}
