import { ScanProjector } from '@homebound/lidar';
import { angleDiff, compose, createRng, hypot, type SE2 } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { flat, type TestLidar, takeScan, testLidar } from '../testRoom.ts';
import { ScanMatcher } from './scanMatcher.ts';
import { searchWindow } from './search.ts';

const T_world_map: SE2 = { x: -2, y: 0.85, theta: 0.3 };
const rng = createRng(21);
const projector = new ScanProjector();

const scanAt = (T_map_base: SE2, lidar: TestLidar = testLidar) =>
  takeScan(flat, () => compose(T_world_map, T_map_base), 0, rng, lidar);

/** The flat's left room, drawn from twelve known places. */
function drawnMap(resolution_m: number): OccupancyMap {
  const map = new OccupancyMap({ resolution_m });
  for (let i = 0; i < 12; i++) {
    const T = { x: 0.2 * (i % 4) - 0.3, y: 0.3 * Math.floor(i / 4) - 0.3, theta: i };
    map.insert(projector.project(scanAt(T))!, T);
  }
  return map;
}

const uniform = (half: number) => 2 * half * (rng.uniform() - 0.5);
const randomPose = (): SE2 => ({ x: uniform(0.4), y: uniform(0.4), theta: uniform(3) });
const near = (T: SE2, m: number, rad: number): SE2 => ({
  x: T.x + uniform(m),
  y: T.y + uniform(m),
  theta: T.theta + uniform(rad),
});

test.each([
  ['360 beams over 360°, 5 cm cells', testLidar, 0.05],
  ['360 beams over 360°, 2.5 cm cells', testLidar, 0.025],
  ['180 beams over 180°, 5 cm cells', { ...testLidar, beams: 180, fov_rad: Math.PI }, 0.05],
  ['720 beams over 270°, 5 cm cells', { ...testLidar, beams: 720, fov_rad: 1.5 * Math.PI }, 0.05],
] as const)('50 planted poses come back within 3 mm on average and 8 mm at worst: %s', (_, lidar, resolution_m) => {
  const matcher = new ScanMatcher(drawnMap(resolution_m));
  let sum_m = 0;
  let worst_m = 0;
  let worst_rad = 0;
  for (let i = 0; i < 50; i++) {
    const truth = randomPose();
    const guess = {
      T_map_base: near(truth, 0.1, 0.1),
      sigma_m: 0.1,
      sigma_rad: 0.1,
      way_m: 0,
      turn_rad: 0,
      alternatives: [],
    };
    const match = matcher.match(projector.project(scanAt(truth, lidar))!, guess);
    expect(match.matched && match.converged).toBe(true);
    const m = hypot(match.T_map_base.x - truth.x, match.T_map_base.y - truth.y);
    sum_m += m;
    worst_m = Math.max(worst_m, m);
    worst_rad = Math.max(worst_rad, Math.abs(angleDiff(match.T_map_base.theta, truth.theta)));
  }
  expect(sum_m / 50).toBeLessThan(0.003);
  expect(worst_m).toBeLessThan(0.008);
  expect(worst_rad).toBeLessThan(0.005);
});

test('wheels that spun on the spot, 0.7 m and 0.4 rad claimed and none made, do not carry the pose away', () => {
  const matcher = new ScanMatcher(drawnMap(0.05));
  for (let i = 0; i < 50; i++) {
    const truth = randomPose();
    const side = i % 2 === 0 ? 1 : -1;
    const T_map_base = { x: truth.x + 0.7 * side, y: truth.y, theta: truth.theta + 0.4 };
    const match = matcher.match(projector.project(scanAt(truth))!, {
      T_map_base,
      sigma_m: 0.07,
      sigma_rad: 0.12,
      way_m: 0.7,
      turn_rad: 0.4,
      alternatives: [],
    });
    expect(hypot(match.T_map_base.x - truth.x, match.T_map_base.y - truth.y)).toBeLessThan(0.03);
  }
});

test('the search names a place in the right basin first, or nearly always', () => {
  const map = drawnMap(0.05);
  let first = 0;
  for (let i = 0; i < 50; i++) {
    const truth = randomPose();
    const { pts_base, hits } = projector.project(scanAt(truth))!;
    const [best] = searchWindow(map, pts_base, hits, near(truth, 0.3, 0.35), 0.3, 0.35, 3);
    // half a step of the search is 0.05 m and 0.013 rad; a basin is some steps wide
    const off_m = hypot(best.x - truth.x, best.y - truth.y);
    if (off_m < 0.15 && Math.abs(angleDiff(best.theta, truth.theta)) < 0.06) first++;
  }
  expect(first).toBeGreaterThanOrEqual(48);
});

test('a scan of some other place is not believed: the pose stays with odometry', () => {
  const matcher = new ScanMatcher(drawnMap(0.05));
  const T_map_base = { x: 0.1, y: 0.1, theta: 0 };
  const scan = scanAt(T_map_base);
  for (let i = 0; i < scan.ranges_m.length; i++) scan.ranges_m[i] = 0.2 + 1.2 * rng.uniform();
  const match = matcher.match(projector.project(scan)!, {
    T_map_base,
    sigma_m: 0.02,
    sigma_rad: 0.03,
    way_m: 0,
    turn_rad: 0,
    alternatives: [],
  });
  expect(match.matched).toBe(false);
  expect(match.isClear).toBe(false);
  expect(match.T_map_base).toEqual(T_map_base);
});

test('two seconds at another place do not lower what is asked of a jump: a place that fits by half is not jumped to', () => {
  const matcher = new ScanMatcher(drawnMap(0.05));
  const T_map_base = { x: 0.1, y: 0.1, theta: 0 };
  const prediction = { T_map_base, sigma_m: 0.02, sigma_rad: 0.03, way_m: 0, turn_rad: 0, alternatives: [] };
  for (let i = 0; i < 20; i++) matcher.match(projector.project(scanAt(T_map_base))!, prediction);
  const elsewhere = scanAt({ x: 0.25, y: 0.2, theta: 0.2 });
  // Every third beam ends somewhere else: 70 % of the points fit 0.18 m and 0.2 rad away, 8 sigmas from odometry.
  for (let i = 0; i < elsewhere.ranges_m.length; i += 3) elsewhere.ranges_m[i] *= 0.3 + 0.3 * rng.uniform();
  const points = projector.project(elsewhere)!;
  for (let i = 0; i < 30; i++)
    expect(matcher.match(points, prediction)).toMatchObject({ jumped: false, isClear: false });
  // All of them do when only the robot was pushed.
  const pushed = matcher.match(projector.project(scanAt({ x: 0.25, y: 0.2, theta: 0.2 }))!, prediction);
  expect(pushed).toMatchObject({ jumped: true, isClear: true, matched: true });
});

test('what wheels that run the other way explain is no jump, what they do not is one', () => {
  const matcher = new ScanMatcher(drawnMap(0.05));
  const truth = { x: 0.1, y: 0.1, theta: 0 };
  const points = projector.project(scanAt(truth))!;
  const said = { x: 0.5, y: 0.1, theta: 0 };
  const prediction = { T_map_base: said, sigma_m: 0.02, sigma_rad: 0.03, turn_rad: 0, alternatives: [] };
  const reversed = matcher.match(points, { ...prediction, way_m: 0.2 });
  expect(reversed).toMatchObject({ matched: true, isClear: true, jumped: false });
  const carried = matcher.match(points, { ...prediction, way_m: 0.05 });
  expect(carried).toMatchObject({ matched: true, isClear: true, jumped: true });
  expect(Math.abs(carried.T_map_base.x - truth.x)).toBeLessThan(0.03);
});
