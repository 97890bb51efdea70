import { identity } from '@homebound/math';
import { PoseTrail } from './poseTrail.ts';

test('gives the newest pose at a time, keeps the last seconds only', () => {
  const trail = new PoseTrail(10);
  expect(trail.at(1)).toBeUndefined();
  for (let i = 0; i < 5000; i++)
    trail.add({ stamp_s: 0.02 * i, T_odom_base: { ...identity, x: i }, covariance: new Float64Array(9) });
  // 99.98 s is the newest; 99.5 s is 4975 steps, and 7 ms later is still it.
  expect(trail.at(99.507)!.T_odom_base.x).toBe(4975);
  expect(trail.at(1000)!.T_odom_base.x).toBe(4999);
  // Ten seconds are 500 steps.
  expect(trail.at(0)!.T_odom_base.x).toBeGreaterThanOrEqual(4499);
  expect(trail.at(0)!.T_odom_base.x).toBeLessThanOrEqual(4500);
});
