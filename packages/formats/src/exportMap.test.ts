import { type OccupancyGrid, sameFrame } from '@homebound/grid';
import { editHome, noRestrictions, type Restrictions, startHome } from '@homebound/plan';
import { decode } from 'fast-png';
import { drawnGrid } from './drawnGrid.ts';
import { exportMap } from './exportMap.ts';
import { decodeHomeMap } from './homeMap.ts';
import { importMap, mapFromGrid } from './importMap.ts';
import { decodeMap, readMapYaml } from './mapServer.ts';
import type { StoredMap } from './storedMap.ts';
import { readValetudoMap } from './valetudoMap.ts';
import { vendorHome } from './vendorHome.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
/** A name that would be markup if it were taken for such. */
const SLY_NAME = `</text><script>alert("x")</script> & <'kitchen'>`;
const how = { name: 'home', now_s: 1.7e9, appVersion: '0', resolution_m: 0.05 };

/** Two rooms with a wall between them, 4.0 x 2.0 m, its corner at (-1.5, -0.6); a door of 0.8 m leads through. */
function twoRooms(): OccupancyGrid {
  const [width, height] = [80, 40];
  const data = new Int8Array(width * height);
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      const isOuter = ix === 0 || iy === 0 || ix === width - 1 || iy === height - 1;
      const isInner = ix === 40 && !(iy >= 12 && iy < 28);
      if (isOuter || isInner) data[iy * width + ix] = 100;
    }
  return { width, height, resolution_m: 0.05, originX_m: -1.5, originY_m: -0.6, data };
}

const restrictions: Restrictions = {
  noGo: [[-1, -0.4, -0.5, -0.4, -0.5, 0.1, -1, 0.1]],
  noMop: [[1, 0, 1.5, 0, 1.5, 0.5]],
  walls: [[0.6, -0.5, 0.6, 1.3]],
  thresholds: [{ line: [0.5, 0, 0.5, 0.8] }],
};

function sample(): StoredMap {
  const grid = twoRooms();
  const labels = grid.data.map((value, cell) => (value >= 50 ? 0 : cell % grid.width < 40 ? 1 : 2));
  let home = startHome(labels, grid, restrictions);
  home = editHome(home, { kind: 'rename', room: 1, name: SLY_NAME });
  home = editHome(home, { kind: 'rename', room: 2, name: 'Küche 🏠' });
  return mapFromGrid(grid, how, home);
}

test('a grid that is kept is drawn as it was: walls, floor, unknown', () => {
  const grid = twoRooms();
  for (let cell = 0; cell < 200; cell += 3) grid.data[cell * 7] = -1;
  const drawn = drawnGrid(mapFromGrid(grid, how))!;
  expect([drawn.width, drawn.height]).toEqual([grid.width, grid.height]);
  expect(drawn.originX_m).toBeCloseTo(grid.originX_m, 12);
  expect(drawn.originY_m).toBeCloseTo(grid.originY_m, 12);
  expect([...drawn.data]).toEqual([...grid.data].map((value) => (value < 0 ? -1 : value >= 50 ? 100 : 0)));
});

test('our map as ValetudoMap, and taken in again: each cell is of the room that it was of, names and shapes are there', () => {
  const map = sample();
  const { bytes, fileName, mediaType } = exportMap(map, 'valetudo');
  expect([fileName, mediaType]).toEqual(['homebound-map.json', 'application/json']);
  const vendor = readValetudoMap(text(bytes));
  const back = importMap(bytes, how);
  const [before, after] = [drawnGrid(map)!, drawnGrid(back)!];
  // The reader leaves two unknown cells around what is known; a kept map is cut to what is known.
  expect([after.width, after.height]).toEqual([before.width, before.height]);
  expect([...after.data]).toEqual([...before.data]);
  const home = vendorHome(vendor);
  expect(home.rooms.rooms.map(({ name }) => name)).toEqual([SLY_NAME, 'Küche 🏠']);
  const inner = (iy: number): Int16Array => home.rooms.labels.subarray((iy + 2) * 84 + 2, (iy + 2) * 84 + 82);
  for (let iy = 0; iy < 40; iy++)
    expect([...inner(iy)]).toEqual([...map.home!.rooms.labels.subarray(iy * 80, iy * 80 + 80)]);
  // Coordinates can't be negative in the file: all moved by as many whole cells.
  const dx = vendor.grid.originX_m + 2 * 0.05 + 1.5;
  const dy = vendor.grid.originY_m + 2 * 0.05 + 0.6;
  expect(dx / 0.05).toBeCloseTo(Math.round(dx / 0.05), 6);
  expect(vendor.restrictions.walls[0].map((v, i) => v - (i % 2 === 0 ? dx : dy))).toEqual(
    restrictions.walls[0].map((v) => expect.closeTo(v, 6)),
  );
  expect(vendor.restrictions.noGo[0]).toHaveLength(8);
  expect(vendor.restrictions.noMop[0]).toHaveLength(6);
  expect(vendor.restrictions.thresholds).toEqual([]);
});

