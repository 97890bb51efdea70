import type { OccupancyGrid } from '@homebound/grid';
import { type SE2, wrapAngle } from '@homebound/math';
import { checkDrawable, type Line, type Restrictions } from '@homebound/plan';
import { excerpt, FormatError } from './formatError.ts';

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
export interface ValetudoMap {
  readonly grid: OccupancyGrid;
  readonly rooms: readonly VendorRoom[];
  /** Room of each cell, 0 for none; shape [height, width]. */
  readonly labels: Uint16Array;
  /** No-go and no-mop areas and virtual walls, as the maker keeps them: drawn as they are, even where they cross themselves. */
  readonly restrictions: Restrictions;
  /** The driven path, interleaved x, y, in pieces. */
  readonly paths: readonly Float64Array[];
  readonly obstacles: readonly { readonly x_m: number; readonly y_m: number; readonly label: string }[];
  readonly T_map_base?: SE2;
  /** The yaw is absent where the maker does not know it; makers do not agree on which way it looks. */
  readonly charger?: { readonly x_m: number; readonly y_m: number; readonly yaw_rad?: number };
}

/** Unknown cells left around what is known. */
const margin_cells = 2;
const maxSize_cm = 1_000_000;
const maxCells = 100_000_000;

type Json = Record<string, unknown>;

/**
 * A person's vacuum map from ValetudoMap JSON, version 2 (run lengths) or 1 (single pixels).
 * Throws FormatError naming what is missing: no JSON, some other JSON, no pixels, values that fit nowhere.
 * Source: Valetudo, backend/lib/entities/map.
 */
export function readValetudoMap(json: string, input = 'ValetudoMap'): ValetudoMap {
  const map = new MapJson(parseMap(json, input), input);
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

function parseMap(json: string, input: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const problem =
      json.trim() === '' ? 'is empty' : `is not JSON, or cut off; it begins with ${excerpt(json.slice(0, 100))}`;
    throw new FormatError('malformed', input, `${problem}; export the map from Valetudo again`);
  }
  const map = (typeof value === 'object' && value !== null ? value : {}) as Json;
  if (map.__class !== 'ValetudoMap') {
    const missing = ['__class', 'layers', 'entities', 'pixelSize'].filter((key) => !(key in map));
    const what = missing.length > 0 ? `it has no ${missing.join(', ')}` : `its __class is ${excerpt(map.__class)}`;
    throw new FormatError('foreign', input, `is no ValetudoMap: ${what}`);
  }
  return map;
}

interface Layer {
  readonly type: 'floor' | 'wall' | 'segment';
  /** Triples x, y, count in pixels of the file. */
  readonly runs: readonly number[];
  readonly id: string;
  readonly name: string | undefined;
}

/** The checked reading of the JSON's parts. */
class MapJson {
  readonly #map: Json;
  readonly #input: string;
  readonly pixelSize_cm: number;
  readonly sizeY_cm: number;

  constructor(map: Json, input: string) {
    this.#map = map;
    this.#input = input;
    const version = (map.metaData as Json | undefined)?.version ?? 1;
    if (version !== 1 && version !== 2)
      throw new FormatError('unsupported', input, `is of version ${excerpt(version)}; known are 1 and 2`);
    this.pixelSize_cm = this.#number(map.pixelSize, 'pixelSize', 1, 100);
    this.sizeY_cm = this.#number((map.size as Json | undefined)?.y, 'size.y', 1, maxSize_cm);
  }

