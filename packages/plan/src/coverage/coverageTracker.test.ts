import { compose, cos, createRng, MapWarp, type SE2, sin } from '@homebound/math';
import { freeSpace } from '../space/freeSpace.ts';
import { blankMap } from '../space/sampleMaps.ts';
import { CoverageTracker } from './coverageTracker.ts';

/** Drives through poses at 6 mm steps, as 50 Hz at 0.3 m/s gives them. */
function drive(tracker: CoverageTracker, from: SE2, length_m: number): SE2 {
  let T = from;
  for (let k = 0; k <= Math.round(length_m / 0.006); k++) {
    T = { x: from.x + cos(from.theta) * 0.006 * k, y: from.y + sin(from.theta) * 0.006 * k, theta: from.theta };
    tracker.add(T);
  }
  return T;
}

test('a straight stroke sweeps length times width, whatever the heading', () => {
  for (const theta of [0, 0.3, 1, 2.2, -2.9]) {
    const tracker = new CoverageTracker({ brushWidth_m: 0.2, brushX_m: 0.03, resolution_m: 0.01 });
    drive(tracker, { x: 0.2, y: -0.4, theta }, 3);
    expect(Math.abs(tracker.sweptArea_m2 - 3 * 0.2)).toBeLessThan(0.02);
  }
});

test('every cell of a drawn arc is what a dense sampling of the brush says (seed 4)', () => {
  const tracker = new CoverageTracker({ resolution_m: 0.025 });
  const rng = createRng(4);
  let T: SE2 = { x: 0, y: 0, theta: 0.4 };
  const dense = new Set<string>();
  let w = 0;
  for (let k = 0; k < 800; k++) {
    if (k % 60 === 0) w = 2 * (rng.uniform() - 0.5);
    T = { x: T.x + 0.006 * cos(T.theta), y: T.y + 0.006 * sin(T.theta), theta: T.theta + 0.02 * w };
    tracker.add(T);
    for (let s = -0.1; s <= 0.1; s += 0.004) {
      const x = T.x + 0.03 * cos(T.theta) - s * sin(T.theta);
      const y = T.y + 0.03 * sin(T.theta) + s * cos(T.theta);
      dense.add(`${Math.floor(x / 0.025)},${Math.floor(y / 0.025)}`);
    }
  }
  const frame = { width: 400, height: 400, resolution_m: 0.025, originX_m: -5, originY_m: -5 };
  const mask = tracker.maskIn(frame);
  let extra = 0;
  let total = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    total++;
    if (!dense.has(`${(i % 400) - 200},${Math.floor(i / 400) - 200}`)) extra++;
  }
  expect(extra).toBe(0); // nothing is marked that the brush did not touch
  expect(total).toBeGreaterThan(0.85 * dense.size); // dense also has cells touched only at their rim
});

test('turning on the spot sweeps a wedge, not nothing', () => {
  const tracker = new CoverageTracker({ brushWidth_m: 0.2, brushX_m: 0.03, resolution_m: 0.01 });
  for (let k = 0; k <= 100; k++) tracker.add({ x: 0, y: 0, theta: (k / 100) * 2 * Math.PI });
  // Ring from 0.03 m to hypot(0.1, 0.03): pi (0.0109 - 0.0009) = 0.0314 m².
  expect(Math.abs(tracker.sweptArea_m2 - 0.0314)).toBeLessThan(0.002);
});

test('a jump of the estimate and a lifted brush leave no stripe; the grid grows; clear forgets', () => {
  const tracker = new CoverageTracker({ resolution_m: 0.025 });
  drive(tracker, { x: 0, y: 0, theta: 0 }, 1);
  const before = tracker.sweptArea_m2;
  tracker.add({ x: 1, y: 7, theta: 0 });
  expect(tracker.sweptArea_m2).toBe(before);
  tracker.lift();
  drive(tracker, { x: -6, y: 7, theta: 0 }, 1);
  expect(tracker.sweptArea_m2).toBeCloseTo(2 * before, 1);
  tracker.clear();
  expect(tracker.sweptArea_m2).toBe(0);
});

test('the share covered is read out in a map of any lattice', () => {
  const map = blankMap(2, 2, 0);
  const space = freeSpace(map, { brushWidth_m: 0.2 });
  const tracker = new CoverageTracker({ brushWidth_m: 0.2 });
  expect(tracker.coveredShare(space)).toBe(0);
  // Cleanable: the 2 m square less a rim of 0.18 - 0.1 m, corners rounded: about 1.84² = 3.38 m². Two lanes of 1.84 x 0.2.
  for (const y of [0.5, 1]) {
    tracker.lift();
    drive(tracker, { x: map.originX_m, y: map.originY_m + y, theta: 0 }, 2);
  }
  expect(tracker.coveredShare(space)).toBeCloseTo((2 * 1.84 * 0.2) / 3.38, 1);
  expect(freeSpace(blankMap(0.2, 0.2, 0)).cleanable).toEqual(new Uint8Array(16));
});

