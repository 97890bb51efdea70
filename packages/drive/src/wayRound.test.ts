import { hypot } from '@homebound/math';
import { PathRows, ROW_M } from './pathRows.ts';
import { WayRound } from './wayRound.ts';

const none = { xy: new Float64Array(0), n: 0 };
const wish = { bodyRadius_m: 0.17, air_m: 0.012, closeUpRight_m: 0.04, closeUpLeft_m: 0.03 };

function rowsStraightAhead(n = 16): PathRows {
  const rows = new PathRows(n);
  rows.n = n;
  for (let k = 0; k < n; k++) {
    rows.x[k] = k * ROW_M;
    rows.ux[k] = 1;
  }
  return rows;
}

function at(...xy: number[]) {
  return { xy: Float64Array.from(xy), n: xy.length / 2 };
}

/** A wall along the path, seen each centimetre. */
function wallAt(y: number) {
  return at(...Array.from({ length: 120 }, (_, i) => [-0.3 + 0.01 * i, y]).flat());
}

function find(seen = none, felt = none, from_m = 0): Float64Array {
  const way = new WayRound(16);
  way.find(rowsStraightAhead(), from_m, [seen], felt, wish);
  return way.offset_m;
}

test('with nothing near, the way is the path', () => {
  expect([...find(at(0.3, 0.6, 0.3, -0.5))]).toEqual(new Array(16).fill(0));
});

test('a leg is passed on the shorter side, its air kept at every row', () => {
  for (const y of [0.08, -0.02, -0.15]) {
    const d = find(at(0.36, y));
    const side = y > 0 ? -1 : 1;
    const nearest = Math.min(...d.map((offset, k) => hypot(k * ROW_M - 0.36, offset - y)));
    // Between the rows the way may be a few mm nearer than at them.
    expect(nearest).toBeGreaterThan(0.17 + 0.012 - 0.004);
    expect(d.every((offset) => side * offset >= -1e-9)).toBe(true);
  }
});

test('a wall is given way to, and closed up to, to its air', () => {
  // Walls at 0.16 and 0.20 to the right: 0.182 is wanted.
  expect(find(wallAt(-0.16))[12]).toBeCloseTo(0.022, 3);
  expect(find(wallAt(-0.2))[12]).toBeCloseTo(-0.018, 2);
  expect(find(wallAt(0.2))[12]).toBeCloseTo(0.018, 2);
  // 5 cm farther than the path thought: another wall.
  expect(find(wallAt(-0.24))[12]).toBeCloseTo(0, 6);
});

test('between two walls too near for the air it takes the middle', () => {
  const [left, right] = [wallAt(0.19), wallAt(-0.165)];
  const both = { xy: Float64Array.of(...left.xy, ...right.xy), n: left.n + right.n };
  expect(find(both)[12]).toBeCloseTo(0.0125, 3);
});

test('a bar across leaves no way round: it stays on the path and is stopped there', () => {
  const bar = at(...Array.from({ length: 61 }, (_, i) => [0.4, -0.6 + 0.02 * i]).flat());
  const d = find(bar);
  expect(Math.max(...d.slice(0, 5).map(Math.abs))).toBeLessThan(0.01);
});

test('what was felt is avoided, but not at the price of driving into what is seen', () => {
  expect(Math.abs(find(none, at(0.4, 0.02))[9])).toBeGreaterThan(0.14);
  // Seen walls on both sides leave the one way over the felt place.
  const walls = { xy: Float64Array.of(...wallAt(0.19).xy, ...wallAt(-0.19).xy), n: 240 };
  expect(Math.abs(find(walls, at(0.4, 0.02))[9])).toBeLessThan(0.01);
});
