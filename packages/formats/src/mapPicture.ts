import { cellX, cellY, type GridFrame, knownFrame, type OccupancyGrid } from '@homebound/grid';
import type { SE2, StampedPose } from '@homebound/math';
import { type Bounds, Drawing } from './drawing.ts';
import { drawNumerals } from './numerals.ts';
import type { Colour } from './raster.ts';
import { drawRuler } from './ruler.ts';

/** Layers over a map, each in the map frame; drawn in this order. */
export interface MapLayers {
  /** Room of each cell, 0 for none; shape [height, width] of the grid. */
  readonly rooms?: ArrayLike<number>;
  /** Cleaned cells, non-zero; of a grid of its own. */
  readonly cleaned?: GridFrame & { readonly data: ArrayLike<number> };
  /** Areas that are not to be entered; interleaved x, y. */
  readonly noGoAreas?: readonly ArrayLike<number>[];
  readonly virtualWalls?: readonly ArrayLike<number>[];
  /** Planned lines; those of kind `travel` are drawn faintly. */
  readonly lanes?: readonly Lane[];
  /** Driven lines; interleaved x, y. */
  readonly paths?: readonly ArrayLike<number>[];
  /** Estimated or true poses; drawn as one line. */
  readonly trajectory?: readonly StampedPose[];
  readonly T_map_dock?: SE2;
  readonly T_map_base?: SE2;
  /** Whole numbers, such as those of rooms, each around a place. */
  readonly numbers?: readonly { readonly x: number; readonly y: number; readonly value: number }[];
}

export interface Lane {
  /** Interleaved x, y. */
  readonly points: ArrayLike<number>;
  readonly kind?: string;
}

export interface MapPictureOptions {
  /** Pixels per cell; the first whole number with which the longer side has at least 800 px, when absent. */
  readonly pixelsPerCell?: number;
  /** Whether unknown surroundings are cut off; they are unless told otherwise. */
  readonly crop?: boolean;
  /** Lines at whole metres, with their x and y at the edges: for who wants to name a place. */
  readonly ruler?: boolean;
  /** For the drawn robot and dock. */
  readonly bodyRadius_m?: number;
}

const unknown: Colour = [226, 229, 233];
const free: Colour = [255, 255, 255];
const occupied: Colour = [38, 46, 58];
const cleaned: Colour = [86, 180, 150];
const noGo: Colour = [214, 69, 65];
const lane: Colour = [235, 140, 40];
const driven: Colour = [28, 105, 176];
const dockColour: Colour = [30, 132, 90];
const robotColour: Colour = [28, 60, 110];
/** Pale colours that neighbours can be told apart by. */
const roomColours: readonly Colour[] = [
  [190, 216, 240],
  [250, 218, 178],
  [200, 230, 196],
  [232, 206, 232],
  [250, 240, 176],
  [190, 232, 228],
  [246, 202, 200],
  [214, 214, 244],
  [224, 222, 190],
];
const margin_cells = 6;
const wantedSide_px = 800;
const NUMERAL_PX = 18;

/**
 * A picture of a map with what is known about it: unknown grey, free white, walls dark, layers over it.
 * @returns PNG bytes
 */
export function mapPicture(grid: OccupancyGrid, layers: MapLayers = {}, options: MapPictureOptions = {}): Uint8Array {
  const bounds = boundsOf(options.crop === false ? grid : (knownFrame(grid, margin_cells) ?? grid));
  const drawing = cellDrawing(bounds, grid.resolution_m, options.pixelsPerCell);
  // Each colour is mixed once.
  const colours = new Map<number, Colour | undefined>();
  drawCells(drawing, grid, (cell) => {
    const room = layers.rooms?.[cell] ?? 0;
    const key = 256 * room + grid.data[cell];
    if (!colours.has(key)) colours.set(key, cellColour(grid.data[cell], room));
    return colours.get(key);
  });
  const { cleaned: swept } = layers;
  if (swept !== undefined) drawCells(drawing, swept, (cell) => (swept.data[cell] === 0 ? undefined : cleaned), 0.45);
  if (options.ruler) drawRuler(drawing);
  drawLines(drawing, layers, options.bodyRadius_m ?? 0.17);
  for (const { x, y, value } of layers.numbers ?? []) {
    const middle = [(x - bounds.x0_m) * drawing.scale_pxpm, (bounds.y1_m - y) * drawing.scale_pxpm] as const;
    drawNumerals(drawing.raster, value, middle, NUMERAL_PX, occupied);
  }
  return drawing.png();
}

