import type { OccupancyGrid } from '@homebound/grid';
import { hypot, MapWarp, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import type { ObstacleKind } from '@homebound/vision';
import type { Leg } from '../leg.ts';
import { finish } from '../slices.ts';
import { CleaningWork } from '../work.ts';
import type { AvoidedThing } from './avoidance.ts';
import { FloorObstacles } from './floorObstacles.ts';
import { passings } from './passing.ts';

const R = defaultGeometry.bodyRadius_m;
const at: SE2 = { x: 0, y: 0, theta: 0 };

/** Squares of 6 cm, numbered as they come. */
function things(...placed: readonly [kind: ObstacleKind, x: number, y: number, half_m?: number][]): AvoidedThing[] {
  return placed.map(([kind, x, y, h = 0.03], k) => ({
    id: k + 1,
    kind,
    label: '',
    confidence: 1,
    outline_map: Float64Array.of(x - h, y - h, x + h, y - h, x + h, y + h, x - h, y + h),
    height_m: 0.03,
    firstSeen_s: 0,
    lastSeen_s: 0,
    berth_m: passings[kind].berth_m,
    reason: passings[kind].reason,
    isDismissed: false,
  }));
}

/** A walled room with its corner at (-0.5, -0.5), 5 m long and so many wide. */
function roomMap(width_m = 3): OccupancyGrid {
  const frame = { width: 280, height: 220, resolution_m: 0.025, originX_m: -1.2, originY_m: -1.2 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = frame.originX_m + (ix + 0.5) * 0.025;
      const y = frame.originY_m + (iy + 0.5) * 0.025;
      const inside = Math.min(x + 0.5, 4.5 - x, y + 0.5, width_m - 0.5 - y);
      if (inside > -0.1) data[iy * frame.width + ix] = inside > 0 ? 0 : 100;
    }
  return { ...frame, data };
}

function workIn(map: OccupancyGrid, list: readonly AvoidedThing[]): CleaningWork {
  const work = new CleaningWork(defaultGeometry);
  work.setMap(map);
  work.setDock({ x: 4, y: 2, theta: 0 });
  work.hearObstacles(list);
  work.addPose(at, false);
  return work;
}

/** Legs as they come, each driven to its end, and what was said when there were no more. */
function cleanAll(work: CleaningWork, each: (path: Float64Array) => void = () => {}): { reason: string; last: SE2 } {
  let T = at;
  for (let k = 0; k < 60; k++) {
    const leg: Leg = finish(work.nextLeg(T, k));
    if (leg.kind === 'none') return { reason: leg.reason, last: T };
    each(leg.path_map);
    for (let i = 0; i + 3 < leg.path_map.length; i += 2) {
      const [x0, y0, x1, y1] = leg.path_map.subarray(i, i + 4);
      const n = Math.max(1, Math.ceil(hypot(x1 - x0, y1 - y0) / 0.02));
      const theta = Math.atan2(y1 - y0, x1 - x0);
      for (let j = 0; j <= n; j++)
        work.addPose({ x: x0 + ((x1 - x0) * j) / n, y: y0 + ((y1 - y0) * j) / n, theta }, true);
      T = { x: x1, y: y1, theta };
    }
    work.legEnded(true, T);
  }
  throw new Error('the job has no end');
}

/** m between the body's edge and a square at the nearest along a path. */
function nearest(path: Float64Array, x: number, y: number, half_m = 0.03): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < path.length; i += 2)
    for (let k = 0; k <= 50; k++) {
      const px = path[i] + ((path[i + 2] - path[i]) * k) / 50;
      const py = path[i + 1] + ((path[i + 3] - path[i + 1]) * k) / 50;
      const off = hypot(Math.max(0, Math.abs(px - x) - half_m), Math.max(0, Math.abs(py - y) - half_m));
      least = Math.min(least, off - R);
    }
  return least;
}

test('a whole job keeps its berths, cleans round them, and says what it kept clear of', () => {
  const list = things(['cable', 1.5, 1], ['soft', 3, 0.4], ['soft', 3, 1.8], ['threshold', 2.2, 1, 0.2]);
  const work = workIn(roomMap(), list);
  const least = list.map(() => Number.POSITIVE_INFINITY);
  const { reason } = cleanAll(work, (path) => {
    for (const [k, { outline_map }] of list.slice(0, 3).entries())
      least[k] = Math.min(least[k], nearest(path, outline_map[0] + 0.03, outline_map[1] + 0.03));
  });
  // Ways are planned to keep 10 mm more than the berth, less 5 between cells.
  for (const k of [0, 1, 2]) expect(least[k]).toBeGreaterThan(list[k].berth_m);
  expect(least[0]).toBeLessThan(0.2);
  expect(reason).toContain('Kept clear of a cable and 2 soft things.');
  expect(work.figures().coverage).toBeGreaterThan(0.97);
});

