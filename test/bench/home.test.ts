import { type LoggedScan, readCarmen, readRelations } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { between, compose, cos, createRng, hypot, type SE2, sin } from '@homebound/math';
import { freeSpace } from '@homebound/plan';
import { initPhysics, type SimulatorControl } from '@homebound/sim';
import { dataFolder, dataTest } from '../helpers/homebound.ts';
import { chooseCases } from './homeCases.ts';
import { type CellEnds, fillFrom } from './homeEndPoints.ts';
import { absoluteError, relativeError, TruthLog } from './homeErrors.ts';
import { exportHome } from './homeExport.ts';
import { runLifelong } from './homeLifelong.ts';
import { runHome } from './homeRun.ts';
import { HomeScene } from './homeScene.ts';
import { driveTour, stageHome } from './homeStage.ts';
import { TruthWalls } from './homeTruth.ts';
import { HomeWalker } from './homeWalker.ts';
import { secondWalls, wallDistances, wallFigures } from './homeWalls.ts';
import { readHome } from './homeWorld.ts';

beforeAll(initPhysics);

/** A room of 20 x 15 cells of 4 cm with a pillar, framed by wall. */
function room(): OccupancyGrid {
  const [width, height] = [24, 19];
  const data = new Int8Array(width * height).fill(100);
  for (let iy = 2; iy < 17; iy++) for (let ix = 2; ix < 22; ix++) data[iy * width + ix] = 0;
  data[9 * width + 11] = 100;
  return { width, height, resolution_m: 0.04, originX_m: -0.3, originY_m: 0.2, data };
}

test('distances to true walls are those to the nearest of all their segments', () => {
  const plan = room();
  const walls = new TruthWalls(plan, { x: 0, y: 0.5 });
  const segments = walls.segments();
  // Four sides of the room, 2 (20 + 15) cell sides, and four of the pillar.
  expect(segments.length / 4).toBe(2 * (20 + 15) + 4);
  const rng = createRng(5);
  for (let k = 0; k < 500; k++) {
    const x = plan.originX_m + rng.uniform() * 24 * 0.04;
    const y = plan.originY_m + rng.uniform() * 19 * 0.04;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < segments.length; i += 4) {
      const [ax, ay, bx, by] = segments.subarray(i, i + 4);
      const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / (0.04 * 0.04)));
      nearest = Math.min(nearest, hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
    }
    expect(walls.distanceTo(x, y)).toBeCloseTo(nearest, 9);
  }
});

/** A map with a wall of 40 cells along x, drawn at y = 0 and again at y = `again_m`, all of it off by `off_m`. */
function wallTwice(off_m: number, again_m: number): { map: OccupancyGrid; ends: CellEnds } {
  const [width, height, resolution_m] = [60, 40, 0.025];
  const n = width * height;
  const map = { width, height, resolution_m, originX_m: -0.5, originY_m: -0.5, data: new Int8Array(n) };
  const zeros = () => new Float64Array(n);
  const ends = { count: new Uint32Array(n), x: zeros(), y: zeros(), offX: zeros(), offY: zeros() };
  for (const [place_m, count] of [
    [0, 40],
    [again_m, 15],
  ])
    for (let k = 0; k < 40; k++) {
      const y = off_m + place_m + 0.001;
      const cell = Math.floor((y + 0.5) / resolution_m) * width + 10 + k;
      map.data[cell] = 100;
      ends.count[cell] = count;
      ends.x[cell] = -0.5 + (10.5 + k) * resolution_m;
      ends.y[cell] = y;
      ends.offY[cell] = off_m + place_m;
    }
  return { map, ends };
}

test.each([
  ['a second wall 10 cm from the first is half the cells', 0, 0.1, 40],
  ['so it is when both are off by 20 cm', 0.2, 0.1, 40],
  ['a wall smeared over 3 cm is one wall', 0, 0.03, 0],
])('%s', (_, off_m, again_m, second) => {
  const { map, ends } = wallTwice(off_m, again_m);
  expect(secondWalls(map, ends).reduce((sum, is) => sum + is, 0)).toBe(second);
});

test('a wall that a correction left at its old place is a second wall, though the final poses put nothing there', () => {
  const { map, ends: all } = wallTwice(0, 0.1);
  const only = (keep: (cell: number) => boolean): CellEnds => ({
    ...all,
    count: all.count.map((n, i) => (keep(i) ? n : 0)),
  });
  const final = only((i) => all.offY[i] === 0);
  expect(secondWalls(map, final).reduce((sum, is) => sum + is, 0)).toBe(0);
  fillFrom(
    final,
    only((i) => all.offY[i] !== 0),
  );
  expect(secondWalls(map, final).reduce((sum, is) => sum + is, 0)).toBe(40);
});

