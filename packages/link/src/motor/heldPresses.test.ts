import type { BodyButtonName, ButtonRecord } from '@homebound/robot';
import { HeldPresses } from './heldPresses.ts';

const press = (button: BodyButtonName, held_s: number, stamp_s: number): ButtonRecord => ({
  kind: 'button',
  stamp_s,
  button,
  held_s,
});

test('privacy waits for a mind however long, in its order and as if pressed then; and is gone once one has answered', () => {
  const held = new HeldPresses();
  held.pressed(press('privacy', 0, 10));
  held.pressed(press('privacy', 3, 13));
  expect(held.isPrivate).toBe(true);
  const now_s = 10 + 7 * 24 * 3600;
  expect(held.due(now_s)).toEqual([press('privacy', 0, now_s), press('privacy', 3, now_s)]);
  // One hears of another button, and ends before it has answered for this one.
  expect(held.heard(press('reset', 0, now_s))).toEqual([]);
  expect(held.due(now_s + 5)).toHaveLength(2);
  expect(held.heard(press('privacy', 0, now_s))).toEqual([]);
  expect(held.heard(press('privacy', 0, now_s + 5))).toEqual([
    press('privacy', 0, now_s + 5),
    press('privacy', 3, now_s + 5),
  ]);
  expect(held.due(now_s + 6)).toEqual([]);
  expect(held.isPrivate).toBe(false);
});

test('a button that goes down anew is no longer held on', () => {
  const held = new HeldPresses();
  held.pressed(press('privacy', 0, 1));
  held.pressed(press('privacy', 3, 4));
  held.pressed(press('privacy', 0, 6));
  expect(held.due(7)).toEqual([press('privacy', 0, 7)]);
});

test('pairing is not opened later, and nothing is deleted later than half a minute after it', () => {
  const held = new HeldPresses();
  held.pressed(press('pair', 0, 1));
  for (const held_s of [0, 3, 10]) held.pressed(press('reset', held_s, 1 + held_s));
  expect(held.due(20).map(({ button, held_s }) => [button, held_s])).toEqual([
    ['reset', 0],
    ['reset', 3],
    ['reset', 10],
  ]);
  const late = new HeldPresses();
  late.pressed(press('reset', 10, 11));
  expect(late.due(41.1)).toEqual([]);
});

test('however much is pressed, nine presses are kept at most', () => {
  const held = new HeldPresses();
  for (let k = 0; k < 1000; k++)
    for (const button of ['pair', 'privacy', 'reset'] as const)
      for (const held_s of [0, 3, 10]) held.pressed(press(button, held_s, k));
  const answered = (['pair', 'privacy', 'reset'] as const).flatMap((button) => held.heard(press(button, 0, 1e9)));
  expect(answered).toHaveLength(9);
});
