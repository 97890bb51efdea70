import { angleDiff, between, compose, createRng, driveArc, hypot, identity, type SE2 } from '@homebound/math';
import { Slam } from '../slam.ts';
import { flat, type TestLidar, takeScan, testLidar, type Wall } from '../testRoom.ts';
import { EvenClock } from './evenClock.ts';
import { ScanOnlyMotion, scanOnlyNoise } from './scanOnlyMotion.ts';
import { ScanTurn } from './scanTurn.ts';
import { moveSteadily, twistOf } from './twist.ts';

const start: SE2 = { x: 0.6, y: 1.4, theta: 0.3 };

test('a twist and the motion it makes lead to each other, on arcs of any tightness', () => {
  const rng = createRng(2);
  for (let i = 0; i < 50; i++) {
    const twist = {
      vx_mps: rng.normal(),
      vy_mps: rng.normal(),
      w_radps: i % 5 === 0 ? 1e-6 * rng.normal() : rng.normal(),
    };
    const dt = 0.05 + 0.5 * rng.uniform();
    const back = twistOf(moveSteadily(twist, dt), dt);
    expect(back.vx_mps).toBeCloseTo(twist.vx_mps, 9);
    expect(back.vy_mps).toBeCloseTo(twist.vy_mps, 9);
    expect(back.w_radps).toBeCloseTo(twist.w_radps, 9);
    const halves = compose(moveSteadily(twist, dt / 2), moveSteadily(twist, dt / 2));
    expect(halves.y).toBeCloseTo(moveSteadily(twist, dt).y, 12);
  }
  const arc = moveSteadily({ vx_mps: 0.3, vy_mps: 0, w_radps: 0.8 }, 0.5);
  expect(arc.y).toBeCloseTo(driveArc(identity, 0.3, 0.8, 0.5).y, 12);
});

const lidars: [string, TestLidar][] = [
  ['360° at once', { ...testLidar, scanTime_s: 0 }],
  ['360° swept in 0.2 s', testLidar],
  ['180° of 1°', { ...testLidar, beams: 181, fov_rad: Math.PI, scanTime_s: 0 }],
];

test.each(lidars)('%s: the turn between two scans is seen without a map', (_, lidar) => {
  const rng = createRng(4);
  for (const w of [0, 0.4, -1.1, 1.9, -3]) {
    const turn = new ScanTurn();
    const at = (t: number) => driveArc(start, 0.2, w, t);
    expect(turn.next(takeScan(flat, at, 0, rng, lidar))).toBeUndefined();
    // 40 mm on the way besides: half a beam is 0.0087 rad
    expect(Math.abs(turn.next(takeScan(flat, at, 0.2, rng, lidar))! - 0.2 * w)).toBeLessThan(0.012);
  }
});

test('a round room, a closed lidar and another lidar say nothing of the turn', () => {
  const rng = createRng(4);
  const still = () => start;
  const round: Wall[] = Array.from({ length: 180 }, (_, i) => {
    const [a, b] = [(i * Math.PI) / 90, ((i + 1) * Math.PI) / 90];
    return [start.x + 2 * Math.cos(a), start.y + 2 * Math.sin(a), start.x + 2 * Math.cos(b), start.y + 2 * Math.sin(b)];
  });
  const turn = new ScanTurn();
  turn.next(takeScan(round, still, 0, rng));
  expect(turn.next(takeScan(round, still, 0.2, rng))).toBeUndefined();
  expect(turn.next(takeScan(flat, still, 0.4, rng, { ...testLidar, beams: 180 }))).toBeUndefined();
  expect(turn.next(takeScan([], still, 0.6, rng, { ...testLidar, beams: 180 }))).toBeUndefined();
});

