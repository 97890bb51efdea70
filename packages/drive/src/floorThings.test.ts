import { compose, createRng, hypot, inverse, MapWarp } from '@homebound/math';
import { distanceTo, type FloorThing, FloorThings } from './floorThings.ts';
import { inScene, type TestWorld, task } from './testWorld.ts';

const R = 0.17;
const square = (x: number, y: number, half_m: number): Float64Array =>
  Float64Array.of(x - half_m, y - half_m, x + half_m, y - half_m, x + half_m, y + half_m, x - half_m, y + half_m);
const cord = (x: number, y: number): FloorThing => ({ outline_map: square(x, y, 0.02), berth_m: 0.08 });
/** SLAM sees that wheels slip when the body is held. */
const located = (w: TestWorld) => w.driver.setMapToOdom(compose(w.T_world_base, inverse(w.T_odom_base)));

/** m between the body's edge and outlines at the nearest while driving. */
function drive(w: TestWorld, things: readonly FloorThing[], time_s = 40, more: (w: TestWorld) => void = () => {}) {
  let nearest_m = Number.POSITIVE_INFINITY;
  const result = w.run(time_s, () => {
    located(w);
    more(w);
    for (const { outline_map } of things)
      nearest_m = Math.min(nearest_m, distanceTo(outline_map, w.T_world_base.x, w.T_world_base.y) - R);
  });
  return { result, nearest_m };
}

test('a border lies a berth off its outline on every side, without gaps (50 seeded outlines)', () => {
  const rng = createRng(7);
  for (let k = 0; k < 50; k++) {
    const [x, y, half] = [2 * rng.uniform() - 1, 2 * rng.uniform() - 1, 0.005 + 0.2 * rng.uniform()];
    const outline_map =
      k % 3 === 0 ? Float64Array.of(x, y) : k % 3 === 1 ? Float64Array.of(x, y, x + half, y) : square(x, y, half);
    const things = new FloorThings();
    things.set([{ outline_map, berth_m: 0.08 }]);
    const { xy, n } = things.seenFrom({ x: x + 0.6, y, theta: 0 }, R, 3);
    const at = (i: number): [number, number] => [xy[2 * i] + x + 0.6, xy[2 * i + 1] + y];
    for (let i = 0; i < n; i++) expect(distanceTo(outline_map, ...at(i))).toBeCloseTo(0.08, 6);
    for (let i = 0; i < n; i++) {
      const [ax, ay] = at(i);
      const [bx, by] = at((i + 1) % n);
      expect(hypot(ax - bx, ay - by)).toBeLessThan(0.031);
    }
  }
});

test.each([0.12, -0.15, -0.2])(
  'a cord %f m beside the lane that is seen from 0.5 m on is gone round with its berth',
  (y) => {
    const w = inScene({});
    const thing = cord(1.5, y);
    w.driver.start(task('follow', [0, 0, 3, 0]));
    const { result, nearest_m } = drive(w, [thing], 40, () => {
      if (w.T_world_base.x > 1) w.driver.setThings([thing]);
    });
    expect(result?.outcome).toBe('arrived');
    // 1 cm is what the way may come into a border; the rest is tracking.
    expect(nearest_m).toBeGreaterThan(0.065);
  },
);

test('one dead ahead, whose berth reaches farther than the driver goes round, is stopped before, and said where', () => {
  const w = inScene({});
  const thing = cord(1.5, 0);
  w.driver.setThings([thing]);
  w.driver.start(task('follow', [0, 0, 3, 0]));
  const { result, nearest_m } = drive(w, [thing]);
  expect(result).toMatchObject({ outcome: 'blocked', reason: 'something lies in the way' });
  expect(Math.abs((result?.blockedAt_map?.x ?? 0) - 1.4)).toBeLessThan(0.03);
  expect(nearest_m).toBeGreaterThan(0.065);
});

test('without being told it is driven over: the test sees what it is for', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  expect(drive(w, [cord(1.5, 0)]).nearest_m).toBeLessThan(0);
});

test('one that is seen late at full speed is stopped before, and said where (5 seeds)', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const w = inScene({}, undefined, seed);
    const row: FloorThing = { outline_map: Float64Array.of(1.5, -1, 1.52, -1, 1.52, 1, 1.5, 1), berth_m: 0.08 };
    w.driver.start(task('follow', [0, 0, 3, 0]));
    // 20 cm before the body: 12 to its berth; of 0.3 m/s they take 0.3 * 0.15 + 0.3² / (2 * 0.9) = 9.5 cm.
    const { result, nearest_m } = drive(w, [row], 20, () => {
      if (w.T_world_base.x > 1.5 - R - 0.2) w.driver.setThings([row]);
    });
    expect(result).toMatchObject({ outcome: 'blocked', reason: 'something lies in the way' });
    expect(nearest_m).toBeGreaterThan(0.06);
    expect(Math.abs((result?.blockedAt_map?.x ?? 0) - 1.42)).toBeLessThan(0.03);
  }
});

