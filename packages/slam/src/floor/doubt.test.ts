import { Doubt } from './doubt.ts';

const here = { x: 1, y: 2, theta: 0 };
const good = { inlierRatio: 0.95, overlap: 0.9, matched: true, jumped: false };
const bad = { inlierRatio: 0.4, overlap: 0.9, matched: true, jumped: false };
const inNewRoom = { inlierRatio: 1, overlap: 0.1, matched: true, jumped: false };

function doubtAfterGoodScans(): Doubt {
  const doubt = new Doubt();
  for (let k = 0; k < 20; k++) doubt.add(0.2 * k, good, here, true);
  return doubt;
}

test('people who walk by for a second are no reason to give a place up; two seconds of scans that do not fit are', () => {
  const doubt = doubtAfterGoodScans();
  for (let k = 0; k < 6; k++) expect(doubt.add(4 + 0.2 * k, bad, here, true)).toBe('shaken');
  expect(doubt.add(5.2, good, here, true)).toBe('held');
  const beliefs = Array.from({ length: 12 }, (_, k) => doubt.add(6 + 0.2 * k, bad, here, true));
  // 2 s after the first bad one, the eleventh at 5 Hz.
  expect(beliefs.indexOf('givenUp')).toBe(10);
});

test('driving on into a room that is new is no reason at all', () => {
  const doubt = doubtAfterGoodScans();
  for (let k = 0; k < 100; k++) expect(doubt.add(4 + 0.2 * k, inNewRoom, here, true)).toBe('held');
});

test('after it was in the air nothing is believed until a scan shows the same place', () => {
  const doubt = doubtAfterGoodScans();
  doubt.suspect();
  expect(doubt.isSuspicious).toBe(true);
  expect(doubt.add(4, bad, here, true)).toBe('unproven');
  expect(doubt.add(4.2, good, here, true)).toBe('held');
  expect(doubt.isSuspicious).toBe(false);
});

test('put down in a room that is new it gives the place up after three scans, though nothing contradicts it', () => {
  const doubt = doubtAfterGoodScans();
  doubt.suspect();
  const beliefs = [4, 4.2, 4.4].map((stamp_s) => doubt.add(stamp_s, inNewRoom, here, true));
  expect(beliefs).toEqual(['unproven', 'unproven', 'givenUp']);
});

test('a scan now and then that fits half-way does not lull it', () => {
  const doubt = doubtAfterGoodScans();
  // Usual 0.96: 0.65 of it is 0.62, 0.85 of it 0.82. Four bad ones in five: (4 - 0.5) / 5 a scan, 8 with the eleventh.
  const ratios = [0.45, 0.5, 0.7, 0.5, 0.4];
  const beliefs = Array.from({ length: 20 }, (_, k) =>
    doubt.add(4 + 0.2 * k, { inlierRatio: ratios[k % 5], overlap: 0.9, matched: true, jumped: false }, here, true),
  );
  expect(beliefs).not.toContain('held');
  expect(beliefs.indexOf('givenUp')).toBe(10);
});

test('known space that goes out of sight at once, and a fit that is worse besides, is another place', () => {
  const elsewhere = { inlierRatio: 0.8, overlap: 0.63, matched: true, jumped: false };
  const doubt = doubtAfterGoodScans();
  const beliefs = Array.from({ length: 12 }, (_, k) => doubt.add(4 + 0.2 * k, elsewhere, here, true));
  expect(beliefs[0]).toBe('shaken');
  expect(beliefs.indexOf('givenUp')).toBe(10);
  // Bit by bit on the way into a new room, or a metre on, nothing is wrong with it.
  const driving = doubtAfterGoodScans();
  for (let k = 0; k < 20; k++) {
    const overlap = 0.9 - 0.02 * k;
    expect(
      driving.add(
        4 + 0.2 * k,
        { inlierRatio: 0.8, overlap, matched: true, jumped: false },
        { ...here, x: 1 + 0.05 * k },
        true,
      ),
    ).toBe('held');
  }
  expect(doubtAfterGoodScans().add(4, elsewhere, { ...here, x: 2 }, true)).toBe('held');
});

