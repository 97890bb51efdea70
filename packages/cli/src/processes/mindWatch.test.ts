import { MindWatch } from './mindWatch.ts';

/** A watch whose time is passed by hand. */
function rig() {
  const told: string[] = [];
  let waiting: (() => void) | undefined;
  const watch = new MindWatch({
    say: (text) => void told.push(text),
    warn: (text) => void told.push(`warning: ${text}`),
    after: (_, act) => {
      waiting = act;
      return () => {
        waiting = undefined;
      };
    },
  });
  return { watch, told, pass: () => waiting?.() };
}
const mind = { pid: 71, uid: 1002, gid: 1002 };

test('a mind that comes, wakes anew and ends is not spoken of, nor is its knock before its last link is closed', () => {
  const { watch, told, pass } = rig();
  watch.came(mind);
  watch.refused('full', mind);
  watch.gone({ reason: 'closedThere' });
  watch.came(mind);
  pass();
  watch.gone({ reason: 'closedThere' });
  watch.close();
  pass();
  expect(told).toEqual([]);
});

test('a mind that stays away, one that is cut off and a stranger are', () => {
  const { watch, told, pass } = rig();
  watch.came(mind);
  watch.gone({ reason: 'silent' });
  pass();
  watch.came(mind);
  watch.refused('full', { ...mind, pid: 72 });
  watch.refused('wrongUser', { ...mind, uid: 0 });
  expect(told).toEqual([
    'warning: the mind was cut off: silent',
    'warning: the robot stands still: its mind is gone, and is waited for',
    'The robot thinks again.',
    'warning: turned away from the motors: process 72 of user 1002 (full)',
    'warning: turned away from the motors: process 71 of user 0 (wrongUser)',
  ]);
});
