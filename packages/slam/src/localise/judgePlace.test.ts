import { ScanProjector } from '@homebound/lidar';
import { compose, createRng, identity, type SE2 } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { box, takeScan, type Wall } from '../testRoom.ts';
import { fitOf } from './hypothesis.ts';
import { judgePlace, type SeenCloud } from './judgePlace.ts';
import { LocalCloud } from './localCloud.ts';

/** 5 × 4 m, a chest of 1 m in its middle and a door in the east. */
const room: readonly Wall[] = [
  [-2.51, -2.02, 2.52, -2.02],
  [-2.51, 2.03, 2.52, 2.03],
  [-2.51, -2.02, -2.51, 2.03],
  [2.52, -2.02, 2.52, -0.5],
  [2.52, 0.5, 2.52, 2.03],
];
const chest = box(0.2, -0.5, 1.2, 0.5);
const T: SE2 = { x: -1.4, y: 0.9, theta: 0.3 };
const west: readonly SE2[] = [
  T,
  { x: -1, y: -1.2, theta: 0 },
  { x: 1.6, y: 1.4, theta: 0 },
  { x: 1.7, y: -1.3, theta: 0 },
];

function mapOf(walls: readonly Wall[], resolution_m = 0.05): OccupancyMap {
  const map = new OccupancyMap({ resolution_m });
  const rng = createRng(1);
  const projector = new ScanProjector();
  for (const place of west) map.insert(projector.project(takeScan(walls, () => place, 0, rng))!, place);
  return map;
}

function cloudAt(walls: readonly Wall[], place: SE2): SeenCloud {
  const cloud = new LocalCloud();
  cloud.add(new ScanProjector().project(takeScan(walls, () => place, 0, createRng(2)))!, identity);
  return cloud.cloud();
}

test.each([0.025, 0.05])(
  'at the right place nearly all is explained, closely, and nothing contradicts, cells of %d m',
  (resolution_m) => {
    const cloud = cloudAt([...room, ...chest], T);
    const evidence = judgePlace(mapOf([...room, ...chest], resolution_m), cloud, T);
    expect(evidence.explained).toBeGreaterThan(0.98);
    expect(evidence.crisp).toBeGreaterThan(0.97);
    expect(evidence.inFree).toBeLessThan(0.01);
    expect(evidence.throughWalls).toBeLessThan(0.05);
    expect(evidence.rms_m).toBeLessThan(0.02);
    expect(fitOf(evidence)).toBeGreaterThan(0.93);
  },
);

test('a chest that is new stands in free floor; one that is gone is looked through', () => {
  const isNew = judgePlace(mapOf(room), cloudAt([...room, ...chest], T), T);
  const isGone = judgePlace(mapOf([...room, ...chest]), cloudAt(room, T), T);
  // From T the chest covers about 30° of the view, its far half within 0.2 m of nothing: about a tenth of the points.
  expect(isNew.inFree).toBeGreaterThan(0.05);
  expect(isNew.throughWalls).toBeLessThan(0.05);
  expect(isGone.throughWalls).toBeGreaterThan(0.05);
  expect(isGone.inFree).toBeLessThan(0.02);
});

test('half a metre or 30° off, walls fit loosely, points stand in free floor and rays pass walls', () => {
  const map = mapOf([...room, ...chest]);
  const cloud = cloudAt([...room, ...chest], T);
  const right = fitOf(judgePlace(map, cloud, T));
  for (const off of [
    { x: 0.5, y: 0.1, theta: 0 },
    { x: 0, y: 0, theta: 0.5 },
    { x: 0.06, y: 0.06, theta: 0.05 },
  ]) {
    const fit = fitOf(judgePlace(map, cloud, compose(T, off)));
    expect(fit).toBeLessThan(right - 0.3);
  }
});

test('points beyond the map are no contradiction, but no overlap either', () => {
  const next = [...room, ...box(3.5, -1.5, 5.5, 1.5)];
  const evidence = judgePlace(mapOf(room), cloudAt(next, { x: 2.2, y: 0, theta: 0 }), { x: 2.2, y: 0, theta: 0 });
  expect(evidence.overlap).toBeLessThan(0.95);
  expect(evidence.explained).toBeGreaterThan(evidence.overlap - 0.03);
  expect(evidence.inFree).toBeLessThan(0.02);
});

test('a cloud holds what was seen on the last metres, in the newest frame', () => {
  const cloud = new LocalCloud({ step_m: 0.29, keepWay_m: 1 });
  const projector = new ScanProjector();
  const rng = createRng(3);
  const map = mapOf(room);
  const sizes: number[] = [];
  let kept = 0;
  for (let k = 0; k <= 30; k++) {
    const T_map_base = { x: -1.5 + 0.1 * k, y: -1.2, theta: 0.02 * k };
    if (cloud.add(projector.project(takeScan(room, () => T_map_base, 0, rng))!, T_map_base)) kept++;
    const seen = cloud.cloud();
    sizes.push(seen.n);
    expect(judgePlace(map, seen, T_map_base).explained).toBeGreaterThan(0.9);
    // The sensor sits in the base's centre.
    expect(Math.abs(seen.origins_base[2 * seen.n - 2])).toBeLessThan(1e-9);
  }
  // Every third scan of 0.1 m is kept; for 1 m, turns included, that is 4 at most, and the newest.
  expect(kept).toBe(11);
  expect(cloud.way_m).toBeCloseTo(3, 9);
  expect(Math.max(...sizes)).toBeLessThan(6.5 * sizes[0]);
  expect(sizes[20]).toBeGreaterThan(2.5 * sizes[0]);
});
