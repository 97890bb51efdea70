import { MapWarp } from '@homebound/math';
import fc from 'fast-check';
import { flatMap } from '../space/sampleMaps.ts';
import { checkRestrictions } from './checkRestrictions.ts';
import { checkSituation } from './checkSituation.ts';
import { moveRestrictions } from './moveRestrictions.ts';
import { restrictionMask } from './restrictionMask.ts';
import { noRestrictions, type Restrictions } from './restrictions.ts';

const square = [0, 0, 1, 0, 1, 1, 0, 1];
const valid: Restrictions = {
  noGo: [square, [0, 0, 0.5, 2, 3, 0.2]],
  noMop: [[...square].reverse()],
  walls: [[0, 0, 0.011, 0]],
  thresholds: [{ line: [0, 0, 1, 1], height_m: 0.018 }, { line: [0, 0, 1, 1] }],
};

test('shapes that make sense are taken, none at all too', () => {
  expect(() => checkRestrictions(valid)).not.toThrow();
  expect(() => checkRestrictions(noRestrictions)).not.toThrow();
});

test.each<[string, object, string]>([
  ['no list', { noGo: undefined }, 'noGo should be a list, got nothing'],
  ['another kind', { noFly: [] }, 'noFly is no kind of restriction; there are noGo, noMop, walls, thresholds'],
  ['an area that is no list', { noGo: [{ x: 1 }] }, 'noGo[0] should be a list of numbers, got {"x":1}'],
  ['texts', { noMop: [['0', '1']] }, 'noMop[0] should be a list of numbers, got ["0","1"]'],
  ['two corners', { noGo: [square, [0, 0, 1, 1]] }, 'noGo[1] has 2 corners; at least 3 are needed'],
  ['an odd number', { noGo: [[0, 0, 1, 0, 1]] }, 'noGo[0] has 5 numbers, which are no pairs of x and y'],
  [
    'a bow tie',
    { noGo: [[0, 0, 1, 1, 1, 0, 0, 1]] },
    'noGo[0] is no area: its edges 0 and 2 cross; give the corners in order',
  ],
  ['a spike', { noGo: [[0, 0, 2, 0, 1, 0, 1, 1]] }, 'noGo[0] is no area: its edges 0 and 2 cross'],
  ['no width', { noGo: [[0, 0, 1, 0, 2, 0]] }, 'noGo[0] is no area'],
  ['a pinprick', { noGo: [[0, 0, 0.1, 0, 0, 0.1]] }, 'noGo[0] is no area: it encloses 0.0050 m²'],
  ['a repeated corner', { noGo: [[0, 0, 1, 0, 1, 0, 1, 1]] }, 'noGo[0] has corner 1 twice in a row; leave one out'],
  [
    'a ring',
    { noGo: [[...square, 0, 0]] },
    'noGo[0] has corner 4 twice in a row; leave one out: an area closes by itself',
  ],
  ['NaN', { noGo: [[0, 0, 1, Number.NaN, 1, 1]] }, 'noGo[0] has NaN for y of point 1; coordinates are metres'],
  [
    'millimetres',
    { walls: [[0, 0, 25500, 0]] },
    'walls[0] has 25500 for x of point 1; coordinates are metres in the map frame, at most 1000',
  ],
  ['a short wall', { walls: [[0, 0, 0.004, 0]] }, 'walls[0] is 4.0 mm long; draw at least 10 mm'],
  ['a bent wall', { walls: [[0, 0, 1, 1, 2, 1]] }, 'walls[0] should be x0, y0, x1, y1, got 6 numbers'],
  [
    'a high threshold',
    { thresholds: [{ line: [0, 0, 1, 0], height_m: 15 }] },
    'thresholds[0].height_m should be in [0, 0.3] m, got 15',
  ],
  ['a threshold without line', { thresholds: [{}] }, 'thresholds[0].line should be a list of numbers, got nothing'],
  ['too many', { walls: Array(501).fill([0, 0, 1, 1]) }, 'walls has 501 shapes; at most 500 are taken: join them'],
  ['too many corners', { noGo: [Array(2002).fill(1)] }, 'noGo[0] has 1001 corners; at most 1000 are taken'],
])('%s is refused', (_, part, message) => {
  const check = () => checkRestrictions({ ...valid, ...part } as Restrictions);
  expect(check).toThrow(`Cannot use restrictions: ${message}`);
  expect(check).toThrow(RangeError);
});

