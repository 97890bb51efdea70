import type { OccupancyGrid } from '@homebound/grid';
import { createRng } from '@homebound/math';
import { findNearest, findPath, pathLength } from './findPath.ts';
import { type FreeSpace, freeSpace } from './freeSpace.ts';
import { GridSearch } from './gridSearch.ts';
import { blankMap, clutteredMap, drawnMap, fillRectangle } from './sampleMaps.ts';
import { isStandable } from './standing.ts';

/** Exact distance from a point to the nearest cell that is not free, by looking at all of them within 0.6 m. */
function trueClearance(map: OccupancyGrid, x: number, y: number): number {
  const { width, height, resolution_m: res, originX_m, originY_m, data } = map;
  const cx = Math.floor((x - originX_m) / res);
  const cy = Math.floor((y - originY_m) / res);
  let best = 0.6;
  for (let iy = cy - 12; iy <= cy + 12; iy++)
    for (let ix = cx - 12; ix <= cx + 12; ix++) {
      const inside = ix >= 0 && iy >= 0 && ix < width && iy < height;
      if (inside && data[iy * width + ix] === 0) continue;
      const dx = Math.max(0, originX_m + ix * res - x, x - originX_m - (ix + 1) * res);
      const dy = Math.max(0, originY_m + iy * res - y, y - originY_m - (iy + 1) * res);
      best = Math.min(best, Math.hypot(dx, dy));
    }
  return best;
}

function leastClearance(map: OccupancyGrid, path: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 2 < path.length; i += 2) {
    const steps = Math.ceil(Math.hypot(path[i + 2] - path[i], path[i + 3] - path[i + 1]) / 0.005) + 1;
    for (let k = 0; k <= steps; k++) {
      const t = k / steps;
      const x = path[i] + t * (path[i + 2] - path[i]);
      const y = path[i + 1] + t * (path[i + 3] - path[i + 1]);
      least = Math.min(least, trueClearance(map, x, y));
    }
  }
  return least;
}

/** Dijkstra without any cleverness, to check the search's costs. */
function bruteCosts(space: FreeSpace, start: number): Float64Array {
  const cost = new Float64Array(space.driveCost.length).fill(Number.POSITIVE_INFINITY);
  cost[start] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let c = 0; c < cost.length; c++)
      for (const d of [
        -1,
        1,
        -space.width,
        space.width,
        -space.width - 1,
        -space.width + 1,
        space.width - 1,
        space.width + 1,
      ]) {
        const w = space.driveCost[c];
        if (w === 0 || cost[c + d] === undefined) continue;
        const step = Math.abs(d) === 1 || Math.abs(d) === space.width ? w : (w * 181) >> 7;
        if (cost[c + d] + step < cost[c]) {
          cost[c] = cost[c + d] + step;
          changed = true;
        }
      }
  }
  return cost;
}

function standablePoints(space: FreeSpace, seed: number, n: number): { x: number; y: number }[] {
  const rng = createRng(seed);
  const points: { x: number; y: number }[] = [];
  while (points.length < n) {
    const x = space.originX_m + rng.uniform() * space.width * space.resolution_m;
    const y = space.originY_m + rng.uniform() * space.height * space.resolution_m;
    if (isStandable(space, x, y)) points.push({ x, y });
  }
  return points;
}

test.each([1, 2, 3, 4, 5, 6])('paths keep the body clear of everything, by brute force (seed %i)', (seed) => {
  const map = clutteredMap(seed, 7, 6, 22);
  const space = freeSpace(map, { margin_m: 0.01 });
  const points = standablePoints(space, seed + 100, 12);
  for (let k = 0; k + 1 < points.length; k++) {
    const result = findPath(space, points[k], points[k + 1]);
    if (!result.ok) throw new Error(result.reason);
    const { path } = result;
    expect(path[0]).toBe(points[k].x);
    expect(path.at(-1)).toBe(points[k + 1].y);
    expect(result.goalError_m).toBe(0);
    // 0.17 + 0.01 m asked; 4 mm is what a chord over a cell's diagonal may cut.
    expect(leastClearance(map, path)).toBeGreaterThan(0.18 - 0.004);
    expect(result.length_m).toBeCloseTo(pathLength(path), 12);
  }
});

