import { inScene, task } from './testWorld.ts';

/** A slipper's heel, 3 cm to 9 cm off the first lane's side: on the floor of the next lane. */
const slipper = [0, 0.04, 0.08].map((dx) => ({ x: 1.5 + dx, y: -0.26, r: 0.03, low: true }));
const lanes = [0, 0, 3, 0, 3, -0.18, 0, -0.18];

test('a low thing that the wall sensor passes is met softly on the next lane', () => {
  const w = inScene({ posts: slipper });
  w.driver.start(task('follow', lanes));
  expect(w.run(60)?.outcome).toBe('arrived');
  expect(w.contacts).toBeGreaterThan(0);
  expect(w.hardestContact_mps).toBeLessThan(0.1);
  // Two lanes of 3 m at 0.3 m/s with their turn take 25 s, the slipper some more.
  expect(w.now_s).toBeLessThan(40);
});

test('a wall that both see is no low thing: the next lane beside it is as fast as the first', () => {
  const walls: [number, number, number, number][] = [[-1, -0.4, 4, -0.4]];
  const w = inScene({ walls });
  w.driver.start(task('follow', lanes));
  expect(w.run(60)?.outcome).toBe('arrived');
  expect(w.now_s).toBeLessThan(27);
});
