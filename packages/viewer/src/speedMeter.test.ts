import { SpeedMeter } from './speedMeter.ts';

test('measures a planted factor, follows a change within its window, and begins anew after a reset', () => {
  const meter = new SpeedMeter();
  let stamp_s = 100;
  let wall_s = 1.8e9;
  const run = (factor: number, duration_s: number): number | undefined => {
    let measured: number | undefined;
    for (let i = 0; i < duration_s * 10; i++) {
      stamp_s += factor / 10;
      wall_s += 0.1;
      measured = meter.add(stamp_s, wall_s);
    }
    return measured;
  };
  expect(meter.add(stamp_s, wall_s)).toBeUndefined();
  expect(run(20, 3)).toBeCloseTo(20, 3);
  expect(run(1, 4.2)).toBeCloseTo(1, 3);
  expect(meter.add(0, wall_s)).toBeUndefined();
});
