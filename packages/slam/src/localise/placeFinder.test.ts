import { ScanProjector } from '@homebound/lidar';
import { angleDiff, compose, cos, createRng, hypot, identity, type Rng, type SE2, sin } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { flat, takeScan, type Wall } from '../testRoom.ts';
import { KeyHeap } from './keyHeap.ts';
import { type LikelihoodGrid, likelihoodGrid } from './likelihoodGrid.ts';
import { PlaceFinder } from './placeFinder.ts';
import { buildPyramid, PAD, TOP_LEVEL } from './pyramid.ts';
import { samplePoints } from './samplePoints.ts';

const UNKNOWN = 51;

/** A map of some walls, drawn from a few places. */
function mapOf(walls: readonly Wall[], places: readonly SE2[], resolution_m: number): OccupancyMap {
  const map = new OccupancyMap({ resolution_m });
  const projector = new ScanProjector();
  const rng = createRng(1);
  for (const T of places)
    for (let turn = 0; turn < 2; turn++) map.insert(projector.project(takeScan(walls, () => T, 0, rng))!, T);
  return map;
}

const inFlat: readonly SE2[] = [
  { x: -2, y: 0.85, theta: 0 },
  { x: -2, y: -1.5, theta: 1 },
  { x: 2, y: 0.85, theta: 2 },
  { x: 0.5, y: -1.2, theta: 0.3 },
  { x: 1, y: 2.2, theta: 0.1 },
  { x: 3, y: -2.4, theta: 0.1 },
];

function pointsAt(walls: readonly Wall[], T: SE2, rng: Rng): { pts: Float64Array; n: number } {
  const { pts_base, hits } = new ScanProjector().project(takeScan(walls, () => T, 0, rng))!;
  return { pts: pts_base.slice(0, 2 * hits), n: hits };
}

/** The value of a cell of the likelihood grid, unknown outside. */
function likelihoodAt(grid: LikelihoodGrid, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < grid.width && y < grid.height ? grid.values[y * grid.width + x] : UNKNOWN;
}

test('pyramid: every byte of every level is the maximum of its window, by brute force', () => {
  const rng = createRng(4);
  const [width, height] = [37, 29];
  const values = Uint8Array.from({ length: width * height }, () => rng.int(256));
  const grid = { width, height, resolution_m: 0.05, minIx: 0, minIy: 0, values, standable: values };
  const pyramid = buildPyramid(grid);
  let checked = 0;
  for (let h = 1; h <= TOP_LEVEL; h++)
    for (let y = 0; y < pyramid.height; y++)
      for (let x = 0; x < pyramid.width; x++)
        for (let child = 0; child < 4; child++) {
          const half = 1 << (h - 1);
          const fromX = x - PAD + (child & 1) * half;
          const fromY = y - PAD + (child >> 1) * half;
          let greatest = 0;
          for (let wy = fromY; wy < fromY + half; wy++)
            for (let wx = fromX; wx < fromX + half; wx++) greatest = Math.max(greatest, likelihoodAt(grid, wx, wy));
          const byte = (pyramid.quads[h][y * pyramid.width + x] >>> (8 * child)) & 255;
          if (byte !== greatest)
            throw new Error(`level ${h}, node ${x}, ${y}, child ${child}: ${byte}, not ${greatest}`);
          checked++;
        }
  // 69 × 61 nodes, 5 levels, 4 children
  expect(checked).toBe(69 * 61 * 20);
});

test('likelihood: 255 on walls, 0 on open floor, the floor value where nobody looked; stand clear of walls only', () => {
  const map = mapOf(flat, inFlat, 0.05);
  const grid = likelihoodGrid(map)!;
  const at = (x: number, y: number) =>
    Math.floor(y / 0.05 - grid.minIy) * grid.width + Math.floor(x / 0.05 - grid.minIx);
  expect(grid.values[at(-1, -3.03)]).toBe(255);
  expect(grid.values[at(0.5, -1.2)]).toBe(0);
  expect(grid.values[at(-3.75, -1.2)]).toBe(UNKNOWN); // in the cupboard
  expect(grid.standable[at(0.5, -1.2)]).toBe(1);
  expect(grid.standable[at(0.5, -2.98)]).toBe(0); // 5 cm from the wall
  expect(grid.standable[at(-3.75, -1.2)]).toBe(0);
  expect(likelihoodGrid(new OccupancyMap())).toBeUndefined();
});