test('Dijkstra and A* find the costs of brute force (seed 8)', () => {
  const map = clutteredMap(8, 3, 3, 5);
  const space = freeSpace(map);
  const start = space.standable.indexOf(1);
  const brute = bruteCosts(space, start);
  const search = new GridSearch(space);
  let checked = 0;
  for (let goal = 0; goal < brute.length; goal += 7) {
    const found = search.run(start, goal);
    if (space.standable[goal] === 0) expect(found).toEqual([]);
    else {
      expect(found).toEqual([goal]);
      expect(search.costOf(goal)).toBe(brute[goal]);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(50);
  const all = search.run(start, -1, space.standable, 1e9);
  expect(all).toHaveLength(space.standable.reduce((a, b) => a + b, 0));
  for (const cell of all) expect(search.costOf(cell)).toBe(brute[cell]);
});

test('in the open the path is the straight line', () => {
  const space = freeSpace(blankMap(6, 6, 0));
  const result = findPath(space, { x: 0, y: 1.9 }, { x: 3.3, y: 4.7 });
  expect(result.ok && [...result.path]).toEqual([0, 1.9, 3.3, 4.7]);
});

test('a wider way is preferred to a slightly shorter one along a wall', () => {
  const map = blankMap(8, 4, 0);
  const { originX_m: x0, originY_m: y0 } = map;
  fillRectangle(map, x0 + 3.8, y0, x0 + 4.2, y0 + 2, 100); // a pillar to go round
  const space = freeSpace(map);
  const result = findPath(space, { x: x0 + 2, y: y0 + 1 }, { x: x0 + 6, y: y0 + 1 });
  if (!result.ok) throw new Error(result.reason);
  // Shortest would graze the corner at 0.18 m; the preferred way keeps at least 0.23 m for a few centimetres more.
  expect(leastClearance(map, result.path)).toBeGreaterThan(0.23);
  expect(result.length_m).toBeLessThan(5.2);
});

test('a start inside the inflation escapes to the nearest standable floor', () => {
  const map = blankMap(4, 4, 0);
  const { originX_m: x0, originY_m: y0 } = map;
  const space = freeSpace(map, { from: { x: x0 + 0.08, y: y0 + 2 } });
  const result = findPath(space, { x: x0 + 0.08, y: y0 + 2 }, { x: x0 + 3, y: y0 + 2 });
  if (!result.ok) throw new Error(result.reason);
  expect(result.path[0]).toBe(x0 + 0.08);
  // It leaves the wall squarely: by the time it has room it has moved at most a cell sideways.
  expect(leastClearance(map, result.path.subarray(2))).toBeGreaterThan(0.176);
});

test('misses have reasons: far from floor, goal walled in', () => {
  const map = drawnMap([...Array(20).fill(`${'.'.repeat(20)}###${'.'.repeat(20)}`)], 0.05);
  const space = freeSpace(map, { from: { x: 0.5, y: 0.5 } });
  expect(findPath(space, { x: 0.5, y: 0.5 }, { x: 1.8, y: 0.5 })).toEqual({ ok: false, reason: 'goalBlocked' });
  expect(findPath(space, { x: 9, y: 9 }, { x: 0.5, y: 0.5 })).toEqual({ ok: false, reason: 'startBlocked' });
  expect(freeSpace(drawnMap(['###', '###'], 0.05)).standable).toEqual(new Uint8Array(6));
});

test('the nearest of many targets is the nearest by way, not by air', () => {
  const map = blankMap(6, 4, 0);
  const { originX_m: x0, originY_m: y0 } = map;
  fillRectangle(map, x0 + 2.9, y0, x0 + 3.0, y0 + 3.2, 100);
  const space = freeSpace(map);
  const targets = new Uint8Array(space.standable.length);
  const cell = (x: number, y: number) => Math.floor(y / 0.05) * space.width + Math.floor(x / 0.05);
  targets[cell(3.5, 0.5)] = 1; // 1 m by air through the wall
  targets[cell(0.5, 0.5)] = 1; // 2 m
  const result = findNearest(space, { x: x0 + 2.5, y: y0 + 0.5 }, targets);
  expect(result.ok && result.path.at(-2)).toBeCloseTo(x0 + 0.525, 6);
});

test('unknown specks between beams are floor, unknown patches and specks at walls are not; keep-out blocks', () => {
  const map = blankMap(3, 3, 0);
  fillRectangle(map, map.originX_m + 1, map.originY_m + 1, map.originX_m + 1.1, map.originY_m + 1.1, -1);
  fillRectangle(map, map.originX_m + 2, map.originY_m + 2, map.originX_m + 2.2, map.originY_m + 2.2, -1);
  fillRectangle(map, map.originX_m + 1, map.originY_m + 2, map.originX_m + 1.05, map.originY_m + 2.05, -1);
  fillRectangle(map, map.originX_m + 1.05, map.originY_m + 2, map.originX_m + 1.1, map.originY_m + 2.05, 100);
  const at = (x: number, y: number) => Math.floor(y / 0.05 + 0.5) * map.width + Math.floor(x / 0.05 + 0.5);
  const { isFree } = freeSpace(map);
  expect([isFree[at(1, 1)], isFree[at(2.1, 2.1)], isFree[at(1, 2)]]).toEqual([1, 0, 0]);
  const keepOut = new Uint8Array(map.data.length);
  keepOut[at(0.5, 0.5)] = 1;
  expect(freeSpace(map, { keepOut }).standable[at(0.6, 0.6)]).toBe(0);
  expect(() => freeSpace(map, { keepOut: new Uint8Array(3) })).toThrow('keepOut: 60 x 60 cells wanted, got 3');
});

test('a body that just fits does fit, though distances are kept as single numbers', () => {
  // A corridor of 7 cells of 5 cm; in single precision its middle is 0.17499999 m from the walls.
  const rows = ['#'.repeat(12), ...Array.from({ length: 7 }, () => `#${'.'.repeat(10)}#`), '#'.repeat(12)];
  const space = freeSpace(drawnMap(rows, 0.05), { robotRadius_m: 0.175, margin_m: 0 });
  expect(space.standable.reduce((sum, is) => sum + is, 0)).toBe(4);
});

test('a way is looked for no farther than asked: the same way when it is short enough, else none', () => {
  // A wall with an opening at its far end, 5 m off: the way to the other side of it is a bit more than 10 m.
  const map = blankMap(6, 2, 0);
  fillRectangle(map, map.originX_m, map.originY_m + 0.95, map.originX_m + 5, map.originY_m + 1.05, 100);
  const space = freeSpace(map, { margin_m: 0 });
  const [from, to] = [0.5, 1.5].map((y) => ({ x: map.originX_m + 0.5, y: map.originY_m + y }));
  const free = findPath(space, from, to, { shortest: true });
  expect(free.ok && free.length_m).toBeGreaterThan(9);
  expect(findPath(space, from, to, { shortest: true, longest_m: 12 })).toEqual(free);
  expect(findPath(space, from, to, { shortest: true, longest_m: 6 })).toEqual({ ok: false, reason: 'tooFar' });
});
