import { compose, createRng, hypot, identity, inverse, type SE2 } from '@homebound/math';
import { inScene, type TestWorld, task } from './testWorld.ts';

function dockFrom(T_dock_base: SE2, T_dock_error: SE2, seed: number, scene: TestWorld['scene'] = {}): TestWorld {
  const T_world_dock = { x: 1, y: -0.5, theta: 0.7 };
  const w = inScene({ dock: T_world_dock, ...scene }, compose(T_world_dock, T_dock_base), seed);
  const { x, y, theta } = compose(T_world_dock, T_dock_error);
  w.driver.start(task('dock', [x, y], { yaw_rad: theta }));
  return w;
}

test('docks from 50 seeded poses within ±0.3 m and ±30°, the map off by up to 4 cm and 2°: at least 49', () => {
  let docked = 0;
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const within = (limit: number) => limit * (2 * rng.uniform() - 1);
    const T_dock_base = { x: 1 + within(0.2), y: within(0.3), theta: Math.PI + within(0.52) };
    const w = dockFrom(T_dock_base, { x: within(0.04), y: within(0.04), theta: within(0.035) }, seed);
    if (w.run(90)?.outcome === 'docked') docked++;
  }
  expect(docked).toBeGreaterThanOrEqual(49);
});

test('begun askew and too near, it first goes to where the run in is straight', () => {
  const w = dockFrom({ x: 0.5, y: 0.3, theta: 0 }, identity, 1);
  expect(w.run(60)?.outcome).toBe('docked');
  const { x, y } = compose(inverse({ x: 1, y: -0.5, theta: 0.7 }), w.T_world_base);
  expect(x * x + y * y).toBeLessThan(0.02 ** 2);
});

test('without a dock it gives up after eight attempts and says what it saw', () => {
  const w = inScene({}, { x: 1, y: 0, theta: Math.PI });
  w.driver.start(task('dock', [0, 0]));
  expect(w.run(400)).toEqual({
    outcome: 'dock_not_found',
    reason: 'no contact with the dock in 8 attempts; its beams were never seen',
  });
});

/** Two pairs of table legs before the dock, a wall behind it and one half a metre to each side; in the dock's frame, m. */
function clutter(rng: ReturnType<typeof createRng>) {
  const near_m = 0.55 + 0.5 * rng.uniform();
  const gap_m = 0.44 + 0.2 * rng.uniform();
  const aside_m = 0.3 * (rng.uniform() - 0.5);
  const r = 0.02 + 0.02 * rng.uniform();
  const side_m = 0.5 * gap_m + r;
  const legs = [near_m, near_m + 0.7].flatMap((x) => [aside_m - side_m, aside_m + side_m].map((y) => ({ x, y, r })));
  const walls = [
    [-0.22, -0.5, -0.22, 0.5],
    [-0.22, -0.5, 2.5, -0.5],
    [-0.22, 0.5, 2.5, 0.5],
  ] as const;
  return { legs, walls };
}

test('docks through table legs 44 to 64 cm apart, between walls at half a metre, the map off by 5 cm: 40 of 40', () => {
  const failed: string[] = [];
  for (let seed = 0; seed < 40; seed++) {
    const rng = createRng(100 + seed);
    const within = (limit: number) => limit * (2 * rng.uniform() - 1);
    const { legs, walls } = clutter(rng);
    let T_dock_base: SE2;
    do T_dock_base = { x: 0.95 + within(0.35), y: within(0.3), theta: within(3.1) };
    while (legs.some(({ x, y, r }) => hypot(T_dock_base.x - x, T_dock_base.y - y) < r + 0.2));
    const T_world_dock = { x: 1, y: -0.5, theta: 0.7 };
    const inWorld = (x: number, y: number) => compose(T_world_dock, { x, y, theta: 0 });
    const w = dockFrom(T_dock_base, { x: within(0.05), y: within(0.05), theta: within(0.035) }, seed, {
      posts: legs.map(({ x, y, r }) => ({ ...inWorld(x, y), r })),
      walls: walls.map(([x0, y0, x1, y1]) => {
        const [a, b] = [inWorld(x0, y0), inWorld(x1, y1)];
        return [a.x, a.y, b.x, b.y] as const;
      }),
    });
    const result = w.run(240);
    if (result?.outcome !== 'docked' || w.hardestContact_mps > 0.1)
      failed.push(`seed ${seed}: ${result?.outcome} ${result?.reason}, ${w.hardestContact_mps}`);
  }
  expect(failed).toEqual([]);
});

test('somebody who stands before the dock for half a minute is waited for', () => {
  const T_world_dock = { x: 1, y: -0.5, theta: 0.7 };
  const w = dockFrom({ x: 1.1, y: 0.05, theta: Math.PI }, identity, 1);
  const foot = { ...compose(T_world_dock, { x: 0.55, y: 0.02, theta: 0 }), r: 0.25 };
  const result = w.run(120, ({ now_s }) => {
    w.scene = { dock: T_world_dock, posts: now_s < 30 ? [foot] : [] };
  });
  expect(result?.outcome).toBe('docked');
  expect(w.now_s).toBeGreaterThan(30);
  expect(w.hardestContact_mps).toBeLessThan(0.1);
});

test('docks past a leg that leaves the docked robot 5 mm, on either side: 20 of 20', () => {
  let docked = 0;
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const within = (limit: number) => limit * (2 * rng.uniform() - 1);
    const T_world_dock = { x: 1, y: -0.5, theta: 0.7 };
    // A leg of 10 cm whose near edge is 0.175 m beside the centre line, 12 cm before the docked place.
    const leg = { ...compose(T_world_dock, { x: 0.12, y: seed % 2 ? 0.225 : -0.225, theta: 0 }), r: 0.05 };
    const T_dock_base = { x: 0.9 + within(0.1), y: within(0.2), theta: Math.PI + within(0.5) };
    const error = { x: within(0.03), y: within(0.03), theta: within(0.03) };
    if (dockFrom(T_dock_base, error, seed, { posts: [leg] }).run(180)?.outcome === 'docked') docked++;
  }
  expect(docked).toBe(20);
});
