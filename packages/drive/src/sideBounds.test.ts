import { PathRows, ROW_M } from './pathRows.ts';
import { SideBounds } from './sideBounds.ts';

const REACH = 0.174;
const ROWS = 16;

/** Rows straight ahead, seen by a robot that heads `off_rad` to the right of them. */
function rowsAhead(off_rad = 0): PathRows {
  const rows = new PathRows(ROWS);
  rows.n = ROWS;
  for (let k = 0; k < ROWS; k++) {
    rows.ux[k] = Math.sqrt(1 - off_rad * off_rad);
    rows.uy[k] = off_rad;
    rows.x[k] = k * ROW_M * rows.ux[k];
    rows.y[k] = k * ROW_M * rows.uy[k];
  }
  return rows;
}

function boundsOf(rows: PathRows, points: readonly number[]): SideBounds {
  const bounds = new SideBounds(ROWS);
  bounds.clear();
  bounds.add(rows, { xy: Float64Array.from(points), n: points.length / 2 }, REACH, new Float64Array(ROWS));
  bounds.giveBendsAir(rows);
  return bounds;
}

const wall = Array.from({ length: 240 }, (_, i) => [-0.3 + 0.005 * i, -0.2]).flat();

test('along a straight wall nothing is added, and what is not there stays unbounded', () => {
  const { low, high } = boundsOf(rowsAhead(), wall);
  for (let k = 1; k < ROWS; k++) expect(low[k]).toBeCloseTo(-0.2 + REACH, 4);
  expect(high[5]).toBe(Number.POSITIVE_INFINITY);
});

test('round a leg there is 5 to 6 mm more air, on either side', () => {
  // 1 / 0.174 m = 5.7 / m; beyond 1.5 that is 4.2 x 1.5 mm, at most 6.
  const right = boundsOf(rowsAhead(), [0.2, -0.2]).low[5];
  expect(right).toBeGreaterThan(-0.2 + REACH + 0.005);
  expect(right).toBeLessThanOrEqual(-0.2 + REACH + 0.006);
  expect(boundsOf(rowsAhead(), [0.2, 0.2]).high[5]).toBeCloseTo(-right, 9);
});

test('a robot that still heads for the wall keeps more air until it has turned', () => {
  // 0.1 rad: 0.02 m x 0.1 = 2 mm in the first rows, none farther on.
  const slanted = wall.map((_, i) => {
    const along = wall[i - (i % 2)];
    const c = Math.sqrt(1 - 0.01);
    return i % 2 === 0 ? along * c + 0.2 * 0.1 : along * 0.1 - 0.2 * c;
  });
  const { low } = boundsOf(rowsAhead(0.1), slanted);
  expect(low[2]).toBeCloseTo(-0.2 + REACH + 0.002, 3);
  expect(low[8]).toBeCloseTo(-0.2 + REACH, 3);
});
