import { type OccupancyGrid, valueAt } from '@homebound/grid';
import { angleDiff, hypot, wrapAngle } from '@homebound/math';
import { segmentRooms } from '../index.ts';
import { type FreeSpace, freeSpace } from '../space/freeSpace.ts';
import { findFrontiers } from '../space/frontiers.ts';
import { blankMap, clutteredMap, drawnMap, fillRectangle, flatMap } from '../space/sampleMaps.ts';
import { type CoveragePlan, concatenate } from './coveragePlan.ts';
import { CoverageTracker } from './coverageTracker.ts';
import { pathTime } from './motionTime.ts';
import { planCoverage, startCoverage } from './planCoverage.ts';

const start = { x: 0.5, y: 1.7, theta: 0 };

/** Share of A_brush that a brush swept along the plan, on the tracker's own raster: another code than the planner's. */
function sweptShare(
  space: FreeSpace,
  plan: CoveragePlan,
  tracker = new CoverageTracker({ brushX_m: 0, brushWidth_m: space.brushWidth_m }),
): number {
  const path = concatenate(plan.strokes);
  let heading = Number.NaN;
  for (let i = 2; i < path.length; i += 2) {
    const [x, y, dx, dy] = [path[i - 2], path[i - 1], path[i] - path[i - 2], path[i + 1] - path[i - 1]];
    const theta = Math.atan2(dy, dx);
    const turn = Number.isNaN(heading) ? 0 : angleDiff(theta, heading);
    for (let k = 0; k < 10; k++) tracker.add({ x, y, theta: wrapAngle(theta - turn * (1 - k / 10)) });
    const steps = Math.ceil(hypot(dx, dy) / 0.02);
    for (let k = 0; k <= steps; k++) tracker.add({ x: x + (dx * k) / steps, y: y + (dy * k) / steps, theta });
    heading = theta;
  }
  return tracker.coveredShare(space);
}

function leastClearance(space: FreeSpace, plan: CoveragePlan): number {
  const path = concatenate(plan.strokes);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 2; i < path.length; i += 2)
    for (let t = 0; t <= 1; t += 0.05)
      least = Math.min(
        least,
        valueAt(
          space.clearance_m,
          space,
          path[i - 2] + t * (path[i] - path[i - 2]),
          path[i - 1] + t * (path[i + 1] - path[i - 1]),
        ),
      );
  return least;
}

function check(map: OccupancyGrid, brushWidth_m: number, rooms = segmentRooms(map)) {
  const space = freeSpace(map, { brushWidth_m, from: start });
  const plan = planCoverage({ space, from: start, rooms });
  // Each stroke begins where the last one ended: the whole is one drivable way.
  let at: readonly [number, number] = [start.x, start.y];
  for (const { path } of plan.strokes) {
    expect(hypot(path[0] - at[0], path[1] - at[1])).toBeLessThan(1e-9);
    at = [path[path.length - 2], path[path.length - 1]];
  }
  expect(leastClearance(space, plan)).toBeGreaterThan(space.bodyClearance_m - 0.004);
  return { space, plan };
}

test('a room with things at its walls gets lanes along the walls, not aslant between the things', () => {
  const map = blankMap(6.65, 6.7, 100);
  const [x0, y0] = [map.originX_m + 0.1, map.originY_m + 0.1];
  fillRectangle(map, x0, y0, x0 + 6.45, y0 + 6.5, 0);
  fillRectangle(map, x0 + 4.95, y0 + 5.35, x0 + 6.45, y0 + 6.15, 100); // almost in a corner
  fillRectangle(map, x0, y0 + 3.35, x0 + 0.35, y0 + 4.95, 100); // at two walls
  fillRectangle(map, x0 + 1.2, y0, x0 + 2.6, y0 + 0.45, 100);
  fillRectangle(map, x0 + 4.25, y0 + 3, x0 + 5.15, y0 + 3.5, 100); // in the middle
  const { plan } = check(map, 0.32, undefined);
  for (const { kind, path } of plan.strokes) {
    const n = path.length;
    const askew = Math.min(Math.abs(path[n - 2] - path[0]), Math.abs(path[n - 1] - path[1]));
    if (kind === 'lane') expect(askew).toBeLessThan(0.2);
  }
});

