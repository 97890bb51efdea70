import { createRng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { CommandLimiter } from './commandLimiter.ts';
import { defaultDriveOptions as options } from './options.ts';

const dt = 0.05;

test('commands keep to speed, acceleration and jerk limits whatever is wanted (seed 3)', () => {
  const rng = createRng(3);
  const limiter = new CommandLimiter(defaultGeometry, options);
  let last = limiter.last;
  let lastRate = 0;
  let top = 0;
  for (let i = 0; i < 2000; i++) {
    if (i % 20 === 0) top = 0.8 * (rng.uniform() - 0.5);
    const now = limiter.towards(top, 6 * (rng.uniform() - 0.5), dt);
    const rate = (now.v_mps - last.v_mps) / dt;
    expect(Math.abs(rate)).toBeLessThanOrEqual(0.9 + 1e-9);
    // Setting in: 8 m/s³ to go faster, five times as much to brake.
    const braking = rate * last.v_mps < 0;
    const limit = (braking ? 40 : 8) * dt + 1e-9;
    if (Math.abs(rate) > Math.abs(lastRate)) expect(Math.abs(rate - lastRate)).toBeLessThanOrEqual(limit);
    expect(Math.abs(now.w_radps - last.w_radps)).toBeLessThanOrEqual(5 * dt + 1e-9);
    last = now;
    lastRate = rate;
  }
});

test('in a turn neither wheel turns faster than straight ahead at full speed', () => {
  const limiter = new CommandLimiter(defaultGeometry, options);
  for (let i = 0; i < 60; i++) limiter.towards(0.3, 1, dt);
  // 0.3 - 0.233 / 2 · 1
  expect(limiter.last.v_mps).toBeCloseTo(0.1835, 9);
  expect(limiter.last.w_radps).toBeCloseTo(1, 9);
});

test('reaches the wanted speed, does not pass it, and stops at once when told', () => {
  const limiter = new CommandLimiter(defaultGeometry, options);
  let steps = 0;
  while (limiter.last.v_mps < 0.2999 && steps++ < 100) limiter.towards(0.3, 0, dt);
  // 0.3 m/s at 0.8 m/s² is 0.38 s, and the jerk limit adds 0.8 / 8 = 0.1 s at either end: 0.58 s, 12 steps.
  expect(steps).toBeLessThanOrEqual(14);
  for (let i = 0; i < 20; i++) expect(limiter.towards(0.3, 0, dt).v_mps).toBeLessThanOrEqual(0.3 + 1e-12);
  expect(limiter.stop()).toEqual({ v_mps: 0, w_radps: 0 });
});
