import { laneCells, laneFrame } from './laneCells.ts';

const raster = { width: 60, height: 40, resolution_m: 0.05, originX_m: 0, originY_m: 0 };

/** A region of the whole raster less some rectangles of cells (x, y, width, height). */
function region(holes: readonly [number, number, number, number][]): Int32Array {
  const labels = new Int32Array(60 * 40).fill(1);
  for (const [x, y, w, h] of holes) for (let iy = y; iy < y + h; iy++) labels.fill(0, iy * 60 + x, iy * 60 + x + w);
  return labels;
}

function cellsFor(holes: readonly [number, number, number, number][], direction = 0) {
  const labels = region(holes);
  const cells = Int32Array.from(labels.keys()).filter((i) => labels[i] === 1);
  const frame = laneFrame(raster, cells, direction, 0.05);
  return laneCells(raster, labels, 1, frame, 0.3, 0.25);
}

const sizes = (holes: readonly [number, number, number, number][], direction?: number) =>
  cellsFor(holes, direction)
    .map(({ runs }) => runs.reduce((sum, { first, last }) => sum + last - first + 1, 0))
    .sort((a, b) => a - b);

test('a plain room is one cell; a chair leg changes nothing', () => {
  expect(sizes([])).toEqual([2400]);
  expect(sizes([[30, 20, 2, 2]])).toEqual([2400]);
});

test('an island parts the room in four: below, above, left and right of it', () => {
  // 60 x 10 below and above, 20 x 20 on each side of the island of 20 x 20.
  expect(sizes([[20, 10, 20, 20]])).toEqual([400, 400, 600, 600]);
});

test('a part lower than the brush goes with its neighbour', () => {
  // The rows below the island are 3 cells high (0.15 m): they go with one of its sides, nothing is lost.
  const cells = sizes([[20, 3, 20, 17]]);
  expect(cells).toHaveLength(3);
  expect(cells.reduce((a, b) => a + b, 0)).toBe(2400 - 20 * 17);
});

test('an L is one cell, whichever way the lanes run; a U is three along its foot', () => {
  expect(sizes([[30, 20, 30, 20]])).toEqual([1800]);
  expect(sizes([[30, 20, 30, 20]], Math.PI / 2)).toEqual([1800]);
  expect(sizes([[20, 20, 20, 20]])).toEqual([400, 400, 1200]);
  expect(sizes([[20, 20, 20, 20]], Math.PI / 2)).toEqual([2000]);
});