  layers(): Layer[] {
    return this.#list('layers').map((layer, i) => {
      const where = `layers[${i}]`;
      const meta = (layer.metaData ?? {}) as Json;
      const { type } = layer;
      if (type !== 'floor' && type !== 'wall' && type !== 'segment')
        throw this.#error(`${where}.type should be floor, wall or segment, got ${excerpt(type)}`);
      const name = typeof meta.name === 'string' && meta.name !== '' ? meta.name : undefined;
      return { type, runs: this.#runs(layer, where), id: String(meta.segmentId ?? ''), name };
    });
  }

  entities(): Omit<ValetudoMap, 'grid' | 'rooms' | 'labels'> {
    const entities = this.#list('entities').map((entity, i) => ({
      type: entity.type,
      points: this.#points(entity.points, `entities[${i}].points`),
      meta: (entity.metaData ?? {}) as Json,
    }));
    const pointsOf = (type: string) => entities.filter((entity) => entity.type === type).map(({ points }) => points);
    const robot = entities.find(({ type }) => type === 'robot_position');
    const charger = entities.find(({ type }) => type === 'charger_location');
    const robotYaw = robot && yawOf(robot.meta);
    const chargerYaw = charger && yawOf(charger.meta);
    return {
      restrictions: this.#restrictions(pointsOf),
      paths: pointsOf('path'),
      obstacles: entities
        .filter(({ type }) => type === 'obstacle')
        .map(({ points, meta }) => ({ x_m: points[0], y_m: points[1], label: String(meta.label ?? '') })),
      ...(robot !== undefined &&
        robotYaw !== undefined && { T_map_base: { x: robot.points[0], y: robot.points[1], theta: robotYaw } }),
      ...(charger !== undefined && {
        charger: {
          x_m: charger.points[0],
          y_m: charger.points[1],
          ...(chargerYaw !== undefined && { yaw_rad: chargerYaw }),
        },
      }),
    };
  }

  #restrictions(pointsOf: (type: string) => readonly Float64Array[]): Restrictions {
    const shapes = (type: string) => pointsOf(type).map((points) => [...points]);
    const walls = shapes('virtual_wall') as unknown as Line[];
    const restrictions = { noGo: shapes('no_go_area'), noMop: shapes('no_mop_area'), walls, thresholds: [] };
    try {
      checkDrawable(restrictions);
    } catch (error) {
      throw this.#error(`${(error as Error).message}; draw it anew in Valetudo and export the map again`);
    }
    return restrictions;
  }

  /** Run lengths of a layer; version 1 lists single pixels, x and y in turn. */
  #runs(layer: Json, where: string): number[] {
    const runs = layer.compressedPixels as unknown;
    const isCompressed = Array.isArray(runs) && runs.length > 0;
    const values: unknown = isCompressed ? runs : layer.pixels;
    const step = isCompressed ? 3 : 2;
    if (!Array.isArray(values) || values.length % step !== 0)
      throw this.#error(`${where} should hold compressedPixels in threes or pixels in pairs`);
    const limit = maxSize_cm / this.pixelSize_cm;
    if (!values.every((v) => Number.isInteger(v) && v >= 0 && v < limit))
      throw this.#error(`${where} holds a pixel that is no whole number in [0, ${limit})`);
    if (isCompressed) return values;
    return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1], 1]).flat();
  }

  /** Points in cm of the file to interleaved x, y in m, y up. */
  #points(value: unknown, where: string): Float64Array {
    if (!Array.isArray(value) || value.length < 2 || value.length % 2 !== 0 || !value.every(Number.isFinite))
      throw this.#error(`${where} should be numbers in pairs, got ${excerpt(value)}`);
    return Float64Array.from(value, (v: number, i) => (i % 2 === 0 ? v : this.sizeY_cm - v) / 100);
  }

  #list(key: string): Json[] {
    const list = this.#map[key];
    if (!Array.isArray(list)) throw new FormatError('missing', this.#input, `has no list of ${key}`);
    return list as Json[];
  }

  #number(value: unknown, key: string, low: number, high: number): number {
    if (typeof value !== 'number' || !(value >= low && value <= high))
      throw this.#error(`${key} should be a number in [${low}, ${high}], got ${excerpt(value)}`);
    return value;
  }

  #error(problem: string): FormatError {
    return new FormatError('malformed', this.#input, problem);
  }
}

/** Valetudo counts degrees clockwise from up; ours are radians counter-clockwise from x. */
function yawOf(meta: Json): number | undefined {
  return typeof meta.angle === 'number' ? wrapAngle(((90 - meta.angle) * Math.PI) / 180) : undefined;
}

interface PixelFrame extends Omit<OccupancyGrid, 'data'> {
  /** Pixel of the file in column 0, and pixel row of the file in row 0 (the lowest). */
  readonly pixelX: number;
  readonly pixelY: number;
}

function frameOf(layers: readonly Layer[], map: MapJson, input: string): PixelFrame {
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  for (const { runs } of layers)
    for (let i = 0; i < runs.length; i += 3) {
      x0 = Math.min(x0, runs[i]);
      x1 = Math.max(x1, runs[i] + runs[i + 2] - 1);
      y0 = Math.min(y0, runs[i + 1]);
      y1 = Math.max(y1, runs[i + 1]);
    }
  if ((x1 - x0) * (y1 - y0) > maxCells)
    throw new FormatError('malformed', input, `spans ${x1 - x0} x ${y1 - y0} pixels, which cannot be a home`);
  const pixelX = x0 - margin_cells;
  const pixelY = y1 + margin_cells;
  return {
    width: x1 - x0 + 1 + 2 * margin_cells,
    height: y1 - y0 + 1 + 2 * margin_cells,
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
