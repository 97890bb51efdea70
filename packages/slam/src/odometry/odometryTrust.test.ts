import { OdometryTrust } from './odometryTrust.ts';

test('wheels that were right for long are trusted, with caution', () => {
  const trust = new OdometryTrust();
  for (let i = 0; i < 300; i++) trust.note(0.1, 0.05);
  // 2 caution * 0.1 over the square root of two components; 2 caution * 0.05.
  expect(trust.way).toBeCloseTo(0.1414, 2);
  expect(trust.turn).toBeCloseTo(0.1, 2);
});

test('slip is not forgiven at once, and noise as given is the worst that is thought of anybody', () => {
  const trust = new OdometryTrust();
  for (let i = 0; i < 300; i++) trust.note(0, 0);
  const before = trust.way;
  trust.note(8, 0);
  expect(trust.way).toBeGreaterThan(5 * before);
  expect(trust.turn).toBeCloseTo(before, 6);
  for (let i = 0; i < 50; i++) trust.note(8, 8);
  expect(trust.way).toBeLessThanOrEqual(1);
  expect(trust.way).toBeGreaterThan(0.95);
});
