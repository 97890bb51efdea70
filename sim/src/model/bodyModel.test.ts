import { defaultGeometry } from '@homebound/robot';
import { bodyModel, inertia, weightAt } from './bodyModel.ts';

const links = new Map(bodyModel(defaultGeometry).map((link) => [link.name, link]));
const { wheelRadius_m, wheelBase_m, bodyHeight_m, lidar } = defaultGeometry;

/** Height of a link's origin over the floor. */
function height_m(name: string): number {
  const { parent, at } = links.get(name)!;
  return at[2] + (parent === undefined ? 0 : height_m(parent));
}

test('wheels and caster stand on the floor, the lidar where the geometry has it', () => {
  for (const side of ['left', 'right']) {
    const { at, shape } = links.get(`${side}_wheel`)!;
    expect(Math.abs(at[1])).toBe(wheelBase_m / 2);
    expect(height_m(`${side}_wheel`) - shape!.radius_m).toBeCloseTo(0, 12);
  }
  expect(height_m('caster') - links.get('caster')!.shape!.radius_m).toBeCloseTo(0, 12);
  expect(height_m('base_scan')).toBeCloseTo(lidar.z_m, 12);
  expect(height_m('base_link')).toBe(wheelRadius_m);
});

test('the body is as high over the floor as it climbs, and ends below the plane of the lidar', () => {
  const { shape } = links.get('base_link')!;
  const middle_m = height_m('base_link') + shape!.at[2];
  expect(middle_m - shape!.length_m! / 2).toBeCloseTo(defaultGeometry.maxClimb_m, 12);
  // 0.09 + 0.09 - 0.095 = 0.085
  expect(middle_m + shape!.length_m! / 2).toBeCloseTo(2 * lidar.z_m - bodyHeight_m, 12);
});

test('it rests on wheels and caster: the weight lies between the axle and the caster', () => {
  let sum_kg = 0;
  let moment_kgm = 0;
  for (const link of links.values()) {
    const mass_kg = link.shape?.mass_kg ?? 0;
    sum_kg += mass_kg;
    moment_kgm += mass_kg * ((link.name === 'base_link' ? 0 : link.at[0]) + weightAt(link)[0]);
  }
  expect(sum_kg).toBeCloseTo(2.6 + 2 * 0.15 + 0.05, 12);
  expect(moment_kgm / sum_kg).toBeGreaterThan(0.01);
  expect(moment_kgm / sum_kg).toBeLessThan(links.get('caster')!.at[0]);
});

test('moments of a ball and a cylinder', () => {
  // 2/5 m r²; m r² / 2 and m (3 r² + h²) / 12
  expect(inertia({ at: [0, 0, 0], radius_m: 2, mass_kg: 5 })).toEqual({ along: 8, across: 8 });
  expect(inertia({ at: [0, 0, 0], radius_m: 2, length_m: 6, mass_kg: 5 })).toEqual({ along: 10, across: 20 });
});
