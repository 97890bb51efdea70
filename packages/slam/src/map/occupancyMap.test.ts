import { ScanProjector } from '@homebound/lidar';
import { createRng, type SE2 } from '@homebound/math';
import { checksumOf } from '../checksum.ts';
import { flat, takeScan } from '../testRoom.ts';
import { OccupancyMap } from './occupancyMap.ts';

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
