import { KnownBounds } from './knownBounds.ts';
import { wallRuns } from './layers/wallsLayer.ts';
import { centroid } from './roomLabels.ts';

const frame = { width: 4, height: 3, resolution_m: 0.5, originX_m: -1, originY_m: 2 };

test('runs of occupied cells, row by row', () => {
  const data = Int8Array.of(100, 100, 0, 100, -1, -1, -1, -1, 54, 55, 99, 0);
  expect(wallRuns({ ...frame, data })).toEqual([0, 0, 2, 0, 3, 1, 2, 1, 2]);
});

test('known bounds grow with patches and begin anew with a snapshot', () => {
  const known = new KnownBounds();
  const whole = [{ ix: 0, iy: 0, width: 4, height: 3 }];
  const cells = new Int8Array(12).fill(-1);
  expect(known.add({ frame, rects: whole, cells })).toBe(false);
  expect(known.bounds).toBeUndefined();
  cells[5] = 0; // ix 1, iy 1: x from -1 + 0.5, y from 2 + 0.5
  expect(known.add({ frame, rects: whole, cells })).toBe(true);
  expect(known.bounds).toEqual({ minX: -0.5, minY: 2.5, maxX: 0, maxY: 3 });
  const patch = { frame, rects: [{ ix: 3, iy: 0, width: 1, height: 1 }], cells: Int8Array.of(100) };
  expect(known.add(patch)).toBe(true);
  expect(known.add(patch)).toBe(false);
  expect(known.bounds).toEqual({ minX: -0.5, minY: 2, maxX: 1, maxY: 3 });
});

test('the centre of an L-shaped room, either way round', () => {
  // A square of 2 at (1, 1) and one of 1 at (2.5, 0.5): (4 * 1 + 1 * 2.5) / 5 = 1.3, (4 * 1 + 1 * 0.5) / 5 = 0.9.
  const outline = [0, 0, 3, 0, 3, 1, 2, 1, 2, 2, 0, 2];
  const reversed = [0, 0, 0, 2, 2, 2, 2, 1, 3, 1, 3, 0];
  for (const each of [outline, reversed])
    expect(centroid(each)).toEqual({ x: expect.closeTo(1.3, 9), y: expect.closeTo(0.9, 9) });
  expect(centroid([1, 1, 3, 3])).toEqual({ x: 2, y: 2 });
});
