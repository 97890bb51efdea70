import { MapWarp } from '@homebound/math';
import type { Obstacle } from './obstacle.ts';
import type { ObstacleMap } from './obstacleMap.ts';
import { TestDrive } from './testDrive.ts';
import type { TestThing } from './testScene.ts';

const cord = (x1: number, y1: number, x2: number, y2: number): TestThing => ({
  shape: 'cord',
  x1,
  y1,
  x2,
  y2,
  radius: 0.003,
});

/** Two links: one before the body, from right to left; the other bends on from its left end, out of the picture. */
const bent = [cord(0.6, -0.15, 0.62, 0.28), cord(0.62, 0.28, 0.72, 0.44)];
const straight = [cord(0.6, -0.15, 0.62, 0.15)];

const start = { x: 0, y: 0, theta: 0 };

function most(obstacles: readonly Obstacle[], axis: 0 | 1): number {
  return Math.max(...obstacles.flatMap(({ outline_map }) => [...outline_map].filter((_, i) => i % 2 === axis)));
}

/** m from a place to the nearest side of an outline; 0 in it. */
function distanceTo({ outline_map: o }: Obstacle, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  let isInside = true;
  for (let i = 0, j = o.length - 2; i < o.length; j = i, i += 2) {
    const [ex, ey, px, py] = [o[i] - o[j], o[i + 1] - o[j + 1], x - o[j], y - o[j + 1]];
    if (ex * py - ey * px < 0) isInside = false;
    const t = Math.max(0, Math.min(1, (px * ex + py * ey) / (ex * ex + ey * ey)));
    least = Math.min(least, Math.hypot(px - t * ex, py - t * ey));
  }
  return isInside ? 0 : least;
}

test('a cord that leaves the picture is told with where it may go on: its unseen end is nearer than a berth to what is told', () => {
  const drive = new TestDrive(3, start);
  const told = drive.drive(0.8, { things: bent });
  expect(told.map(({ kind }) => kind)).toEqual(['cable']);
  expect(distanceTo(told[0], 0.72, 0.44)).toBeLessThan(0.08);
});

test('beyond an end with bare floor round it nothing is told', () => {
  const drive = new TestDrive(3, start);
  const told = lookedAround(drive);
  expect(told.map(({ kind }) => kind)).toEqual(['cable']);
  expect(most(told, 1)).toBeLessThan(0.2);
});

test('a cord that comes out of a wall does not go on in it', () => {
  const wall: TestThing = { shape: 'box', x: 0.6, y: 0.24, sizeX: 1.4, sizeY: 0.1, sizeZ: 1 };
  const drive = new TestDrive(3, start);
  const plugged = [cord(0.6, -0.15, 0.62, 0.19), wall];
  drive.drive(1, { things: plugged });
  drive.T_map_base = { ...drive.T_map_base, theta: 0.4 };
  const told = drive.drive(0.6, { things: plugged }, 0);
  expect(told.map(({ kind }) => kind)).toEqual(['cable']);
  expect(most(told, 1)).toBeLessThan(0.21);
});

test('a look at the floor beyond takes the rest back', () => {
  const drive = new TestDrive(3, start);
  const before = drive.drive(1, { things: straight });
  drive.T_map_base = { ...drive.T_map_base, theta: 0.6 };
  const after = drive.drive(0.6, { things: straight }, 0);
  expect(most(before, 1) - most(after, 1)).toBeGreaterThan(0.06);
});

test('what is known of the floor moves with the map', () => {
  const drive = new TestDrive(3, start);
  lookedAround(drive);
  const { map, now_s } = drive;
  const before = sizeOf(map, now_s);
  map.moveWith(new MapWarp([0, 0, 0], [0.5, -0.3, 0.4]));
  expect(sizeOf(map, now_s) - before).toBeLessThan(0.05);
});

/** It turns left and right 0.3 m before the straight cord. */
function lookedAround(drive: TestDrive): readonly Obstacle[] {
  drive.drive(1, { things: straight });
  for (const theta of [0.6, -0.6]) {
    drive.T_map_base = { ...drive.T_map_base, theta };
    drive.drive(0.6, { things: straight }, 0);
  }
  return drive.map.obstacles(drive.now_s);
}

/** The longest way across what is told. */
function sizeOf(map: ObstacleMap, now_s: number): number {
  const points = map
    .obstacles(now_s)
    .flatMap(({ outline_map: o }) => [...o.keys()].filter((i) => i % 2 === 0).map((i) => [o[i], o[i + 1]]));
  return Math.max(...points.flatMap(([ax, ay]) => points.map(([bx, by]) => Math.hypot(ax - bx, ay - by))));
}
