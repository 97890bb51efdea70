import type { OccupancyGrid } from '@homebound/grid';
import { TruthFloor } from './coverageFloor.ts';
import { judge } from './coverageJudge.ts';
import { leastRanks, referenceOf, referenceTime } from './coverageRanks.ts';
import { driveTime_s, rollingTurn_s, stopTurnGo_s, turnsOf, turnTime_s } from './coverageTimes.ts';

const body = { radius_m: 0.17, brush_m: 0.3 };

/** A walled room with its inner corner at (0, 0), at 5 cm. */
function room(x_m: number, y_m: number): OccupancyGrid {
  const width = Math.round(x_m / 0.05) + 2;
  const height = Math.round(y_m / 0.05) + 2;
  const data = new Int8Array(width * height).fill(100);
  for (let iy = 1; iy < height - 1; iy++) data.fill(0, iy * width + 1, (iy + 1) * width - 1);
  return { width, height, resolution_m: 0.05, originX_m: -0.05, originY_m: -0.05, data };
}

/** Lanes along y, `pitch` apart, from wall to wall as far as the body goes. */
function lanes(x_m: number, y_m: number, pitch: number): number[] {
  const path: number[] = [];
  const n = Math.ceil((x_m - 0.34) / pitch) + 1;
  for (let k = 0; k < n; k++) {
    const x = 0.17 + ((x_m - 0.34) * k) / (n - 1);
    const ends = k % 2 === 0 ? [0.17, y_m - 0.17] : [y_m - 0.17, 0.17];
    path.push(x, ends[0], x, ends[1]);
  }
  return path;
}

test('the example of the reference: 4 × 5 m, w 0.30, R 0.17', () => {
  const floor = new TruthFloor(room(4, 5), body);
  // All but a strip of 0.17 - 0.15 = 0.02 m along the walls and the corners' rounding: 3.96 * 4.96 = 19.64 m².
  expect(floor.brushable_m2).toBeGreaterThan(19.5);
  expect(floor.brushable_m2).toBeLessThan(19.7);
  const reference = referenceOf(floor, 0.3);
  // 3.96 / 0.3 = 13.2: 13 lanes where a lane needs half its width of floor; the reference rounds up to 14.
  expect(reference.ranks).toBeGreaterThanOrEqual(13);
  expect(reference.ranks).toBeLessThanOrEqual(14);
  expect(reference.length_m).toBeCloseTo((19.6 - (Math.PI * 0.09) / 4) / 0.3, 0);
  // 65.5 m / 0.3 m/s = 218 s, 14 times 0.3 / 0.5 = 0.6 s of ramps, 13 changes of 2 * 1.547 + 1.6 s. (It says 279 s without the ramps.)
  const { time_s } = referenceTime(19.64, 0.3, 14);
  expect(time_s).toBeCloseTo(65.23 / 0.3 + 14 * 0.6 + 13 * (2 * (Math.PI / 2 / 1.5 + 0.5) + 1.6), 1);
  expect(Math.abs(time_s - 279)).toBeLessThan(9);
});

test('lanes at one brush width sweep the room but its ends; half of them sweep about half', () => {
  const floor = new TruthFloor(room(4, 5), body);
  const reference = referenceOf(floor, 0.3);
  const { verdict } = judge(floor, [{ path: lanes(4, 5, 0.29) }], body, reference);
  // A brush across its lane stops 0.17 m off the wall, where turning sweeps rounds: little corners stay.
  expect(verdict.coverage).toBeGreaterThan(0.98);
  expect(verdict.invalidPoses).toBe(0);
  expect(verdict.leastClearance_m).toBeCloseTo(0.17, 2);
  // 14 lanes of 4.66 m and 13 hops of 0.28 m.
  expect(verdict.length_m).toBeCloseTo(14 * 4.66 + 3.66, 1);
  expect(verdict.lengthRatio).toBeCloseTo((verdict.length_m * 0.3) / floor.brushable_m2, 9);
  expect(verdict.turnsPer_m2 * floor.brushable_m2).toBeCloseTo(26, 6);
  expect(verdict.rotationPer_m2 * floor.brushable_m2).toBeCloseTo(26 * (Math.PI / 2), 6);
  const sparse = judge(floor, [{ path: lanes(4, 5, 0.61) }], body, reference).verdict;
  expect(sparse.coverage).toBeGreaterThan(0.5);
  expect(sparse.coverage).toBeLessThan(0.6);
  // Between two lanes 0.61 m apart stay 0.31 m, 4.4 m long.
  expect(sparse.largestMiss_m2).toBeGreaterThan(1.2);
  expect(sparse.misses).toBe(6);
});