test('whatever JSON holds, it is taken or refused by name, and what is taken can be drawn', () => {
  const number = fc.oneof(fc.double({ min: -3, max: 3 }), fc.constantFrom(0, 1, 1e9, Number.NaN));
  const points = fc.array(number, { maxLength: 9 });
  const anything = fc.oneof(fc.array(points, { maxLength: 3 }), fc.anything({ maxDepth: 2 }));
  const frame = { width: 20, height: 20, resolution_m: 0.1, originX_m: -1, originY_m: -1 };
  const fuzz = fc.record({ noGo: anything, noMop: anything, walls: anything, thresholds: anything });
  fc.assert(
    fc.property(fuzz, (restrictions) => {
      try {
        checkRestrictions(restrictions as unknown as Restrictions);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^Cannot use restrictions: (noGo|noMop|walls|thresholds)/);
        return;
      }
      expect(restrictionMask(restrictions as unknown as Restrictions, frame).keepOut).toHaveLength(400);
    }),
    { numRuns: 500 },
  );
});

describe('in a home', () => {
  const map = flatMap();
  const [x0, y0] = [map.originX_m + 0.2, map.originY_m + 0.2];
  /** A rectangle of the flat, in m from its lower left inner corner. */
  const box = (x: number, y: number, w: number, h: number) => [
    x0 + x,
    y0 + y,
    x0 + x + w,
    y0 + y,
    x0 + x + w,
    y0 + y + h,
    x0 + x,
    y0 + y + h,
  ];
  /** In the corridor, at its left wall, looking left. */
  const T_map_dock = { x: x0 + 0.25, y: y0 + 3.4, theta: Math.PI };
  const check = (part: Partial<Restrictions>) => () =>
    checkSituation({ ...noRestrictions, ...part }, { map, T_map_dock });

  test('what leaves the dock and floor alone is taken', () => {
    expect(check({ noGo: [box(0, 0, 4, 2.5)], walls: [[x0 + 7, y0 + 4.05, x0 + 7.8, y0 + 4.05]] })).not.toThrow();
  });

  test('a shape off the map is refused', () => {
    expect(check({ noMop: [box(20, 0, 1, 1)] })).toThrow(
      'noMop[0] lies off the map, which spans x -1.3 to 8.1 m and y 0.7 to 8.1 m; draw it where the robot has been',
    );
  });

  test('the dock and the way up to it stay free', () => {
    expect(check({ noGo: [box(0.1, 3, 0.5, 0.5)] })).toThrow(
      'noGo[0] lies 0.00 m from where the robot docks; leave 0.22 m free',
    );
    // 0.5 m before the dock, a wall at 0.6 m: 0.1 m from the end of the approach.
    expect(check({ walls: [[x0 + 0.85, y0 + 3, x0 + 0.85, y0 + 4]] })).toThrow(
      'walls[0] lies 0.10 m from where the robot docks',
    );
    expect(check({ walls: [[x0 + 1.1, y0 + 3, x0 + 1.1, y0 + 3.3]] })).not.toThrow();
  });

  test('a robot shut in on its dock is not left there', () => {
    expect(check({ walls: [[x0 + 1.1, y0 + 2.8, x0 + 1.1, y0 + 4.1]] })).toThrow(
      /they leave 0\.[0-9] of [3-5][0-9]\.[0-9] m² that the robot can reach from the dock; take one away, or open a way of 0\.49 m/,
    );
    expect(() => checkSituation({ ...noRestrictions, noGo: [box(-1, -1, 12, 12)] }, { map })).toThrow(
      'they leave 0.0 of',
    );
  });
});

test('a correction moves every corner with the map', () => {
  const warp = new MapWarp([0, 0, 0], [1, 2, Math.PI / 2]);
  const moved = moveRestrictions(valid, warp);
  // A quarter turn: (x, y) comes to (1 - y, 2 + x).
  expect(moved.noGo[0].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([1, 2, 1, 3, 0, 3, 0, 2]);
  expect(moved.thresholds[0].height_m).toBe(0.018);
  expect('height_m' in moved.thresholds[1]).toBe(false);
  expect(() => checkRestrictions(moved)).not.toThrow();
  expect(moveRestrictions(valid, new MapWarp([1, 1, 1], [1, 1, 1]))).toBe(valid);
});