test('one that is told 10 cm before the body at full speed, within its berth, is not touched (5 seeds)', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const w = inScene({}, undefined, seed);
    const row: FloorThing = { outline_map: Float64Array.of(1.5, -1, 1.52, -1, 1.52, 1, 1.5, 1), berth_m: 0.1 };
    w.driver.start(task('follow', [0, 0, 3, 0]));
    const { nearest_m } = drive(w, [row], 20, () => {
      if (w.T_world_base.x > 1.5 - R - 0.1) w.driver.setThings([row]);
    });
    // 0.3 * 0.08 until the command takes effect, and 0.3² / (2 * 0.9) = 5 cm.
    expect(nearest_m).toBeGreaterThan(0.02);
  }
});

test('a body that finds itself within a berth leaves it, and comes no nearer', () => {
  const thing = cord(0.23, 0.04);
  for (const [path, wanted] of [
    [[0, 0, -1, 0], 'arrived'],
    [[0, 0, 1, 0], 'blocked'],
  ] as const) {
    const w = inScene({});
    w.driver.setThings([thing]);
    w.driver.start(task('follow', path));
    const { result, nearest_m } = drive(w, [thing]);
    expect(result?.outcome).toBe(wanted);
    // 0.21 m ahead and 0.02 beside it: 4.1 cm off.
    expect(nearest_m).toBeGreaterThan(0.03);
  }
});

test('what the body stands on already holds it nowhere', () => {
  const w = inScene({});
  w.driver.setThings([cord(0.1, 0)]);
  w.driver.start(task('follow', [0, 0, -1, 0]));
  expect(drive(w, []).result?.outcome).toBe('arrived');
});

test('a threshold slows what drives onto it and stands on it, not what passes along it', () => {
  const things = new FloorThings();
  const across = Float64Array.of(1, -0.5, 1.1, -0.5, 1.1, 0.5, 1, 0.5);
  things.set([{ outline_map: across, berth_m: 0, slow: { speed_mps: 0.15, near_m: 0.1 } }]);
  const speed = (x: number, theta: number): number => things.speedAt({ x, y: 0, theta }, 0.17);
  // 5 cm before it: towards it, away from it, along it; on it, whichever way.
  expect([0, Math.PI, 0.5 * Math.PI].map((theta) => speed(0.78, theta))).toEqual([
    0.15,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
  expect([0, Math.PI, 0.5 * Math.PI].map((theta) => speed(0.9, theta))).toEqual([0.15, 0.15, 0.15]);
  expect(speed(0.7, 0)).toBe(Number.POSITIVE_INFINITY);
});

test('somebody alive is passed slowly, a threshold is crossed slowly', () => {
  for (const [berth_m, y] of [
    [0, 0.1],
    [0.1, 0.4],
  ]) {
    const thing = { outline_map: square(1.5, y, 0.05), berth_m, slow: { speed_mps: 0.1, near_m: 0.3 } };
    const w = inScene({});
    w.driver.setThings([thing]);
    w.driver.start(task('follow', [0, 0, 3, 0]));
    let fastest = 0;
    const { result } = drive(w, [thing], 60, () => {
      if (Math.abs(w.T_world_base.x - 1.5) < 0.2) fastest = Math.max(fastest, w.v);
    });
    expect(result?.outcome).toBe('arrived');
    expect(fastest).toBeLessThan(0.12);
    // 3 m, some 0.9 m of them at 0.1 m/s: 7 + 9 s and a start.
    expect(w.now_s).toBeLessThan(22);
  }
});

test('the map moves things with the path', () => {
  const w = inScene({});
  w.driver.setThings([cord(1.5, 5.15)]);
  w.driver.moveWith(new MapWarp(Float64Array.of(0, 0, 0), Float64Array.of(0, -5, 0)));
  w.driver.setMapToOdom({ x: 0, y: 0, theta: 0 });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  const { result, nearest_m } = drive(w, [cord(1.5, 0.15)]);
  expect(result?.outcome).toBe('arrived');
  expect(nearest_m).toBeGreaterThan(0.065);
});
