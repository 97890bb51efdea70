import { type SE2, wrapAngle } from '@homebound/math';
import { checkDrawable, type Line, type Restrictions } from '@homebound/plan';
import { parseJsonText } from './boundedJson.ts';
import { excerpt, FormatError } from './formatError.ts';

/** What a map holds besides pixels, in m, y up. */
export interface ValetudoEntities {
  /** No-go and no-mop areas and virtual walls, as the maker keeps them: drawn as they are, even where they cross themselves. */
  readonly restrictions: Restrictions;
  /** The driven path, interleaved x, y, in pieces. */
  readonly paths: readonly Float64Array[];
  readonly obstacles: readonly { readonly x_m: number; readonly y_m: number; readonly label: string }[];
  readonly T_map_base?: SE2;
  /** The yaw is absent where the maker does not know it; makers do not agree on which way it looks. */
  readonly charger?: { readonly x_m: number; readonly y_m: number; readonly yaw_rad?: number };
}

/** Of a map's side, 10 km. */
const MAX_SIZE_CM = 1_000_000;
/** Makers' maps have up to 26 layers and 70 entities. */
const MAX_PARTS = 5000;

type Json = Record<string, unknown>;

/** Pixels of one kind. */
export interface ValetudoLayer {
  readonly type: 'floor' | 'wall' | 'segment';
  /** Triples x, y, count in pixels of the file. */
  readonly runs: readonly number[];
  readonly id: string;
  readonly name: string | undefined;
}

/** The checked reading of a ValetudoMap's parts. Throws FormatError naming what is missing or makes no sense. */
export class ValetudoJson {
  readonly #map: Json;
  readonly #input: string;
  readonly pixelSize_cm: number;
  readonly sizeY_cm: number;

  constructor(json: string, input: string) {
    const map = parseMap(json, input);
    this.#map = map;
    this.#input = input;
    const version = (map.metaData as Json | undefined)?.version ?? 1;
    if (version !== 1 && version !== 2)
      throw new FormatError('unsupported', input, `is of version ${excerpt(version)}; known are 1 and 2`);
    this.pixelSize_cm = this.#number(map.pixelSize, 'pixelSize', 1, 100);
    this.sizeY_cm = this.#number((map.size as Json | undefined)?.y, 'size.y', 1, MAX_SIZE_CM);
  }

  layers(): ValetudoLayer[] {
    return this.#list('layers').map((layer, i) => {
      const where = `layers[${i}]`;
      const meta = (layer.metaData ?? {}) as Json;
      const { type } = layer;
      if (type !== 'floor' && type !== 'wall' && type !== 'segment')
        throw this.#error(`${where}.type should be floor, wall or segment, got ${excerpt(type)}`);
      const name = typeof meta.name === 'string' && meta.name !== '' ? meta.name : undefined;
      return { type, runs: this.#runs(layer, where), id: plainText(meta.segmentId), name };
    });
  }

  entities(): ValetudoEntities {
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
        .map(({ points, meta }) => ({ x_m: points[0], y_m: points[1], label: plainText(meta.label) })),
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
    const limit = MAX_SIZE_CM / this.pixelSize_cm;
    if (!values.every((v) => Number.isInteger(v) && v >= 0 && v < limit))
      throw this.#error(`${where} holds a pixel that is no whole number in [0, ${limit})`);
    if (isCompressed) return values;
    const singles: number[] = [];
    for (let i = 0; i < values.length; i += 2) singles.push(values[i], values[i + 1], 1);
    return singles;
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
    if (list.length > MAX_PARTS) throw this.#error(`has ${list.length} ${key}; at most ${MAX_PARTS} are read`);
    const wrong = list.findIndex((part) => typeof part !== 'object' || part === null);
    if (wrong >= 0) throw this.#error(`${key}[${wrong}] should be an object, got ${excerpt(list[wrong])}`);
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

function parseMap(json: string, input: string): Json {
  let value: unknown;
  try {
    value = parseJsonText(json, input);
  } catch (error) {
    if (error instanceof FormatError) throw error;
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

/** A name or number of the maker's; anything else has none. */
function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Valetudo counts degrees clockwise from up; ours are radians counter-clockwise from x. */
function yawOf(meta: Json): number | undefined {
  return typeof meta.angle === 'number' && Math.abs(meta.angle) < 1e6
    ? wrapAngle(((90 - meta.angle) * Math.PI) / 180)
    : undefined;
}
