import { atan2, cos, createRng, type Rng, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';
import { shinsInto } from './shins.ts';
import { inScene, task } from './testWorld.ts';

const BEAMS = 360;

/** What a lidar at the origin sees of posts, and of a wall behind them, with 5 mm of noise. */
function scanOf(posts: readonly { x: number; y: number; r: number }[], rng: Rng): NearPoints {
  const xy: number[] = [];
  for (let i = 0; i < BEAMS; i++) {
    const angle = (2 * Math.PI * i) / BEAMS;
    const [ux, uy] = [cos(angle), sin(angle)];
    let range = 0.95;
    for (const { x, y, r } of posts) {
      const along = x * ux + y * uy;
      const beside2 = x * x + y * y - along * along;
      if (along > 0 && beside2 < r * r) range = Math.min(range, along - Math.sqrt(r * r - beside2));
    }
    range += 0.005 * rng.normal();
    xy.push(range * ux, range * uy);
  }
  return { xy: Float64Array.from(xy), n: BEAMS };
}

test('shins at 25 to 60 cm are found where they are; chair legs, poles, tubs and walls are none (50 seeds)', () => {
  const out = new Float64Array(16);
  let found = 0;
  for (let seed = 1; seed <= 50; seed++) {
    const rng = createRng(seed);
    const angle = 2 * Math.PI * rng.uniform();
    const distance = 0.25 + 0.35 * rng.uniform();
    const shin = { x: distance * cos(angle), y: distance * sin(angle), r: 0.05 };
    const n = shinsInto(out, scanOf([shin], rng));
    if (n === 1) {
      expect(Math.abs(atan2(out[1], out[0]) - atan2(shin.y, shin.x))).toBeLessThan(0.1);
      found++;
    }
    for (const r of [0.015, 0.025, 0.15]) expect(shinsInto(out, scanOf([{ ...shin, r }], rng))).toBe(0);
    expect(shinsInto(out, scanOf([], rng))).toBe(0);
  }
  expect(found).toBeGreaterThan(42);
});

test('a shoe that reaches 13 cm beyond the shin beside the lane is met softly', () => {
  // The shoe is three posts that no sensor sees.
  const shoe = [0.07, 0.11, 0.14].map((d) => ({ x: 1.5, y: 0.32 - d, r: 0.04, seen: false }));
  const w = inScene({ posts: [{ x: 1.5, y: 0.32, r: 0.05 }, ...shoe] });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(40);
  expect(w.contacts).toBeGreaterThan(0);
  expect(w.hardestContact_mps).toBeLessThan(0.1);
});