/**
 * A picture of a grid whose values are indices into a list of colours, like a coverage picture.
 * @param colours  of value 0, 1, ...; cells of other values are left as unknown
 * @returns PNG bytes
 */
export function indexPicture(
  grid: GridFrame & { readonly data: ArrayLike<number> },
  colours: readonly Colour[],
  layers: Pick<MapLayers, 'trajectory' | 'T_map_dock'> = {},
): Uint8Array {
  const drawing = cellDrawing(boundsOf(grid), grid.resolution_m);
  drawCells(drawing, grid, (cell) => colours[grid.data[cell]]);
  drawLines(drawing, layers, 0.17);
  return drawing.png();
}

/** A drawing in which every cell has the same whole number of pixels, so that no thin wall falls between them. */
function cellDrawing(bounds: Bounds, resolution_m: number, pixelsPerCell?: number): Drawing {
  const longer_cells = Math.max(bounds.x1_m - bounds.x0_m, bounds.y1_m - bounds.y0_m) / resolution_m;
  return new Drawing(bounds, unknown, (pixelsPerCell ?? Math.ceil(wantedSide_px / longer_cells)) / resolution_m);
}

/** What lies over the cells: areas, lines, dock and robot. */
function drawLines(drawing: Drawing, layers: MapLayers, radius_m: number): void {
  drawing.polygons(layers.noGoAreas ?? [], noGo, 0.3);
  for (const wall of layers.virtualWalls ?? []) drawing.polyline(wall, 0.06, noGo, 1, 2);
  for (const { points, kind } of layers.lanes ?? [])
    drawing.polyline(points, 0.02, lane, kind === 'travel' ? 0.35 : 0.9);
  for (const line of layers.paths ?? []) drawing.polyline(line, 0.02, driven, 0.85);
  const poses = layers.trajectory ?? [];
  if (poses.length > 0)
    drawing.polyline(
      poses.flatMap(({ T }) => [T.x, T.y]),
      0.02,
      driven,
      0.85,
    );
  if (layers.T_map_dock !== undefined) drawing.dock(layers.T_map_dock, radius_m, dockColour);
  if (layers.T_map_base !== undefined) drawing.robot(layers.T_map_base, radius_m, robotColour);
}

function cellColour(occupancy: number, room: number): Colour | undefined {
  if (occupancy < 0) return undefined;
  const floor = room > 0 ? roomColours[(room - 1) % roomColours.length] : free;
  const share = Math.min(1, occupancy / 100);
  return [0, 1, 2].map((c) => floor[c] + (occupied[c] - floor[c]) * share) as unknown as Colour;
}

/** Colours every pixel by the cell that its middle lies in; undefined leaves it as it is. */
function drawCells(
  { raster, bounds, scale_pxpm }: Drawing,
  frame: GridFrame,
  colourOf: (cell: number) => Colour | undefined,
  opacity = 1,
): void {
  for (let py = 0; py < raster.height; py++) {
    const iy = cellY(frame, bounds.y1_m - (py + 0.5) / scale_pxpm);
    if (iy < 0 || iy >= frame.height) continue;
    for (let px = 0; px < raster.width; px++) {
      const ix = cellX(frame, bounds.x0_m + (px + 0.5) / scale_pxpm);
      if (ix < 0 || ix >= frame.width) continue;
      const colour = colourOf(iy * frame.width + ix);
      if (colour !== undefined) raster.blend(py * raster.width + px, colour, opacity);
    }
  }
}

function boundsOf({ originX_m, originY_m, width, height, resolution_m }: GridFrame): Bounds {
  return {
    x0_m: originX_m,
    y0_m: originY_m,
    x1_m: originX_m + width * resolution_m,
    y1_m: originY_m + height * resolution_m,
  };
}