test.each([
  ['the flat', flatMap(), 0.2, 1.6],
  ['the flat, wide brush', flatMap(), 0.3, 1.7],
  ['a cluttered hall (seed 21)', clutteredMap(21, 6, 5, 14), 0.2, 1.7],
])('%s is swept: every pose valid, coverage and length in bounds', (_, map, brush, maxRatio) => {
  const { space, plan } = check(map, brush);
  expect(sweptShare(space, plan)).toBeGreaterThan(0.985);
  expect(plan.coveredShare).toBeGreaterThan(0.985);
  const cleanable_m2 = space.cleanable.reduce((a, b) => a + b, 0) * 0.05 * 0.05;
  expect((plan.length_m * brush) / cleanable_m2).toBeLessThan(maxRatio);
});

test('an empty room costs little more than its area over the brush width', () => {
  const map = blankMap(4, 5, 0);
  const { space, plan } = check(map, 0.3);
  // A_brush = 3.94 x 4.94 m = 19.4 m² -> 64.8 m at least. Planned: once round (2 (3.64 + 4.64) = 16.6 m), 13 lanes of 4.34 m
  // inside (3.04 m / 0.276 m = 11.01, so 12 steps), 12 changes of about 0.3 m, and the way to the first: 78 m.
  expect(plan.length_m).toBeLessThan(64.8 * 1.26);
  expect(sweptShare(space, plan)).toBeGreaterThan(0.995);
  // Time: the area at full speed, and at most 3 s for each lane's change.
  expect(plan.time_s).toBeLessThan(plan.length_m / 0.3 + 3 * plan.strokes.length + 60);
});

test('planning again while driving does only the rest, and ends with nothing to do', () => {
  const map = flatMap();
  const space = freeSpace(map, { from: start });
  const rooms = segmentRooms(map);
  const tracker = new CoverageTracker({ brushX_m: 0 });
  let from: { x: number; y: number } = start;
  let driven_m = 0;
  let rounds = 0;
  const full_m = startCoverage({ space, from, rooms }).plan.length_m;
  for (; rounds < 60; rounds++) {
    const plan = startCoverage({ space, covered: tracker.maskIn(space), from, rooms }).plan;
    if (plan.strokes.length === 0) break;
    // Drives about 20 m of it, then looks at the map again.
    const part: CoveragePlan['strokes'][number][] = [];
    let length_m = 0;
    for (const stroke of plan.strokes) {
      if (length_m > 20) break;
      part.push(stroke);
      for (let i = 2; i < stroke.path.length; i += 2)
        length_m += hypot(stroke.path[i] - stroke.path[i - 2], stroke.path[i + 1] - stroke.path[i - 1]);
    }
    sweptShare(space, { ...plan, strokes: part }, tracker);
    tracker.lift();
    driven_m += length_m;
    const last = part[part.length - 1].path;
    from = { x: last[last.length - 2], y: last[last.length - 1] };
  }
  expect(rounds).toBeGreaterThan(5);
  expect(rounds).toBeLessThan(60);
  expect(tracker.coveredShare(space)).toBeGreaterThan(0.98);
  expect(driven_m).toBeLessThan(1.2 * full_m);
});

test('the same request gives the same plan to the last bit', () => {
  const map = clutteredMap(5, 5, 4, 10);
  const space = freeSpace(map, { from: start });
  const a = concatenate(planCoverage({ space, from: start }).strokes);
  const b = concatenate(planCoverage({ space, from: start }).strokes);
  expect(a).toEqual(b);
});

test('what is out of reach is not planned; no floor, no plan; wrong shapes are refused', () => {
  const blocked = freeSpace(drawnMap(['####', '#..#', '####'], 0.05));
  const plan = planCoverage({ space: blocked, from: { x: 0.1, y: 0.1 } });
  expect(plan).toMatchObject({ strokes: [], length_m: 0, time_s: 0, coveredShare: 1 });
  const space = freeSpace(flatMap());
  const all = new Uint8Array(space.isFree.length).fill(1);
  expect(planCoverage({ space, from: start, covered: all }).strokes).toEqual([]);
  expect(() => planCoverage({ space, from: start, covered: new Uint8Array(3) })).toThrow('covered must have');
  expect(() => planCoverage({ space, from: start, rooms: { labels: new Int16Array(3) } })).toThrow(
    'rooms.labels must have',
  );
});

