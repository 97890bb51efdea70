import { ARRIVED, eased, type Mover, mixPose, type Progress, progressAt, Transition } from './transition.ts';

class Probe implements Mover {
  held = 0;
  readonly seen: Progress[] = [];
  hold(): void {
    this.held++;
  }
  progress(progress: Progress): void {
    this.seen.push(progress);
  }
}

test('easing runs from 0 to 1, never back, symmetric, and is gentle at both ends', () => {
  expect([eased(-1), eased(0), eased(0.5), eased(1), eased(2)]).toEqual([0, 0, 0.5, 1, 1]);
  for (let t = 0; t < 1; t += 0.01) {
    expect(eased(t + 0.01)).toBeGreaterThan(eased(t));
    expect(eased(t) + eased(1 - t)).toBeCloseTo(1, 12);
  }
  // 6/60 of the time, the first tenth: 10 * 0.1³ - 15 * 0.1⁴ + 6 * 0.1⁵ = 0.00856.
  expect(eased(0.1)).toBeCloseTo(0.00856, 12);
});

test('at every moment one of the two pictures is opaque, and at the end nothing of the old one is left', () => {
  for (let t = 0; t <= 1; t += 0.01) {
    const { before, now } = progressAt(t);
    expect(Math.max(before, now)).toBe(1);
  }
  expect(progressAt(0)).toEqual({ way: 0, before: 1, now: 0 });
  expect(ARRIVED).toEqual({ way: 1, before: 0, now: 1 });
});

test('a pose turns the short way round', () => {
  const half = mixPose({ x: 0, y: 2, theta: 3 }, { x: 1, y: 0, theta: -3 }, 0.5);
  expect([half.x, half.y, Math.abs(half.theta)]).toEqual([0.5, 1, expect.closeTo(Math.PI, 12)]);
});

test('a correction is drawn from the old picture to the new in 0.6 s, and then rests', () => {
  const probe = new Probe();
  const transition = new Transition([probe], () => true);
  transition.begin();
  for (let i = 0; i < 100 && transition.isOn; i++) transition.step(0.1);
  // Frames at 0, 0.1 .. 0.6 s.
  expect(probe.seen).toHaveLength(7);
  expect(probe.seen[0]).toEqual(progressAt(0));
  expect(probe.seen[3].way).toBeCloseTo(0.5, 9);
  expect(probe.seen[6]).toEqual(ARRIVED);
  transition.step(0.1);
  expect(probe.seen).toHaveLength(7);
});

test('a further correction joins one that has hardly begun, and begins anew from what is drawn later on', () => {
  const probe = new Probe();
  const transition = new Transition([probe], () => true);
  transition.begin();
  transition.step(0.1);
  transition.begin();
  expect(probe.held).toBe(1);
  transition.step(0.3);
  transition.begin();
  expect(probe.held).toBe(2);
  transition.step(0.1);
  expect(probe.seen.at(-1)).toEqual(progressAt(0));
});

test('who wants little motion gets the new picture at once, and so does a fresh connection', () => {
  const probe = new Probe();
  const calm = new Transition([probe], () => false);
  calm.begin();
  expect([calm.isOn, probe.held]).toEqual([false, 0]);
  const moving = new Transition([probe], () => true);
  moving.begin();
  moving.end();
  expect([moving.isOn, probe.seen]).toEqual([false, [ARRIVED]]);
});
