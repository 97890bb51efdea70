import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHomeMap } from '@homebound/formats';
import { editHome, startHome } from '@homebound/plan';
import { loadHome } from './loadHome.ts';
import { sampleHomeMap } from './sampleHomeMap.ts';

const folder = mkdtempSync(join(tmpdir(), 'homebound-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a kept map has its grid, and the rooms and restrictions that were kept with it', () => {
  const frame = { width: 32, height: 16, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  const restrictions = { noGo: [[0.5, 0.5, 1, 0.5, 1, 0.7]], noMop: [], walls: [], thresholds: [] };
  let home = startHome(new Int16Array(512).fill(1), frame, restrictions);
  home = editHome(home, { kind: 'rename', room: 1, name: 'Salon' });
  const { rooms } = home;
  const path = written('home.hbmap', encodeHomeMap({ ...sampleHomeMap('home'), home: { rooms, restrictions } }));
  const loaded = loadHome(path);
  // The sample: 16 rows of 32 cells that rays crossed, the lowest one a wall.
  expect(loaded.map).toMatchObject({ width: 32, height: 16, resolution_m: 0.05, originX_m: 0, originY_m: 0 });
  expect(loaded.map.data[0]).toBeGreaterThan(65);
  expect(loaded.map.data[32]).toBeLessThan(25);
  expect(loaded.home).toEqual({ rooms, restrictions, past: [], future: [] });
});

test('a kept map from before there were rooms is divided', () => {
  const { home } = loadHome(written('old.hbmap', encodeHomeMap(sampleHomeMap('old'))));
  expect(home.restrictions.noGo).toEqual([]);
  expect(home.rooms.width).toBe(32);
});

test('a maker’s map has the maker’s rooms, restrictions and dock', () => {
  const layers = [
    { type: 'floor', metaData: {}, compressedPixels: [10, 20, 3, 10, 21, 3] },
    { type: 'segment', metaData: { segmentId: '17', name: 'Kitchen ' }, compressedPixels: [10, 21, 3] },
  ];
  const entities = [
    { type: 'charger_location', points: [55, 105], metaData: {} },
    { type: 'virtual_wall', points: [50, 100, 65, 100], metaData: {} },
  ];
  const size = { x: 1000, y: 1000 };
  const json = { __class: 'ValetudoMap', metaData: { version: 2 }, size, pixelSize: 5, layers, entities };
  const { home, dock } = loadHome(written('vendor.json', JSON.stringify(json)));
  expect(home.rooms.rooms.map(({ id, name }) => [id, name])).toEqual([[1, 'Kitchen']]);
  expect(home.restrictions.walls).toEqual([[0.5, 9, 0.65, 9]]);
  expect(dock).toEqual({ x: 0.55, y: 8.95 });
});