test('a fit that falls by a quarter from one scan to the next is another place, bit by bit it is a room that was changed', () => {
  const worse = { inlierRatio: 0.71, overlap: 0.9, matched: true, jumped: false };
  const doubt = doubtAfterGoodScans();
  const beliefs = Array.from({ length: 12 }, (_, k) => doubt.add(4 + 0.2 * k, worse, here, true));
  expect(beliefs[0]).toBe('shaken');
  expect(beliefs.indexOf('givenUp')).toBe(10);
  const driving = doubtAfterGoodScans();
  for (let k = 0; k < 24; k++)
    expect(
      driving.add(
        4 + 0.2 * k,
        { inlierRatio: 0.95 - 0.01 * k, overlap: 0.9, matched: true, jumped: false },
        here,
        true,
      ),
    ).toBe('held');
});

test('what began suddenly ends with a scan that fits and shows as much of the map, no other', () => {
  const doubt = doubtAfterGoodScans();
  expect(doubt.add(4, bad, here, true)).toBe('shaken');
  // 0.95 fits, but of the view of 0.9 only 0.6 is left: a place that looks alike in part.
  expect(doubt.add(4.2, { inlierRatio: 0.95, overlap: 0.6, matched: true, jumped: false }, here, true)).toBe('shaken');
  expect(doubt.add(4.4, { inlierRatio: 0.78, overlap: 0.9, matched: true, jumped: false }, here, true)).toBe('shaken');
  expect(doubt.add(4.6, good, here, true)).toBe('held');
  // A metre on, a new room may have come into sight.
  expect(doubt.add(4.8, bad, here, true)).toBe('shaken');
  expect(doubt.add(5, { inlierRatio: 0.95, overlap: 0.6, matched: true, jumped: false }, { ...here, x: 2 }, true)).toBe(
    'held',
  );
});

test('a turn of the lidar that shows half of the old place and half of the new one does not lull it', () => {
  const doubt = doubtAfterGoodScans();
  expect(doubt.add(4, { inlierRatio: 0.83, overlap: 0.84, matched: true, jumped: false }, here, true)).toBe('held');
  // A place that fits three quarters; then, after a jump, 0.83 of what was usual.
  expect(doubt.add(4.2, { inlierRatio: 0.74, overlap: 0.69, matched: true, jumped: false }, here, true)).toBe('shaken');
  const beliefs = Array.from({ length: 12 }, (_, k) =>
    doubt.add(4.4 + 0.2 * k, { inlierRatio: 0.81, overlap: 0.99, matched: true, jumped: false }, here, true),
  );
  expect(beliefs.indexOf('givenUp')).toBe(9);
});

test('two seconds of scans that fit only where odometry says that the robot cannot be are another place', () => {
  const doubt = doubtAfterGoodScans();
  const elsewhere = { inlierRatio: 0.9, overlap: 0.9, matched: false, jumped: false };
  const beliefs = Array.from({ length: 12 }, (_, k) => doubt.add(4 + 0.2 * k, elsewhere, here, true));
  expect(beliefs.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'shaken'));
  expect(beliefs[10]).toBe('givenUp');
});

test('a jump to where a fifth less of the view is known is not made by slip, however well it fits there', () => {
  const doubt = doubtAfterGoodScans();
  const lookAlike = { inlierRatio: 0.95, overlap: 0.69, matched: true, jumped: false };
  expect(doubt.add(4, { ...lookAlike, jumped: true }, here, true)).toBe('shaken');
  const beliefs = Array.from({ length: 12 }, (_, k) => doubt.add(4.2 + 0.2 * k, lookAlike, here, true));
  expect(beliefs.indexOf('givenUp')).toBe(9);
  const slipped = doubtAfterGoodScans();
  expect(slipped.add(4, { ...good, jumped: true }, here, true)).toBe('held');
});
