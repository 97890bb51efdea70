import { angleDiff, createRng, driveArc, hypot, identity, type SE2 } from '@homebound/math';
import type { ImuRecord } from '@homebound/robot';
import { motionNoise } from './motionNoise.ts';
import { Odometry, type OdometryState } from './odometry.ts';

const wheelBase_m = 0.233;

interface Leg {
  readonly seconds: number;
  readonly v: number;
  readonly w: number;
  /** What the left wheel rolls beyond the ground it covers, m/s. */
  readonly leftSlip?: number;
  /** Turn by hand, which no wheel sees, rad/s. */
  readonly hand?: number;
  /** The robot runs against something: its wheels roll, it stands. */
  readonly isBlocked?: boolean;
  /** The link to the sensors is away: nothing of this is heard. */
  readonly isCut?: boolean;
}

interface Setup {
  readonly bias?: number;
  readonly gyroNoise?: number;
  readonly withGyro?: boolean;
  readonly tick_m?: number;
  /** Gyro records lie this long after the wheels'. */
  readonly gyroLag_s?: number;
}

/** Drives the legs at 50 Hz and returns truth and the states that odometry gave. */
function drive(legs: readonly Leg[], setup: Setup = {}): { truth: SE2; states: OdometryState[] } {
  const { bias = 0, gyroNoise = 0, withGyro = true, tick_m = 0, gyroLag_s = 0 } = setup;
  const odometry = new Odometry({ wheelBase_m });
  const rng = createRng(11);
  const states: OdometryState[] = [];
  let truth: SE2 = identity;
  let before: SE2 = identity;
  let left = 0;
  let right = 0;
  let step = 0;
  // Forward speed of the body over the last period and the one before.
  let speeds: [number, number] = [0, 0];
  for (const { seconds, v, w, leftSlip = 0, hand = 0, isBlocked = false, isCut = false } of legs)
    for (let i = 0; i < seconds * 50; i++) {
      const stamp_s = 0.02 * step++;
      // the mean rate of the period that ends now
      const turned = angleDiff(truth.theta, before.theta);
      const wz_radps = turned / 0.02 + bias + gyroNoise * rng.normal();
      const ax_mps2 = (speeds[1] - speeds[0]) / 0.02;
      if (withGyro && !isCut) odometry.addImu(imu(stamp_s + gyroLag_s, wz_radps, ax_mps2));
      const quantise = (way: number) => (tick_m > 0 ? Math.floor(way / tick_m) * tick_m : way);
      const wheels = { kind: 'wheels', stamp_s, left_m: quantise(left), right_m: quantise(right) } as const;
      const state = isCut ? undefined : odometry.addWheels(wheels);
      if (state) states.push(state);
      before = truth;
      const driven = isBlocked ? 0 : v;
      truth = driveArc(truth, driven, w + hand, 0.02);
      speeds = [speeds[1], driven];
      left += (v - (w * wheelBase_m) / 2 + leftSlip) * 0.02;
      right += (v + (w * wheelBase_m) / 2) * 0.02;
    }
  return { truth, states };
}

const imu = (stamp_s: number, wz_radps: number, ax_mps2 = 0): ImuRecord => ({
  kind: 'imu',
  stamp_s,
  wx_radps: 0,
  wy_radps: 0,
  wz_radps,
  ax_mps2,
  ay_mps2: 0,
  az_mps2: 9.81,
});

const last = (states: readonly OdometryState[]) => states[states.length - 1];
const still: Leg = { seconds: 2, v: 0, w: 0 };
const tour: Leg[] = [
  { seconds: 5, v: 0.3, w: 0 },
  { seconds: 4, v: 0.2, w: 0.8 },
  { seconds: 3, v: 0, w: -1.5 },
  { seconds: 5, v: 0.3, w: -0.2 },
];