test('a connector through an obstacle and a jump between strokes are found', () => {
  const map = room(4, 4);
  // A box of 0.4 m in the middle.
  for (let iy = 37; iy < 45; iy++) map.data.fill(100, iy * map.width + 37, iy * map.width + 45);
  const floor = new TruthFloor(map, body);
  const reference = referenceOf(floor, 0.3);
  const through = judge(floor, [{ path: [0.5, 2, 3.5, 2] }], body, reference).verdict;
  // 0.4 m of box and 0.165 m before and after it.
  expect(through.invalid_m).toBeCloseTo(0.73, 1);
  expect(through.leastClearance_m).toBeLessThanOrEqual(0);
  const jump = judge(floor, [{ path: [0.5, 1, 0.5, 2] }, { path: [3.5, 2, 3.5, 1] }], body, reference).verdict;
  expect(jump.invalid_m).toBeCloseTo(0.73, 1);
  expect(judge(floor, [{ path: [0.5, 0.5, 3.5, 0.5] }], body, reference).verdict.invalidPoses).toBe(0);
});

test('time model (a): 3 m, a right angle, 1 m', () => {
  // 3 / 0.3 + 0.6, 1.571 / 1.5 + 0.5, 1 / 0.3 + 0.6
  expect(stopTurnGo_s([0, 0, 3, 0, 3, 1])).toBeCloseTo(10.6 + 1.5472 + 3.9333, 3);
  // 9° is driven through.
  const bend = [0, 0, 2, 0, 2 + Math.cos(0.157), Math.sin(0.157)];
  expect(stopTurnGo_s(bend)).toBeCloseTo(driveTime_s(3), 9);
  expect(turnTime_s(0.3)).toBeCloseTo(2 * Math.sqrt(0.1), 9);
});

test('time model (b): a right angle stops as in (a); 45° between short pieces slows down; a straight line is a straight line', () => {
  expect(rollingTurn_s([0, 0, 3, 0, 3, 1])).toBeCloseTo(stopTurnGo_s([0, 0, 3, 0, 3, 1]), 9);
  expect(rollingTurn_s([0, 0, 1, 0, 2, 0, 3, 0])).toBeCloseTo(driveTime_s(3), 9);
  // Over half of 2 * 1 m at 1.5 rad/s a turn of 0.785 rad allows 1.9 m/s: no slower than straight.
  expect(rollingTurn_s([0, 0, 1, 0, 1 + Math.SQRT1_2, Math.SQRT1_2])).toBeCloseTo(driveTime_s(2), 6);
  // Pieces of 0.1 m: 1.5 * 0.1 / 0.785 = 0.19 m/s at the corner, which 0.1 m and 0.5 m/s² allow (0.32): 0.191 = peak.
  const short = rollingTurn_s([0, 0, 0.1, 0, 0.1 + 0.1 * Math.SQRT1_2, 0.1 * Math.SQRT1_2]);
  const corner = (1.5 * 0.1) / (Math.PI / 4);
  const peak = Math.sqrt(0.5 * 0.1 + (corner * corner) / 2);
  expect(short).toBeCloseTo((2 * (2 * peak - corner)) / 0.5, 6);
});

test('turns are counted after points on a line are merged', () => {
  expect(turnsOf([0, 0, 1, 0.005, 2, 0, 2, 1, 1, 2]).turns).toBe(1);
  // There and back is a turn of 180°.
  expect(turnsOf([0, 0, 1, 0, 0, 0])).toEqual({ turns: 1, rotation_rad: Math.PI });
});

test.each([
  ['a square of 3', ['...', '...', '...'], 3],
  ['a T: one bar and its stem', ['...', '#.#', '#.#'], 2],
  ['an L', ['.##', '.##', '...'], 2],
  ['a cross', ['#.#', '...', '#.#'], 3],
  ['a ring', ['...', '.#.', '...'], 4],
  ['single cells', ['.#.', '#.#', '.#.'], 5],
])('least ranks of %s', (_name, rows, expected) => {
  const width = rows[0].length + 2;
  const blank = '#'.repeat(width);
  const text = [blank, ...rows.map((row) => `#${row}#`), blank].join('');
  expect(
    leastRanks(
      Uint8Array.from(text, (sign) => (sign === '.' ? 1 : 0)),
      width,
    ),
  ).toBe(expected);
});

test('least ranks are those of brute force on random cells', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 40; round++) {
    const isFloor = new Uint8Array(36);
    for (const i of [7, 8, 9, 10, 13, 14, 15, 16, 19, 20, 21, 22]) isFloor[i] = random() < 0.7 ? 1 : 0;
    expect(leastRanks(isFloor, 6)).toBe(bruteRanks(isFloor, 6));
  }
});

/** Every way to give each cell a direction, by trying. */
function bruteRanks(isFloor: Uint8Array, width: number): number {
  const cells = [...isFloor.keys()].filter((i) => isFloor[i] === 1);
  let best = cells.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (let choice = 0; choice < 2 ** cells.length; choice++) {
    const alongX = new Map(cells.map((i, k) => [i, ((choice >> k) & 1) === 1]));
    const begins = cells.filter((i) => alongX.get(i) !== alongX.get(alongX.get(i) ? i - 1 : i - width));
    best = Math.min(best, begins.length);
  }
  return best;
}
