import { cos, hypot, sin } from './elementary.ts';
import { MapWarp } from './mapWarp.ts';
import { createRng } from './random.ts';
import { compose, inverse, type SE2 } from './se2.ts';

const flat = (poses: readonly SE2[]): number[] => poses.flatMap(({ x, y, theta }) => [x, y, theta]);

/** A loop of anchors of which each is off by a little more than the one before: what closing a loop mends. */
function mendedLoop(n: number, drift_m: number, drift_rad: number): { before: number[]; after: number[] } {
  const after: SE2[] = [];
  const before: SE2[] = [];
  for (let i = 0; i < n; i++) {
    const a = (2 * Math.PI * i) / n;
    const T = { x: 4 * cos(a), y: 3 * sin(a), theta: a };
    const share = i / n;
    const off = { x: drift_m * share, y: 0.5 * drift_m * share, theta: drift_rad * share };
    after.push(T);
    before.push(compose(off, T));
  }
  return { before: flat(before), after: flat(after) };
}

test('one anchor moves the whole frame rigidly, whatever its turn (20 seeded moves)', () => {
  const rng = createRng(3);
  for (let k = 0; k < 20; k++) {
    const place = (): SE2 => ({ x: 4 * rng.normal(), y: 4 * rng.normal(), theta: 3 * (2 * rng.uniform() - 1) });
    const before = place();
    const after = place();
    const T_after_before = compose(after, inverse(before));
    const warp = new MapWarp(flat([before]), flat([after]));
    const pose = place();
    const wanted = compose(T_after_before, pose);
    const moved = warp.movePose(pose);
    expect(hypot(moved.x - wanted.x, moved.y - wanted.y)).toBeLessThan(1e-12);
    expect(Math.abs(sin(moved.theta - wanted.theta))).toBeLessThan(1e-12);
    const back = warp.inverse().movePose(moved);
    expect(hypot(back.x - pose.x, back.y - pose.y)).toBeLessThan(1e-12);
  }
});

test('anchors that all move alike are one rigid move', () => {
  const { after } = mendedLoop(12, 0, 0);
  const T_after_before = { x: 0.3, y: -0.2, theta: 0.09 };
  const moved: number[] = [];
  for (let i = 0; i < after.length; i += 3)
    moved.push(...flat([compose(T_after_before, { x: after[i], y: after[i + 1], theta: after[i + 2] })]));
  const warp = new MapWarp(after, moved);
  for (const pose of [
    { x: 0, y: 0, theta: 0 },
    { x: 5, y: -2, theta: 2 },
    { x: -1.2, y: 3.3, theta: -3 },
  ]) {
    const wanted = compose(T_after_before, pose);
    const got = warp.movePose(pose);
    expect(hypot(got.x - wanted.x, got.y - wanted.y)).toBeLessThan(1e-9);
    expect(Math.abs(got.theta - wanted.theta)).toBeLessThan(1e-9);
  }
});

test('on an anchor its own move counts alone', () => {
  const { before, after } = mendedLoop(12, 0.3, 0.09);
  const warp = new MapWarp(before, after);
  for (let i = 0; i < before.length; i += 3) {
    const got = warp.movePose({ x: before[i], y: before[i + 1], theta: before[i + 2] });
    expect(hypot(got.x - after[i], got.y - after[i + 1])).toBeLessThan(1e-9);
  }
  expect(warp.maxShift_m).toBeGreaterThan(0.3);
});

test('there is no step: neighbours stay neighbours along 40 seeded lines', () => {
  const { before, after } = mendedLoop(12, 0.3, 0.09);
  const warp = new MapWarp(before, after);
  const rng = createRng(5);
  const step_m = 1e-4;
  for (let k = 0; k < 40; k++) {
    const x0 = 10 * (rng.uniform() - 0.5);
    const y0 = 8 * (rng.uniform() - 0.5);
    const a = 7 * rng.uniform();
    let last = warp.movePoint(x0, y0);
    for (let i = 1; i < 250; i++) {
      const next = warp.movePoint(x0 + i * step_m * cos(a), y0 + i * step_m * sin(a));
      // The loop's two ends lie 2 m apart and differ by 0.3 m: the steepest stretch is some times their mean of 15 %.
      expect(hypot(next.x - last.x, next.y - last.y)).toBeLessThan(2 * step_m);
      last = next;
    }
  }
});

test('the point before is the point, to 0.1 mm, in a frame that was bent', () => {
  const { before, after } = mendedLoop(12, 0.3, 0.09);
  const warp = new MapWarp(before, after);
  const rng = createRng(6);
  let worst_m = 0;
  for (let k = 0; k < 500; k++) {
    const x = 10 * (rng.uniform() - 0.5);
    const y = 8 * (rng.uniform() - 0.5);
    const there = warp.movePoint(x, y);
    const here = warp.pointBefore(there.x, there.y);
    worst_m = Math.max(worst_m, hypot(here.x - x, here.y - y));
  }
  expect(worst_m).toBeLessThan(1e-4);
});

test('what did not move is the same bit for bit', () => {
  const { after } = mendedLoop(7, 0, 0);
  const warp = new MapWarp(after, after.slice());
  expect(warp.isIdentity).toBe(true);
  expect(warp.maxShift_m).toBe(0);
  const pts = Float64Array.of(0.1, -0.7, Number.NaN, Number.NaN, 1 / 3, 5e-9, -0, 0);
  expect(warp.moved(pts)).toEqual(pts);
  const pose = { x: 0.1 + 0.2, y: -7 / 9, theta: 3.1 };
  expect(warp.movePose(pose)).toEqual(pose);
});

test('points may be moved in place, and lifted pens stay lifted', () => {
  const warp = new MapWarp([0, 0, 0], [1, 2, 0]);
  const pts = Float64Array.of(1, 1, Number.NaN, Number.NaN, 2, 2);
  warp.moveInto(pts, pts, 3);
  expect([...pts]).toEqual([2, 3, Number.NaN, Number.NaN, 3, 4]);
});

test('what is no warp is refused by name', () => {
  expect(() => new MapWarp([], [])).toThrow('got 0 and 0 numbers');
  expect(() => new MapWarp([1, 2, 3], [1, 2])).toThrow('got 3 and 2 numbers');
  expect(() => new MapWarp([1, Number.NaN, 3], [1, 2, 3])).toThrow('number 1 of an anchor is not finite');
});
