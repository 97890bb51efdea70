import type { SafetyRecord } from '@homebound/robot';
import { defaultGuard, MotorGuard } from './motorGuard.ts';

const well: SafetyRecord = {
  kind: 'safety',
  stamp_s: 0,
  bumpLeft: false,
  bumpCentre: false,
  bumpRight: false,
  cliffSideLeft: false,
  cliffFrontLeft: false,
  cliffFrontRight: false,
  cliffSideRight: false,
  wheelDropLeft: false,
  wheelDropRight: false,
  wallDistance_m: Number.POSITIVE_INFINITY,
};
const stopped = { v_mps: 0, w_radps: 0 };
const off = { fan: 0, mainBrush: 0, sideBrush: 0 };
const levels = { fan: 0.5, mainBrush: 1, sideBrush: 1 };

/** A guard at 10 s with a mind that drives and brushes, on a body that says this. */
function driven(v_mps: number, w_radps = 0, said: Partial<SafetyRecord> = {}): MotorGuard {
  const guard = new MotorGuard();
  guard.sense([{ ...well, stamp_s: 10, ...said }]);
  guard.command({ kind: 'clean', seen_s: 10, ...levels }, 10);
  guard.command({ kind: 'drive', seen_s: 10, v_mps, w_radps }, 10);
  return guard;
}

test('T-SAFE: what the mind wishes reaches the motors while it is well, and nothing before its first wish', () => {
  expect(driven(0.3, -0.5).step(10.02)).toEqual({
    drive: { v_mps: 0.3, w_radps: -0.5 },
    clean: levels,
    held: undefined,
  });
  const guard = new MotorGuard();
  guard.sense([{ ...well, stamp_s: 10 }]);
  expect(guard.step(10)).toEqual({ drive: stopped, clean: off, held: 'silent' });
});

test('T-SAFE: wheels and brushes stop within 0.18 s of the last valid wish, in steps of 20 ms; they go on with the next', () => {
  for (let offset_s = 0; offset_s < 0.02; offset_s += 0.001) {
    const guard = driven(0.3);
    let stop_s = Number.NaN;
    for (let now_s = 10 + offset_s; Number.isNaN(stop_s); now_s += 0.02) {
      guard.sense([{ ...well, stamp_s: now_s }]);
      const { drive, clean, held } = guard.step(now_s);
      if (held === 'silent') stop_s = now_s;
      expect([drive, clean]).toEqual(held === 'silent' ? [stopped, off] : [{ v_mps: 0.3, w_radps: 0 }, levels]);
    }
    expect(stop_s - 10).toBeGreaterThan(defaultGuard.commandTimeout_s);
    expect(stop_s - 10).toBeLessThanOrEqual(0.18 + 1e-9);
    guard.command({ kind: 'drive', seen_s: stop_s, v_mps: 0.1, w_radps: 0 }, stop_s);
    expect(guard.step(stop_s)).toEqual({ drive: { v_mps: 0.1, w_radps: 0 }, clean: levels, held: undefined });
  }
});

test('T-SAFE: wishes on records that are old, or still to come, hold nothing up', () => {
  const guard = driven(0.3);
  for (let now_s = 10.02; now_s < 11; now_s += 0.02) {
    guard.sense([{ ...well, stamp_s: now_s }]);
    expect(guard.command({ kind: 'drive', seen_s: now_s - 0.26, v_mps: 0.2, w_radps: 0 }, now_s)).toBe(false);
    expect(guard.command({ kind: 'drive', seen_s: now_s + 1000, v_mps: 0.2, w_radps: 0 }, now_s)).toBe(false);
    expect(guard.command({ kind: 'drive', seen_s: Number.NaN, v_mps: 0.2, w_radps: 0 }, now_s)).toBe(false);
  }
  expect(guard.step(11)).toEqual({ drive: stopped, clean: off, held: 'silent' });
});

test.each(['cliffSideLeft', 'cliffFrontLeft', 'cliffFrontRight', 'cliffSideRight'] as const)(
  'T-SAFE: with %s nothing goes forward; back and turning on the spot stay',
  (cliff) => {
    for (const [v, w] of [
      [0.3, 0],
      [0.001, 1],
      [0.3, -1.9],
    ])
      expect(driven(v, w, { [cliff]: true }).step(10.02)).toEqual({ drive: stopped, clean: levels, held: 'cliff' });
    for (const [v, w] of [
      [-0.1, 0],
      [0, 1],
      [-0.1, 0.5],
    ])
      expect(driven(v, w, { [cliff]: true }).step(10.02)).toMatchObject({
        drive: { v_mps: v, w_radps: w },
        held: undefined,
      });
  },
);

test.each(['wheelDropLeft', 'wheelDropRight'] as const)('T-SAFE: with %s nothing turns, whichever way', (wheel) => {
  for (const v of [0.3, -0.1])
    expect(driven(v, 0.5, { [wheel]: true }).step(10.02)).toEqual({ drive: stopped, clean: off, held: 'wheelDrop' });
});

test('T-SAFE: without a word from the floor for 0.1 s nothing turns', () => {
  const guard = driven(0.3);
  expect(guard.step(10.1).held).toBeUndefined();
  expect(guard.step(10.12)).toEqual({ drive: stopped, clean: off, held: 'blind' });
});

test('T-SAFE: a mind that is gone leaves no wish behind for the next', () => {
  const guard = driven(0.3);
  guard.forget();
  expect(guard.step(10).held).toBe('silent');
  guard.command({ kind: 'drive', seen_s: 10, v_mps: 0, w_radps: 0 }, 10);
  expect(guard.step(10)).toEqual({ drive: stopped, clean: off, held: undefined });
});
