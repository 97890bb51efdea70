import { createRng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { RangeBias } from './rangeBias.ts';
import { allWell } from './testWorld.ts';

/** Ten seconds along a wall on the right, 1 cm off the body. */
function learn(bias_m: number, seed: number, plinth_m = 0): number {
  const rng = createRng(seed);
  const bias = new RangeBias();
  for (let step = 0; step < 200; step++) {
    const xy = new Float64Array(80);
    for (let i = 0; i < 40; i++) {
      xy[2 * i] = -0.1 + 0.005 * i;
      xy[2 * i + 1] = -(0.18 + bias_m - bias.value_m + 0.002 * rng.normal());
    }
    const wallDistance_m = 0.18 + plinth_m - 0.165 + 0.003 * rng.normal();
    bias.observe({ xy, n: 40 }, { ...allWell, wallDistance_m }, defaultGeometry);
  }
  return bias.value_m;
}

test.each([-0.008, 0, 0.003, 0.008])('a lidar that is off by %s m is found out to a millimetre', (bias_m) => {
  for (let seed = 1; seed <= 5; seed++) expect(Math.abs(learn(bias_m, seed) - bias_m)).toBeLessThan(0.001);
});

test('what is no plane wall teaches nothing: a plinth set back, a wall that is far, a single leg', () => {
  expect(learn(0, 1, 0.05)).toBe(0);
  const bias = new RangeBias();
  const leg = Float64Array.of(0.04, -0.19, 0.045, -0.188);
  bias.observe({ xy: leg, n: 2 }, { ...allWell, wallDistance_m: 0.01 }, defaultGeometry);
  bias.observe({ xy: leg, n: 2 }, { ...allWell, wallDistance_m: Number.POSITIVE_INFINITY }, defaultGeometry);
  expect(bias.value_m).toBe(0);
});
