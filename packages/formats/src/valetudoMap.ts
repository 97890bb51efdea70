import type { OccupancyGrid } from '@homebound/grid';
import { FormatError } from './formatError.ts';
import { checkMapSize, MAX_HOME_CELLS } from './limits.ts';
import { type ValetudoEntities, ValetudoJson, type ValetudoLayer } from './valetudoJson.ts';

/** A room as the vacuum's maker cut it. */
export interface VendorRoom {
  /** Its number in `labels`, from 1. */
  readonly label: number;
  /** The maker's segment id. */
  readonly id: string;
  readonly name?: string;
  readonly area_m2: number;
}

/**
 * A vacuum's own map, in m, y up: x_m = x_cm / 100, y_m = (size.y - y_cm) / 100 of the file. The grid is cut to what is known.
 */
export interface ValetudoMap extends ValetudoEntities {
  readonly grid: OccupancyGrid;
  readonly rooms: readonly VendorRoom[];
  /** Room of each cell, 0 for none; shape [height, width]. */
  readonly labels: Uint16Array;
}

/** Unknown cells left around what is known. */
const MARGIN_CELLS = 2;
/** Pixels of all layers together: makers draw floor under walls and rooms, so that cells count up to three times. */
const MAX_PIXELS = 4 * MAX_HOME_CELLS;

/**
 * A person's vacuum map from ValetudoMap JSON, version 2 (run lengths) or 1 (single pixels).
 * Throws FormatError naming what is missing: no JSON, some other JSON, no pixels, values that fit nowhere.
 * Source: Valetudo, backend/lib/entities/map.
 */
export function readValetudoMap(json: string, input = 'ValetudoMap'): ValetudoMap {
  const map = new ValetudoJson(json, input);
  const layers = map.layers();
  if (layers.every((layer) => layer.runs.length === 0))
    throw new FormatError(
      'empty',
      input,
      'holds no floor: all its layers are empty; export it after the robot has mapped',
    );
  const frame = frameOf(layers, map, input);
  const n = frame.width * frame.height;
  const data = new Int8Array(n).fill(-1);
  const labels = new Uint16Array(n);
  const rooms: VendorRoom[] = [];
  for (const { type, runs, id, name } of layers) {
    if (type === 'wall') continue;
    const label = type === 'segment' ? rooms.length + 1 : 0;
    const cells = paint(runs, frame, (cell) => {
      data[cell] = 0;
      if (label > 0) labels[cell] = label;
    });
    const area_m2 = cells * frame.resolution_m * frame.resolution_m;
    if (label > 0) rooms.push(name === undefined ? { label, id, area_m2 } : { label, id, name, area_m2 });
  }
  // Walls last: makers draw floor under them.
  for (const { type, runs } of layers)
    if (type === 'wall')
      paint(runs, frame, (cell) => {
        data[cell] = 100;
        labels[cell] = 0;
      });
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  return { grid: { width, height, resolution_m, originX_m, originY_m, data }, rooms, labels, ...map.entities() };
}

interface PixelFrame extends Omit<OccupancyGrid, 'data'> {
  /** Pixel of the file in column 0, and pixel row of the file in row 0 (the lowest). */
  readonly pixelX: number;
  readonly pixelY: number;
}

function frameOf(layers: readonly ValetudoLayer[], map: ValetudoJson, input: string): PixelFrame {
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  let pixels = 0;
  for (const { runs } of layers)
    for (let i = 0; i < runs.length; i += 3) {
      x0 = Math.min(x0, runs[i]);
      x1 = Math.max(x1, runs[i] + runs[i + 2] - 1);
      y0 = Math.min(y0, runs[i + 1]);
      y1 = Math.max(y1, runs[i + 1]);
      pixels += runs[i + 2];
    }
  const [width, height] = [x1 - x0 + 1 + 2 * MARGIN_CELLS, y1 - y0 + 1 + 2 * MARGIN_CELLS];
  checkMapSize(width, height, input, undefined, MAX_HOME_CELLS);
  // A small file can paint one pixel over and over, a million at a time.
  if (pixels > MAX_PIXELS)
    throw new FormatError('unsupported', input, `paints ${pixels} pixels; at most ${MAX_PIXELS} are read`);
  const pixelX = x0 - MARGIN_CELLS;
  const pixelY = y1 + MARGIN_CELLS;
  return {
    width,
    height,
    resolution_m: map.pixelSize_cm / 100,
    originX_m: (pixelX * map.pixelSize_cm) / 100,
    originY_m: (map.sizeY_cm - (pixelY + 1) * map.pixelSize_cm) / 100,
    pixelX,
    pixelY,
  };
}

/** Calls for every cell of the runs; returns their number. */
function paint(runs: readonly number[], frame: PixelFrame, visit: (cell: number) => void): number {
  let cells = 0;
  for (let i = 0; i < runs.length; i += 3) {
    const start = (frame.pixelY - runs[i + 1]) * frame.width + runs[i] - frame.pixelX;
    for (let cell = start; cell < start + runs[i + 2]; cell++) visit(cell);
    cells += runs[i + 2];
  }
  return cells;
}
