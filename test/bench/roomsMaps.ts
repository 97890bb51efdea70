import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMap, readGrayImage, readMapYaml, readValetudoMap } from '@homebound/formats';
import { connectedComponents, type OccupancyGrid } from '@homebound/grid';
import { createRng } from '@homebound/math';

/** A map and, on its cells, the rooms that somebody drew: ids from 1, 0 = none. */
export interface RoomCase {
  readonly name: string;
  readonly map: OccupancyGrid;
  readonly truth: ArrayLike<number>;
}

export const FURNISHINGS = ['', '_furnitures', '_furnitures_trashbins'] as const;
const TRUTH = '_gt_segmentation.png';

/** Office plans of one furnishing. True rooms are the white regions of the plan that was drawn without furniture. */
export function officePlans(data: string, furnishing: (typeof FURNISHINGS)[number]): RoomCase[] {
  const folder = join(data, 'offices');
  return filesIn(folder, TRUTH).flatMap((file) => {
    const name = file.slice(0, -TRUTH.length);
    const drawn = join(folder, `${name}${furnishing}.png`);
    if (!existsSync(drawn)) return [];
    const map = mapOfPicture(drawn);
    const rooms = mapOfPicture(join(folder, file));
    if (map.width !== rooms.width || map.height !== rooms.height) {
      console.error(
        `${drawn}: ${map.width} x ${map.height} pixels, but its rooms have ${rooms.width} x ${rooms.height}; left out`,
      );
      return [];
    }
    const white = Uint8Array.from(rooms.data, (value) => (value === 0 ? 1 : 0));
    return [{ name, map, truth: connectedComponents(white, rooms.width, rooms.height, 4).labels }];
  });
}

/** Vacuums' own maps with two rooms or more, as their makers' software divided them. */
export function vendorMaps(data: string): RoomCase[] {
  const folder = join(data, 'vendor-maps');
  return filesIn(folder, '.json').flatMap((file) => {
    const { grid, rooms, labels } = readValetudoMap(readFileSync(join(folder, file), 'utf8'), file);
    return rooms.length < 2 ? [] : [{ name: file.slice(0, -5), map: grid, truth: labels }];
  });
}

/** Real homes, as a lidar vacuum mapped them. */
export function homeMaps(data: string): { name: string; map: OccupancyGrid }[] {
  const folder = join(data, 'homes');
  return filesIn(folder, '.yaml').map((file) => {
    const yaml = readMapYaml(readFileSync(join(folder, file), 'utf8'), file);
    return { name: file.slice(0, -5), map: decodeMap(yaml, readFileSync(join(folder, yaml.image)), yaml.image) };
  });
}

/** The map as another run would have it: every fifth cell beside an obstacle or the unknown flickers, one in a thousand elsewhere. */
export function noisyMap(map: OccupancyGrid, seed: number): OccupancyGrid {
  const rng = createRng(seed);
  const { width, data } = map;
  const noisy = data.slice();
  for (let i = width; i < data.length - width; i++) {
    if (data[i] < 0 || data[i] >= 50) continue;
    const isFree = (value: number) => value >= 0 && value < 50;
    const atRim = ![1, -1, width, -width].every((step) => isFree(data[i + step]));
    if (rng.uniform() < (atRim ? 0.2 : 0.001)) noisy[i] = atRim ? 100 : -1;
  }
  return { ...map, data: noisy };
}

function filesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort();
}

/** A picture as a map at 5 cm: white is free, anything else occupied. */
function mapOfPicture(path: string): OccupancyGrid {
  const { width, height, pixels } = readGrayImage(readFileSync(path), path);
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) data[iy * width + ix] = pixels[(height - 1 - iy) * width + ix] >= 250 ? 0 : 100;
  return { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
}
