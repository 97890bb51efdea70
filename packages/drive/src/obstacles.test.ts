import { compose, inverse } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { Driver } from './driver.ts';
import { inScene, TestWorld, task } from './testWorld.ts';

/** SLAM sees that wheels slip when the body is held. */
const located = (w: TestWorld) => w.driver.setMapToOdom(compose(w.T_world_base, inverse(w.T_odom_base)));

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
    // 3 m at 0.3 m/s, starts, stops and a quarter turn make 13 s; so near to walls as noisy as these it is slower.
    expect(w.now_s).toBeLessThan(18.5);
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

test('an unseen post is bumped, gone round, and met softly when the robot comes again', () => {
  for (const y of [0.02, 0.12, -0.16]) {
    const w = inScene({ posts: [{ x: 1.5, y, r: 0.02, seen: false }] });
    w.driver.start(task('follow', [0, 0, 3, 0]));
    expect(w.run(40, located)?.outcome).toBe('arrived');
    expect(Math.abs(w.T_world_base.y)).toBeLessThan(0.02);
    w.hardestContact_mps = 0;
    w.driver.start(task('follow', [3, 0, 0, 0]));
    expect(w.run(60, located)?.outcome).toBe('arrived');
    expect(w.hardestContact_mps).toBeLessThan(0.1);
  }
});

test('an unseen bar across the way is blocked, with the place', () => {
  const posts = Array.from({ length: 30 }, (_, i) => ({ x: 1.5, y: -0.6 + 0.04 * i, r: 0.02, seen: false }));
  const w = inScene({ posts });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  const result = w.run(60, located);
  expect(result?.outcome).toBe('blocked');
  expect(Math.abs((result?.blockedAt_map?.x ?? 0) - 1.48)).toBeLessThan(0.12);
});

test('table legs on the lanes are gone round, and the lane is gone on with (5 seeds)', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const posts = [
      { x: 1, y: 0.05, r: 0.025 },
      { x: 1.6, y: -0.12, r: 0.025 },
      { x: 2.2, y: 0.18, r: 0.015 },
    ];
    const w = inScene({ posts }, undefined, seed);
    w.driver.start(task('follow', [0, 0, 3, 0]));
    let late = 0;
    const result = w.run(30, () => {
      if (w.T_odom_base.x > 2.75) late = Math.max(late, Math.abs(w.T_odom_base.y));
    });
    expect(result?.outcome).toBe('arrived');
    // The test lidar's 1 cm of noise is nearly all of the air: a touch may happen, at walking pace of an ant.
    expect(w.hardestContact_mps).toBeLessThan(0.05);
    expect(late).toBeLessThan(0.03);
    // 3 m at 0.3 m/s; three times round a leg at a good half of that.
    expect(w.now_s).toBeLessThan(18);
  }
});

test('a gap 3 cm wider than the body is driven through in its middle, though the path runs 3 cm beside it', () => {
  const posts = [
    { x: 1, y: 0.215, r: 0.015 },
    { x: 1, y: -0.185, r: 0.015 },
  ];
  const w = inScene({ posts });
  w.driver.start(task('follow', [0, -0.015, 2, -0.015]));
  expect(w.run(20)?.outcome).toBe('arrived');
  expect(w.hardestContact_mps).toBeLessThan(0.05);
});

test('somebody who walks up and down in the way is waited for; the lane is gone on with', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  const result = w.run(40, () => {
    // Legs 10 cm thick, 0.5 m/s, across the way at 1.5 m and back, for 8 s.
    const t = w.now_s;
    const y = t < 12 ? 0.35 * Math.abs(((t * 1.4) % 4) - 2) - 0.35 : 2;
    w.scene = {
      posts: [
        { x: 1.5, y, r: 0.05 },
        { x: 1.5, y: y + 0.25, r: 0.05 },
      ],
    };
  });
  expect(result?.outcome).toBe('arrived');
  expect(w.now_s).toBeGreaterThan(12);
});

test('the way round a leg does not cross a barred line: it takes the other side', () => {
  for (const barred of [false, true]) {
    const w = inScene({ posts: [{ x: 1.5, y: -0.03, r: 0.02 }] });
    // Left would be the shorter way.
    if (barred) w.driver.setBars([[0, 0.24, 3, 0.24]]);
    w.driver.start(task('follow', [0, 0, 3, 0]));
    let highest = 0;
    const result = w.run(30, () => {
      highest = Math.max(highest, w.T_world_base.y);
    });
    expect(result?.outcome).toBe('arrived');
    if (barred) expect(highest).toBeLessThan(0.24 - 0.17);
    else expect(highest).toBeGreaterThan(0.12);
  }
});

/** A robot with a lidar as good as most: 2 mm. */
function withGoodLidar(walls: readonly (readonly [number, number, number, number])[], seed: number): TestWorld {
  const driver = new Driver(defaultGeometry);
  driver.setMapToOdom({ x: 0, y: 0, theta: 0 });
  return new TestWorld(driver, defaultGeometry, { walls }, { x: 0, y: 0, theta: 0 }, seed, { range_m: 0.002 });
}

test('a wall 1 cm beside the path is come up to, 4 to 7 mm of air and no contact, without a loss of time (3 seeds)', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const w = withGoodLidar([[-1, -0.18, 5, -0.18]], seed);
    w.driver.start(task('follow', [0, 0, 4, 0]));
    w.run(30, () => {
      const { x, y } = w.T_world_base;
      if (x < 0.6 || x > 3.8) return;
      expect(y + 0.18 - 0.17).toBeGreaterThan(0.0035);
      expect(y + 0.18 - 0.17).toBeLessThan(0.0075);
    });
    expect(w.contacts).toBe(0);
    // 4 m at 0.3 m/s, start and stop: 13.8 s.
    expect(w.now_s).toBeLessThan(15);
  }
});

test('the left corner of a room is come up to on both sides, 2.5 cm beyond where the path turns (3 seeds)', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const w = withGoodLidar(
      [
        [-1, -0.18, 2.195, -0.18],
        [2.195, -0.18, 2.195, 3],
      ],
      seed,
    );
    w.driver.start(task('follow', [0, 0, 2, 0, 2, 1.5]));
    let farthest = 0;
    w.run(30, () => {
      farthest = Math.max(farthest, w.T_world_base.x);
    });
    // 2.195 - 0.17 is a touch; 4 mm of air are wanted.
    expect(farthest).toBeGreaterThan(2.015);
    expect(w.contacts).toBe(0);
  }
});
