import { cos, createRng, type SE2, sin } from '@homebound/math';
import { CoverageTracker } from './coverageTracker.ts';
import { freeSpace } from './freeSpace.ts';
import { blankMap } from './sampleMaps.ts';

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
