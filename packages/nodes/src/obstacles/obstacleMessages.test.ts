import type { AvoidedThing } from '@homebound/mission';
import { isNews, steadied } from './obstacleMessages.ts';

function thing(id: number, x: number, more: Partial<AvoidedThing> = {}): AvoidedThing {
  const outline_map = Float64Array.of(x, 0, x + 0.1, 0, x + 0.1, 0.1, x, 0.1);
  const is = { kind: 'toy', label: '', confidence: 1, height_m: 0.03, firstSeen_s: 0, lastSeen_s: 0 } as const;
  return { id, ...is, outline_map, berth_m: 0.07, reason: 'A toy.', isDismissed: false, ...more };
}

test('an outline that flickers by a cell is told as it was, and is no news; one that grew, shrank or moved by more is', () => {
  const told = [thing(1, 0), thing(2, 1)];
  const flickers = steadied([thing(1, 0.02, { confidence: 0.5 }), thing(2, 0.985)], told);
  expect(flickers.map(({ outline_map }) => outline_map)).toEqual(told.map(({ outline_map }) => outline_map));
  expect(isNews(flickers, told)).toBe(false);
  const grown = Float64Array.of(0, 0, 0.13, 0, 0.13, 0.1, 0, 0.1);
  const shrunk = Float64Array.of(0, 0, 0.07, 0, 0.07, 0.1, 0, 0.1);
  for (const outline_map of [grown, shrunk, thing(1, -0.03).outline_map]) {
    const now = steadied([thing(1, 0, { outline_map }), told[1]], told);
    expect(now[0].outline_map).toBe(outline_map);
    expect(isNews(now, told)).toBe(true);
  }
});

test('one that comes, goes, is another kind or is passed otherwise is news', () => {
  const told = [thing(1, 0)];
  const isNew = (...now: AvoidedThing[]): boolean => isNews(steadied(now, told), told);
  expect(isNew(thing(1, 0))).toBe(false);
  expect(isNew(thing(1, 0), thing(2, 1))).toBe(true);
  expect(isNew()).toBe(true);
  expect(isNew(thing(2, 0))).toBe(true);
  expect(isNew(thing(1, 0, { kind: 'cable' }))).toBe(true);
  expect(isNew(thing(1, 0, { berth_m: 0 }))).toBe(true);
});