test('walls are as wrong as they were drawn, and far ones are told', () => {
  const plan = room();
  const walls = new TruthWalls(plan, { x: 0, y: 0.5 });
  // The room's lower wall is at y = 0.28: drawn 2 cm into the floor, and for half the cells 6 cm.
  const map = { ...plan, data: new Int8Array(plan.data.length) };
  const zeros = () => new Float64Array(plan.data.length);
  const ends = { count: new Uint32Array(plan.data.length), x: zeros(), y: zeros(), offX: zeros(), offY: zeros() };
  for (let ix = 4; ix < 20; ix++) {
    const iy = ix < 12 ? 2 : 3;
    const cell = iy * map.width + ix;
    map.data[cell] = 80;
    ends.count[cell] = 20;
    ends.x[cell] = -0.3 + (ix + 0.5) * 0.04;
    ends.y[cell] = 0.28 + (ix < 12 ? 0.02 : 0.06);
  }
  const figures = wallFigures(map, ends, wallDistances(map, ends, walls, { x: 0, y: 0, theta: 0 }));
  expect(figures.cells).toBe(16);
  expect(figures.farShare).toBe(0.5);
  // sqrt((0.02² + 0.06²) / 2)
  expect(figures.rmse_m).toBeCloseTo(0.0447, 4);
});

test('trajectory errors are those that were planted: a shift, and a scale of 1 %', () => {
  const T_world_start: SE2 = { x: 3, y: -2, theta: 1 };
  const truth = new TruthLog(T_world_start);
  const shifted = [];
  const scaled = [];
  for (let k = 0; k <= 1000; k++) {
    const stamp_s = 10 + 0.02 * k;
    // 0.3 m/s along the start's own x: 6 m in 20 s.
    const ahead = 0.006 * k;
    truth.add(stamp_s, compose(T_world_start, { x: ahead, y: 0, theta: 0 }));
    shifted.push({ stamp_s, T: { x: ahead + 0.03, y: 0.04, theta: 0 } });
    scaled.push({ stamp_s, T: { x: 1.01 * ahead, y: 0, theta: 0 } });
  }
  expect(truth.length_m).toBeCloseTo(6, 9);
  const shift = absoluteError(shifted, truth);
  expect(shift.rmse_m).toBeCloseTo(0.05, 9);
  expect(shift.heading_deg).toBeCloseTo(0, 9);
  expect(relativeError(shifted, truth, 'metre').rmse_m).toBeCloseTo(0, 9);
  const turned = shifted.map(({ stamp_s, T }) => ({ stamp_s, T: compose({ x: 1, y: 0, theta: 0.1 }, T) }));
  expect(absoluteError(turned, truth).rmse_m).toBeGreaterThan(0.5);
  expect(absoluteError(turned, truth).shape_m).toBeCloseTo(0, 9);
  expect(absoluteError(turned, truth).turned_deg).toBeCloseTo((0.1 * 180) / Math.PI, 9);
  expect(absoluteError(scaled, truth).max_m).toBeCloseTo(0.06, 9);
  // 1 % of 1.002 m (167 steps of 6 mm), of 0.3 m in the second.
  expect(relativeError(scaled, truth, 'metre').rmse_m).toBeCloseTo(0.01, 4);
  expect(relativeError(scaled, truth, 'second').rmse_m).toBeCloseTo(0.003, 4);
});

const short = { spacing_m: 1.5, atLeast_s: 0, atMost_s: 60 };
const [paper03] = chooseCases({ only: 'paper_03', lidar: 'ld19', noise: 'rugDrift' });

dataTest('an exported run reads back: its scans lie on the true walls, its relations are the truth', () => {
  const { log, relations, relationCount } = exportHome(dataFolder, paper03, short);
  const scans = readCarmen(log).records.filter((r): r is LoggedScan => r.kind === 'scan');
  const { home, tour, simulator } = stageHome(dataFolder, paper03, short);
  const { truth } = driveTour(simulator, tour, () => {});
  const walls = new TruthWalls(home.plan, home.world.T_world_dock);
  // The robot turns at 1.5 rad/s: a scan that was not de-skewed would be off by 0.1 s · 1.5 rad/s · 2 m = 30 cm.
  const distances: number[] = [];
  for (const scan of scans.filter((_, k) => k % 7 === 0)) {
    const T_world_base = compose(truth.T_world_start, truth.at(scan.stamp_s)!);
    scan.ranges_m.forEach((r, i) => {
      if (!(r < 3)) return;
      const bearing = scan.angleMin_rad + i * scan.angleIncrement_rad;
      const end = compose(T_world_base, { x: r * cos(bearing), y: r * sin(bearing), theta: 0 });
      distances.push(walls.distanceTo(end.x, end.y));
    });
  }
  distances.sort((a, b) => a - b);
  expect(distances.length).toBeGreaterThan(10_000);
  expect(distances[Math.floor(0.5 * distances.length)]).toBeLessThan(0.015);
  expect(distances[Math.floor(0.9 * distances.length)]).toBeLessThan(0.04);

  const read = readRelations(relations);
  expect(read.length).toBe(relationCount);
  expect(read.length).toBeGreaterThan(20);
  const stamps = new Set(scans.map(({ stamp_s }) => stamp_s));
  for (const { fromStamp_s, toStamp_s, T_from_to } of read) {
    expect(stamps.has(fromStamp_s) && stamps.has(toStamp_s)).toBe(true);
    const real = between(truth.at(fromStamp_s)!, truth.at(toStamp_s)!);
    expect(hypot(real.x - T_from_to.x, real.y - T_from_to.y)).toBeLessThan(1e-5);
  }
});

