import { cos, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { Driver } from './index.ts';
import { inScene, type TestWorld, task } from './testWorld.ts';

/** Distance of where the robot believes to be to the polyline, m. */
function offPath({ T_odom_base: { x, y } }: TestWorld, path: readonly number[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [ax, ay, bx, by] = path.slice(i, i + 4);
    const l2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / l2));
    best = Math.min(best, Math.sqrt((ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2));
  }
  return best;
}

/** Follows a path to its end; the worst distance to it, and the distance to its end. */
function follow(path: number[], w = inScene({}), look = () => {}) {
  w.driver.start(task('follow', path));
  let worst = 0;
  let reversals = 0;
  let lastW = 0;
  const result = w.run(120, () => {
    look();
    worst = Math.max(worst, offPath(w, path));
    if (w.v > 0.25 && Math.abs(w.w) > 0.02) {
      if (w.w * lastW < 0) reversals++;
      lastW = w.w;
    }
  });
  const [ex, ey] = path.slice(-2);
  const missed = Math.sqrt((w.T_odom_base.x - ex) ** 2 + (w.T_odom_base.y - ey) ** 2);
  return { result, worst, missed, reversals, time_s: w.now_s };
}

test('four lanes joined by hops: within 7 mm of them, corners rolled through at 2 cm, end within 1 cm, no swinging', () => {
  const path: number[] = [];
  for (let lane = 0; lane < 4; lane++)
    path.push(...(lane % 2 === 0 ? [0, 0.18 * lane, 3, 0.18 * lane] : [3, 0.18 * lane, 0, 0.18 * lane]));
  const w = inScene({});
  let offLanes = 0;
  const { result, worst, missed, reversals, time_s } = follow(path, w, () => {
    const { x, y } = w.T_odom_base;
    if (x > 0.3 && x < 2.7) offLanes = Math.max(offLanes, Math.abs(y - 0.18 * Math.round(y / 0.18)));
  });
  expect(result).toEqual({ outcome: 'arrived', reason: 'at the end of the path' });
  expect(offLanes).toBeLessThan(0.007);
  expect(worst).toBeLessThan(0.025);
  expect(missed).toBeLessThan(0.01);
  expect(reversals).toBeLessThanOrEqual(14);
  // 12.5 m at 0.3 m/s are 42 s, start and stop 1 s; six arcs of 0.9 s begin and end with 0.3 s below full speed: 49 s. 52.6
  // with stops and turns in place.
  expect(time_s).toBeLessThan(50);
});

test('the corner of a room is driven into: walls on the right, both sides long', () => {
  expect(follow([0, 0, 1, 0, 1, 1]).worst).toBeLessThan(0.005);
  // To the right, or before a hop, it is rolled through.
  expect(follow([0, 0, 1, 0, 1, -1]).worst).toBeGreaterThan(0.008);
});

test('hops of 5 cm to 1 m are not overshot by more than 3 mm', () => {
  for (const length of [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1]) {
    const w = inScene({});
    w.driver.start(task('follow', [0, 0, length, 0]));
    let farthest = 0;
    const result = w.run(10, () => {
      farthest = Math.max(farthest, w.T_odom_base.x);
    });
    expect(result?.outcome).toBe('arrived');
    expect(Math.abs(farthest - length)).toBeLessThan(0.003);
  }
});

test('bends of 45° and a circle of 15 cm are driven through, cut by less than 3 cm', () => {
  const bends = follow([0, 0, 1, 0, 1.6, 0.6, 1.6, 1.2, 2.2, 1.8, 3, 1.8]);
  expect(bends.result?.outcome).toBe('arrived');
  expect(bends.worst).toBeLessThan(0.025);
  const circle: number[] = [];
  for (let i = 0; i <= 40; i++) circle.push(0.15 * sin((i * Math.PI) / 20), 0.15 - 0.15 * cos((i * Math.PI) / 20));
  const round = follow(circle);
  expect(round.worst).toBeLessThan(0.02);
  expect(round.missed).toBeLessThan(0.02);
});

