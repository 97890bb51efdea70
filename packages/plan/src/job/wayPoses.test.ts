import { wayPoses } from './wayPoses.ts';

const way = (...paths: number[][]) => paths.map((path) => ({ path }));
const rows = (strokes: { path: number[] }[], options: Parameters<typeof wayPoses>[1]) =>
  [...wayPoses(strokes, options)].map(({ T_map_base: { x, y, theta }, stroke, isTurned }) => [
    Math.round(1000 * x) / 1000,
    Math.round(1000 * y) / 1000,
    Math.round((180 * theta) / Math.PI),
    stroke,
    isTurned,
  ]);

test('a straight in even steps of at most the spacing, both ends included', () => {
  expect(rows(way([0, 0, 1, 0]), { spacing_m: 0.4 })).toEqual([
    [0, 0, 0, 0, false],
    [0.333, 0, 0, 0, false],
    [0.667, 0, 0, 0, false],
    [1, 0, 0, 0, false],
  ]);
});

test('a corner is two poses at one place; a bend of up to 10° is one', () => {
  expect(rows(way([0, 0, 1, 0, 1, 1]), { spacing_m: 2 })).toEqual([
    [0, 0, 0, 0, false],
    [1, 0, 0, 0, false],
    [1, 0, 90, 0, true],
    [1, 1, 90, 0, false],
  ]);
  // atan(0.15) = 8.5°
  expect(rows(way([0, 0, 1, 0, 2, 0.15]), { spacing_m: 2 })).toEqual([
    [0, 0, 0, 0, false],
    [1, 0, 0, 0, false],
    [2, 0.15, 9, 0, false],
  ]);
});

test('a turn in steps, the short way round, and each pose says which stroke is driven from there on', () => {
  const turned = rows(way([0, 0, -1, 0], [-1, 0, -1, -1]), { spacing_m: 2, turnSpacing_rad: Math.PI / 6 });
  // From 180° left to 270°, which is -90°.
  expect(turned.map(([, , theta, stroke]) => [theta, stroke])).toEqual([
    [180, 0],
    [180, 0],
    [-150, 1],
    [-120, 1],
    [-90, 1],
    [-90, 1],
  ]);
});

test('points that repeat are passed over; a way of one point has no pose', () => {
  expect(rows(way([0, 0, 0, 0, 1, 0], [1, 0, 1, 0]), { spacing_m: 2 })).toHaveLength(2);
  expect(rows(way([3, 3, 3, 3]), { spacing_m: 1 })).toEqual([]);
});

test('along the way, a metre is a metre', () => {
  const all = [...wayPoses(way([0, 0, 3, 4], [3, 4, 3, 5]), { spacing_m: 0.5 })];
  expect(all.at(-1)?.way_m).toBeCloseTo(6, 12);
  for (let k = 1; k < all.length; k++) expect(all[k].way_m).toBeGreaterThanOrEqual(all[k - 1].way_m);
});
