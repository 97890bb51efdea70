import { cos, createRng, sin } from '@homebound/math';
import type { Driver } from './index.ts';
import { inScene, type TestScene, type TestWorld } from './testWorld.ts';

/** Says the same speeds 20 times a second for so long. */
function hold(w: TestWorld, v_mps: number, w_radps: number, duration_s: number): void {
  for (const end_s = w.now_s + duration_s; w.now_s < end_s; ) {
    w.driver.manual(v_mps, w_radps, w.now_s);
    for (let i = 0; i < 5; i++) w.tick();
  }
}

/** Longest time from the last input to a command of zero, s, over inputs that end at every tick of the control step. */
function longestStop_s(after: (w: TestWorld) => void): number {
  let longest_s = 0;
  for (let ticks = 0; ticks < 5; ticks++) {
    const w = inScene({});
    hold(w, 0.2, 0.3, 1);
    for (let i = 0; i < ticks; i++) w.tick();
    w.driver.manual(0.2, 0.3, w.now_s);
    const last_s = w.now_s;
    while (w.now_s < last_s + 1) {
      after(w);
      w.tick();
      if (w.step?.command.v_mps === 0 && w.step.command.w_radps === 0) break;
    }
    longest_s = Math.max(longest_s, w.now_s - last_s);
  }
  return longest_s;
}

test('T-SAFE: without a further input the wheels are told to stop within 0.20 s', () => {
  expect(longestStop_s(() => {})).toBeLessThanOrEqual(0.2 + 1e-9);
});

test('T-SAFE, planted fault: an input that goes on by itself', () => {
  expect(longestStop_s((w) => w.driver.manual(0.2, 0.3, w.now_s))).toBeGreaterThan(0.9);
});

/** Deepest that a drive wheel got beyond edges which a person steers straight at for 20 s, from 20 seeded angles, m. */
function deepest(steer: (w: TestWorld) => void): number {
  let worst_m = Number.NEGATIVE_INFINITY;
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const angle = 2.6 * (rng.uniform() - 0.5);
    const w = inScene({ edges: [{ nx: cos(angle), ny: sin(angle), c: 0.5 + 0.3 * rng.uniform() }] }, undefined, seed);
    steer(w);
    worst_m = Math.max(worst_m, w.deepestWheel_m);
  }
  return worst_m;
}

test('T-SAFE: nobody can drive it over an edge by hand, however stubborn', () => {
  expect(deepest((w) => hold(w, 0.3, 0, 20))).toBeLessThan(-0.01);
});

test('T-SAFE, planted fault: a robot that does not look for edges', () => {
  expect(
    deepest((w) => {
      const { driver } = w;
      const deaf = new Proxy(driver, {
        get: (target, name) => {
          if (name === 'addSafety')
            return (r: Parameters<Driver['addSafety']>[0]) =>
              target.addSafety({
                ...r,
                cliffFrontLeft: false,
                cliffFrontRight: false,
                cliffSideLeft: false,
                cliffSideRight: false,
              });
          const value = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      Object.assign(w, { driver: deaf });
      hold(w, 0.3, 0, 20);
    }),
  ).toBeGreaterThan(0);
});

test('T-SAFE: a bump is backed off first, whatever is said meanwhile', () => {
  const scene: TestScene = { posts: [{ x: 0.6, y: 0, r: 0.02, seen: false }] };
  const w = inScene(scene);
  hold(w, 0.2, 0, 6);
  expect(w.contacts).toBeGreaterThan(0);
  expect(Math.min(...w.commands.map(({ v }) => v))).toBeLessThan(0);
});

test('backwards it goes slowly, and no farther than 0.6 m beyond where it has been forwards', () => {
  const w = inScene({});
  hold(w, -0.3, 0, 30);
  expect(w.T_world_base.x).toBeLessThan(-0.5);
  expect(w.T_world_base.x).toBeGreaterThan(-0.66);
  hold(w, 0.3, 0, 2);
  const from_x = w.T_world_base.x;
  hold(w, -0.3, 0, 4);
  expect(w.T_world_base.x).toBeLessThan(from_x - 0.02);
});

test('zero ends it; what is no number is refused', () => {
  const w = inScene({});
  hold(w, 0.2, 0, 1);
  w.driver.manual(0, 0, w.now_s);
  for (let i = 0; i < 5; i++) w.tick();
  expect(w.step?.command).toEqual({ v_mps: 0, w_radps: 0 });
  expect(w.driver.active).toBe(false);
  expect(() => w.driver.manual(Number.NaN, 0, 0)).toThrow(/speeds must be finite, got NaN/);
});
