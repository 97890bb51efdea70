import { createRng } from '@homebound/math';
import { FrameWatch } from './frameWatch.ts';

const here = { x: 0, y: 0, theta: 0 };

/** What is counted as dropped in a row of pictures with these stamps, each another. */
function dropped(stamps_s: readonly number[]): number {
  const watch = new FrameWatch(0);
  for (const [k, stamp_s] of stamps_s.entries())
    watch.isNew({ kind: 'color', stamp_s, exposure_s: 0, data: Uint8Array.of(k & 255, k >> 8, 1, 2) }, here);
  return watch.dropped;
}

const row = (pictures: number, period_s = 0.1): number[] => Array.from({ length: pictures }, (_, k) => k * period_s);

test('one late picture is none that is missing, nor are those after it', () => {
  const late = row(600);
  late[50] += 0.06;
  expect(dropped(late)).toBe(0);
  // Two frames late, the next one on time: read out together.
  late[300] += 0.095;
  expect(dropped(late)).toBe(0);
});

test('stamps that jitter by a seventh of the period leave none out', () => {
  const rng = createRng(3);
  expect(dropped(row(2000).map((stamp_s) => stamp_s + 0.0143 * (2 * rng.uniform() - 1)))).toBe(0);
});

test('what is left out is counted, whether singly, in a run or one in three; also where others come late', () => {
  const rng = createRng(4);
  const all = row(601).map((stamp_s) => stamp_s + 0.01 * (2 * rng.uniform() - 1));
  all[200] += 0.06;
  const without = (isLost: (k: number) => boolean): number[] => all.filter((_, k) => !isLost(k));
  expect(dropped(without((k) => k === 100))).toBe(1);
  expect(dropped(without((k) => k >= 100 && k < 107))).toBe(7);
  expect(dropped(without((k) => k >= 60 && k < 360 && k % 3 === 0))).toBe(100);
});

test('a camera that takes another rate for good is missing pictures for a second or so', () => {
  const slower = [...row(100, 1 / 30), ...row(100, 0.1).map((stamp_s) => 100 / 30 + stamp_s)];
  expect(dropped(slower)).toBeLessThanOrEqual(24);
  const faster = [...row(100, 0.1), ...row(100, 1 / 30).map((stamp_s) => 10 + stamp_s)];
  expect(dropped(faster)).toBe(0);
});

test('where nobody knows how the body moves the same picture is no fault, and no picture is one', () => {
  const watch = new FrameWatch(0);
  const data = Uint8Array.of(1, 2, 3, 4);
  for (let k = 0; k < 20; k++) {
    const T = k < 10 ? undefined : { x: 0.1 * k, y: 0, theta: 0 };
    // The first whose place is known says nothing yet.
    expect(watch.isNew({ kind: 'laser', stamp_s: 0.1 * k, exposure_s: 0, data }, T)).toBe(k <= 10);
  }
  expect(watch.fault(2)).toBe('The camera gives the same picture again and again.');
  expect(watch.fault(4)).toBe('The camera gives no pictures.');
});