test('a start in a tight place is left straight to the nearest floor', () => {
  const map = flatMap();
  const from = { x: map.originX_m + 0.3, y: map.originY_m + 0.3, theta: 0 }; // 0.1 m from two walls
  const space = freeSpace(map, { from });
  const plan = planCoverage({ space, from });
  expect([plan.strokes[0].kind, plan.strokes[0].path[0], plan.strokes[0].path[1]]).toEqual(['travel', from.x, from.y]);
  expect(plan.coveredShare).toBeGreaterThan(0.985);
});

test('stop, turn, go: the arithmetic', () => {
  const limits = { maxSpeed_mps: 0.3, maxAcceleration_mps2: 0.5, maxYawRate_radps: 1.5, maxYawAcceleration_radps2: 3 };
  // 1 m: 1 / 0.3 + 0.3 / 0.5 = 3.9333 s, twice; a quarter turn: 1.5708 / 1.5 + 1.5 / 3 = 1.5472 s.
  expect(pathTime(Float64Array.of(0, 0, 1, 0, 1, 1), limits)).toBeCloseTo(2 * 3.9333 + 1.5472, 3);
  expect(pathTime(Float64Array.of(0, 0, 0.5, 0, 1, 0), limits)).toBeCloseTo(3.9333, 3);
  // 0.05 m never reaches full speed: 2 sqrt(0.05 / 0.5) = 0.6325 s.
  expect(pathTime(Float64Array.of(0, 0, 0.05, 0), limits)).toBeCloseTo(0.6325, 3);
});

test('the flat has its five rooms, doors of 0.8 m between them; a table and an armchair divide nothing', () => {
  const map = flatMap();
  const { labels, rooms } = segmentRooms(map);
  const at = (x: number, y: number) => labels[Math.floor((0.2 + y) / 0.05) * map.width + Math.floor((0.2 + x) / 0.05)];
  const [bed, kitchen, corridor, living, bath] = [at(1, 1), at(6.2, 1.4), at(4, 3.4), at(4, 6), at(7, 6)];
  expect(new Set([bed, kitchen, corridor, living, bath, 0]).size).toBe(6);
  expect(rooms).toHaveLength(5);
  expect(at(5, 0.5)).toBe(kitchen); // beyond the table's legs
  expect(at(3.8, 5.4)).toBe(living); // under the armchair
  const doors = rooms.find((room) => room.id === corridor)?.doors ?? [];
  expect(doors.map((door) => door.to).sort()).toEqual([bed, kitchen, living, bath].sort());
  for (const door of doors) expect(door.width_m).toBeCloseTo(0.8, 1);
  for (const room of rooms) expect(room.area_m2).toBeGreaterThan(5);
});

test('frontiers: an unseen half of a room is one, a sliver behind furniture and a far leak are none', () => {
  const map = blankMap(8, 4);
  const { originX_m: x0, originY_m: y0 } = map;
  fillRectangle(map, x0 + 0.1, y0 + 0.1, x0 + 4, y0 + 3.9, 100);
  fillRectangle(map, x0 + 0.2, y0 + 0.2, x0 + 4, y0 + 3.8, 0); // open to the unknown on the right: 3.6 m
  fillRectangle(map, x0 + 1, y0 + 1, x0 + 1.15, y0 + 1.15, -1); // a sliver, 0.15 m
  fillRectangle(map, x0 + 6, y0 + 1, x0 + 7, y0 + 2, 0); // floor seen through a window, not connected
  const from = { x: x0 + 1.5, y: y0 + 3 };
  const space = freeSpace(map, { from });
  const frontiers = findFrontiers(map, space, from);
  expect(frontiers).toHaveLength(1);
  expect(frontiers[0].length_m).toBeCloseTo(3.6, 1);
  expect(frontiers[0].view.x).toBeCloseTo(x0 + 4 - space.bodyClearance_m, 1);
  expect(frontiers[0].distance_m).toBeGreaterThan(2);
  expect(findFrontiers(flatMap(), freeSpace(flatMap()), from)).toEqual([]);
});
