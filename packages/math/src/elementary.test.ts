import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from './elementary.ts';

/** Largest error of `ours` against `theirs` in units of the last place of the expected value (floored near zero). */
function worstUlp(ours: (x: number) => number, theirs: (x: number) => number, from: number, to: number): number {
  let worst = 0;
  for (let i = 0; i <= 20_000; i++) {
    const x = from + ((to - from) * i) / 20_000;
    const want = theirs(x);
    const ulp = Math.max(Math.abs(want), 1e-3) * 2 ** -52;
    worst = Math.max(worst, Math.abs(ours(x) - want) / ulp);
  }
  return worst;
}

test.each([
  ['sin', sin, Math.sin, -7, 7],
  ['cos', cos, Math.cos, -7, 7],
  ['sin, far', sin, Math.sin, -900, 900],
  ['tan', tan, Math.tan, -1.5, 1.5],
  ['atan', atan, Math.atan, -20, 20],
  ['asin', asin, Math.asin, -1, 1],
  ['acos', acos, Math.acos, -1, 1],
  ['exp', exp, Math.exp, -30, 30],
  ['log', log, Math.log, 1e-6, 30],
] as const)('%s agrees with the engine to 3 units in the last place', (_, ours, theirs, from, to) => {
  expect(worstUlp(ours, theirs, from, to)).toBeLessThan(3);
});

test('atan2 agrees in every quadrant and on the axes', () => {
  for (let i = 0; i < 360; i++) {
    const a = (i * Math.PI) / 180;
    expect(atan2(Math.sin(a) * 3, Math.cos(a) * 3)).toBeCloseTo(Math.atan2(Math.sin(a) * 3, Math.cos(a) * 3), 14);
  }
  expect(atan2(0, 0)).toBe(0);
  expect(atan2(0, -1)).toBe(Math.PI);
});

test('pow and hypot', () => {
  expect(pow(2, 0.5)).toBeCloseTo(Math.SQRT2, 14);
  expect(pow(10, -3)).toBeCloseTo(1e-3, 16);
  expect(hypot(3, 4)).toBe(5);
});

test('what is no number stays none, and edges are named', () => {
  expect(sin(Number.NaN)).toBeNaN();
  expect(cos(Number.POSITIVE_INFINITY)).toBeNaN();
  expect(asin(1.5)).toBeNaN();
  expect(log(-1)).toBeNaN();
  expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(exp(Number.NaN)).toBeNaN();
  expect(exp(1000)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(-1000)).toBe(0);
});
