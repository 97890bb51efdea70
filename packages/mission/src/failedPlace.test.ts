import { MapWarp } from '@homebound/math';
import { FailedPlace } from './failedPlace.ts';

test('the more often drives fail at one place, the more of it is left alone', () => {
  const failed = new FailedPlace();
  failed.failedAt({ x: 1, y: 1 });
  expect(failed.skip_m).toBe(0);
  failed.failedAt({ x: 1.2, y: 1 });
  expect(failed.skip_m).toBeCloseTo(0.2);
  expect(failed.berth_m).toBeUndefined();
  failed.failedAt({ x: 1, y: 1.2 });
  failed.failedAt({ x: 0.9, y: 1 });
  expect(failed.skip_m).toBeCloseTo(0.6); // 3 failures after the first, 0.2 m each
  expect(failed.berth_m).toBeGreaterThan(0.17);
  failed.failedAt({ x: 2, y: 1 });
  expect(failed.skip_m).toBe(0);
  expect(failed.berth_m).toBeUndefined();
});

test('it is the same place when the map was corrected', () => {
  const failed = new FailedPlace();
  failed.failedAt({ x: 1, y: 1 });
  failed.moveWith(new MapWarp([0, 0, 0], [0.5, 0, 0]));
  failed.failedAt({ x: 1.5, y: 1 });
  expect(failed.skip_m).toBeCloseTo(0.2);
});