test.each([true, false])('a tour comes out exact without noise, gyro %s', (withGyro) => {
  const { truth, states } = drive([...tour, still], { withGyro });
  const { T_odom_base, usesGyro } = last(states);
  expect(usesGyro).toBe(withGyro);
  expect(hypot(T_odom_base.x - truth.x, T_odom_base.y - truth.y)).toBeLessThan(1e-9);
  expect(Math.abs(angleDiff(T_odom_base.theta, truth.theta))).toBeLessThan(1e-9);
});

test('a link that was away: the wheels tell how far it rolled on and turned, not one reading of the gyro times the silence', () => {
  const { truth, states } = drive(
    [
      { seconds: 2, v: 0.3, w: 0 },
      { seconds: 0.5, v: 0.2, w: 0.6, isCut: true },
      { seconds: 300, v: 0, w: 0, isCut: true },
      { seconds: 1, v: 0, w: 0 },
    ],
    { gyroNoise: 0.01, bias: 0.02 },
  );
  const { T_odom_base } = states.at(-1)!;
  // One reading that is 0.01 rad/s off, times 300 s, would be 3 rad.
  expect(Math.abs(angleDiff(T_odom_base.theta, truth.theta))).toBeLessThan(0.05);
  expect(hypot(T_odom_base.x - truth.x, T_odom_base.y - truth.y)).toBeLessThan(0.03);
});

test('the planted gyro bias is found at rest, and the heading holds', () => {
  const bias = 0.03;
  const { truth, states } = drive([still, ...tour, still, ...tour, still], {
    bias,
    gyroNoise: 0.005,
    gyroLag_s: 0.007,
  });
  const { T_odom_base, gyroBias_radps } = last(states);
  expect(gyroBias_radps).toBeCloseTo(bias, 3);
  // unlearnt, 0.03 rad/s over 40 s would be 1.2 rad
  expect(Math.abs(angleDiff(T_odom_base.theta, truth.theta))).toBeLessThan(0.02);
});

test('at rest the pose stands perfectly still once the bias is known', () => {
  const { states } = drive([{ seconds: 60, v: 0, w: 0 }], { bias: 0.02, gyroNoise: 0.005 });
  const settled = states[100];
  expect(settled.isStill).toBe(true);
  expect(last(states).T_odom_base).toEqual(settled.T_odom_base);
  expect(last(states).covariance).toEqual(settled.covariance);
});

test('turned by hand with the wheels at rest: the gyro turns the pose and learns no bias from it', () => {
  const { truth, states } = drive([still, { seconds: 2, v: 0, w: 0, hand: 0.6 }, still]);
  expect(Math.abs(angleDiff(last(states).T_odom_base.theta, truth.theta))).toBeLessThan(0.02);
  expect(Math.abs(last(states).gyroBias_radps)).toBeLessThan(0.002);
});

test('a spinning wheel is noticed, the heading comes from the gyro, and the doubt grows faster', () => {
  const slipping: Leg[] = [still, { seconds: 3, v: 0.2, w: 0, leftSlip: 0.1 }];
  const { states } = drive(slipping, { tick_m: 0.0005 });
  expect(states.filter((state) => state.isSlipping).length).toBeGreaterThan(100);
  expect(Math.abs(last(states).T_odom_base.theta)).toBeLessThan(0.01);
  const { states: gripping } = drive([still, { seconds: 3, v: 0.2, w: 0 }], { tick_m: 0.0005 });
  expect(gripping.some((state) => state.isSlipping)).toBe(false);
  expect(last(states).covariance[0]).toBeGreaterThan(10 * last(gripping).covariance[0]);
  // wheels alone would believe a turn of 0.1 m/s / 0.233 m * 3 s = 1.3 rad
  expect(Math.abs(last(drive(slipping, { withGyro: false }).states).T_odom_base.theta)).toBeGreaterThan(1.2);
});

