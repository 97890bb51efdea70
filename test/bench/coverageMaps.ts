import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMap, readGrayImage, readMapYaml, readValetudoMap } from '@homebound/formats';
import { connectedComponents, type OccupancyGrid, resampleConservative } from '@homebound/grid';
import { vendorSegments } from './cleanVendorSegments.ts';

/** A map to plan on; at 5 cm. */
export interface BenchMap {
  readonly name: string;
  readonly map: OccupancyGrid;
  /** The floor that is to be swept, on the map's cells; all of it when absent. */
  readonly within?: Uint8Array;
}

/** The real homes, made coarser from 4 to 5 cm so that a cell is free only if all of it was. */
export function homes(data: string): BenchMap[] {
  const folder = join(data, 'homes');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const yaml = readMapYaml(readFileSync(join(folder, file), 'utf8'), file);
      const map = decodeMap(yaml, readFileSync(join(folder, yaml.image)), yaml.image);
      return { name: file.slice(0, -5), map: resampleConservative(map, 0.05) };
    });
}

/** An office plan: the whole map, and its true rooms, numbered from 1, on the same cells. */
export interface Office extends BenchMap {
  readonly truth: Int32Array;
  readonly truthSizes: Int32Array;
}

/** The office plans, empty or with furniture. True rooms are drawn on the empty plan. */
export function offices(data: string, furnished: boolean): Office[] {
  const folder = join(data, 'offices');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('_gt_segmentation.png'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'_gt_segmentation.png'.length);
      const drawn = `${name}${furnished ? '_furnitures' : ''}.png`;
      const map = mapOf(join(folder, drawn));
      const rooms = mapOf(join(folder, file));
      const white = Uint8Array.from(rooms.data, (value) => (value === 0 ? 1 : 0));
      const { labels, sizes } = connectedComponents(white, rooms.width, rooms.height, 4);
      return { name, map, truth: labels, truthSizes: sizes };
    });
}

/** A picture as a map at 5 cm: white is free, anything else occupied. */
function mapOf(path: string): OccupancyGrid {
  const { width, height, pixels } = readGrayImage(readFileSync(path), path);
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) data[iy * width + ix] = pixels[(height - 1 - iy) * width + ix] >= 250 ? 0 : 100;
  return { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
}

/** The true rooms of 3 to 60 m² of an office as maps of their own: everything outside the room is wall. */
export function roomsOf({ name, map, truth, truthSizes }: Office): BenchMap[] {
  const rooms: BenchMap[] = [];
  for (let label = 1; label < truthSizes.length; label++) {
    const area_m2 = truthSizes[label] * map.resolution_m * map.resolution_m;
    if (area_m2 < 3 || area_m2 > 60) continue;
    let minX = map.width;
    let maxX = 0;
    let minY = map.height;
    let maxY = 0;
    for (let i = 0; i < truth.length; i++) {
      if (truth[i] !== label) continue;
      const ix = i % map.width;
      minX = Math.min(minX, ix);
      maxX = Math.max(maxX, ix);
      minY = Math.min(minY, (i - ix) / map.width);
      maxY = Math.max(maxY, (i - ix) / map.width);
    }
    const width = maxX - minX + 5;
    const height = maxY - minY + 5;
    const data = new Int8Array(width * height).fill(100);
    for (let y = minY; y <= maxY; y++)
      for (let x = minX; x <= maxX; x++)
        if (truth[y * map.width + x] === label)
          data[(y - minY + 2) * width + x - minX + 2] = map.data[y * map.width + x];
    rooms.push({ name: `${name}/${label}`, map: { ...map, width, height, data } });
  }
  return rooms;
}

/** The 18 segments that makers' robots drove in (reference/coverage.md 2.4), each on its whole map. */
export function segments(data: string): BenchMap[] {
  const folder = join(data, 'vendor-maps');
  if (!existsSync(folder)) return [];
  return vendorSegments.flatMap(({ map: file, ids }) => {
    const path = join(folder, `${file}.json`);
    const { grid, labels, rooms } = readValetudoMap(readFileSync(path, 'utf8'), path);
    return ids.map((id) => {
      const label = rooms.find((room) => room.id === id)?.label;
      if (label === undefined) throw new RangeError(`Cannot find segment ${id} of ${path}`);
      const within = Uint8Array.from(labels, (value) => (value === label ? 1 : 0));
      return { name: `${file.split('_')[0]}/${id}`, map: grid, within };
    });
  });
}
