import { createRng, driveArc, identity, type SE2 } from '@homebound/math';
import { Trail } from './trail.ts';

test('leads back over the way that was driven, and no further than it goes', () => {
  const rng = createRng(4);
  const trail = new Trail();
  const driven: SE2[] = [];
  let T = identity;
  for (let i = 0; i < 100; i++) {
    T = driveArc(T, 0.2, rng.normal(), 0.02);
    driven.push(T);
    trail.note(T);
  }
  let back: SE2 = T;
  let crumbs = 0;
  for (let next = trail.next(back); next !== undefined; next = trail.next(back)) {
    const crumb = next;
    expect(driven).toContainEqual(crumb);
    back = crumb;
    trail.drop();
    crumbs++;
  }
  // 100 · 4 mm = 0.4 m in crumbs at least 1 cm apart (each third pose: 1.2 cm), the first pose among them.
  expect(crumbs).toBeGreaterThan(30);
  expect(crumbs).toBeLessThan(41);
  expect(back).toBe(driven[0]);
});

test('a trail that does not lead here is none', () => {
  const trail = new Trail();
  trail.note(identity);
  expect(trail.next({ x: 0.02, y: 0, theta: 0 })).toBe(identity);
  expect(trail.next({ x: 0.3, y: 0, theta: 0 })).toBeUndefined();
  expect(trail.next({ x: 0, y: 0, theta: 1 })).toBeUndefined();
});
