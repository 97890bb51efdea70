import { identity } from '@homebound/math';
import { isClear, type LoopMatch } from './loopSearch.ts';
import { defaultLoopOptions } from './options.ts';

function match(fit: number, rivalFit: number, overlap: number): LoopMatch {
  const evidence = { explained: fit, crisp: fit, overlap, inFree: 0, throughWalls: 0, rms_m: 0.02 };
  const covariance = new Float64Array(9);
  return { T_old_new: identity, covariance, evidence, fit, rivalFit, weakDirection_rad: undefined };
}

test.each([
  ['half the view, all of it right', match(0.45, 0, 0.55), true, false],
  ['most of the view, half of it right', match(0.5, 0, 0.95), false, false],
  ['two places alike', match(0.9, 0.85, 1), false, false],
  ['nearly all of it', match(0.9, 0.3, 1), true, true],
])('%s', (_, found, tight, wide) => {
  expect(isClear(found, false, defaultLoopOptions)).toBe(tight);
  expect(isClear(found, true, defaultLoopOptions)).toBe(wide);
});