test('cells of 2.5 cm are written as 5 cm: no more floor than there was', () => {
  const fine = mapFromGrid({ ...twoRooms(), resolution_m: 0.025 }, { ...how, resolution_m: 0.025 });
  const vendor = readValetudoMap(text(exportMap(fine, 'valetudo').bytes));
  const free_m2 = (grid: OccupancyGrid): number =>
    grid.data.filter((value) => value === 0).length * grid.resolution_m * grid.resolution_m;
  expect(vendor.grid.resolution_m).toBe(0.05);
  expect(free_m2(vendor.grid)).toBeLessThanOrEqual(free_m2(drawnGrid(fine)!));
  expect(free_m2(vendor.grid)).toBeGreaterThan(0.8 * free_m2(drawnGrid(fine)!));
});

test('map_server: a tar of the yaml and the picture, without owner and date', () => {
  const map = sample();
  const { bytes, fileName } = exportMap(map, 'mapServer');
  expect(fileName).toBe('homebound-map.tar');
  const [yaml, pgm] = untar(bytes);
  expect([yaml.name, pgm.name]).toEqual(['map.yaml', 'map.pgm']);
  expect([yaml.owner, yaml.time, yaml.sumIsRight, pgm.sumIsRight]).toEqual(['', 0, true, true]);
  const grid = decodeMap(readMapYaml(text(yaml.bytes)), pgm.bytes);
  expect(sameFrame(grid, drawnGrid(map)!)).toBe(true);
  expect([...grid.data]).toEqual([...drawnGrid(map)!.data]);
  expect(bytes.length % 512).toBe(0);
});

