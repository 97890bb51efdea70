import type { Relation } from '@homebound/formats';
import type { StampedPose } from '@homebound/math';
import { scoreRelations } from './relations.ts';

/** Straight ahead at 1 m/s. */
const line = (n: number, step_s: number): StampedPose[] =>
  Array.from({ length: n }, (_, i) => ({ stamp_s: i * step_s, T: { x: i * step_s, y: 0, theta: 0 } }));

function relation(fromStamp_s: number, toStamp_s: number, x: number, theta = 0): Relation {
  return { fromStamp_s, toStamp_s, T_from_to: { x, y: 0, theta } };
}

describe('scoreRelations', () => {
  test('mean and sample deviation of planted errors, rotation the short way round', () => {
    const planted = [relation(1, 2, 1.1), relation(2, 3, 0.7), relation(3, 4, 1, 2 * Math.PI - 0.02)];
    const { all, loops } = scoreRelations(line(10, 1), planted);
    // Errors 0.1, 0.3, 0: mean 0.4 / 3, squared deviations 0.0011 + 0.0278 + 0.0178 over n - 1 = 2.
    expect(all.translation_m.mean).toBeCloseTo(0.1333, 4);
    expect(all.translation_m.std).toBeCloseTo(0.1528, 4);
    expect(all.translation_m.max).toBeCloseTo(0.3, 9);
    expect(all.rotation_deg.max).toBeCloseTo((0.02 * 180) / Math.PI, 9);
    expect(loops).toBeUndefined();
  });

  test('loops are those more than a minute apart; half a metre is gross', () => {
    const { all, loops } = scoreRelations(line(200, 1), [relation(0, 1, 1), relation(0, 61, 61.6)]);
    expect(loops!.count).toBe(1);
    expect(loops!.translation_m.mean).toBeCloseTo(0.6, 9);
    expect(all.grossShare).toBe(0.5);
  });

  test('a pose farther off than 0.1 s is moved by odometry, which may have another frame', () => {
    const odometry = line(50, 0.2).map(({ stamp_s, T }) => ({ stamp_s, T: { x: 5, y: 2 * T.x, theta: Math.PI / 2 } }));
    const score = scoreRelations(line(10, 1), [relation(0.45, 2.05, 1.6)], odometry);
    // The pose at 0 s is moved by 0.45 s of odometry at 2 m/s: to 0.9; the one at 2 s stands within the tolerance: delta 1.1.
    expect(score.moved).toBe(1);
    expect(score.all.translation_m.mean).toBeCloseTo(0.5, 9);
  });

  test('an end that nothing reaches is counted, not scored', () => {
    const score = scoreRelations(line(10, 1), [relation(0, 1, 1), relation(0, 40, 40)]);
    expect(score.unmatched).toBe(1);
    expect(score.all.count).toBe(1);
  });
});
