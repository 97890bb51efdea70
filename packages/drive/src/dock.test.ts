import { compose, createRng, identity, inverse, type SE2 } from '@homebound/math';
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

test('without a dock it gives up after three attempts and says what it saw', () => {
  const w = inScene({}, { x: 1, y: 0, theta: Math.PI });
  w.driver.start(task('dock', [0, 0]));
  expect(w.run(120)).toEqual({
    outcome: 'dock_not_found',
    reason: 'no contact with the dock in 3 attempts; its beams were never seen',
  });
});
