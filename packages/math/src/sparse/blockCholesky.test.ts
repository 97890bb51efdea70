import { createRng } from '../random.ts';
import { solveSpd } from '../solve.ts';
import { BlockCholesky } from './blockCholesky.ts';
import { createBlockMatrix } from './blockMatrix.ts';
import { patternOfPairs } from './blockPattern.ts';
import { inverseBlocks } from './inverseBlocks.ts';
import { randomMatrix, randomPairs } from './testMatrix.ts';

test.each(Array.from({ length: 20 }, (_, seed) => seed))('solves as the dense solver does, seed %i', (seed) => {
  const rng = createRng(seed);
  const n = 1 + rng.int(40);
  const { A, dense } = randomMatrix(rng, n, randomPairs(rng, n, rng.int(60)));
  const b = Float64Array.from({ length: 3 * n }, () => rng.normal());
  const factor = new BlockCholesky(A.pattern);
  const x = b.slice();
  expect(factor.factorise(A)).toBe(true);
  factor.solveInto(x, x);
  expect(solveSpd(dense, b, 3 * n)).toBe(true);
  x.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i], 9);
  });
});

test('one analysis serves matrices with other numbers, damping grows the diagonal, and the same input gives the same bits', () => {
  const rng = createRng(5);
  const n = 30;
  const pairs = randomPairs(rng, n, 30);
  const first = randomMatrix(rng, n, pairs);
  const second = randomMatrix(rng, n, pairs);
  const factor = new BlockCholesky(first.A.pattern);
  const b = Float64Array.from({ length: 3 * n }, () => rng.normal());
  const solve = (damping: number): Float64Array => {
    const x = new Float64Array(3 * n);
    expect(factor.factorise(second.A, damping)).toBe(true);
    factor.solveInto(x, b);
    return x;
  };
  factor.factorise(first.A);
  const x = solve(0.25);
  factor.factorise(first.A);
  expect(solve(0.25)).toEqual(x);
  for (let i = 0; i < 3 * n; i++) second.dense[i * 3 * n + i] *= 1.25;
  const want = b.slice();
  solveSpd(second.dense, want, 3 * n);
  x.forEach((value, i) => {
    expect(value).toBeCloseTo(want[i], 9);
  });
});

test('what is not positive definite is refused with its place, and the factor works again afterwards', () => {
  const { pattern } = patternOfPairs(3, Int32Array.of(0, 1, 1, 2));
  const A = createBlockMatrix(pattern);
  for (let i = 0; i < 9; i++) A.diagonal[9 * Math.floor(i / 3) + 4 * (i % 3)] = 2;
  const factor = new BlockCholesky(pattern);
  expect(factor.factorise(A)).toBe(true);
  expect(factor.failedAt).toBeUndefined();
  A.diagonal[9 * 2 + 4] = -1;
  expect(factor.factorise(A)).toBe(false);
  expect(factor.failedAt).toBe(2);
  A.diagonal[9 * 2 + 4] = Number.NaN;
  expect(factor.factorise(A)).toBe(false);
  A.diagonal[9 * 2 + 4] = 2;
  expect(factor.factorise(A)).toBe(true);
});

test('a chain that nothing holds is singular, not solvable by rounding', () => {
  // Differences along a chain alone: [1 -1; -1 1] blocks leave the common shift free.
  const n = 50;
  const { pattern } = patternOfPairs(n, randomPairs(createRng(1), n, 0));
  const A = createBlockMatrix(pattern);
  for (let i = 0; i < n; i++)
    for (let m = 0; m < 9; m += 4) {
      A.diagonal[9 * i + m] = (i === 0 || i === n - 1 ? 1 : 2) / 3;
      if (i > 0) A.below[9 * (i - 1) + m] = -1 / 3;
    }
  const factor = new BlockCholesky(pattern);
  expect(factor.factorise(A)).toBe(false);
  A.diagonal[0] += 1;
  A.diagonal[4] += 1;
  A.diagonal[8] += 1;
  expect(factor.factorise(A)).toBe(true);
});

test.each([1, 2, 3, 4, 5])('chosen blocks of the inverse are those of the whole inverse, seed %i', (seed) => {
  const rng = createRng(seed);
  const n = 25;
  const { A, dense } = randomMatrix(rng, n, randomPairs(rng, n, 20));
  const factor = new BlockCholesky(A.pattern);
  factor.factorise(A);
  const inverse = (row: number, column: number): number => {
    const e = new Float64Array(3 * n);
    e[column] = 1;
    solveSpd(dense.slice(), e, 3 * n);
    return e[row];
  };
  const i = rng.int(n);
  const others = [rng.int(n), i, rng.int(n)];
  const { own, others: diagonal, cross } = inverseBlocks(factor, i, others);
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++) {
      expect(own[3 * r + c]).toBeCloseTo(inverse(3 * i + r, 3 * i + c), 9);
      others.forEach((j, k) => {
        expect(diagonal[9 * k + 3 * r + c]).toBeCloseTo(inverse(3 * j + r, 3 * j + c), 9);
        expect(cross[9 * k + 3 * r + c]).toBeCloseTo(inverse(3 * i + r, 3 * j + c), 9);
      });
    }
});
