import { checkFrame, type OccupancyGrid } from '@homebound/grid';
import { parse } from 'yaml';
import { excerpt, FormatError } from './formatError.ts';
import { readGrayImage } from './grayImage.ts';

/** What a map_server yaml says about its picture. */
export interface MapYaml {
  /** File name of the picture, as written: relative to the yaml. */
  readonly image: string;
  readonly mode: 'trinary' | 'scale' | 'raw';
  readonly resolution_m: number;
  /** Of the lower left corner of the picture, in the map frame. */
  readonly originX_m: number;
  readonly originY_m: number;
  /** When true, white is occupied. */
  readonly negate: boolean;
  /** A pixel darker than this share of black is occupied. */
  readonly occupiedThreshold: number;
  /** A pixel lighter than this share of black is free. */
  readonly freeThreshold: number;
}

/** Characters of a yaml; map_saver writes 130. */
const MAX_CHARACTERS = 64 * 1024;
/** Sides of cells that a map is drawn in, m: finer or coarser is another unit. */
const MIN_CELL_M = 0.001;
const MAX_CELL_M = 10;
/** A map may be turned by so much: less than a millimetre over 100 m. */
const MAX_YAW_RAD = 1e-5;

/**
 * The yaml of a ROS map_server map. Absent: mode trinary, negate 0, thresholds 0.65 and 0.196.
 * Throws FormatError naming the field; a map that is turned (origin yaw other than 0, rounding aside) is refused.
 */
export function readMapYaml(text: string, input = 'map yaml'): MapYaml {
  if (text.length > MAX_CHARACTERS)
    throw new FormatError(
      'unsupported',
      input,
      `is ${text.length} characters long; at most ${MAX_CHARACTERS} are read: it is no map's yaml`,
    );
  let value: unknown;
  try {
    // A map's yaml repeats nothing: an alias of a list of aliases of lists is a small text of endless values.
    value = parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (cause) {
    throw new FormatError('malformed', input, `is not YAML (${(cause as Error).message.split('\n')[0]})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError(
      text.trim() === '' ? 'empty' : 'foreign',
      input,
      'should have lines like `image: map.pgm`, `resolution: 0.05`, `origin: [0, 0, 0]`',
    );
  const fields = value as Record<string, unknown>;
  const fail = (problem: string) => new FormatError('malformed', input, problem);
  const number = (key: string, absent?: number): number => {
    const found = fields[key] ?? absent;
    if (found === undefined) throw new FormatError('missing', input, `has no \`${key}\``);
    if (typeof found !== 'number' || !Number.isFinite(found))
      throw fail(`\`${key}\` should be a number, got ${excerpt(found)}`);
    return found;
  };
  const { image, origin, mode = 'trinary', negate = 0 } = fields;
  if (typeof image !== 'string' || image === '')
    throw new FormatError('missing', input, 'has no `image`, the file name of its picture');
  if (mode !== 'trinary' && mode !== 'scale' && mode !== 'raw')
    throw fail(`\`mode\` should be trinary, scale or raw, got ${excerpt(mode)}`);
  if (negate !== 0 && negate !== 1 && typeof negate !== 'boolean')
    throw fail(`\`negate\` should be 0 or 1, got ${excerpt(negate)}`);
  const [originX_m, originY_m, yaw_rad] = originOf(origin, fail);
  if (Math.abs(yaw_rad) > MAX_YAW_RAD)
    throw new FormatError(
      'unsupported',
      input,
      `the map is turned by ${yaw_rad} rad (third number of \`origin\`); turn the picture and set it to 0`,
    );
  const resolution_m = number('resolution');
  if (!(resolution_m >= MIN_CELL_M && resolution_m <= MAX_CELL_M))
    throw fail(`\`resolution\` should be in [${MIN_CELL_M}, ${MAX_CELL_M}] m, got ${resolution_m}`);
  const occupiedThreshold = number('occupied_thresh', 0.65);
  const freeThreshold = number('free_thresh', 0.196);
  if (!(freeThreshold >= 0 && freeThreshold < occupiedThreshold && occupiedThreshold <= 1))
    throw fail(`needs 0 <= free_thresh < occupied_thresh <= 1, got ${freeThreshold} and ${occupiedThreshold}`);
  return {
    image,
    mode,
    resolution_m,
    originX_m,
    originY_m,
    negate: negate === 1 || negate === true,
    occupiedThreshold,
    freeThreshold,
  };
}

function originOf(origin: unknown, fail: (problem: string) => FormatError): readonly [number, number, number] {
  if (!Array.isArray(origin) || origin.length < 2 || !origin.every((v) => typeof v === 'number' && Number.isFinite(v)))
    throw fail(`\`origin\` should be [x, y, yaw] in m and rad, got ${excerpt(origin)}`);
  return [origin[0], origin[1], origin[2] ?? 0];
}

/**
 * The grid that a yaml and the bytes of its picture (PGM or PNG) stand for, as nav2_map_server reads them; the picture's
 * rows are turned over, so that row 0 of the grid is its lowest.
 * @param input  name of the picture, for errors
 */
export function decodeMap(yaml: MapYaml, image: Uint8Array, input = yaml.image): OccupancyGrid {
  const { width, height, pixels, alpha } = readGrayImage(image, input);
  const byLightness = Int8Array.from({ length: 256 }, (_, lightness) => cellOf(yaml, lightness));
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++) {
    const row = (height - 1 - iy) * width;
    for (let ix = 0; ix < width; ix++) data[iy * width + ix] = byLightness[pixels[row + ix]];
    // Only `scale` gives transparency a meaning.
    if (alpha && yaml.mode === 'scale')
      for (let ix = 0; ix < width; ix++) if (alpha[row + ix] < 255) data[iy * width + ix] = -1;
  }
  const { resolution_m, originX_m, originY_m } = yaml;
  return { width, height, resolution_m, originX_m, originY_m, data };
}