test('run against a wall with both wheels spinning: the accelerometer notices', () => {
  const against: Leg[] = [still, { seconds: 2, v: 0.3, w: 0 }, { seconds: 0.2, v: 0.3, w: 0, isBlocked: true }];
  const { states } = drive(against);
  // 2 s at rest, 2 s driven, then the wall: the record after the first blocked period tells
  const slipping = states.filter(({ isSlipping }) => isSlipping).map(({ stamp_s }) => stamp_s);
  expect(slipping[0]).toBeCloseTo(4.02, 6);
  expect(slipping.length).toBeGreaterThanOrEqual(8);
  // 0.06 m of way that may not be: 0.2 · sqrt(0.06) = 49 mm
  const { along_m } = motionNoise(states[198], last(states));
  expect(along_m).toBeGreaterThan(0.04);
  expect(motionNoise(states[188], states[198]).along_m).toBeLessThan(0.01);
  // Without an accelerometer (a driver that fills in zeros) there is nothing to notice it by, nor anything to mistake.
  expect(drive(against, { withGyro: false }).states.some(({ isSlipping }) => isSlipping)).toBe(false);
});

test('covariance of a straight drive: way along, heading error times lever across', () => {
  const { states } = drive([{ seconds: 10, v: 0.3, w: 0 }], { withGyro: false });
  const P = last(states).covariance;
  const way = 3 - 0.3 * 0.02; // the first record starts the count
  expect(P[0]).toBeCloseTo(0.01 ** 2 * way, 5);
  expect(P[8]).toBeCloseTo(0.05 ** 2 * way, 5);
  // variance across of a random walk of the heading, q * way³ / 3, and of the side itself
  expect(P[4]).toBeCloseTo((0.05 ** 2 * way ** 3) / 3 + 0.006 ** 2 * way, 3);
});

test('speeds are as unsure as their errors are large, and never certain', () => {
  // Encoder ticks of 0.45 mm are most of the error of a mean over 20 ms.
  const { states } = drive([{ seconds: 10, v: 0.211, w: 0 }, still], { withGyro: false, tick_m: 0.00045 });
  const moving = states.slice(10, 490);
  const error2 = moving.reduce((sum, { v_mps }) => sum + (v_mps - 0.211) ** 2, 0) / moving.length;
  const { vVariance_m2ps2, wVariance_rad2ps2 } = moving[100];
  expect(error2).toBeGreaterThan(0);
  expect(error2).toBeLessThan(vVariance_m2ps2);
  // The way's random walk over 20 ms, and a tick of stillStep_m: (0.01² · 0.00422 + 0.0005²) / 0.02²
  expect(vVariance_m2ps2).toBeCloseTo((0.01 ** 2 * moving[100].v_mps * 0.02 + 5e-4 ** 2) / 0.02 ** 2, 9);
  expect(wVariance_rad2ps2).toBeGreaterThan((5e-4 / wheelBase_m / 0.02) ** 2);
  expect(last(states).isStill).toBe(true);
  expect(last(states).vVariance_m2ps2).toBeCloseTo((5e-4 / 0.02) ** 2, 9);
  // With a gyro, its own noise, and what is left of its bias after 2 s of learning at 50 Hz: 0.01² / 100, over 1 s
  expect(last(drive([still]).states).wVariance_rad2ps2).toBeCloseTo((0.002 ** 2 + 0.01 ** 2 / 100) / 0.02, 5);
});

test('bad numbers are refused by name, old records dropped', () => {
  const odometry = new Odometry({ wheelBase_m });
  expect(() => odometry.addWheels({ kind: 'wheels', stamp_s: 1, left_m: Number.NaN, right_m: 0 })).toThrow(
    'left NaN m',
  );
  expect(() => odometry.addImu(imu(1, Number.POSITIVE_INFINITY))).toThrow('wz must be finite');
  expect(() => new Odometry({ wheelBase_m: 0 })).toThrow('wheelBase_m must be > 0, got 0');
  odometry.addWheels({ kind: 'wheels', stamp_s: 1, left_m: 0, right_m: 0 });
  expect(odometry.addWheels({ kind: 'wheels', stamp_s: 1, left_m: 1, right_m: 1 })).toBeUndefined();
  expect(odometry.addWheels({ kind: 'wheels', stamp_s: 2, left_m: 0.1, right_m: 0.1 })?.v_mps).toBeCloseTo(0.1, 9);
});
