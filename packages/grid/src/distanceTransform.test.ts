import { createRng } from '@homebound/math';
import { distanceToCells, squaredDistance } from './distanceTransform.ts';
import { dilate, erode } from './morphology.ts';

function randomMask(seed: number, width: number, height: number, share: number): Uint8Array {
  const rng = createRng(seed);
  return Uint8Array.from({ length: width * height }, () => (rng.uniform() < share ? 1 : 0));
}

/** Smallest squared distance from a cell's centre to a marked cell: to its centre, or with `half` = 0.5 to its square. */
function bruteSquared(mask: Uint8Array, width: number, i: number, half: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let j = 0; j < mask.length; j++) {
    if (mask[j] === 0) continue;
    const dx = Math.max(0, Math.abs((i % width) - (j % width)) - half);
    const dy = Math.max(0, Math.abs(Math.floor(i / width) - Math.floor(j / width)) - half);
    best = Math.min(best, dx * dx + dy * dy);
  }
  return best;
}

test.each([
  [1, 1, 1, 1],
  [2, 17, 1, 0.2],
  [3, 1, 23, 0.2],
  [4, 31, 19, 0.02],
  [5, 24, 33, 0.3],
])('both transforms equal brute force in every cell (seed %i, %i x %i)', (seed, width, height, share) => {
  const mask = randomMask(seed, width, height, share);
  mask[mask.length >> 1] = 1;
  const centres = squaredDistance(mask, width, height);
  const squares = distanceToCells(mask, width, height);
  for (let i = 0; i < mask.length; i++) {
    expect(centres[i]).toBe(bruteSquared(mask, width, i, 0));
    expect(squares[i]).toBeCloseTo(Math.sqrt(bruteSquared(mask, width, i, 0.5)), 5);
  }
});

test('with nothing marked every cell is far', () => {
  expect(Math.min(...squaredDistance(new Uint8Array(12), 4, 3))).toBeGreaterThanOrEqual(1e11);
  expect(Math.min(...distanceToCells(new Uint8Array(12), 4, 3))).toBeGreaterThanOrEqual(1e5);
});

test('a mask of the wrong size is refused by name', () => {
  expect(() => squaredDistance(new Uint8Array(11), 4, 3)).toThrow('4 x 3 cells wanted, got 11');
});

test('a cell beside a wall has half a cell of room, diagonally sqrt(2) / 2', () => {
  //  . . .      the wall is the middle cell
  //  . # .
  const d = distanceToCells(Uint8Array.from([0, 1, 0, 0, 0, 0]), 3, 2);
  expect(d[0]).toBeCloseTo(0.5, 6);
  expect(d[1]).toBe(0);
  expect(d[3]).toBeCloseTo(Math.SQRT1_2, 6);
});

test.each([0.9, 1, 2, 3.5, 9.99, 12])(
  'dilation by %f cells equals brute force, stamped or by distances (seed 6)',
  (radius) => {
    const mask = randomMask(6, 33, 27, 0.02);
    const grown = dilate(mask, 33, 27, radius);
    for (let i = 0; i < mask.length; i++)
      expect(grown[i]).toBe(bruteSquared(mask, 33, i, 0) <= radius * radius ? 1 : 0);
  },
);

test('dilation by a disc and erosion undo each other on a large square, but round its corners', () => {
  const width = 30;
  const mask = new Uint8Array(width * width);
  for (let y = 10; y < 20; y++) mask.fill(1, y * width + 10, y * width + 20);
  const grown = dilate(mask, width, width, 3);
  expect(grown[7 * width + 15]).toBe(1); // 3 cells below the square
  expect(grown[6 * width + 15]).toBe(0);
  expect(grown[7 * width + 7]).toBe(0); // the corner is 3 sqrt(2) away
  expect(erode(grown, width, width, 3)).toEqual(mask);
});