test('what has gone is cleaned in the same job', () => {
  const work = workIn(roomMap(), things(['low', 2, 1, 0.1]));
  const { reason, last } = cleanAll(work);
  expect(reason).toContain('something low');
  const before_m2 = work.figures().cleanedArea_m2;
  work.hearObstacles([]);
  let isOver = false;
  const leg = finish(work.nextLeg(last, 100));
  if (leg.kind === 'path') isOver = nearest(leg.path_map, 2, 1, 0.1) < 0;
  expect(isOver).toBe(true);
  work.legEnded(true, last);
  // 0.2 m and a berth of 0.12 m on each side, and what the brush in the body's middle leaves round it.
  expect(work.figures().reachableArea_m2 - before_m2).toBeGreaterThan(0.15);
});

test('shut in by what may be gone it plans over it, and leaves the rest to the driver; never over a cable', () => {
  const shutIn: SE2 = { x: 3.5, y: -0.2, theta: 0 };
  for (const [kind, wanted] of [
    ['thing', 'path'],
    ['cable', 'none'],
  ] as const) {
    // The room is 0.6 m wide, and it stands within the berth.
    const work = workIn(roomMap(0.6), things([kind, 3.5 - R - 0.06, -0.2]));
    work.addPose(shutIn, false);
    expect(work.pathTo(shutIn, 0, -0.2, 0).kind).toBe(wanted);
  }
});

test('a robot within a berth gets out the way it came', () => {
  const work = workIn(roomMap(), []);
  for (let x = 0; x < 1.8; x += 0.02) work.addPose({ x, y: 1, theta: 0 }, true);
  // 6 cm before the body: its berth of 12 cm reaches 6 cm under it.
  work.hearObstacles(things(['low', 1.78 + R + 0.06 + 0.03, 1]));
  const leg = finish(work.nextLeg({ x: 1.78, y: 1, theta: 0 }, 1));
  if (leg.kind !== 'path') throw new Error(leg.reason);
  expect(leg.path_map[2]).toBeLessThan(1.75);
  expect(nearest(leg.path_map, 1.78 + R + 0.09, 1)).toBeGreaterThan(0.05);
});

test('pieces of one thing are told as one', () => {
  const obstacles = new FloorObstacles();
  obstacles.hear(things(['cable', 0, 0], ['cable', 0.5, 0], ['cable', 0.25, 0], ['soft', 0.25, 0.1], ['cable', 2, 0]));
  expect(obstacles.words).toBe('Kept clear of 2 cables and something soft.');
});

test('where a cable lies near, it does not feel its way without a map', () => {
  const work = workIn(roomMap(), things(['soft', 0.5, 0], ['cable', 1.5, 0]));
  expect(work.mayWander({ x: 0.3, y: 0, theta: 0 })).toBe(true);
  expect(work.mayWander({ x: 0.7, y: 0, theta: 0 })).toBe(false);
});

test('a way is called off by what has come to lie on its rest, once in a while', () => {
  const path = Float64Array.of(0, 0, 2, 0, 2, 1, 0, 1);
  const obstacles = new FloorObstacles();
  const isOn = (x: number, y: number, now_s: number): boolean => obstacles.isOnWay(path, { x, y }, R, now_s);
  obstacles.hear(things(['cable', 1, 0.2], ['thing', 5, 5]));
  expect(isOn(0.5, 0, 0)).toBe(true);
  expect(isOn(0.5, 0, 1)).toBe(false);
  expect(isOn(0.5, 0, 4)).toBe(true);
  // It lies behind, beside, or is driven over.
  expect(isOn(1.6, 0, 10)).toBe(false);
  obstacles.hear(things(['cable', 1, -0.27]));
  expect(isOn(0.5, 0, 20)).toBe(false);
  obstacles.hear(things(['threshold', 1, 0]));
  expect(isOn(0.5, 0, 30)).toBe(false);
  obstacles.hear(things(['shoe', 1, -5]));
  obstacles.moveWith(new MapWarp(Float64Array.of(0, 0, 0), Float64Array.of(0, 5, 0)));
  expect(isOn(0.5, 0, 40)).toBe(true);
});
