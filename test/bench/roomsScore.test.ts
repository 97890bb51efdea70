import { figuresOf, scoreRooms } from './roomsScore.ts';

test('a room cut in two, one found whole and one missed are scored by hand', () => {
  // True: 1 = 400 cells, 2 = 200, 3 = 200, 4 = 50 (too small to count). Found: 1 is cut into 300 (+ 20 outside) and 100.
  const truth = [
    ...Array(400).fill(1),
    ...Array(200).fill(2),
    ...Array(200).fill(3),
    ...Array(50).fill(4),
    ...Array(20).fill(0),
  ];
  const found = [
    ...Array(300).fill(1),
    ...Array(100).fill(2),
    ...Array(200).fill(3),
    ...Array(250).fill(0),
    ...Array(20).fill(1),
  ];
  const scores = scoreRooms(truth, found);
  expect(scores.ious).toEqual([300 / 420, 1, 0]);
  expect(scores.recalls).toEqual([0.75, 1, 0]);
  // Found room 2 has 100 cells: not more than what is ignored.
  expect(scores.precisions).toEqual([300 / 320, 1]);
  const figures = figuresOf([scores]);
  expect(figures.above08).toBeCloseTo(1 / 3);
  expect(figures.above05).toBeCloseTo(2 / 3);
  expect(figures.foundPerRoom).toBeCloseTo(2 / 3);
});
