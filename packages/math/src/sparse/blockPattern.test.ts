import { patternOfPairs } from './blockPattern.ts';

test('every pair finds its block, whichever way round and however often it is named', () => {
  const { pattern, slot } = patternOfPairs(4, Int32Array.of(3, 0, 1, 0, 0, 3, 2, 3));
  // columns: 0 has rows 1 and 3, 2 has row 3
  expect([...pattern.columnStart]).toEqual([0, 2, 2, 3, 3]);
  expect([...pattern.row]).toEqual([1, 3, 3]);
  expect([...slot]).toEqual([1, 0, 1, 2]);
});

test('pairs of one index and of indices outside are refused', () => {
  expect(() => patternOfPairs(3, Int32Array.of(0, 1, 2, 2))).toThrow(
    'pair 1 should join two of 3 indices, got 2 and 2',
  );
  expect(() => patternOfPairs(3, Int32Array.of(0, 3))).toThrow('got 0 and 3');
  expect(() => patternOfPairs(3, Int32Array.of(-1, 2))).toThrow('got -1 and 2');
});
