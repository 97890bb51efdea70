import { pinGroups } from './pinGroups.ts';

const at = (x_px: number, y_px = 0) => ({ x_px, y_px });

test('pins nearer than the reach are one group, led by the first; others stand alone', () => {
  expect(pinGroups([at(0), at(100), at(12, 16), at(0, 21)], 20.5)).toEqual([[0, 2], [1], [3]]); // hypot(12, 16) = 20
});

test('a row of pins does not grow into one group of the whole row', () => {
  expect(pinGroups([at(0), at(15), at(30), at(45), at(60)], 20)).toEqual([[0, 1], [2, 3], [4]]);
});

test('what is off the screen is in no group', () => {
  expect(pinGroups([undefined, at(1), undefined], 20)).toEqual([[1]]);
  expect(pinGroups([], 20)).toEqual([]);
});