/** Every pose of the search's grid, the best ones apart from each other, by trying all. */
function bruteForce(map: OccupancyMap, sample: Float64Array, turns: number, count: number) {
  const grid = likelihoodGrid(map)!;
  const n = sample.length / 2;
  const poses: { x: number; y: number; theta: number; sum: number }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const theta = (turn * 2 * Math.PI) / turns - Math.PI;
    const [c, s] = [cos(theta) / grid.resolution_m, sin(theta) / grid.resolution_m];
    for (let y = 0; y < grid.height; y++)
      for (let x = 0; x < grid.width; x++) {
        if (grid.standable[y * grid.width + x] === 0) continue;
        let sum = 0;
        for (let i = 0; i < n; i++) {
          const px = x + Math.floor(c * sample[2 * i] - s * sample[2 * i + 1] + 0.5);
          const py = y + Math.floor(s * sample[2 * i] + c * sample[2 * i + 1] + 0.5);
          sum += likelihoodAt(grid, px, py);
        }
        const [mx, my] = [(grid.minIx + x + 0.5) * grid.resolution_m, (grid.minIy + y + 0.5) * grid.resolution_m];
        poses.push({ x: mx, y: my, theta, sum });
      }
  }
  // Stable: ties stay in the order of turn, y, x, as the search breaks them.
  poses.sort((a, b) => b.sum - a.sum);
  const kept: typeof poses = [];
  for (const pose of poses) {
    if (kept.length === count) break;
    const isTaken = kept.some(
      (k) => (k.x - pose.x) ** 2 + (k.y - pose.y) ** 2 < 0.09 && Math.abs(angleDiff(k.theta, pose.theta)) < 0.175,
    );
    if (!isTaken) kept.push(pose);
  }
  return { tried: poses.length, kept: kept.map((k) => ({ ...k, score: k.sum / (255 * n) })) };
}

test('branch and bound finds what trying every place finds, down to the eighth best, seed 11', () => {
  const map = mapOf(flat, inFlat, 0.1);
  const rng = createRng(11);
  const { pts, n } = pointsAt(flat, { x: -2 + rng.uniform(), y: 0.5 + rng.uniform(), theta: 6 * rng.uniform() }, rng);
  const options = { count: 8, minScore: 0.01, minShareOfBest: 0, maxPoints: 30 };
  const search = new PlaceFinder(map).begin(pts, n, options);
  search.advance(Number.POSITIVE_INFINITY);
  const { tried, kept } = bruteForce(map, samplePoints(pts, n, 30), search.turns, 8);
  expect(tried).toBeGreaterThan(100_000);
  expect(search.places.map((p) => p.score)).toEqual(kept.map((k) => k.score));
  for (const [i, { T_map_base: T }] of search.places.entries()) {
    expect(hypot(T.x - kept[i].x, T.y - kept[i].y)).toBeLessThan(1e-9);
    expect(Math.abs(angleDiff(T.theta, kept[i].theta))).toBeLessThan(1e-9);
  }
  // The point of it: the map is read far less often than for every point of every place.
  expect(search.lookups).toBeLessThan(0.5 * tried * 30);
});

test.each([0.025, 0.05])('30 random places of the flat are found on a map of %d m, seed 5', (resolution_m) => {
  const finder = new PlaceFinder(mapOf(flat, inFlat, resolution_m));
  const rng = createRng(5);
  let tried = 0;
  while (tried < 30) {
    const T = { x: 8 * rng.uniform() - 4, y: 6 * rng.uniform() - 3, theta: 6.28 * rng.uniform() - 3.14 };
    if (!finder.isStandable(T)) continue;
    const { pts, n } = pointsAt(flat, T, rng);
    const [best] = finder.find(pts, n);
    // Half a cell of 5 cm each way, and one step of the points' rounding.
    expect(hypot(best.T_map_base.x - T.x, best.T_map_base.y - T.y)).toBeLessThan(0.08);
    // One step between headings: 0.1 m at the upper quartile's range of 2 m or more
    expect(Math.abs(angleDiff(best.T_map_base.theta, T.theta))).toBeLessThan(0.05);
    expect(best.score).toBeGreaterThan(0.75);
    tried++;
  }
});

