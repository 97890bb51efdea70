import type { NodeFault } from '@homebound/graph';
import { Faults, worthSaying } from './faults.ts';

test('a throw and a rejection are counted and reported, and never leave', async () => {
  const seen: NodeFault[] = [];
  const faults = new Faults('slam', (fault) => seen.push(fault));
  const guarded = faults.guard('timer 1 s', (n: number) => {
    if (n > 1) throw new Error(`no ${n}`);
  });
  for (const n of [1, 2, 3]) guarded(n);
  faults.guard('async', async () => {
    throw new Error('later');
  })();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(seen.map(({ where, count, error }) => [where, count, (error as Error).message])).toEqual([
    ['timer 1 s', 1, 'no 2'],
    ['timer 1 s', 2, 'no 3'],
    ['async', 1, 'later'],
  ]);
  expect(faults.run('value', () => 5, 0)).toBe(5);
});

test('a reporter that throws does not bring the graph down', () => {
  const faults = new Faults('slam', () => {
    throw new Error('disk full');
  });
  expect(() => faults.guard('x', () => JSON.parse('{'))()).not.toThrow();
});

test('a fault is said at its 1st, 10th, 100th time', () => {
  expect([1, 2, 9, 10, 11, 99, 100, 1000, 1001].filter(worthSaying)).toEqual([1, 10, 100, 1000]);
});
