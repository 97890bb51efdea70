import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cellX, cellY } from '@homebound/grid';
import { FormatError } from './formatError.ts';
import { readValetudoMap } from './valetudoMap.ts';

const data = process.env.HOMEBOUND_DATA ?? '../shared/data';

/** 3 x 2 pixels of floor at (10, 20), a wall pixel on its upper left, a room on its lower row. */
const layers = [
  { type: 'floor', metaData: {}, compressedPixels: [10, 20, 3, 10, 21, 3] },
  { type: 'wall', metaData: {}, compressedPixels: [10, 20, 1] },
  { type: 'segment', metaData: { segmentId: '7', name: 'Kitchen' }, compressedPixels: [10, 21, 3] },
];
const entities = [
  { type: 'robot_position', points: [60, 110], metaData: { angle: 90 } },
  { type: 'charger_location', points: [55, 105], metaData: {} },
  { type: 'virtual_wall', points: [50, 100, 65, 100], metaData: {} },
  { type: 'path', points: [50, 100, 60, 110], metaData: {} },
];
const valid = {
  __class: 'ValetudoMap',
  metaData: { version: 2 },
  size: { x: 1000, y: 1000 },
  pixelSize: 5,
  layers,
  entities,
};
const read = (change: object = {}) => readValetudoMap(JSON.stringify({ ...valid, ...change }), 'home.json');

test('pixels become cells in m, y up', () => {
  const { grid, rooms, labels } = read();
  expect([grid.width, grid.height, grid.resolution_m]).toEqual([3 + 4, 2 + 4, 0.05]);
  // Pixel (10, 21) has its lower left corner at x = 0.5 m, y = 10 m - 22 · 0.05 m.
  const at = (x: number, y: number) => cellY(grid, y) * grid.width + cellX(grid, x);
  expect(grid.data[at(0.51, 8.91)]).toBe(0);
  expect(grid.data[at(0.51, 8.96)]).toBe(100);
  expect(grid.data[at(0.49, 8.91)]).toBe(-1);
  expect(labels[at(0.51, 8.91)]).toBe(1);
  expect(labels[at(0.56, 8.96)]).toBe(0);
  expect(rooms).toEqual([{ label: 1, id: '7', name: 'Kitchen', area_m2: expect.closeTo(3 * 0.05 * 0.05, 12) }]);
});

test('entities become metres and radians; a heading to the right of the picture is yaw 0', () => {
  const map = read();
  expect(map.T_map_base).toEqual({ x: 0.6, y: 8.9, theta: 0 });
  expect(map.charger).toEqual({ x_m: 0.55, y_m: 8.95 });
  expect(map.restrictions).toEqual({ noGo: [], noMop: [], walls: [[0.5, 9, 0.65, 9]], thresholds: [] });
  expect(map.paths).toEqual([Float64Array.of(0.5, 9, 0.6, 8.9)]);
});

test('version 1, which lists single pixels, gives the same map', () => {
  const single = layers.map(({ compressedPixels: runs, ...layer }) => {
    const pixels: number[] = [];
    for (let i = 0; i < runs.length; i += 3)
      for (let k = 0; k < runs[i + 2]; k++) pixels.push(runs[i] + k, runs[i + 1]);
    return { ...layer, pixels };
  });
  expect(read({ metaData: { version: 1 }, layers: single })).toEqual(read());
});

test.each([
  ['', 'malformed', /^home\.json: is empty/],
  [JSON.stringify(valid).slice(0, 200), 'malformed', /is not JSON, or cut off/],
  ['[]', 'foreign', /is no ValetudoMap: it has no __class, layers, entities, pixelSize/],
  ['{"type": "FeatureCollection"}', 'foreign', /is no ValetudoMap: it has no __class/],
  [JSON.stringify({ ...valid, __class: 'Map' }), 'foreign', /its __class is "Map"/],
  [JSON.stringify({ ...valid, layers: undefined }), 'missing', /no list of layers/],
  [JSON.stringify({ ...valid, layers: [] }), 'empty', /holds no floor/],
  [JSON.stringify({ ...valid, metaData: { version: 3 } }), 'unsupported', /version 3/],
  [JSON.stringify({ ...valid, pixelSize: 0 }), 'malformed', /pixelSize should be a number in \[1, 100\], got 0/],
  [
    JSON.stringify({ ...valid, layers: [{ type: 'floor', compressedPixels: [1, 2] }] }),
    'malformed',
    /layers\[0\] should hold/,
  ],
  [
    JSON.stringify({ ...valid, layers: [{ type: 'floor', pixels: [1, -2] }] }),
    'malformed',
    /layers\[0\] holds a pixel/,
  ],
  [
    JSON.stringify({ ...valid, layers: [{ type: 'floor', pixels: [0, 0, 99999, 99999] }] }),
    'unsupported',
    /spans 100004 x 100004 cells, at most 6000000/,
  ],
  [JSON.stringify({ ...valid, entities: [{ type: 'path', points: [1, 'x'] }] }), 'malformed', /entities\[0\]\.points/],
  [
    JSON.stringify({ ...valid, entities: [{ type: 'no_go_area', points: [0, 0, 1, 1] }] }),
    'malformed',
    /noGo\[0\] has 2 corners; at least 3 are needed; draw it anew in Valetudo/,
  ],
  [
    JSON.stringify({ ...valid, entities: [{ type: 'virtual_wall', points: [0, 0, 1, 1, 2, 2] }] }),
    'malformed',
    /walls\[0\] should be x0, y0, x1, y1, got 6 numbers/,
  ],
])('%.60s is refused', (json, code, message) => {
  let error: unknown;
  try {
    readValetudoMap(json, 'home.json');
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(FormatError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect((error as FormatError).message).not.toContain('\n');
});

const folder = `${data}/vendor-maps`;
(existsSync(folder) ? test : test.skip)('all 31 vendor maps read; robot and path lie on known floor', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(names.length).toBe(31);
  let onFloor = 0;
  let points = 0;
  for (const name of names) {
    const { grid, rooms, labels, paths, T_map_base } = readValetudoMap(readFileSync(`${folder}/${name}`, 'utf8'), name);
    const free = grid.data.filter((v) => v === 0).length * grid.resolution_m ** 2;
    expect(free).toBeGreaterThan(2);
    for (const room of rooms) expect(labels.includes(room.label)).toBe(true);
    expect(T_map_base).toBeDefined();
    for (const path of paths)
      for (let i = 0; i < path.length; i += 2) {
        points++;
        if (grid.data[cellY(grid, path[i + 1]) * grid.width + cellX(grid, path[i])] === 0) onFloor++;
      }
  }
  // A flip or shift of the grid against the path would show here.
  expect(onFloor / points).toBeGreaterThan(0.9);
});
