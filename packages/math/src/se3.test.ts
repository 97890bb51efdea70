import { createRng } from './random.ts';
import { compose, type SE2 } from './se2.ts';
import { compose3, identity3, interpolate3, inverse3, planar, type SE3, unitQuaternion, upright } from './se3.ts';

const rng = createRng(7);
const range = (low: number, high: number): number => low + (high - low) * rng.uniform();
const flat = ({ x, y, theta }: SE2): SE3 => ({
  t: { x, y, z: 0 },
  q: { x: 0, y: 0, z: Math.sin(theta / 2), w: Math.cos(theta / 2) },
});

function anyTurn(): SE3 {
  const q = unitQuaternion({ x: range(-1, 1), y: range(-1, 1), z: range(-1, 1), w: range(0.6, 1) });
  if (q === undefined) throw new Error('no unit quaternion');
  return { t: { x: range(-5, 5), y: range(-5, 5), z: range(-1, 1) }, q };
}

function expectSame(a: SE3, b: SE3): void {
  for (const axis of ['x', 'y', 'z'] as const) expect(a.t[axis]).toBeCloseTo(b.t[axis], 9);
  const dot = a.q.x * b.q.x + a.q.y * b.q.y + a.q.z * b.q.z + a.q.w * b.q.w;
  expect(Math.abs(dot)).toBeCloseTo(1, 9);
}

test('in the plane it is SE2', () => {
  const [a, b] = [
    { x: 1, y: -2, theta: 0.7 },
    { x: 0.3, y: 0.4, theta: 2.9 },
  ];
  const both = planar(compose3(flat(a), flat(b)));
  const plane = compose(a, b);
  expect(both.x).toBeCloseTo(plane.x, 12);
  expect(both.y).toBeCloseTo(plane.y, 12);
  expect(both.theta).toBeCloseTo(plane.theta, 12);
});

test('a motion and its inverse are nothing; three in a row do not depend on brackets (50 turns, seed 7)', () => {
  for (let k = 0; k < 50; k++) {
    const [a, b, c] = [anyTurn(), anyTurn(), anyTurn()];
    expectSame(compose3(a, inverse3(a)), identity3);
    expectSame(compose3(compose3(a, b), c), compose3(a, compose3(b, c)));
  }
});

test('halfway between two turns is the same turn from either end; a negated quaternion changes nothing', () => {
  for (let k = 0; k < 50; k++) {
    const [a, b] = [anyTurn(), anyTurn()];
    const half = interpolate3(a, b, 0.5);
    const negated = { t: b.t, q: { x: -b.q.x, y: -b.q.y, z: -b.q.z, w: -b.q.w } };
    expectSame(half, interpolate3(b, a, 0.5));
    expectSame(half, interpolate3(a, negated, 0.5));
    // Twice the half turn is the whole: a⁻¹ half · a⁻¹ half turns like a⁻¹ b.
    const step = compose3(inverse3(a), half);
    const whole = compose3(inverse3(a), b);
    const { q } = compose3(step, step);
    expect(Math.abs(q.x * whole.q.x + q.y * whole.q.y + q.z * whole.q.z + q.w * whole.q.w)).toBeCloseTo(1, 9);
  }
});

test('what hangs upside down is told, and seen from above it faces the other way round', () => {
  // Rolled by half a turn, then the lidar's yaw of 0.5: its x axis points to +0.5, its z axis down.
  const rolled: SE3 = { t: { x: 0, y: 0, z: 0.2 }, q: { x: 1, y: 0, z: 0, w: 0 } };
  const lidar = compose3(flat({ x: 0, y: 0, theta: 0.5 }), rolled);
  expect(upright(lidar)).toBeCloseTo(-1, 12);
  expect(planar(lidar).theta).toBeCloseTo(0.5, 12);
  expect(upright(identity3)).toBe(1);
});

test.each([
  { x: 0, y: 0, z: 0, w: 0 },
  { x: Number.NaN, y: 0, z: 0, w: 1 },
  { x: 1e9, y: 0, z: 0, w: 1 },
])('%j is no turn', (q) => {
  expect(unitQuaternion(q)).toBeUndefined();
});