test('a path that begins elsewhere is driven to first; one that begins beside the robot is joined', () => {
  expect(follow([1, 1, 2, 1]).missed).toBeLessThan(0.01);
  const w = inScene({}, { x: 0, y: 0.04, theta: 0.3 });
  w.driver.start(task('follow', [0, 0, 2, 0]));
  let late = 0;
  w.run(30, () => {
    if (w.T_odom_base.x > 0.6) late = Math.max(late, Math.abs(w.T_odom_base.y));
  });
  expect(late).toBeLessThan(0.01);
  expect(follow([0.5, 0.2]).missed).toBeLessThan(0.01);
});

test('a path replaced while driving costs no stop', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 4, 0]));
  w.run(4);
  expect(w.v).toBeGreaterThan(0.28);
  w.driver.start(task('follow', [w.T_odom_base.x - 0.03, 0.005, 2, 0, 2, 1]));
  let slowest = 1;
  w.run(1, () => {
    slowest = Math.min(slowest, w.v);
  });
  expect(slowest).toBeGreaterThan(0.28);
  expect(w.run(30)?.outcome).toBe('arrived');
  expect(Math.abs(w.T_odom_base.y - 1)).toBeLessThan(0.02);
});

test('a correction of the map by 5 cm is taken up without a jerk', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 4, 0]));
  w.run(4);
  w.driver.setMapToOdom({ x: 0, y: 0.05, theta: 0 });
  let fastest = 0;
  let jump = 0;
  let last = w.step!.command.w_radps;
  const result = w.run(30, () => {
    if (w.T_odom_base.x > 3.9) return;
    fastest = Math.max(fastest, Math.abs(w.w));
    jump = Math.max(jump, Math.abs(w.step!.command.w_radps - last));
    last = w.step!.command.w_radps;
  });
  expect(result?.outcome).toBe('arrived');
  // Pursuit alone would answer the jump with 0.3 · 2 · 0.05 / 0.2² = 0.75 rad/s at once.
  expect(fastest).toBeLessThan(0.5);
  expect(jump).toBeLessThan(0.15);
  expect(Math.abs(w.T_odom_base.y + 0.05)).toBeLessThan(0.01); // map y = 0 is odom y = -0.05
});

test('rotate, back and undock', () => {
  const w = inScene({});
  w.driver.start(task('rotate', [], { yaw_rad: -3 }));
  expect(w.run(10)?.outcome).toBe('arrived');
  expect(Math.abs(w.T_odom_base.theta + 3)).toBeLessThan(0.035);
  expect(w.now_s).toBeLessThan(3.5);
  const at = inScene({});
  at.driver.start(task('back', [], { distance_m: 0.2 }));
  expect(at.run(10)?.outcome).toBe('arrived');
  expect(at.T_odom_base.x).toBeCloseTo(-0.2, 2);
  const behind = inScene({ walls: [[-0.4, -1, -0.4, 1]] });
  behind.driver.start(task('undock'));
  expect(behind.run(20)?.outcome).toBe('blocked');
  expect(behind.contacts).toBe(0);
});

test('cancel comes to rest within the limits and says nothing more', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 4, 0]));
  w.run(3);
  w.driver.cancel();
  const from = w.T_odom_base.x;
  expect(w.run(2)).toBeUndefined();
  expect(w.v).toBe(0);
  expect(w.step?.state).toBe('idle');
  // 0.3² / (2 · 0.9) = 5 cm, and 0.1 s of delay and jerk at 0.3 m/s.
  expect(w.T_odom_base.x - from).toBeLessThan(0.1);
});

test('bad tasks and options are refused with what is wrong', () => {
  const { driver } = inScene({});
  expect(() => driver.start(task('follow', [0, 0, 1]))).toThrow('path must hold x and y for each point, got 3 numbers');
  expect(() => driver.start(task('follow'))).toThrow('path has no points');
  expect(() => driver.start(task('follow', [0, 0, 1, Number.NaN]))).toThrow('path must be finite, got NaN at point 1');
  expect(() => driver.start(task('fly' as 'follow', [0, 0]))).toThrow('got fly');
  expect(() => driver.start(task('back', [], { distance_m: 3 }))).toThrow('at most 0.6 m, got 3');
  expect(() => driver.start(task('rotate', [], { yaw_rad: Number.NaN }))).toThrow('yaw must be finite');
  expect(() => new Driver(defaultGeometry, { backOff_m: -1 })).toThrow('drive option backOff_m: must be > 0, got -1');
});