/** Occupancy of a pixel of the given lightness. Source: nav2_map_server map_io.cpp, loadMapFromFile. */
function cellOf(yaml: MapYaml, lightness: number): number {
  if (yaml.mode === 'raw') return lightness <= 100 ? lightness : -1;
  const shade = lightness / 255;
  const darkness = yaml.negate ? shade : 1 - shade;
  if (darkness > yaml.occupiedThreshold) return 100;
  if (darkness < yaml.freeThreshold) return 0;
  if (yaml.mode === 'trinary') return -1;
  return Math.round(((darkness - yaml.freeThreshold) / (yaml.occupiedThreshold - yaml.freeThreshold)) * 100);
}

/** Occupancy, as a share of 1: below `free` a cell is written as free, above `occupied` as occupied. */
export interface MapThresholds {
  readonly free: number;
  readonly occupied: number;
}

/** What map_saver writes, and what everything reads. */
const usualThresholds: MapThresholds = { free: 0.196, occupied: 0.65 };

export interface MapFiles {
  readonly pgm: Uint8Array;
  readonly yaml: string;
}

/**
 * A grid as map_server files. `trinary` (what map_saver writes and everything reads): free below 19.6 % is 254, occupied
 * above 65 % is 0, the rest is 205, unknown. `raw` keeps every value.
 * @param image  file name of the picture, written into the yaml
 * @throws RangeError when the grid's frame or the thresholds are not valid
 */
export function encodeMap(
  grid: OccupancyGrid,
  image = 'map.pgm',
  mode: 'trinary' | 'raw' = 'trinary',
  { free, occupied }: MapThresholds = usualThresholds,
): MapFiles {
  checkFrame(grid);
  if (!(free >= 0 && free < occupied && occupied <= 1))
    throw new RangeError(`Cannot write map: needs 0 <= free < occupied <= 1, got ${free} and ${occupied}`);
  const { width, height, data } = grid;
  const unknown = unknownShade(free, occupied);
  const header = `P5\n${width} ${height}\n255\n`;
  const pgm = new Uint8Array(header.length + width * height);
  for (let i = 0; i < header.length; i++) pgm[i] = header.charCodeAt(i);
  for (let iy = 0; iy < height; iy++) {
    const row = header.length + (height - 1 - iy) * width;
    for (let ix = 0; ix < width; ix++) {
      const value = data[iy * width + ix];
      if (mode === 'raw') pgm[row + ix] = value < 0 ? 255 : value;
      else pgm[row + ix] = value < 0 ? unknown : value > 100 * occupied ? 0 : value < 100 * free ? 254 : unknown;
    }
  }
  const yaml = [
    `image: ${JSON.stringify(image)}`,
    `mode: ${mode}`,
    `resolution: ${grid.resolution_m}`,
    `origin: [${grid.originX_m}, ${grid.originY_m}, 0]`,
    'negate: 0',
    `occupied_thresh: ${occupied}`,
    `free_thresh: ${free}`,
    '',
  ].join('\n');
  return { pgm, yaml };
}

/** 205 as everywhere, unless these thresholds make that free: then the middle between them. */
function unknownShade(free: number, occupied: number): number {
  const darkness = 1 - USUAL_UNKNOWN / 255;
  return darkness >= free && darkness <= occupied ? USUAL_UNKNOWN : Math.round(255 * (1 - (free + occupied) / 2));
}

const USUAL_UNKNOWN = 205;
