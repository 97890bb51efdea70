import fc from 'fast-check';
import { bestAssignment } from './assignment.ts';

/** The largest sum of weights, by trying every choice for every row. */
function bestSum(weights: number[][], row = 0, taken = new Set<number>()): number {
  if (row === weights.length) return 0;
  let best = bestSum(weights, row + 1, taken);
  for (const [column, weight] of weights[row].entries())
    if (!taken.has(column)) best = Math.max(best, weight + bestSum(weights, row + 1, new Set(taken).add(column)));
  return best;
}

const tables = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

test('no assignment weighs more, and none uses a column twice or a pair of weight 0', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const columns = table[0]?.length ?? 0;
      const columnOf = bestAssignment(Float64Array.from(table.flat()), table.length, columns);
      const chosen = [...columnOf].filter((column) => column >= 0);
      expect(new Set(chosen).size).toBe(chosen.length);
      const weights = [...columnOf].map((column, row) => (column < 0 ? 0 : table[row][column]));
      expect(weights.filter((weight, row) => columnOf[row] >= 0 && weight === 0)).toEqual([]);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(bestSum(table));
    }),
  );
});

test('the greedy choice is not taken where it costs more elsewhere', () => {
  // 9 first leaves 0 for the other: 9 < 8 + 7.
  expect([...bestAssignment(Float64Array.of(9, 8, 7, 0), 2, 2)]).toEqual([1, 0]);
});

test('a table of another size is refused', () => {
  expect(() => bestAssignment(new Float64Array(5), 2, 3)).toThrow('2 x 3 weights wanted, got 5');
});
