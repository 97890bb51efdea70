import { MapWarp } from '@homebound/math';
import { mostDismissals } from '@homebound/plan';
import type { Obstacle, ObstacleKind } from '@homebound/vision';
import { Dismissed } from './dismissed.ts';

let count = 0;
/** Of an id of its own, unless it is told. */
function thing(kind: ObstacleKind, height_m: number, x = 1, y = 1, half_m = 0.03, id = ++count): Obstacle {
  const outline = [x - half_m, y - half_m, x + half_m, y - half_m, x + half_m, y + half_m, x - half_m, y + half_m];
  const seen = { confidence: 1, firstSeen_s: 1, lastSeen_s: 2 };
  return { id, kind, label: '', height_m, outline_map: Float64Array.from(outline), ...seen };
}

// What is dismissed as | what is seen there later | whether that is no obstacle, too.
test.each<[ObstacleKind, ObstacleKind, boolean]>([
  ['thing', 'thing', true],
  ['thing', 'toy', true],
  ['threshold', 'thing', true],
  ['low', 'low', true],
  ['low', 'thing', true],
  ['cable', 'threshold', true],
  // What must not come under a brush, or is alive, is dismissed by its own name alone.
  ['thing', 'low', false],
  ['thing', 'cable', false],
  ['cable', 'low', false],
  ['shoe', 'pet', false],
  ['threshold', 'drop', false],
  ['drop', 'thing', false],
  ['thing', 'overhang', false],
])('dismissed as %s, seen as %s', (said, seen, isNone) => {
  const dismissed = new Dismissed();
  dismissed.add(thing(said, 0.03));
  expect(dismissed.has(thing(seen, 0.032))).toBe(isNone);
});

test('something of another height is an obstacle again: more than 1 cm and 0.4 of it', () => {
  const dismissed = new Dismissed();
  dismissed.add(thing('thing', 0.02));
  // 0.02 + 0.01 + 0.4 * 0.02 = 0.038
  expect([0.006, 0.037, 0.039, 0.1].map((height_m) => dismissed.has(thing('thing', height_m)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('what was dismissed when a part of it was seen holds for all of it, and so it is kept; not for half a room', () => {
  const dismissed = new Dismissed();
  dismissed.add(thing('thing', 0.06, 1, 1, 0.04, 1));
  expect(dismissed.has(thing('thing', 0.1, 1.1, 1, 0.15, 1))).toBe(true);
  // Half of the diagonal of 0.3 by 0.3 m.
  expect(dismissed.all[0]).toMatchObject({ x: 1.1, height_m: 0.1, radius_m: expect.closeTo(0.2121, 4) });
  expect(dismissed.has(thing('thing', 0.08, 1, 1, 0.04))).toBe(true);
  expect(dismissed.has(thing('thing', 0.1, 1.1, 1, 0.3, 1))).toBe(false);
  expect(dismissed.has(thing('cable', 0.1, 1.1, 1, 0.15, 1))).toBe(false);
  const { version } = dismissed;
  dismissed.has(thing('thing', 0.1, 1.1, 1, 0.15, 1));
  expect(dismissed.version).toBe(version);
});

test('each has a number of its own, by which it is taken back; those of a kept map go on from the highest', () => {
  const dismissed = new Dismissed();
  dismissed.adopt([{ id: 7, kind: 'thing', height_m: 0.03, x: 1, y: 1, radius_m: 0.05 }]);
  dismissed.add(thing('cable', 0.006, 3));
  expect(dismissed.all.map(({ id }) => id)).toEqual([7, 8]);
  const { version } = dismissed;
  expect([dismissed.recall(9), dismissed.version]).toEqual([false, version]);
  expect([dismissed.recall(7), dismissed.has(thing('thing', 0.03)), dismissed.all.length]).toEqual([true, false, 1]);
  expect(dismissed.version).toBeGreaterThan(version);
});

test('they move with the map, and the oldest of too many goes', () => {
  const dismissed = new Dismissed();
  for (let k = 0; k < mostDismissals + 5; k++) dismissed.add(thing('thing', 0.03, k));
  expect([dismissed.all.length, dismissed.all[0].x]).toEqual([mostDismissals, 5]);
  dismissed.moveWith(new MapWarp(Float64Array.of(0, 0, 0), Float64Array.of(0, 2, 0)));
  expect([dismissed.has(thing('thing', 0.03, 5, 3)), dismissed.has(thing('thing', 0.03, 5, 1))]).toEqual([true, false]);
});
