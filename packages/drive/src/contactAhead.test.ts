import { createRng } from '@homebound/math';
import { contactAhead, speedBefore } from './contactAhead.ts';
import { defaultDriveOptions as options } from './options.ts';

const R = 0.17;
const straight = new Float64Array([0, 0, 0.5, 0]);
const at = (...xy: number[]) => contactAhead(straight, 2, { xy: Float64Array.from(xy), n: xy.length / 2 }, R, options);

test('what stands in the way, what is brushed, and what is passed', () => {
  const head = at(0.4, 0);
  expect(head.touch_m).toBeCloseTo(0.23, 9); // 0.4 - 0.17
  expect(head.blocked_m).toBeCloseTo(0.23, 9);
  expect(head.headOn).toBe(1);
  // b = 0.15: h = sqrt(0.17² - 0.15²) = 0.08, touched 8 cm before it is abeam, with 0.08 / 0.17 of the speed.
  const graze = at(0.4, -0.15);
  expect(graze.touch_m).toBeCloseTo(0.32, 9);
  expect(graze.headOn).toBeCloseTo(0.08 / 0.17, 9);
  expect(graze.blocked_m).toBe(Number.POSITIVE_INFINITY);
  for (const [x, y] of [
    [0.3, 0.171],
    [-0.1, 0],
    [0.8, 0],
  ])
    expect(at(x, y).touch_m).toBe(Number.POSITIVE_INFINITY);
});

test('no approach is faster than the soft touch: what the speed limit lets through, the robot can brake', () => {
  // Drives at the limit towards a wall and integrates: the speed at contact is the touching speed.
  for (const lateral of [0, 0.1, 0.13, 0.155]) {
    const contactAt = Math.sqrt(R * R - lateral * lateral);
    for (let gap = 0.3; gap > 0.002; gap -= 0.001) {
      const contact = at(contactAt + gap, lateral);
      const v = speedBefore(contact, options);
      const into = v * contact.headOn;
      const brake = Math.sqrt(0.07 ** 2 + 2 * options.deceleration_mps2 * Math.max(0, gap - options.slowZone_m));
      expect(into).toBeLessThanOrEqual(brake + 1e-9);
      if (gap <= options.slowZone_m) expect(into).toBeLessThanOrEqual(0.07 + 1e-9);
      if (lateral < 0.14 && gap <= options.stopGap_m) expect(v).toBe(0);
    }
  }
});

test('agrees with stepping the disc along the way by tenths of a millimetre (30 seeded clouds)', () => {
  const rng = createRng(2);
  for (let k = 0; k < 30; k++) {
    const way = Float64Array.from([0, 0, 0.2, 0, 0.4, 0.1 * rng.normal()]);
    const xy = Float64Array.from({ length: 10 }, (_, i) =>
      i % 2 === 0 ? 0.2 + 0.6 * rng.uniform() : rng.normal() / 4,
    );
    let first = Number.POSITIVE_INFINITY;
    let s = 0;
    for (let i = 0; i < 2; i++) {
      const [ax, ay, bx, by] = way.subarray(2 * i, 2 * i + 4);
      const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      for (let a = 0; a <= length; a += 1e-4)
        for (let p = 0; p < 10; p += 2) {
          const cx = ax + ((bx - ax) * a) / length;
          const cy = ay + ((by - ay) * a) / length;
          const ahead = (xy[p] - cx) * (bx - ax) + (xy[p + 1] - cy) * (by - ay) > 0;
          if (ahead && (xy[p] - cx) ** 2 + (xy[p + 1] - cy) ** 2 < R * R) first = Math.min(first, s + a);
        }
      s += length;
    }
    // With no deceleration to count on, and every touch as strict as any other, the strictest point is the first.
    const contact = contactAhead(way, 3, { xy, n: 5 }, R, { ...options, slowZone_m: 0, deceleration_mps2: 1e6 });
    if (first === Number.POSITIVE_INFINITY) expect(contact.touch_m).toBe(first);
    else expect(Math.abs(contact.touch_m - first)).toBeLessThan(2e-4);
  }
});
