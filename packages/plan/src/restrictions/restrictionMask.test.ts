import { centreX, centreY, connectedComponents, type GridFrame } from '@homebound/grid';
import fc from 'fast-check';
import { freeSpace } from '../space/freeSpace.ts';
import { blankMap } from '../space/sampleMaps.ts';
import { restrictionMask } from './restrictionMask.ts';
import { type Line, noRestrictions } from './restrictions.ts';
import { distanceToArea, squaredToLine } from './shapeDistance.ts';

const frame: GridFrame = { width: 60, height: 50, resolution_m: 0.05, originX_m: -1, originY_m: 0.5 };
const within = fc.double({ min: -1.2, max: 3.2, noNaN: true });
const point = fc.tuple(within, within);

/** Least distance from the points of a cell, 21 x 21 of them, borders included, by the given measure. */
function leastInCell(cell: number, distance: (x: number, y: number) => number): number {
  const half = frame.resolution_m / 2;
  const x = centreX(frame, cell % frame.width);
  const y = centreY(frame, Math.floor(cell / frame.width));
  let least = Number.POSITIVE_INFINITY;
  for (let j = -10; j <= 10; j++)
    for (let i = -10; i <= 10; i++) least = Math.min(least, distance(x + (i / 10) * half, y + (j / 10) * half));
  return least;
}

test('a wall marks the cells that come within its margin and no others', () => {
  fc.assert(
    fc.property(point, point, fc.constantFrom(0, 0.02, 0.05, 0.13), ([x0, y0], [x1, y1], margin_m) => {
      const line: Line = [x0, y0, x1, y1];
      const { keepOut } = restrictionMask({ ...noRestrictions, walls: [line] }, frame, { margin_m });
      for (let cell = 0; cell < keepOut.length; cell += 41) {
        const least = leastInCell(cell, (x, y) => Math.sqrt(squaredToLine(x, y, line)));
        // The points of a cell that are looked at lie 2.5 mm apart: 1.8 mm from any other one at most.
        if (least <= margin_m) expect(keepOut[cell]).toBe(1);
        else if (least > margin_m + 0.0018) expect(keepOut[cell]).toBe(0);
      }
    }),
    { numRuns: 25 },
  );
});

test('an area marks what it holds and what comes within its margin, and no more', () => {
  fc.assert(
    fc.property(
      point,
      fc.array(fc.double({ min: 0.2, max: 1.5, noNaN: true }), { minLength: 3, maxLength: 7 }),
      ([cx, cy], radii) => {
        // A star round a point: it may be as jagged as it likes, its edges do not cross.
        const area = radii.flatMap((r, k) => {
          const turn = (2 * Math.PI * k) / radii.length;
          return [cx + r * Math.cos(turn), cy + r * Math.sin(turn)];
        });
        const { keepOut, noMop } = restrictionMask({ ...noRestrictions, noGo: [area], noMop: [area] }, frame);
        expect(noMop).toEqual(keepOut);
        for (let cell = 0; cell < keepOut.length; cell += 53) {
          const least = leastInCell(cell, (x, y) => distanceToArea([x, y, x, y], area));
          if (least <= 0.05) expect(keepOut[cell]).toBe(1);
          else if (least > 0.05 + 0.0018) expect(keepOut[cell]).toBe(0);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('no way over sides or corners of cells leads through a wall without margin', () => {
  fc.assert(
    fc.property(within, within, (y0, y1) => {
      const wall: Line = [-2, y0, 4, y1];
      const { keepOut } = restrictionMask({ ...noRestrictions, walls: [wall] }, frame, { margin_m: 0 });
      const open = keepOut.map((cell) => 1 - cell);
      const { labels } = connectedComponents(open, frame.width, frame.height, 8);
      const sideOf = new Map<number, boolean>();
      let through = 0;
      for (let cell = 0; cell < labels.length; cell++) {
        if (labels[cell] === 0) continue;
        const x = centreX(frame, cell % frame.width);
        const isAbove = centreY(frame, Math.floor(cell / frame.width)) > y0 + ((x + 2) / 6) * (y1 - y0);
        if ((sideOf.get(labels[cell]) ?? isAbove) !== isAbove) through++;
        sideOf.set(labels[cell], isAbove);
      }
      expect(through).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('a wall as short as can be, in the corner of a cell, marks that cell', () => {
  const wall: Line = [0.001, 1.001, 0.008, 1.009];
  const { keepOut } = restrictionMask({ ...noRestrictions, walls: [wall] }, frame, { margin_m: 0 });
  expect([...keepOut.keys()].filter((cell) => keepOut[cell] === 1)).toEqual([10 * 60 + 20]);
});

test('only thresholds known to be too high are walls', () => {
  const line: Line = [0, 1, 1, 1];
  const count = (height_m: number | undefined, maxClimb_m?: number) =>
    restrictionMask({ ...noRestrictions, thresholds: [{ line, height_m }] }, frame, { maxClimb_m }).keepOut.filter(
      (c) => c === 1,
    ).length;
  expect(count(undefined)).toBe(0);
  expect(count(0.02)).toBe(0);
  expect(count(0.021)).toBeGreaterThan(20);
  expect(count(0.02, 0.015)).toBeGreaterThan(20);
});

test('wherever the robot may stand, its body is out of the area by the margin', () => {
  const map = blankMap(5, 4, 0);
  const area = [1.03, 2.11, 2.4, 2.3, 1.9, 3.3];
  const { keepOut } = restrictionMask({ ...noRestrictions, noGo: [area] }, map);
  const { standable } = freeSpace(map, { keepOut, robotRadius_m: 0.17, margin_m: 0 });
  let least = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell < standable.length; cell++) {
    if (standable[cell] === 0) continue;
    const [x, y] = [centreX(map, cell % map.width), centreY(map, Math.floor(cell / map.width))];
    least = Math.min(least, distanceToArea([x, y, x, y], area));
  }
  expect(least).toBeGreaterThanOrEqual(0.17 + 0.05);
  // No more than a cell is lost: the next one would have stood too near.
  expect(least).toBeLessThan(0.17 + 0.05 + 0.06);
});

test.each([
  [{ margin_m: -0.1 }, 'margin_m should be in [0, 1] m, got -0.1'],
  [{ margin_m: Number.NaN }, 'margin_m should be in [0, 1] m, got NaN'],
  [{ maxClimb_m: -1 }, 'maxClimb_m should be >= 0 m, got -1'],
])('options %p are refused', (options, message) => {
  expect(() => restrictionMask(noRestrictions, frame, options)).toThrow(message);
});