test('a search in slices gives the same places, whatever the slices', () => {
  const finder = new PlaceFinder(mapOf(flat, inFlat, 0.05));
  const { pts, n } = pointsAt(flat, { x: 1, y: -1, theta: 2 }, createRng(3));
  const whole = finder.find(pts, n, { minShareOfBest: 0.5 });
  expect(whole.length).toBeGreaterThan(2);
  for (const budget of [1, 10_000, 77_777]) {
    const search = finder.begin(pts, n, { minShareOfBest: 0.5 });
    let slices = 1;
    while (!search.advance(budget)) slices++;
    expect(slices).toBeGreaterThan(2);
    expect(search.places).toEqual(whole);
  }
});

test('a window keeps to itself: only places in it, and cells that nobody has seen are places too', () => {
  const map = mapOf(flat, inFlat, 0.05);
  const finder = new PlaceFinder(map);
  const T = { x: -1.9, y: 0.8, theta: 0.4 };
  const { pts, n } = pointsAt(flat, T, createRng(3));
  const T_map_guess = compose(T, { x: 0.3, y: -0.35, theta: 0.2 });
  const window = { T_map_guess, halfWidth_m: 0.5, halfTurn_rad: 0.3 };
  const [best] = finder.find(pts, n, { within: window });
  expect(hypot(best.T_map_base.x - T.x, best.T_map_base.y - T.y)).toBeLessThan(0.08);
  const elsewhere = { ...window, T_map_guess: { x: 2, y: -1.5, theta: 0 }, halfWidth_m: 0.4 };
  const places = finder.find(pts, n, { within: elsewhere, minScore: 0.01, minShareOfBest: 0.01 });
  expect(places.length).toBeGreaterThan(3);
  for (const { T_map_base } of places) {
    expect(Math.abs(T_map_base.x - 2)).toBeLessThanOrEqual(0.4 + 1e-9);
    expect(Math.abs(T_map_base.y + 1.5)).toBeLessThanOrEqual(0.4 + 1e-9);
    expect(Math.abs(T_map_base.theta)).toBeLessThanOrEqual(0.3 + 1e-9);
  }
});

test('nothing to find: an empty map, no points, too high a bar; options that cannot be', () => {
  const { pts, n } = pointsAt(flat, identity, createRng(3));
  expect(new PlaceFinder(new OccupancyMap()).find(pts, n)).toEqual([]);
  const finder = new PlaceFinder(mapOf(flat, inFlat, 0.05));
  expect(finder.find(pts, 0)).toEqual([]);
  expect(finder.find(pts, n, { minScore: 1 })).toEqual([]);
  expect(finder.isStandable({ x: 99, y: 0, theta: 0 })).toBe(false);
  expect(() => finder.find(pts, n, { maxPoints: 257 })).toThrow('maxPoints must be in [1, 256], got 257');
  expect(() => finder.find(pts, n, { minScore: 0 })).toThrow('minScore must be in (0, 1], got 0');
});

test('a heap of 5000 random keys gives them back in order, through pushes and pops, seed 9', () => {
  const heap = new KeyHeap();
  const rng = createRng(9);
  const inside: number[] = [];
  for (let round = 0; round < 10_000; round++) {
    if (round % 2 === 0 || rng.uniform() < 0.3) {
      const key = rng.int(3000);
      heap.push(key);
      inside.push(key);
    } else {
      const greatest = Math.max(...inside);
      expect(heap.top).toBe(greatest);
      expect(heap.pop()).toBe(greatest);
      inside.splice(inside.indexOf(greatest), 1);
    }
  }
  expect(heap.size).toBe(inside.length);
});
