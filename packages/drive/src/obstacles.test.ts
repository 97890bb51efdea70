import { inScene, task } from './testWorld.ts';

const box = (x: number): [number, number, number, number][] => [
  [x, -0.2, x, 0.2],
  [x + 0.4, -0.2, x + 0.4, 0.2],
];

test('stops before a box that appears 27 cm ahead at full speed, and says where (5 seeds)', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const w = inScene({}, undefined, seed);
    w.driver.start(task('follow', [0, 0, 3, 0]));
    w.run(3);
    expect(w.v).toBeGreaterThan(0.28);
    const x = w.T_world_base.x + 0.17 + 0.27;
    w.scene = { walls: box(x) };
    const result = w.run(10);
    expect(result?.outcome).toBe('blocked');
    expect(Math.abs((result?.blockedAt_map?.x ?? 0) - x)).toBeLessThan(0.05);
    expect(w.contacts).toBe(0);
  }
});

test('goes on when what stood in the way has left', () => {
  const w = inScene({ walls: box(1.2) });
  w.driver.start(task('follow', [0, 0, 2, 0]));
  w.run(8, () => {
    if (w.step?.state === 'slowing' && w.v < 0.01 && w.now_s > 1) w.scene = {};
  });
  expect(w.run(20)?.outcome ?? w.step?.result?.outcome).toBe('arrived');
  expect(w.contacts).toBe(0);
});

test('a lane 2 cm off a wall is driven at full speed, noise or not, and its corner reached (3 seeds)', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const walls: [number, number, number, number][] = [
      [-1, -0.19, 3, -0.19],
      [2.19, -1, 2.19, 3],
    ];
    const w = inScene({ walls }, undefined, seed);
    w.driver.start(task('follow', [0, 0, 2, 0, 2, 1]));
    expect(w.run(30)?.outcome).toBe('arrived');
    // 1 cm of noise makes the wall look up to 2 cm nearer, and that much it is given way to.
    expect(Math.abs(w.T_odom_base.x - 2)).toBeLessThan(0.03);
    expect(w.contacts).toBe(0);
    // 3 m at 0.3 m/s, starts, stops and a quarter turn make 13 s; the last 10 cm before the front wall are slow.
    expect(w.now_s).toBeLessThan(17);
  }
});

test.each([0.17, 0.16, 0.145])(
  'a wall %f m beside a path drawn as if it were farther is given way to, untouched',
  (gap) => {
    const walls: [number, number, number, number][] = [[-1, -gap, 4, -gap]];
    const w = inScene({ walls }, { x: 0, y: 0.05, theta: 0 });
    w.driver.start(task('follow', [0, 0.05, 0.4, 0.05, 0.7, 0, 2.5, 0]));
    expect(w.run(40)?.outcome).toBe('arrived');
    expect(w.hardestContact_mps).toBeLessThan(0.03);
  },
);

test('what the lidar does not see is bumped: passed with a side-step when glanced, reported when in the way', () => {
  const head = inScene({ posts: [{ x: 1.5, y: 0.02, r: 0.02, seen: false }] });
  head.driver.start(task('follow', [0, 0, 3, 0]));
  const result = head.run(30);
  expect(result?.outcome).toBe('blocked');
  // The bumper knows the zone only: half of the front is within 10 cm.
  expect(Math.abs((result?.blockedAt_map?.x ?? 0) - 1.48)).toBeLessThan(0.1);
  // Backed off by 6 cm.
  expect(1.5 - 0.02 - 0.17 - head.T_world_base.x).toBeGreaterThan(0.04);
  for (const y of [0.12, -0.16]) {
    const side = inScene({ posts: [{ x: 1.5, y, r: 0.02, seen: false }] });
    side.driver.start(task('follow', [0, 0, 3, 0]));
    expect(side.run(40)?.outcome).toBe('arrived');
  }
});
