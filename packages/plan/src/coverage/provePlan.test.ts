import { freeSpace } from '../space/freeSpace.ts';
import { clutteredMap, flatMap } from '../space/sampleMaps.ts';
import { planCoverage, startCoverage } from './planCoverage.ts';
import { provePlan } from './provePlan.ts';

const map = flatMap();
const from = { x: 0.5, y: 1.7 };
const space = freeSpace(map, { from, margin_m: 0 });

test('a way through a wall fails, and so does a gap; a clear one passes and says how much room it had', () => {
  const clear = { path: Float64Array.of(0.5, 1.7, 1, 1.7) };
  const through = { path: Float64Array.of(1, 1.7, 0.5, 5.5) };
  const apart = { path: Float64Array.of(0.5, 1.7, 0.7, 1.7) };
  expect(provePlan(space, [clear]).failed).toEqual([]);
  expect(provePlan(space, [clear]).leastClearance_m).toBeGreaterThan(0.17);
  expect(provePlan(space, [clear, through]).failed).toEqual([1]);
  expect(provePlan(space, [clear, apart]).failed).toEqual([1]);
  const nothing = {
    poses: 0,
    wayOut_m: 0,
    leastClearance_m: Number.POSITIVE_INFINITY,
    invalidPoses: 0,
    largestGap_m: 0,
    failed: [],
  };
  expect(provePlan(space, [])).toEqual(nothing);
});

test('the way out of a tight place is told apart, to the pose; a way that is nowhere clear is no way out', () => {
  // From the wall's surface straight to where it stood clear above.
  const wall = space.originX_m;
  const out = provePlan(space, [
    { path: Float64Array.of(wall, 1.7, 0.5, 1.7) },
    { path: Float64Array.of(0.5, 1.7, 1, 1.7) },
  ]);
  expect(out).toMatchObject({ invalidPoses: 0, failed: [] });
  expect(out.wayOut_m).toBeGreaterThan(0.05);
  expect(out.wayOut_m).toBeLessThan(0.5 - wall);
  const first = { path: Float64Array.of(wall + out.wayOut_m, 1.7, 0.5, 1.7) };
  expect(provePlan(space, [first])).toMatchObject({ wayOut_m: 0, invalidPoses: 0 });
  const stuck = provePlan(space, [{ path: Float64Array.of(wall, 1.7, wall + 0.05, 1.7) }]);
  expect(stuck).toMatchObject({ wayOut_m: 0, failed: [0] });
  expect(stuck.invalidPoses).toBe(stuck.poses);
});

test('a plan is there at once, each one handed out is proven, and the last is the one that planCoverage gives', () => {
  const work = startCoverage({ space, from });
  const first = work.plan;
  expect(first.coveredShare).toBeGreaterThan(0.97);
  let slices = 0;
  for (; work.improve(); slices++) if (slices % 3 === 0) expect(provePlan(space, work.plan.strokes).failed).toEqual([]);
  expect(slices).toBeGreaterThan(2);
  expect(work.improve()).toBe(false);
  expect(work.plan).toEqual(planCoverage({ space, from }));
  // 4.5 mm are allowed for what interpolation between cells errs by.
  expect(provePlan(space, work.plan.strokes).leastClearance_m).toBeGreaterThan(0.165);
});

test('floor to sweep, room order and end are respected', () => {
  const half = new Uint8Array(space.isFree.length);
  for (let i = 0; i < half.length; i++) half[i] = i % space.width < space.width / 2 ? 1 : 0;
  const { strokes, coveredShare } = startCoverage({ space, from, within: half }).plan;
  const middle = space.originX_m + (space.width / 2) * space.resolution_m;
  for (const { kind, path } of strokes)
    if (kind !== 'travel')
      for (let i = 0; i < path.length; i += 2) expect(path[i]).toBeLessThan(middle + space.brushWidth_m);
  expect(coveredShare).toBeGreaterThan(0.97);
  const labels = Int16Array.from(half, (value) => 2 - value);
  for (const roomOrder of [
    [2, 1],
    [1, 2],
  ]) {
    const rooms = startCoverage({ space, from, rooms: { labels }, roomOrder }).plan.strokes.map((s) => s.room);
    expect(rooms.filter((room, k) => k === 0 || room !== rooms[k - 1])).toEqual(roomOrder);
  }
});

test('coarse cells: ways keep off corners between their centres, and a plan is not cut short', () => {
  for (const seed of [1, 2]) {
    // Twice the size in cells of 10 cm. A chord over their diagonal on a circle of 0.15 m lies 0.1² / 0.6 = 16.7 mm inside.
    const coarse = { ...clutteredMap(seed, 4, 3, 14), resolution_m: 0.1 };
    const floor = freeSpace(coarse, { robotRadius_m: 0.15, margin_m: 0, maxSpeck_cells: 0 });
    const cell = floor.standable.indexOf(1);
    const start = {
      x: floor.originX_m + ((cell % floor.width) + 0.5) * 0.1,
      y: floor.originY_m + (Math.floor(cell / floor.width) + 0.5) * 0.1,
    };
    const plan = planCoverage({ space: floor, from: start });
    const proof = provePlan(floor, plan.strokes);
    expect(proof.failed).toEqual([]);
    expect(proof.leastClearance_m).toBeGreaterThan(0.145);
    expect(plan.coveredShare).toBeGreaterThan(0.95);
  }
});
