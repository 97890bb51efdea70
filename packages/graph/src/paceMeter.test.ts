import { PaceMeter } from './paceMeter.ts';

test('the pace is that of the last second, whatever was before', () => {
  const meter = new PaceMeter();
  expect(meter.pace).toBe(0);
  for (let k = 0; k <= 300; k++) meter.note(k / 100, (3 * k) / 100);
  expect(meter.pace).toBeCloseTo(3, 9);
  for (let k = 1; k <= 50; k++) meter.note(3 + k / 100, 9 + k / 100);
  // Half of the second ran at 3, half at 1.
  expect(meter.pace).toBeCloseTo(2, 1);
  for (let k = 1; k <= 60; k++) meter.note(3.5 + k / 100, 9.5 + k / 100);
  expect(meter.pace).toBeCloseTo(1, 9);
});

test('after a reset it begins anew, also with time that ran back', () => {
  const meter = new PaceMeter();
  meter.note(0, 100);
  meter.note(1, 101);
  meter.reset();
  expect(meter.pace).toBe(0);
  meter.note(2, 0);
  meter.note(2.5, 1);
  expect(meter.pace).toBe(2);
});
