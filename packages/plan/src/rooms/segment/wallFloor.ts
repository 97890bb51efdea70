import { connectedComponents, dilate, distanceToCells, type OccupancyGrid } from '@homebound/grid';

/**
 * The floor between walls, on cells of about 5 cm, cut out of the map with a margin of two blocked cells. Coordinates in this
 * folder are in its cells: whole numbers are cell centres.
 */
export interface WallFloor {
  readonly width: number;
  readonly height: number;
  readonly cell_m: number;
  /** Cells of the map along one side of a cell here, and the map's column and row where cell (0, 0) begins. */
  readonly factor: number;
  readonly beginX: number;
  readonly beginY: number;
  /** 1 = free, or under a thing that stands free. */
  readonly floor: Uint8Array;
  /** The floor that a disc of the narrowest passage fits on: without spikes of single beams and slits between furniture. */
  readonly core: Uint8Array;
  /** From each cell's centre to where the floor ends, cells. */
  readonly distance: Float32Array;
  /** 1 = something was seen there. */
  readonly solid: Uint8Array;
}

export interface WallFloorOptions {
  /** Longest side of a thing that stands free and is furniture, m. */
  readonly clutter_m: number;
  /** Floor narrower than this joins nothing, m. */
  readonly slit_m: number;
}

/** Cells that rooms are made of, m: finer ones only cost time. */
const CELL_M = 0.05;
const MARGIN_CELLS = 2;
/** A free-standing block of this share of the square on its longest side may be a core of walls: it stays. */
const MAX_CLUTTER_SHARE = 0.85;

/** Takes furniture that stands free and spikes of floor out of a map. */
export function wallFloor(map: OccupancyGrid, { clutter_m, slit_m }: WallFloorOptions): WallFloor {
  const factor = Math.max(1, Math.round(CELL_M / map.resolution_m));
  const frame = freeFrame(map, factor);
  const cell_m = factor * map.resolution_m;
  const { free, solid } = shrink(map, frame);
  const floor = withoutClutter(free, frame, clutter_m / cell_m);
  const distance = distanceToCells(inverse(floor), frame.width, frame.height);
  return { ...frame, cell_m, floor, distance, core: opened(floor, distance, frame, slit_m / 2 / cell_m), solid };
}

type Frame = Pick<WallFloor, 'width' | 'height' | 'factor' | 'beginX' | 'beginY'>;

/** The part of the map that holds all free cells, with a margin. */
function freeFrame({ width, height, data }: OccupancyGrid, factor: number): Frame {
  let [x0, y0, x1, y1] = [width, height, 0, 0];
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (data[i] < 0 || data[i] >= 50) continue;
      if (ix < x0) x0 = ix;
      if (ix > x1) x1 = ix;
      if (iy < y0) y0 = iy;
      y1 = iy;
    }
  if (x0 > x1) [x0, y0, x1, y1] = [0, 0, 0, 0];
  const beginX = x0 - MARGIN_CELLS * factor;
  const beginY = y0 - MARGIN_CELLS * factor;
  const cells = (from: number, to: number) => Math.floor((to - from) / factor) + 1 + MARGIN_CELLS;
  return { width: cells(beginX, x1), height: cells(beginY, y1), factor, beginX, beginY };
}

/** Coarser cells: free where some of it is free and nothing occupied, so that no thin wall is lost. */
function shrink(map: OccupancyGrid, frame: Frame): { free: Uint8Array; solid: Uint8Array } {
  const { width, height, factor, beginX, beginY } = frame;
  const free = new Uint8Array(width * height);
  const solid = new Uint8Array(width * height);
  const endY = Math.min(map.height, beginY + height * factor);
  const endX = Math.min(map.width, beginX + width * factor);
  for (let iy = Math.max(0, beginY); iy < endY; iy++) {
    const row = Math.floor((iy - beginY) / factor) * width;
    for (let ix = Math.max(0, beginX); ix < endX; ix++) {
      const value = map.data[iy * map.width + ix];
      if (value < 0) continue;
      const cell = row + Math.floor((ix - beginX) / factor);
      if (value < 50) free[cell] = 1;
      else solid[cell] = 1;
    }
  }
  for (let i = 0; i < free.length; i++) if (solid[i] !== 0) free[i] = 0;
  return { free, solid };
}

/** Free cells, and what stands on them apart from walls and is no longer than furniture is. */
function withoutClutter(free: Uint8Array, { width, height }: Frame, maxSide: number): Uint8Array {
  const { labels, sizes } = connectedComponents(inverse(free), width, height, 8);
  const sides = longestSides(labels, sizes.length, width);
  const maxCells = MAX_CLUTTER_SHARE * maxSide * maxSide;
  const floor = new Uint8Array(free.length);
  for (let i = 0; i < free.length; i++) {
    const thing = labels[i];
    floor[i] = thing === 0 || (sides[thing] <= maxSide && sizes[thing] <= maxCells) ? 1 : 0;
  }
  return floor;
}

/** The longer side of each component's upright box. */
function longestSides(labels: Int32Array, n: number, width: number): Int32Array {
  const x0 = new Int32Array(n).fill(width);
  const x1 = new Int32Array(n).fill(-1);
  const y0 = new Int32Array(n).fill(-1);
  const y1 = new Int32Array(n);
  for (let i = 0, ix = 0, iy = 0; i < labels.length; i++) {
    const k = labels[i];
    if (ix < x0[k]) x0[k] = ix;
    if (ix > x1[k]) x1[k] = ix;
    if (y0[k] < 0) y0[k] = iy;
    y1[k] = iy;
    if (++ix === width) {
      ix = 0;
      iy++;
    }
  }
  return x1.map((x, k) => Math.max(x - x0[k], y1[k] - y0[k]) + 1);
}

/** Morphological opening by a disc. */
function opened(floor: Uint8Array, distance: Float32Array, { width, height }: Frame, radius: number): Uint8Array {
  const inner = new Uint8Array(floor.length);
  for (let i = 0; i < inner.length; i++) if (distance[i] >= radius) inner[i] = 1;
  const core = dilate(inner, width, height, radius);
  for (let i = 0; i < core.length; i++) core[i] &= floor[i];
  return core;
}

function inverse(mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) out[i] = 1 - mask[i];
  return out;
}
