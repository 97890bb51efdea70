import {
  angleDiff,
  between,
  compose,
  createRng,
  driveArc,
  identity,
  interpolate,
  inverse,
  PoseBuffer,
  type SE2,
  solveSpd,
  transformInto,
  wrapAngle,
} from './index.ts';

const rng = createRng(7);
const randomPose = (): SE2 => ({ x: 10 * rng.normal(), y: 10 * rng.normal(), theta: wrapAngle(7 * rng.normal()) });

function expectSame(a: SE2, b: SE2): void {
  expect(a.x).toBeCloseTo(b.x, 10);
  expect(a.y).toBeCloseTo(b.y, 10);
  expect(angleDiff(a.theta, b.theta)).toBeCloseTo(0, 10);
}

test('forward and inverse agree for 50 seeded poses', () => {
  for (let i = 0; i < 50; i++) {
    const T_a_b = randomPose();
    const T_a_c = randomPose();
    expectSame(compose(T_a_b, inverse(T_a_b)), identity);
    expectSame(compose(T_a_b, between(T_a_b, T_a_c)), T_a_c);
  }
});

test('transformInto may write over its input', () => {
  const pts = new Float64Array([1, 0, 0, 2]);
  transformInto(pts, { x: 5, y: 6, theta: Math.PI / 2 }, pts, 2);
  // a quarter turn takes (1, 0) to (0, 1) and (0, 2) to (-2, 0)
  [5, 7, 3, 6].forEach((want, i) => {
    expect(pts[i]).toBeCloseTo(want, 12);
  });
});

test('a full circle comes home, a straight line is straight', () => {
  let T = identity;
  for (let i = 0; i < 100; i++) T = driveArc(T, 0.3, (2 * Math.PI) / 10, 0.1);
  expectSame(T, identity);
  expectSame(driveArc(identity, 0.3, 0, 2), { x: 0.6, y: 0, theta: 0 });
});

test('wrapAngle keeps to [-pi, pi), interpolation turns the short way', () => {
  expect(wrapAngle(Math.PI)).toBe(-Math.PI);
  expect(wrapAngle(-7 * Math.PI)).toBeCloseTo(-Math.PI, 12);
  const mid = interpolate({ x: 0, y: 0, theta: 3 }, { x: 2, y: 0, theta: -3 }, 0.5);
  expect(Math.abs(mid.theta)).toBeCloseTo(Math.PI, 10);
});

test('PoseBuffer interpolates, continues a short while, and never invents', () => {
  const buffer = new PoseBuffer(10);
  for (let i = 0; i <= 500; i++) buffer.add(i * 0.1, { x: i * 0.03, y: 0, theta: 0 });
  expect(buffer.at(45.05)?.x).toBeCloseTo(13.515, 10);
  expect(buffer.at(50.05)).toBeUndefined();
  expect(buffer.at(50.05, 0.2)?.x).toBeCloseTo(15.015, 10);
  expect(buffer.at(1)).toBeUndefined();
  expect(buffer.add(50, identity)).toBe(false);
  expect(() => new PoseBuffer(0)).toThrow('keep_s must be > 0, got 0');
});

test('solveSpd solves a random system and refuses one that is not definite', () => {
  const n = 6;
  const M = Float64Array.from({ length: n * n }, () => rng.normal());
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) A[i * n + j] += M[i * n + k] * M[j * n + k];
      if (i === j) A[i * n + j] += 0.1;
    }
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) b[i] += A[i * n + j] * x[j];
  expect(solveSpd(A, b, n)).toBe(true);
  for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i], 6);
  expect(solveSpd(new Float64Array([1, 2, 2, 1]), new Float64Array(2), 2)).toBe(false);
});

test('random numbers: the seed decides, forks are independent, moments are right', () => {
  expect(createRng(1).uniform()).toBe(createRng(1).uniform());
  expect(createRng(1).uniform()).not.toBe(createRng(2).uniform());
  const parent = createRng(3);
  const fork = parent.fork('lidar');
  fork.uniform();
  expect(parent.uniform()).toBe(createRng(3).uniform());
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < 20_000; i++) {
    const v = fork.normal();
    sum += v;
    squares += v * v;
  }
  expect(sum / 20_000).toBeCloseTo(0, 1);
  expect(squares / 20_000).toBeCloseTo(1, 1);
  expect(() => createRng(-1)).toThrow('seed must be an integer');
});
