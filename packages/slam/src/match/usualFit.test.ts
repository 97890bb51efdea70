import { UsualFit } from './usualFit.ts';

const good = { inlierRatio: 0.9, overlap: 1 };
const poor = { inlierRatio: 0.4, overlap: 1 };

function note(fit: UsualFit, evidence: typeof good, isClear: boolean, times: number): void {
  for (let i = 0; i < times; i++) fit.note(evidence, isClear);
}

test('follows clear scans up and down within some twenty', () => {
  const fit = new UsualFit();
  note(fit, good, true, 100);
  expect(fit.ratio).toBeCloseTo(0.9, 2);
  note(fit, { inlierRatio: 0.75, overlap: 1 }, true, 100);
  expect(fit.ratio).toBeCloseTo(0.75, 2);
});

test('forty scans of another place do not make their misfit usual', () => {
  const fit = new UsualFit();
  note(fit, good, true, 100);
  note(fit, poor, false, 40);
  // What clear ones showed: 0.4 + 0.5 * 0.9975^40 = 0.852; three quarters of it.
  expect(fit.ratio).toBeCloseTo(0.75 * 0.852, 2);
  expect(fit.ratioWhenClear).toBeCloseTo(0.852, 2);
});

test('a place that fits badly for good is usual after some minutes', () => {
  const fit = new UsualFit();
  note(fit, good, true, 100);
  note(fit, poor, false, 2000);
  expect(fit.ratio).toBeLessThan(0.42);
});

test('what hardly lies in seen space says nothing of the place', () => {
  const fit = new UsualFit();
  note(fit, good, true, 100);
  note(fit, { inlierRatio: 0, overlap: 0.05 }, false, 1000);
  expect(fit.ratioWhenClear).toBeCloseTo(0.9, 2);
});
