import { angleDiff, between, compose, createRng, hypot, identity, type SE2 } from '@homebound/math';
import { growCovariance } from '../odometry/drift.ts';
import type { OdometryPose } from '../odometry/motionNoise.ts';
import { PoseFilter } from './poseFilter.ts';

const POINT_NOISE_M = 0.05;
/** Of a match, whose points tell x, y and theta independently: 8 mm and 2 mrad. */
const MATCH_M = 0.008;
const MATCH_RAD = 0.002;

/** A match with the noise above by its points' own spread, four of which tell as much as one. */
function matchAt(T_map_base: SE2) {
  const rms_m = 0.01;
  const share = (4 * rms_m * rms_m) / (POINT_NOISE_M * POINT_NOISE_M);
  const information = new Float64Array(9);
  information[0] = information[4] = share / (MATCH_M * MATCH_M);
  information[8] = share / (MATCH_RAD * MATCH_RAD);
  return { T_map_base, information, rms_m, converged: true, iterations: 1 };
}

/** Feeds a run of true poses with noisy odometry and matches; returns the fused poses. */
function run(truth: readonly SE2[], noise_m: number, noise_rad: number): SE2[] {
  const rng = createRng(4);
  const filter = new PoseFilter(POINT_NOISE_M);
  const P = new Float64Array(9);
  let odometry: OdometryPose = { T_odom_base: identity, covariance: P.slice() };
  let T = identity;
  filter.fuse(odometry, T, T, matchAt(T));
  return truth.slice(1).map((T_true, i) => {
    const moved = between(truth[i], T_true);
    const T_step = {
      x: moved.x + noise_m * rng.normal(),
      y: moved.y + noise_m * rng.normal(),
      theta: moved.theta + noise_rad * rng.normal(),
    };
    const T_odom_base = compose(odometry.T_odom_base, T_step);
    growCovariance(P, odometry.T_odom_base, T_odom_base, {
      along_m2: noise_m * noise_m,
      across_m2: noise_m * noise_m,
      heading_rad2: noise_rad * noise_rad,
    });
    odometry = { T_odom_base, covariance: P.slice() };
    const seen = {
      x: T_true.x + MATCH_M * rng.normal(),
      y: T_true.y + MATCH_M * rng.normal(),
      theta: T_true.theta + MATCH_RAD * rng.normal(),
    };
    T = filter.fuse(odometry, T, compose(T, T_step), matchAt(seen));
    return T;
  });
}

function rms(truth: readonly SE2[], fused: readonly SE2[]): [m: number, rad: number] {
  const mean = (of: (i: number) => number) => fused.reduce((sum, _, i) => sum + of(i), 0) / fused.length;
  const m2 = mean((i) => hypot(fused[i].x - truth[i + 1].x, fused[i].y - truth[i + 1].y) ** 2);
  return [Math.sqrt(m2), Math.sqrt(mean((i) => angleDiff(fused[i].theta, truth[i + 1].theta) ** 2))];
}

test('at rest the pose is the mean of all matches: 1000 of 8 mm and 0.1° move it by less than a millimetre', () => {
  const truth = Array.from({ length: 1001 }, () => identity);
  const fused = run(truth, 0, 0);
  const last = fused[fused.length - 1];
  // It begins as sure as can be, and standing adds no doubt.
  expect(hypot(last.x, last.y)).toBeLessThan(1e-3);
  expect(Math.abs(last.theta)).toBeLessThan(1e-4);
});

test('odometry of 2 mm and 1 mrad a step halves the noise of the matches, or nearly', () => {
  const truth = Array.from({ length: 2001 }, (_, i) => ({ x: 0.01 * i, y: 0, theta: 0 }));
  const [m, rad] = rms(truth, run(truth, 0.002, 0.001));
  // Steady state of q = 2 mm, r = 8 mm (floor 1 mm): P = r² k with k = (sqrt(q⁴ + 4 q² r²) - q²) / 2 r² = 0.22: sqrt 0.47.
  expect(m / (MATCH_M * Math.SQRT2)).toBeGreaterThan(0.4);
  expect(m / (MATCH_M * Math.SQRT2)).toBeLessThan(0.55);
  // q = 1 mrad, r = 2 mrad: k = 0.39, sqrt 0.62.
  expect(rad / MATCH_RAD).toBeGreaterThan(0.55);
  expect(rad / MATCH_RAD).toBeLessThan(0.7);
});

test('a robot that was pushed 20 cm while odometry saw nothing is where the match says', () => {
  const filter = new PoseFilter(POINT_NOISE_M);
  const odometry: OdometryPose = { T_odom_base: identity, covariance: new Float64Array(9) };
  for (let i = 0; i < 50; i++) filter.fuse(odometry, identity, identity, matchAt(identity));
  const pushed = { x: 0.2, y: 0, theta: 0.1 };
  expect(filter.fuse(odometry, identity, identity, matchAt(pushed))).toEqual(pushed);
});

test('after a correction of the map a match counts again', () => {
  const filter = new PoseFilter(POINT_NOISE_M);
  const odometry: OdometryPose = { T_odom_base: identity, covariance: new Float64Array(9) };
  for (let i = 0; i < 50; i++) filter.fuse(odometry, identity, identity, matchAt(identity));
  const off = { x: 0.01, y: 0, theta: 0 };
  expect(filter.fuse(odometry, identity, identity, matchAt(off)).x).toBeCloseTo(0, 3);
  filter.loosen();
  // 2 cm of doubt against 8 mm: 0.02² / (0.02² + 0.008² + 0.001²) = 0.86 of it
  expect(filter.fuse(odometry, identity, identity, matchAt(off)).x).toBeCloseTo(0.0086, 4);
});