test('stamps that come in bursts are evened out, gaps are kept', () => {
  const clock = new EvenClock();
  for (let i = 0; i < 30; i++) clock.even(0.2);
  // as in the intel log: two late ones and one on top of the other
  const burst = [0.52, 0.05, 0.03, 0.2, 0.2].map((interval) => clock.even(interval));
  for (const interval of burst) expect(Math.abs(interval - 0.2)).toBeLessThan(0.06);
  expect(clock.even(1.8)).toBeGreaterThan(1.5);
  // No time is lost or made in the long run.
  const rng = createRng(1);
  let [real, even] = [0, 0];
  for (let i = 0; i < 500; i++) {
    const interval = 0.2 * (0.5 + rng.uniform());
    real += interval;
    even += clock.even(interval);
  }
  expect(Math.abs(even - real)).toBeLessThan(0.3);
});

/** Speeds as a robot in a home has them: off from rest, whirls, lanes. */
const legs: readonly [seconds: number, v: number, w: number][] = [
  [1, 0, 0],
  [2, 0.25, 0],
  [3.3, 0, 1.9],
  [2, 0.3, 0.4],
  [1.7, 0, -1.9],
  [3, 0.25, -0.5],
  [2, 0, 1.2],
];

function drivenAlong(stamp_s: number): SE2 {
  let T = start;
  let left = stamp_s;
  for (const [seconds, v, w] of legs) {
    const dt = Math.min(seconds, left);
    T = driveArc(T, v, w, dt);
    left -= dt;
    if (left <= 0) break;
  }
  return T;
}

test.each([testLidar, { ...testLidar, beams: 450, scanTime_s: 0.1 }])(
  'without odometry the pose is kept through whirls of 1.9 rad/s: a lidar of $scanTime_s s a turn',
  (lidar) => {
    const rng = createRng(6);
    const slam = new Slam({ odometry: scanOnlyNoise, T_map_start: start, map: { resolution_m: 0.05 } });
    const motion = new ScanOnlyMotion();
    let worst_m = 0;
    let off_rad = 0;
    for (let stamp_s = 0; stamp_s < 14.7; stamp_s += lidar.scanTime_s) {
      const scan = takeScan(flat, drivenAlong, stamp_s, rng, lidar);
      for (const pose of motion.predict(scan)) expect(slam.addOdometry(pose.stamp_s, pose.T)).toBe(true);
      const T_map_odom = slam.T_map_odom;
      const result = slam.addScan(scan);
      if (!result.ok) throw new Error(result.reason);
      motion.learn(result.matched, T_map_odom, result.T_map_odom);
      const truth = drivenAlong(result.stamp_s);
      worst_m = Math.max(worst_m, hypot(result.T_map_base.x - truth.x, result.T_map_base.y - truth.y));
      off_rad = Math.abs(angleDiff(result.T_map_base.theta, truth.theta));
      // A scan in which the robot jerks from rest to 1.9 rad/s is bent by 0.38 rad that nothing tells of until the next.
      expect(off_rad).toBeLessThan(0.2);
    }
    expect(worst_m).toBeLessThan(0.08);
    expect(off_rad).toBeLessThan(0.01);
  },
);

test('what was not matched slows down, an impossible speed is not taken, an old scan moves nothing', () => {
  const rng = createRng(9);
  // Empty: no turn is seen, so that the speeds are the learnt ones alone.
  const scanAt = (stamp_s: number) => takeScan([], () => start, stamp_s, rng, { ...testLidar, scanTime_s: 0 });
  const motion = new ScanOnlyMotion();
  const step = (stamp_s: number) => motion.predict(scanAt(stamp_s)).at(-1)!.T;
  step(0);
  motion.learn(true, undefined, identity);
  step(0.2);
  motion.learn(true, identity, { x: 0.06, y: 0, theta: 0 });
  const before = step(0.4);
  expect(before.x).toBeCloseTo(0.06, 9);
  motion.learn(false, identity, identity);
  const slower = step(0.6);
  expect(between(before, slower).x).toBeCloseTo(0.03, 9);
  expect(motion.predict(scanAt(0.6))).toEqual([]);
  // 5 m in 0.2 s
  motion.learn(true, identity, { x: 5, y: 0, theta: 0 });
  expect(step(0.8)).toEqual(slower);
});
