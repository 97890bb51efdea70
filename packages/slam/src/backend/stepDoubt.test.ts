import { leapOf, withLeap } from './stepDoubt.ts';

const arrival = { T_key_base: { x: 0.1, y: 0, theta: 0 }, T_odom_base: { x: 5, y: 5, theta: Math.PI / 2 } };
/** 1 cm and 0.01 rad from the match. */
const covariance = Float64Array.of(5e-5, 0, 0, 0, 5e-5, 0, 0, 0, 1e-4);
/** Odometry drove 0.5 m straight ahead, and may be 1 cm and 0.01 rad off. */
const odometry = { T_odom_base: { x: 5, y: 5.5, theta: Math.PI / 2 }, sigma_m: 0.01, sigma_rad: 0.01 };

test('a step where odometry has it is no leap', () => {
  // 4 cm off with sqrt(1 + 1) cm: 2.8 standard deviations.
  expect(leapOf(arrival, { x: 0.64, y: 0, theta: 0 }, odometry, covariance)).toBeUndefined();
});

test('a step farther than both may err is one, told in the frame of the key frame', () => {
  const leap = leapOf(arrival, { x: 0.6, y: 0.3, theta: 0.02 }, odometry, covariance)!;
  expect(leap.x).toBeCloseTo(0, 12);
  expect(leap.y).toBeCloseTo(0.3, 12);
  expect(leap.theta).toBeCloseTo(0.02, 12);
  // Turned alone: 0.06 rad with 0.014.
  expect(leapOf(arrival, { x: 0.6, y: 0, theta: 0.06 }, odometry, covariance)).toBeDefined();
});

test('a leap makes a step as unsure as it is long', () => {
  const C = withLeap(covariance.slice(), { x: 0.3, y: 0.4, theta: 0.1 });
  expect(Math.sqrt(C[0])).toBeCloseTo(0.5, 3);
  expect(Math.sqrt(C[4])).toBeCloseTo(0.5, 3);
  expect(Math.sqrt(C[8])).toBeCloseTo(0.1, 3);
});
