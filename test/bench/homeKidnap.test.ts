import { compose, createRng, hypot, type SE2 } from '@homebound/math';
import { caseName, oneAHome } from './homeCases.ts';
import { MapTruth } from './homeMapTruth.ts';

/** A map that is turned by 0.1 rad and shifted, and stretched by 1 % besides. */
function inBentMap({ x, y, theta }: SE2): SE2 {
  return compose({ x: 0.3, y: -0.2, theta: 0.1 }, { x: 1.01 * x, y, theta });
}

test('a true pose is found in a bent map to millimetres where the tour went', () => {
  const rng = createRng(4);
  const tour = Array.from({ length: 2000 }, (_, k) => ({
    stamp_s: 0.2 * k,
    T_world: { x: 8 * rng.uniform(), y: 5 * rng.uniform(), theta: 6 * rng.uniform() - 3 },
  }));
  const told = tour.map(({ stamp_s, T_world }) => ({ stamp_s, T: inBentMap(T_world) }));
  const truth = new MapTruth(told, (stamp_s) => tour[Math.round(stamp_s / 0.2)].T_world);
  for (let k = 0; k < 50; k++) {
    const T_world = { x: 1 + 6 * rng.uniform(), y: 1 + 3 * rng.uniform(), theta: 6 * rng.uniform() - 3 };
    const [found, planted] = [truth.inMap(T_world), inBentMap(T_world)];
    // Stretched by 1 % over poses within a metre on all sides: a shift of a millimetre or two is left.
    expect(hypot(found.x - planted.x, found.y - planted.y)).toBeLessThan(0.003);
    expect(Math.abs(Math.sin(found.theta - planted.theta))).toBeLessThan(1e-9);
  }
});

test('one case a home brings up every lidar with every noise', () => {
  const cases = oneAHome({});
  expect(cases).toHaveLength(12);
  expect(new Set(cases.map(({ home }) => home)).size).toBe(12);
  expect(new Set(cases.map(({ lidar, noise }) => `${lidar} ${noise}`)).size).toBe(9);
  expect(oneAHome({ only: 'paper_02', lidar: 'ld19', noise: 'rugDrift' }).map(caseName)).toEqual([
    'paper_02-ld19-rugDrift',
  ]);
});