/** Lanes of 2 m, 0.18 m apart, as poses; the robot of the last one still drives. */
function sweepLanes(tracker: CoverageTracker): SE2 {
  let T: SE2 = { x: 0, y: 0, theta: 0 };
  for (let lane = 0; lane < 8; lane++) {
    tracker.lift();
    T = drive(tracker, { x: 0, y: 0.18 * lane, theta: 0 }, 2);
  }
  return T;
}

test('the map shifts by 0.3 m and 5°: what was swept shifts with it, area and place, and the stroke goes on', () => {
  const T_after_before = { x: 0.24, y: -0.18, theta: (5 * Math.PI) / 180 };
  const moved = new CoverageTracker({ resolution_m: 0.025 });
  const T = sweepLanes(moved);
  const area_m2 = moved.sweptArea_m2;
  moved.moveWith(new MapWarp([0, 0, 0], [T_after_before.x, T_after_before.y, T_after_before.theta]));
  expect(Math.abs(moved.sweptArea_m2 / area_m2 - 1)).toBeLessThan(0.005);
  // As if it had been driven in the corrected map from the start.
  const straight = new CoverageTracker({ resolution_m: 0.025 });
  for (let lane = 0; lane < 8; lane++) {
    straight.lift();
    drive(straight, compose(T_after_before, { x: 0, y: 0.18 * lane, theta: 0 }), 2);
  }
  const frame = { width: 160, height: 120, resolution_m: 0.025, originX_m: -1, originY_m: -1 };
  const a = moved.maskIn(frame);
  const b = straight.maskIn(frame);
  let differing = 0;
  for (let i = 0; i < a.length; i++) differing += a[i] ^ b[i];
  // Half a cell at the rim of 6.9 m: 276 cells along it.
  expect(differing).toBeLessThan(200);
  const before = moved.sweptArea_m2;
  drive(moved, compose(T_after_before, T), 0.5);
  expect(moved.sweptArea_m2 - before).toBeCloseTo(0.5 * 0.2, 2);
});

test('a hundred small corrections to and fro wear nothing off', () => {
  const tracker = new CoverageTracker({ resolution_m: 0.025 });
  sweepLanes(tracker);
  const area_m2 = tracker.sweptArea_m2;
  const rng = createRng(9);
  for (let k = 0; k < 50; k++) {
    const warp = new MapWarp([0, 0, 0], [0.01 * rng.normal(), 0.01 * rng.normal(), 0.003 * rng.normal()]);
    tracker.moveWith(warp);
    tracker.moveWith(warp.inverse());
  }
  expect(Math.abs(tracker.sweptArea_m2 / area_m2 - 1)).toBeLessThan(0.01);
});

test('a correction that corrects nothing changes nothing, bit for bit', () => {
  const tracker = new CoverageTracker();
  sweepLanes(tracker);
  const frame = { width: 160, height: 120, resolution_m: 0.025, originX_m: -1, originY_m: -1 };
  const before = tracker.maskIn(frame);
  tracker.moveWith(new MapWarp([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]));
  expect(tracker.maskIn(frame)).toEqual(before);
});

test('what was kept is gone on from: the same floor, nothing swept from where the stroke before ended', () => {
  const before = new CoverageTracker();
  drive(before, { x: 0, y: 0, theta: 0 }, 3);
  const kept = before.store();
  drive(before, { x: 0, y: 1, theta: 0 }, 3);
  const again = new CoverageTracker();
  drive(again, { x: 0, y: -1, theta: 0 }, 1);
  again.restore(kept);
  const frame = { width: 400, height: 400, resolution_m: 0.025, originX_m: -5, originY_m: -5 };
  const once = new CoverageTracker();
  drive(once, { x: 0, y: 0, theta: 0 }, 3);
  expect(again.sweptArea_m2).toBe(once.sweptArea_m2);
  expect(again.maskIn(frame)).toEqual(once.maskIn(frame));
  again.add({ x: 0.1, y: 0.2, theta: 0 });
  expect(again.sweptArea_m2).toBe(once.sweptArea_m2);
  expect(() => new CoverageTracker({ resolution_m: 0.05 }).restore(kept)).toThrow('wanted cells of 0.05 m');
  expect(() => again.restore({ ...kept, width: 3 })).toThrow('Cannot restore coverage');
});
