import { compose, createRng, driveArc, identity, type SE2 } from '@homebound/math';
import { growCovariance } from './drift.ts';
import { motionNoise, type OdometryPose } from './motionNoise.ts';

const none = { way: 0, side: 0, turn: 0 };
const step = { along_m2: 1e-6, across_m2: 2.5e-7, heading_rad2: 4e-6 };

/** Poses along arcs of 1 cm, each with the covariance since the start. */
function driven(steps: number, start: SE2, covariance = new Float64Array(9)): OdometryPose[] {
  const rng = createRng(3);
  let T = start;
  return Array.from({ length: steps }, () => {
    const to = driveArc(T, 0.01, 0.03 * rng.normal(), 1);
    growCovariance(covariance, T, to, step);
    T = to;
    return { T_odom_base: T, covariance: covariance.slice() };
  });
}

test('the noise of a motion is its own, however long the run before was', () => {
  const poses = driven(10_000, { x: 3, y: -2, theta: 2 });
  const at = 9000;
  // The same motion from nothing, as seen from where it began.
  const alone = driven(10_000, { x: 3, y: -2, theta: 2 }).slice(at, at + 61);
  const P = new Float64Array(9);
  for (let i = 1; i <= 60; i++) growCovariance(P, alone[i - 1].T_odom_base, alone[i].T_odom_base, step);
  const still: OdometryPose = { T_odom_base: alone[0].T_odom_base, covariance: new Float64Array(9) };
  const wanted = motionNoise(still, { T_odom_base: alone[60].T_odom_base, covariance: P }, none);
  const found = motionNoise(poses[at], poses[at + 60], none);
  // The run has come to variances of m²; a billionth of that is left by rounding.
  for (let i = 0; i < 9; i++) expect(found.covariance[i]).toBeCloseTo(wanted.covariance[i], 9);
  expect(found.heading_rad).toBeCloseTo(Math.sqrt(60 * 4e-6), 6);
});

test('along and across are those of the way, whichever way the robot faces', () => {
  for (const theta of [0, 1, 2.5, -3]) {
    const before: OdometryPose = { T_odom_base: { x: 5, y: 1, theta }, covariance: new Float64Array(9) };
    const T_odom_base = compose(before.T_odom_base, { x: 0.4, y: 0, theta: 0 });
    const { along_m, across_m, heading_rad } = motionNoise(before, { T_odom_base, covariance: new Float64Array(9) });
    // 3 % and 1.5 % of 0.4 m
    expect(along_m).toBeCloseTo(0.012, 9);
    expect(across_m).toBeCloseTo(0.006, 9);
    expect(heading_rad).toBeCloseTo(0, 9);
  }
});

test('planted errors of scale and steps come out as the sigmas say', () => {
  const rng = createRng(8);
  const errors = [0, 0, 0];
  const runs = 400;
  let noise = motionNoise(driven(1, identity)[0], driven(1, identity)[0]);
  for (let run = 0; run < runs; run++) {
    const [way, turn] = [0.025 * rng.normal(), 0.02 * rng.normal()];
    let T = identity;
    let T_true = identity;
    const P = new Float64Array(9);
    for (let i = 0; i < 60; i++) {
      const to = driveArc(T, 0.01, 0.02, 1);
      growCovariance(P, T, to, step);
      T = to;
      const along = 1e-3 * rng.normal();
      const across = 5e-4 * rng.normal();
      T_true = driveArc(T_true, 0.01 * (1 + way) + along, 0.02 * (1 + turn) + 2e-3 * rng.normal(), 1);
      T_true = compose(T_true, { x: 0, y: across, theta: 0 });
    }
    noise = motionNoise(
      { T_odom_base: identity, covariance: new Float64Array(9) },
      { T_odom_base: T, covariance: P },
      { way: 0.025, side: 0, turn: 0.02 },
    );
    const [x, y, theta] = [T_true.x - T.x, T_true.y - T.y, T_true.theta - T.theta];
    const half = 0.5 * T.theta;
    errors[0] += (Math.cos(half) * x + Math.sin(half) * y) ** 2;
    errors[1] += (Math.cos(half) * y - Math.sin(half) * x) ** 2;
    errors[2] += theta ** 2;
  }
  const [along, across, heading] = errors.map((sum) => Math.sqrt(sum / runs));
  // 400 runs know a standard deviation to 1 / sqrt(800) = 3.5 %
  expect(along / noise.along_m).toBeCloseTo(1, 1);
  expect(Math.abs(across / noise.across_m - 1)).toBeLessThan(0.15);
  expect(Math.abs(heading / noise.heading_rad - 1)).toBeLessThan(0.15);
});

test('a covariance that does not grow leaves the errors of scale', () => {
  const constant = Float64Array.of(0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01);
  const noise = motionNoise(
    { T_odom_base: identity, covariance: constant },
    { T_odom_base: { x: 0.2, y: 0, theta: 0.5 }, covariance: constant },
  );
  expect(noise.along_m).toBeGreaterThan(0.2 * 0.03 * Math.cos(0.25) - 1e-9);
  expect(noise.heading_rad).toBeCloseTo(0.025 * 0.5, 9);
});
