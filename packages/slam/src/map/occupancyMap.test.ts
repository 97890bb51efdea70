import { type ScanPoints, ScanProjector } from '@homebound/lidar';
import { createRng, type SE2 } from '@homebound/math';
import { checksumOf } from '../checksum.ts';
import { flat, takeScan } from '../testRoom.ts';
import { OccupancyMap } from './occupancyMap.ts';
import { MEAN_UNITS } from './tileMap.ts';

const places: readonly SE2[] = [
  { x: -2, y: 0.85, theta: 0 },
  { x: -2, y: -1.5, theta: 1 },
  { x: 2, y: 0.85, theta: 2 },
];

function draw(map: OccupancyMap, from: readonly SE2[], later: boolean): void {
  const projector = new ScanProjector();
  const rng = createRng(3);
  for (const T of from) {
    const points = projector.project(takeScan(flat, () => T, 0, rng))!;
    if (later) map.insertLater(points, T);
    else map.insert(points, T);
  }
  if (later) map.indexTiles(map.tiles.tileCoordinates(), 0, map.tiles.tileCount);
}

function countsOf(map: OccupancyMap): number[] {
  const out: number[] = [];
  for (let iy = -80; iy < 80; iy++)
    for (let ix = -100; ix < 100; ix++) out.push(map.tiles.counts[map.tiles.at(ix, iy)]);
  return out;
}

function fieldOf(map: OccupancyMap): number[] {
  const out: number[] = [];
  for (let iy = -80; iy < 80; iy++) for (let ix = -100; ix < 100; ix++) out.push(map.field.distance_cells(ix, iy));
  return out;
}

test('drawn at once or later, the map and its distances are the same', () => {
  const now = new OccupancyMap();
  const later = new OccupancyMap();
  draw(now, places, false);
  draw(later, places, true);
  // Not tile by tile: the field makes tiles of its own, before others.
  expect(countsOf(later)).toEqual(countsOf(now));
  expect(fieldOf(later)).toEqual(fieldOf(now));
});

test('a cleared map holds nothing, and what is drawn then is as in a new one', () => {
  const used = new OccupancyMap();
  draw(used, places, false);
  used.clear();
  expect([used.isEmpty, used.content()]).toEqual([true, undefined]);
  expect(new Set(fieldOf(used))).toEqual(new Set([10])); // 0.5 m, in cells of 5 cm
  const fresh = new OccupancyMap();
  draw(used, places.slice(2), false);
  draw(fresh, places.slice(2), false);
  expect(checksumOf(places[0], used.tiles)).toBe(checksumOf(places[0], fresh.tiles));
  expect(fieldOf(used)).toEqual(fieldOf(fresh));
});

/** A wall across x, 2 m before the sensor, seen from the origin by beams half a centimetre apart at the wall. */
function wallAt(x_m: number): ScanPoints {
  const n = 200;
  const pts_base = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) pts_base.set([x_m, 0.0025 + 0.005 * (i - n / 2)], 2 * i);
  return { stamp_s: 0, hits: n, misses: 0, invalid: 0, pts_base, origins_base: new Float64Array(2 * n) };
}

/** Where the wall on the x axis stands in the map: mean of the ends in the cells around, m. */
function wallIn({ tiles }: OccupancyMap): number {
  let sum = 0;
  let ends = 0;
  for (let ix = 30; ix < 50; ix++) {
    const at = tiles.at(ix, 0);
    const hits = tiles.counts[at] >>> 16;
    sum += hits * (ix + 0.5 + tiles.means[2 * at] / MEAN_UNITS);
    ends += hits;
  }
  return (sum / ends) * tiles.resolution_m;
}

test('a wall seen often stays where it is, however long scans come that are off by some millimetres', () => {
  const map = new OccupancyMap();
  const start: SE2 = { x: 0, y: 0, theta: 0 };
  for (let k = 0; k < 20; k++) map.insert(wallAt(2.02), start);
  const before = wallIn(map);
  expect(before).toBeCloseTo(2.02, 3);
  for (let k = 0; k < 500; k++) map.insert(wallAt(2.015), start);
  expect(Math.abs(wallIn(map) - before)).toBeLessThan(0.0005);
  // A young wall follows.
  const young = new OccupancyMap({ settledHits: 10_000 });
  for (let k = 0; k < 20; k++) young.insert(wallAt(2.02), start);
  for (let k = 0; k < 500; k++) young.insert(wallAt(2.015), start);
  expect(wallIn(young)).toBeCloseTo(2.015, 3);
});

test('a settled cupboard that was carried away is cleared by the rays that pass, and one moved nearer is drawn', () => {
  const start: SE2 = { x: 0, y: 0, theta: 0 };
  const map = new OccupancyMap();
  for (let k = 0; k < 50; k++) map.insert(wallAt(2), start);
  for (let k = 0; k < 400; k++) map.insert(wallAt(3), start);
  expect(map.field.distance_cells(40, 0)).toBeGreaterThan(5);
  expect(map.field.distance_cells(60, 0)).toBe(0);
  for (let k = 0; k < 400; k++) map.insert(wallAt(1.5), start);
  expect(map.field.distance_cells(30, 0)).toBe(0);
});
