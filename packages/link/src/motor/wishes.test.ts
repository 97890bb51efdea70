import { type Wish, Wishes } from './wishes.ts';

/** Wishes against a clock of the test's own. */
function rig() {
  const sent: { readonly at_s: number; readonly wish: Wish }[] = [];
  const time = { now_s: 0 };
  let late: { readonly due_s: number; readonly act: () => void } | undefined;
  const wishes = new Wishes({
    send: (wish) => sent.push({ at_s: time.now_s, wish }),
    space_s: 0.02,
    now_s: () => time.now_s,
    after: (delay_s, act) => {
      late = { due_s: time.now_s + delay_s, act };
      return () => {
        late = undefined;
      };
    },
  });
  return {
    wishes,
    sent,
    /** Time passes with a loop that turns. */
    until(end_s: number): void {
      while (late !== undefined && late.due_s <= end_s) {
        time.now_s = late.due_s;
        late.act();
      }
      time.now_s = end_s;
    },
  };
}

const drive = (k: number): Wish => ({ kind: 'drive', seen_s: k, v_mps: 0.001 * k, w_radps: 0 });
const clean = (k: number): Wish => ({ kind: 'clean', seen_s: k, fan: 1, mainBrush: 1, sideBrush: 1 });
const sign = (chirps: number): Wish => ({ kind: 'sign', reason: 'working', chirps, tune: 'on', camera: false });

test('wishes at their usual pace go at once, each of them', () => {
  const { wishes, sent, until } = rig();
  for (let k = 0; k < 20; k++) {
    until(0.05 * k);
    wishes.add(drive(k));
  }
  expect(sent).toEqual(Array.from({ length: 20 }, (_, k) => ({ at_s: 0.05 * k, wish: drive(k) })));
});

test('a mind that catches up with 3 s in one go sends the first, and of each kind the last', () => {
  const { wishes, sent, until } = rig();
  wishes.add(drive(0));
  for (let k = 1; k <= 60; k++) {
    wishes.add(drive(k));
    if (k % 20 === 0) wishes.add(sign(k / 20));
  }
  wishes.add(clean(60));
  until(1);
  expect(sent).toEqual([
    { at_s: 0, wish: drive(0) },
    { at_s: 0.02, wish: drive(60) },
    { at_s: 0.02, wish: sign(3) },
    { at_s: 0.02, wish: clean(60) },
  ]);
});

test('one that catches up in slices of 2 ms says each kind once in 0.02 s, and never later than that', () => {
  const { wishes, sent, until } = rig();
  for (let k = 0; k <= 100; k++) {
    until(0.002 * k);
    wishes.add(drive(k));
    wishes.add(sign(k));
  }
  until(1);
  // 0.2 s at one a step of the motors, and the first and the last.
  for (const kind of ['drive', 'sign']) expect(sent.filter(({ wish }) => wish.kind === kind).length).toBeLessThan(13);
  for (const { at_s, wish } of sent)
    if (wish.kind === 'drive') expect(at_s - 0.002 * wish.seen_s).toBeLessThanOrEqual(0.02 + 1e-9);
  expect(sent.at(-1)?.wish).toEqual(sign(100));
  expect(sent.filter(({ wish }) => wish.kind === 'drive').at(-1)?.wish).toEqual(drive(100));
});

test('what waits goes when the link is about to end: the last word is to stand still', () => {
  const { wishes, sent, until } = rig();
  wishes.add(drive(5));
  wishes.add(drive(0));
  wishes.flush();
  until(1);
  expect(sent.map(({ wish }) => wish)).toEqual([drive(5), drive(0)]);
});
