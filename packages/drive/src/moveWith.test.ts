import { compose, hypot, identity, inverse, MapWarp, type SE2 } from '@homebound/math';
import { inScene, type TestWorld, task } from './testWorld.ts';

const shift: SE2 = { x: 0.24, y: -0.18, theta: (5 * Math.PI) / 180 }; // 0.3 m, 5°
const rigid = new MapWarp([0, 0, 0], [shift.x, shift.y, shift.theta]);
/** The start stays, 3 m on the map swings by 0.1 m and 2°. */
const bend = new MapWarp([0, 0, 0, 3, 0, 0], [0, 0, 0, 3, 0.1, (2 * Math.PI) / 180]);
const still = new MapWarp([0, 0, 0, 1, 2, 3], [0, 0, 0, 1, 2, 3]);

/** SLAM tells of a correction, and then where the robot is in the corrected map; the map was odom's frame until then. */
function correct(w: TestWorld, warp: MapWarp): void {
  w.driver.moveWith(warp);
  w.driver.setMapToOdom(compose(warp.movePose(w.T_odom_base), inverse(w.T_odom_base)));
}

function drive(
  warp: MapWarp | undefined,
  path: number[],
  limit_s = 40,
): { w: TestWorld; way: SE2[]; outcome: unknown } {
  const w = inScene({});
  w.driver.start(task('follow', path));
  w.run(4);
  if (warp !== undefined) correct(w, warp);
  const way: SE2[] = [];
  const outcome = w.run(limit_s, () => way.push(w.T_world_base))?.outcome;
  return { w, way, outcome };
}

const lanes = [0, 0, 3, 0, 3, 0.18, 0, 0.18];

test('a path in progress goes on as if nothing had been, when the whole map shifts by 0.3 m and 5°', () => {
  const plain = drive(undefined, lanes);
  const told = drive(rigid, lanes);
  expect(told.outcome).toBe('arrived');
  expect(told.way.length).toBe(plain.way.length);
  for (let i = 0; i < told.way.length; i += 20)
    expect(hypot(told.way[i].x - plain.way[i].x, told.way[i].y - plain.way[i].y)).toBeLessThan(1e-6);
});

test('a path in a map that is bent leads to where its end is now, without a jerk', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(4);
  const before = w.v;
  correct(w, bend);
  let sharpest = 0;
  let slowest = before;
  w.run(1, () => {
    sharpest = Math.max(sharpest, Math.abs(w.w));
    slowest = Math.min(slowest, w.v);
  });
  expect(sharpest).toBeLessThan(0.3);
  expect(slowest).toBeGreaterThan(0.9 * before);
  const T_map_odom = compose(bend.movePose(w.T_odom_base), inverse(w.T_odom_base));
  // SLAM goes on to place the robot in the bent map.
  const outcome = w.run(40, () => {
    if (w.T_odom_base.x < 2.9) w.driver.setMapToOdom(compose(bend.movePose(w.T_odom_base), inverse(w.T_odom_base)));
  });
  expect(outcome?.outcome).toBe('arrived');
  expect(T_map_odom.theta).toBeGreaterThan(0);
  const end = bend.movePose(w.T_odom_base);
  const wanted = bend.movePoint(3, 0);
  expect(hypot(end.x - wanted.x, end.y - wanted.y)).toBeLessThan(0.04);
});

test('a correction that corrects nothing changes no bit of what is driven', () => {
  expect(drive(still, lanes).w.commands).toEqual(drive(undefined, lanes).w.commands);
});

test('turning and docking go on in a map that shifts under them', () => {
  const turning = inScene({});
  turning.driver.start(task('rotate', [], { yaw_rad: 2 }));
  turning.run(0.6);
  correct(turning, rigid);
  expect(turning.run(10)?.outcome).toBe('arrived');
  expect(turning.T_odom_base.theta).toBeCloseTo(2, 1);

  const docking = inScene({ dock: { x: 1.5, y: 0, theta: Math.PI } });
  docking.driver.start(task('dock', [1.5, 0], { yaw_rad: Math.PI }));
  docking.run(2);
  correct(docking, rigid);
  expect(docking.run(60)?.outcome).toBe('docked');
});

test('a place that was bumped unseen is remembered where it is now', () => {
  const speedPast = (warp: MapWarp, told: boolean): number => {
    const w = inScene({ posts: [{ x: 1.2, y: 0.1, r: 0.02, seen: false }] });
    w.driver.start(task('follow', [0, 0, 2.4, 0]));
    w.run(30, () => {
      if (w.contacts > 0) w.scene = {};
    });
    const back = inverse(identity);
    w.driver.start(task('follow', [2.4, 0, 0.2, back.y]));
    w.run(30);
    if (told) w.driver.moveWith(warp);
    const T_map_odom = warp.movePose(identity);
    w.driver.setMapToOdom(T_map_odom);
    const path = [0.2, 0, 2.4, 0].flatMap((x, i, all) => {
      if (i % 2 === 1) return [];
      const p = warp.movePoint(x, all[i + 1]);
      return [p.x, p.y];
    });
    w.driver.start(task('follow', path));
    let slowest = 1;
    w.run(30, () => {
      if (w.T_world_base.x > 0.95 && w.T_world_base.x < 1.15) slowest = Math.min(slowest, w.v);
    });
    return slowest;
  };
  const far = new MapWarp([0, 0, 0], [5, 3, 1]);
  expect(speedPast(far, true)).toBeLessThan(0.1);
  expect(speedPast(far, false)).toBeGreaterThan(0.2);
});

test('a place that is another place altogether is taken up at once, not glided to', () => {
  const w = inScene({}, { x: 0, y: 0, theta: 0 });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  // SLAM finds itself 5 m to the left of the path: the robot turns to it.
  w.driver.setMapToOdom({ x: 0, y: 5, theta: 0 });
  w.run(0.9);
  expect(w.step?.state).toBe('turning');
  expect(Math.abs(w.w)).toBeGreaterThan(0.2);
});
