import { JumpWatch } from './jumpWatch.ts';

const jump = { inlierRatio: 0.95, overlap: 1, jumped: true, isClear: true };
const fits = { ...jump, jumped: false };
const misfits = { inlierRatio: 0.5, overlap: 1, jumped: false, isClear: false };
const intoTheUnknown = { ...fits, overlap: 0.2 };

test('a jump waits for three scans that say the same', () => {
  const watch = new JumpWatch<string>();
  expect(watch.add(jump, 'before')).toBeUndefined();
  const open = [1, 2, 3].map(() => {
    expect(watch.add(fits, 'now')).toBeUndefined();
    return watch.isOpen;
  });
  expect(open).toEqual([true, true, false]);
});

test('two scans in a row that do not fit send the robot back to where it stood', () => {
  const watch = new JumpWatch<string>();
  watch.add(jump, 'before');
  // One may be a person walking by.
  expect(watch.add(misfits, 'now')).toBeUndefined();
  expect(watch.add(fits, 'now')).toBeUndefined();
  expect(watch.add(misfits, 'now')).toBeUndefined();
  expect(watch.add(misfits, 'now')).toBe('before');
  expect(watch.isOpen).toBe(false);
});

test('wheels that go on slipping jump again and again; it goes back to where the first began, as the map has it now', () => {
  const watch = new JumpWatch<string>();
  watch.add(jump, 'first');
  watch.add(jump, 'second');
  watch.move((before) => `${before}, moved`);
  watch.add(misfits, 'now');
  expect(watch.add(misfits, 'now')).toBe('first, moved');
});

test('where the map shows nothing there is nothing to wait for', () => {
  const watch = new JumpWatch<string>();
  watch.add(jump, 'before');
  watch.add(intoTheUnknown, 'now');
  expect(watch.isOpen).toBe(false);
  watch.add({ ...jump, overlap: 0.3 }, 'before');
  expect(watch.isOpen).toBe(false);
});

test('without a jump nothing is ever open, whatever fits or not', () => {
  const watch = new JumpWatch<string>();
  for (const match of [fits, misfits, misfits, misfits]) expect(watch.add(match, 'now')).toBeUndefined();
  expect(watch.isOpen).toBe(false);
});
