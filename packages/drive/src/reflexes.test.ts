import { cos, createRng, identity, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { Driver } from './index.ts';
import { allWell, inScene, task } from './testWorld.ts';

test('no drive wheel passes an edge met at full speed from 50 seeded angles', () => {
  let worst = Number.NEGATIVE_INFINITY;
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const angle = 2.8 * (rng.uniform() - 0.5);
    const w = inScene({ edges: [{ nx: cos(angle), ny: sin(angle), c: 0.5 + 0.3 * rng.uniform() }] }, undefined, seed);
    w.driver.start(task('follow', [0, 0, 6, 0]));
    const result = w.run(30);
    worst = Math.max(worst, w.deepestWheel_m);
    expect(result?.outcome).toBe('cliff');
    // The place told is at the edge: a sensor that saw no floor, at most what is driven in 0.1 s beyond it.
    const at = result?.blockedAt_map ?? { x: 0, y: 0 };
    expect(Math.abs(w.beyondEdge(at.x, at.y))).toBeLessThan(0.1);
    // Backed off: all sensors see floor again.
    expect(w.beyondEdge(w.T_world_base.x + 0.16 * cos(w.T_world_base.theta), w.T_world_base.y)).toBeLessThan(0);
  }
  expect(worst).toBeLessThan(-0.01);
});

test('turning in place beside an edge turns back instead', () => {
  for (const c of [0.13, 0.15]) {
    const w = inScene({ edges: [{ nx: 0, ny: 1, c }] }, { x: 0, y: 0, theta: -0.5 });
    w.driver.start(task('rotate', [], { yaw_rad: 3 }));
    expect(w.run(20)?.outcome).toBe('cliff');
    expect(w.deepestWheel_m).toBeLessThan(-0.005);
  }
});

test('a robot that stands between two edges does not trade one for the other', () => {
  const edges = [
    { nx: 1, ny: 0, c: 0.9 },
    { nx: 0, ny: 1, c: 0.19 },
    { nx: 0, ny: -1, c: 0.19 },
  ];
  const w = inScene({ edges });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  expect(w.run(20)?.outcome).toBe('cliff');
  w.run(3);
  expect(w.deepestWheel_m).toBeLessThan(-0.03);
});

test('a wheel drop stops at once and stays until it is over', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  w.wheelDrop = true;
  expect(w.run(0.2)?.outcome).toBe('wheel_drop');
  expect(w.step?.command).toEqual({ v_mps: 0, w_radps: 0 });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  expect(w.run(0.2)?.outcome).toBe('wheel_drop');
  w.wheelDrop = false;
  w.driver.start(task('follow', [w.T_odom_base.x, 0, w.T_odom_base.x + 0.2, 0]));
  expect(w.run(10)?.outcome).toBe('arrived');
});

test('a wheel hangs until a record says otherwise, however slowly they come', () => {
  const driver = new Driver(defaultGeometry);
  driver.setMapToOdom(identity);
  driver.addSafety({ ...allWell, wheelDropLeft: true });
  // One record in 0.2 s, four steps.
  for (let i = 0; i < 4; i++) {
    const now_s = 0.05 * i;
    driver.addOdometry(now_s, identity, 0, 0);
    driver.start(task('rotate', [], { yaw_rad: 2 }));
    const { command, result } = driver.step(now_s);
    expect(command).toEqual({ v_mps: 0, w_radps: 0 });
    expect(result?.outcome).toBe('wheel_drop');
  }
  driver.addSafety({ ...allWell, stamp_s: 0.2 });
  driver.start(task('rotate', [], { yaw_rad: 2 }));
  expect(driver.step(0.2).command.w_radps).toBeGreaterThan(0);
});

test('silent safety sensors stop the wheels within 0.3 s, and the task is lost after two more', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  w.safetySilent = true;
  w.run(0.3);
  expect(w.step?.command).toEqual({ v_mps: 0, w_radps: 0 });
  expect(w.step?.state).toBe('stopped');
  expect(w.run(5)).toEqual({ outcome: 'lost', reason: 'the safety sensors are silent' });
});

test('a lidar that falls silent stops the wheels before the robot drives into what it has not seen', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  const { x } = w.T_world_base;
  w.lidarSilent = true;
  w.run(1.2);
  expect(w.step).toMatchObject({ command: { v_mps: 0, w_radps: 0 }, state: 'stopped' });
  expect(w.run(5)).toEqual({ outcome: 'lost', reason: 'the lidar is silent' });
  expect(w.T_world_base.x - x).toBeLessThan(0.4);
  w.lidarSilent = false;
  w.run(0.5);
  w.driver.start(task('follow', [w.T_odom_base.x, 0, w.T_odom_base.x + 0.2, 0]));
  expect(w.run(10)?.outcome).toBe('arrived');
});

test('without odometry, or a place in the map, nothing moves', () => {
  const driver = new Driver(defaultGeometry);
  driver.start(task('follow', [0, 0, 3, 0]));
  driver.addSafety(allWell);
  expect(driver.step(0).command.v_mps).toBe(0);
  driver.addOdometry(0.05, identity, 0, 0);
  driver.addSafety({ ...allWell, stamp_s: 0.05 });
  expect(driver.step(0.05).command.v_mps).toBe(0);
  for (let i = 2; i < 60; i++) {
    const now_s = 0.05 * i;
    driver.addSafety({ ...allWell, stamp_s: now_s });
    driver.addOdometry(now_s, identity, 0, 0);
    const { command, result } = driver.step(now_s);
    expect(command.v_mps).toBe(0);
    if (result) expect(result).toEqual({ outcome: 'lost', reason: 'the place in the map is not known' });
  }
  expect(driver.active).toBe(false);
});

test('a bump that lasts for one record is not missed, and asks for an answer now', () => {
  const w = inScene({});
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  w.driver.addSafety({ ...allWell, stamp_s: w.now_s, bumpCentre: true });
  expect(w.driver.urgent).toBe(true);
  w.driver.addSafety({ ...allWell, stamp_s: w.now_s });
  expect(w.driver.step(w.now_s).command).toEqual({ v_mps: 0, w_radps: 0 });
  expect(w.driver.urgent).toBe(false);
  // Nothing stands there, but the robot does not know: it goes round the place.
  expect(w.run(20)?.outcome).toBe('arrived');
});

test('a wall that is only brushed is slid off on the move; with a wall on the other side too the robot backs off', () => {
  for (const left_m of [1, 0.2]) {
    const walls: [number, number, number, number][] = [
      [-1, -0.18, 4, -0.18],
      [-1, left_m, 4, left_m],
    ];
    const w = inScene({ walls });
    w.driver.start(task('follow', [0, 0, 2.5, 0]));
    let touched_s = Number.NaN;
    let slowest_mps = 1;
    const result = w.run(40, () => {
      if (Number.isNaN(touched_s) && w.T_world_base.x > 1) {
        touched_s = w.now_s;
        w.driver.addSafety({ ...allWell, stamp_s: w.now_s, bumpRight: true });
      }
      if (w.now_s < touched_s + 2) slowest_mps = Math.min(slowest_mps, w.v);
    });
    expect(result?.outcome).toBe('arrived');
    if (left_m === 1) expect(slowest_mps).toBeGreaterThan(0.04);
    else expect(slowest_mps).toBeLessThan(-0.05);
  }
});
