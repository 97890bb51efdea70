import { type OccupancyGrid, resampleConservative } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { roomsOnMap } from '@homebound/plan';
import type { MapFileFormat } from '@homebound/wire';
import { drawnGrid } from './drawnGrid.ts';
import { encodeHomeMap } from './homeMap.ts';
import { mapPicture } from './mapPicture.ts';
import { encodeMap } from './mapServer.ts';
import { mapSvg } from './mapSvg.ts';
import type { StoredMap } from './storedMap.ts';
import { tarOf } from './tar.ts';
import { writeValetudoMap } from './valetudoWrite.ts';

/** A map as a file that a person carries out. */
export interface MapFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ExportOptions {
  /**
   * Of the file's name, without its ending; `homebound-map` when absent: a file's name is shown and logged in many places, so that no
   * word of a person gets into one unasked.
   */
  readonly stem?: string;
  readonly T_map_dock?: SE2;
}

/** Cells that a ValetudoMap is written in when its own are no whole cm, m. */
const VALETUDO_CELL_M = 0.05;
const utf8 = new TextEncoder();

/**
 * A kept map in a format that others read. Rooms go along where the format has a place for them: hbmap, valetudo and svg with their
 * names, png in colours and numbers, mapServer without.
 * Throws RangeError for a map without a cell, unless it is carried out as what it is (hbmap).
 */
export function exportMap(map: StoredMap, format: MapFileFormat, options: ExportOptions = {}): MapFile {
  const stem = options.stem ?? 'homebound-map';
  const file = (ending: string, mediaType: string, content: Uint8Array | string): MapFile => {
    const bytes = typeof content === 'string' ? utf8.encode(content) : content;
    return { fileName: `${stem}.${ending}`, mediaType, bytes };
  };
  if (format === 'hbmap') return file('hbmap', 'application/octet-stream', encodeHomeMap(map));
  const grid = drawnGrid(map);
  if (grid === undefined) throw new RangeError('Cannot export the map: it is empty; let the robot map the home first');
  switch (format) {
    case 'mapServer':
      return file('tar', 'application/x-tar', mapServerTar(grid));
    case 'valetudo':
      return file('json', 'application/json', valetudoText(map, grid, options));
    case 'png':
      return file('png', 'image/png', picture(map, grid, options));
    case 'svg':
      return file('svg', 'image/svg+xml', mapSvg(grid, { home: map.home, T_map_dock: options.T_map_dock }));
  }
}

function mapServerTar(grid: OccupancyGrid): Uint8Array {
  const { yaml, pgm } = encodeMap(grid, 'map.pgm');
  return tarOf([
    { name: 'map.yaml', bytes: utf8.encode(yaml) },
    { name: 'map.pgm', bytes: pgm },
  ]);
}

function valetudoText({ home }: StoredMap, drawn: OccupancyGrid, { T_map_dock }: ExportOptions): string {
  const cell_cm = drawn.resolution_m * 100;
  const isWhole = Math.abs(cell_cm - Math.round(cell_cm)) < 1e-6 && cell_cm > 0.5;
  const grid = isWhole ? drawn : resampleConservative(drawn, VALETUDO_CELL_M);
  const { labels, rooms } = home === undefined ? { labels: [], rooms: [] } : roomsOnMap(home.rooms, grid);
  const dock = T_map_dock && { x_m: T_map_dock.x, y_m: T_map_dock.y, yaw_rad: T_map_dock.theta };
  return writeValetudoMap({
    grid,
    labels,
    rooms: rooms.map(({ id, name }) => ({ label: id, id: String(id), name })),
    restrictions: home?.restrictions,
    charger: dock,
  });
}

function picture({ home }: StoredMap, grid: OccupancyGrid, { T_map_dock }: ExportOptions): Uint8Array {
  if (home === undefined) return mapPicture(grid, { T_map_dock });
  const { labels, rooms } = roomsOnMap(home.rooms, grid);
  const numbers = rooms.filter(({ isSeen }) => isSeen).map(({ id, centre }) => ({ ...centre, value: id }));
  const { noGo, noMop, walls } = home.restrictions;
  return mapPicture(grid, { rooms: labels, noGoAreas: [...noGo, ...noMop], virtualWalls: walls, numbers, T_map_dock });
}
