import { inScene, task } from './testWorld.ts';

test('held fast, it tries four ways to get free and then says so', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  w.held = true;
  const states = new Set<string>();
  const result = w.run(90, () => {
    w.T_odom_base = w.T_world_base; // SLAM sees that it does not move
    states.add(w.step?.state ?? '');
  });
  expect(result?.outcome).toBe('stuck');
  expect(result?.reason).toBe('no way made for 6 s, and 4 attempts to get free did not help');
  expect(states.has('unsticking')).toBe(true);
});

test('let go after a while, it goes on to the end', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 2, 0]));
  w.run(3);
  w.held = true;
  w.run(8, () => {
    w.T_odom_base = w.T_world_base;
  });
  w.held = false;
  expect(w.run(60)?.outcome).toBe('arrived');
});
