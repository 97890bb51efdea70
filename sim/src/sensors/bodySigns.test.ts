import type { SensorRecord } from '@homebound/robot';
import { BodySigns } from './bodySigns.ts';

/** Steps of 0.02 s; the records of each kind. */
function run(signs: BodySigns, steps: number, from = 0): SensorRecord[] {
  const records: SensorRecord[] = [];
  for (let step = from + 1; step <= from + steps; step++) signs.measure(step, step / 50, records);
  return records;
}

test('a button is told of when it goes down and at each mark that it is held for, and of no later one', () => {
  const signs = new BodySigns();
  signs.press('privacy', 0);
  signs.press('reset', 10.5);
  signs.press('pair', 3);
  const told = run(signs, 1000).filter((r) => r.kind === 'button');
  expect(told.map(({ button, held_s, stamp_s }) => [button, held_s, stamp_s])).toEqual([
    ['privacy', 0, 0.02],
    ['reset', 0, 0.02],
    ['pair', 0, 0.02],
    ['reset', 3, 3.02],
    ['pair', 3, 3.02],
    ['reset', 10, 10.02],
  ]);
});

test('a sign is shown, its chirp sounds once however often it is said, and the body tells of it five times a second', () => {
  const signs = new BodySigns();
  run(signs, 50);
  for (let i = 0; i < 3; i++) signs.command({ reason: 'drivenByHand', chirps: 1, tune: 'driven', camera: true });
  const records = run(signs, 50, 50).filter((r) => r.kind === 'sign');
  expect(records[0]).toEqual({ kind: 'sign', stamp_s: 1.02, shows: 'drivenByHand', chirps: 1, camera: true });
  expect(records).toHaveLength(6);
  expect(signs.truths).toEqual([{ stamp_s: 1.02, shows: 'drivenByHand', camera: true, tune: 'driven' }]);
});

test('what is broken is not shown and not told', () => {
  const signs = new BodySigns();
  signs.broken = 'speaker';
  signs.command({ reason: 'watched', chirps: 1, tune: 'watched', camera: true });
  expect(run(signs, 10).at(-1)).toMatchObject({ shows: 'watched', chirps: 0 });
  signs.broken = 'light';
  expect(run(signs, 10, 10).at(-1)).toMatchObject({ shows: 'dark', chirps: 1, camera: true });
  signs.broken = 'cameraLamp';
  expect(run(signs, 10, 20).at(-1)).toMatchObject({ shows: 'watched', camera: false });
  expect(signs.truths.map(({ shows, tune }) => [shows, tune])).toEqual([
    ['watched', undefined],
    ['dark', 'watched'],
    ['watched', undefined],
  ]);
});

test('a sign or a button that no body has is refused', () => {
  const signs = new BodySigns();
  expect(() => signs.command({ reason: 'party' as never, chirps: 0, tune: 'on', camera: false })).toThrow(
    /reason must be one of/,
  );
  expect(() => signs.press('eject' as never, 0)).toThrow(/one of pair, privacy, reset/);
  expect(() => signs.press('pair', Number.NaN)).toThrow(/at least 0 s/);
});