/** A tar read by its own rules (POSIX ustar), apart from how it was written. */
function untar(bytes: Uint8Array) {
  const entries = [];
  for (let at = 0; bytes[at] !== 0; ) {
    const field = (from: number, size: number): string =>
      text(bytes.subarray(at + from, at + from + size)).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const sum = bytes.subarray(at, at + 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
    entries.push({
      name: field(0, 100),
      owner: field(265, 32),
      time: Number.parseInt(field(136, 12), 8),
      sumIsRight: Number.parseInt(field(148, 8), 8) === sum,
      bytes: bytes.slice(at + 512, at + 512 + size),
    });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

/** What an SVG could do or fetch: elements and attributes that it must not have. */
function activeParts(svg: string): string[] {
  return [
    ...svg.matchAll(
      /<(script|foreignObject|image|use|a|iframe|animate|set)\b|\s(on\w+|href|xlink:href|src)=|url\(|@import|<!/g,
    ),
  ].map(([part]) => part);
}

test('T-INPUT: an SVG does nothing and fetches nothing, whatever a room is called', () => {
  const svg = text(exportMap(sample(), 'svg').bytes);
  expect(activeParts(svg)).toEqual([]);
  expect(svg).toContain('&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62; &#38; &#60;&#39;kitchen&#39;&#62;</text>');
  expect(svg).toContain('>Küche 🏠</text>');
  expect([...svg.matchAll(/class="(no-go|no-mop|line|step|room|wall|floor)"/g)].map(([, kind]) => kind).sort()).toEqual(
    ['floor', 'line', 'no-go', 'no-mop', 'room', 'room', 'step', 'wall'].sort(),
  );
  // The wall's outline encloses as many cells of 5 x 5 cm as there are wall cells.
  const d = /class="wall" fill-rule="evenodd" d="([^"]*)"/.exec(svg)![1];
  const areas = d.split('Z').filter(Boolean).map(ringArea_cm2);
  expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(
    25 * twoRooms().data.filter((value) => value >= 50).length,
    3,
  );
});

/** Signed: the picture's y points down, so a ring round a wall is negative, one round a hole in it positive; the sum is turned over. */
function ringArea_cm2(d: string): number {
  const points = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  return -points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

test('T-INPUT, planted fault: a writer that puts the name in as it is', () => {
  const careless = text(exportMap(sample(), 'svg').bytes).replace('Küche 🏠', SLY_NAME);
  expect(activeParts(careless)).toEqual(['<script']);
});

/** The chunks of a PNG by name. */
function chunksOf(png: Uint8Array): string[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const names: string[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) names.push(text(png.subarray(at + 4, at + 8)));
  return names;
}

test('T-BESIDE: a PNG is its pixels alone, without date, place, program or name', () => {
  const { bytes, mediaType } = exportMap(sample(), 'png');
  expect(mediaType).toBe('image/png');
  expect(new Set(chunksOf(bytes))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
  expect(decode(bytes).width).toBeGreaterThanOrEqual(800);
});

test('T-BESIDE, planted fault: a PNG that says when it was made', () => {
  const { bytes } = exportMap(sample(), 'png');
  const time = Uint8Array.of(0, 0, 0, 7, 0x74, 0x49, 0x4d, 0x45, 7, 0xea, 11, 22, 1, 2, 3, 0, 0, 0, 0);
  expect(chunksOf(Buffer.concat([bytes.subarray(0, 33), time, bytes.subarray(33)]))).toContain('tIME');
});

test('an hbmap is the map itself; no file is called by a word of a person unless asked', () => {
  const map = { ...sample(), meta: { ...sample().meta, name: 'Familie Muster' } };
  const { bytes, fileName } = exportMap(map, 'hbmap');
  expect(decodeHomeMap(bytes)).toEqual(map);
  expect(fileName).toBe('homebound-map.hbmap');
  expect(exportMap(map, 'svg', { stem: 'ground-floor' }).fileName).toBe('ground-floor.svg');
});

test('a map without a cell is refused, but for what it is', () => {
  const map = { ...sample(), grid: { tiles: new Int32Array(0), counts: new Uint32Array(0), means: new Int16Array(0) } };
  expect(() => exportMap(map, 'svg')).toThrow(/it is empty; let the robot map/);
  expect(exportMap(map, 'hbmap').bytes.length).toBeGreaterThan(100);
});

test('a map without rooms is divided when it is taken in, and one of other cells is drawn in ours', () => {
  const grid = { ...twoRooms(), resolution_m: 0.1 };
  const map = mapFromGrid(grid, how);
  const drawn = drawnGrid(map)!;
  expect([drawn.width, drawn.height, drawn.resolution_m]).toEqual([160, 80, 0.05]);
  expect(map.home?.rooms.rooms.length).toBeGreaterThan(0);
  expect(map.home?.restrictions).toEqual(noRestrictions);
});

test('a kept map of other cells is drawn in ours: walls stay, graph and scans are the same', () => {
  const map = sample();
  const fine = importMap(exportMap(map, 'hbmap').bytes, { ...how, resolution_m: 0.025 });
  const [before, after] = [drawnGrid(map)!, drawnGrid(fine)!];
  expect([after.width, after.height, after.resolution_m]).toEqual([2 * before.width, 2 * before.height, 0.025]);
  expect(after.originX_m).toBeCloseTo(before.originX_m, 9);
  const walls = (grid: OccupancyGrid): number => grid.data.filter((value) => value >= 50).length;
  expect(walls(after)).toBe(4 * walls(before));
  expect([fine.nodes, fine.home, fine.meta.name]).toEqual([map.nodes, map.home, map.meta.name]);
  expect(fine.meta.resolution_m).toBe(0.025);
});

test('T-INPUT: a map of more floor than a home has is refused before it is drawn', () => {
  const [width, height] = [1500, 1500];
  const hall = { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data: new Int8Array(width * height) };
  expect(() => mapFromGrid(hall, { ...how, resolution_m: 0.025 }, { rooms: startHome(hall.data, hall).rooms })).toThrow(
    /shows more than the 1920 m² that are kept in cells of 0.025 m/,
  );
});