dataTest(
  'a short run in a small home: the robot tours and docks untouched, SLAM stays within 5 cm, twice the same',
  () => {
    const { result, truth } = runHome(dataFolder, paper03, short);
    expect(result.failures).toEqual([]);
    expect(result.contactShare).toBe(0);
    expect(result.length_m).toBeGreaterThan(10);
    const end = truth.at(truth.stamps.at(-1)!)!;
    // It starts on the dock, which is the map's origin.
    expect(hypot(end.x, end.y)).toBeLessThan(0.05);
    expect(result.final.max_m).toBeLessThan(0.05);
    expect(result.walls.rmse_m).toBeLessThan(0.025);
    expect(runHome(dataFolder, paper03, short).result.checksum).toBe(result.checksum);
  },
);

dataTest('furniture and doors differ from run to run and never shut the dock in', () => {
  const { plan, world } = readHome(dataFolder, 'paper_11', createRng(2));
  const scene = new HomeScene(plan, world.T_world_dock, createRng(3));
  const places = () => scene.things.map(({ name, T_world_thing: T }) => `${name} ${T.x} ${T.y}`).join();
  const area = (grid: OccupancyGrid) =>
    freeSpace(grid, { from: world.T_world_dock, maxSpeck_cells: 0 }).standable.reduce((sum, is) => sum + is, 0);
  const bare = area(plan);
  const seen = new Set([places()]);
  for (let run = 0; run < 10; run++) {
    scene.rearrange();
    seen.add(places());
    for (const { T_world_thing: T } of scene.things) expect(scene.isNear(T.x, T.y, 0)).toBe(true);
    expect(area(scene.planNow())).toBeLessThan(bare);
    expect(area(scene.planNow())).toBeGreaterThan(0.4 * bare);
  }
  expect(seen.size).toBe(11);
});

dataTest('a person walks on and keeps out of the robot, which stands in the way', () => {
  const { plan } = readHome(dataFolder, 'paper_11', createRng(2));
  const moved: string[] = [];
  const control = {
    addSolid: () => {},
    moveSolid: (name: string) => moved.push(name) > 0,
  } as unknown as SimulatorControl;
  const space = freeSpace(plan, { margin_m: 0.08, maxSpeck_cells: 0 });
  const person = new HomeWalker('one', space, createRng(4));
  const robot = { x: person.x + 2, y: person.y };
  let [way_m, nearest_m, stepped] = [0, Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < 3000; k++) {
    const before = { x: person.x, y: person.y };
    person.step(control, 0.02, robot);
    const step_m = hypot(person.x - before.x, person.y - before.y);
    if (step_m > 0.1) stepped++;
    else way_m += step_m;
    nearest_m = Math.min(nearest_m, hypot(person.x - robot.x, person.y - robot.y));
  }
  // A minute at 0.8 m/s is 48 m; some of it is spent waiting.
  expect(way_m).toBeGreaterThan(20);
  expect(nearest_m).toBeGreaterThan(0.55);
  expect(stepped).toBeLessThan(4);
  expect(new Set(moved)).toEqual(new Set(['one foot -1', 'one foot 1']));
});

dataTest('a series goes on where it was: two runs in a changed home, then the robot stands and the map with it', () => {
  const told: number[] = [];
  const { runs, still } = runLifelong(dataFolder, { ...paper03, lidar: 'lds02rr' }, 2, ({ run }) => told.push(run), 30);
  expect(told).toEqual([1, 2]);
  expect(runs[1].ate_m).toBeLessThan(0.05);
  expect(runs[1].wallCells).toBeGreaterThan(500);
  expect(runs[1].wallRmse_m).toBeLessThan(0.03);
  expect(still.changedCells).toBe(0);
  expect(still.moved_m).toBeLessThan(0.01);
});
