import { cos, hypot, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { Driver } from './driver.ts';
import { type TestScene, TestWorld, task } from './testWorld.ts';

/** Two rooms of 3 m by 3 m with a door of 0.8 m between them, a table leg and a cupboard. */
const twoRooms: TestScene = {
  walls: [
    [0, 0, 6.1, 0],
    [6.1, 0, 6.1, 3],
    [6.1, 3, 0, 3],
    [0, 3, 0, 0],
    [3, 0, 3, 1.1],
    [3.1, 0, 3.1, 1.1],
    [3, 1.1, 3.1, 1.1],
    [3, 1.9, 3, 3],
    [3.1, 1.9, 3.1, 3],
    [3, 1.9, 3.1, 1.9],
    [4.5, 0, 4.5, 0.6],
    [4.5, 0.6, 5.5, 0.6],
    [5.5, 0.6, 5.5, 0],
  ],
  posts: [{ x: 1.2, y: 2.2, r: 0.03 }],
};

/** A robot that was never told a place in the map. */
function lostIn(scene: TestScene, x: number, y: number, theta: number, seed: number): TestWorld {
  return new TestWorld(new Driver(defaultGeometry), defaultGeometry, scene, { x, y, theta }, seed);
}

/** Way driven and the rectangle that it spans. */
function wander(
  w: TestWorld,
  time_s: number,
  look?: () => void,
): { way_m: number; spanX_m: number; spanY_m: number; ended: unknown } {
  let { x, y } = w.T_world_base;
  let way_m = 0;
  const xs: number[] = [];
  const ys: number[] = [];
  const ended = w.run(time_s, () => {
    look?.();
    way_m += hypot(w.T_world_base.x - x, w.T_world_base.y - y);
    ({ x, y } = w.T_world_base);
    xs.push(x);
    ys.push(y);
  });
  return { way_m, spanX_m: Math.max(...xs) - Math.min(...xs), spanY_m: Math.max(...ys) - Math.min(...ys), ended };
}

test.each([1, 2, 3, 4])('without a map it wanders through its room, or two, and touches nothing (seed %i)', (seed) => {
  const w = lostIn(twoRooms, 0.6 + 0.5 * seed, 0.5, seed, seed);
  w.driver.start(task('look_around'));
  const { way_m, spanX_m, spanY_m, ended } = wander(w, 90);
  expect(ended).toBeUndefined();
  expect(w.contacts).toBe(0);
  expect(way_m).toBeGreaterThan(6);
  expect(spanX_m).toBeGreaterThan(1.5);
  expect(spanY_m).toBeGreaterThan(1.2);
});

test('what is not seen is bumped softly and left aside, and the task goes on', () => {
  const unseen = { x: 1.5, y: 1.5, r: 0.05, seen: false };
  const w = lostIn({ ...twoRooms, posts: [unseen] }, 1.5, 0.7, Math.PI / 2, 5);
  w.driver.start(task('look_around'));
  let bumps = 0;
  let before: string | undefined;
  const { way_m, ended } = wander(w, 90, () => {
    if (w.step?.state === 'bumped' && before !== 'bumped') bumps++;
    before = w.step?.state;
  });
  expect(ended).toBeUndefined();
  expect(way_m).toBeGreaterThan(5);
  expect(w.hardestContact_mps).toBeLessThan(0.16);
  expect(bumps).toBeGreaterThan(0);
  expect(bumps).toBeLessThan(6);
});

test('it keeps off an open stair and goes on', () => {
  for (let seed = 0; seed < 6; seed++) {
    const w = lostIn({ ...twoRooms, edges: [{ nx: 1, ny: 0, c: 2.2 }] }, 1.2, 1.2, seed, seed);
    w.driver.start(task('look_around'));
    const { way_m, ended } = wander(w, 60);
    expect(ended).toBeUndefined();
    expect(w.deepestWheel_m).toBeLessThan(-0.01);
    expect(way_m).toBeGreaterThan(2);
  }
});

test('shut in on all sides, it turns to look and then says so', () => {
  const box: [number, number, number, number][] = [];
  for (let k = 0; k < 8; k++) {
    const at = (i: number): [number, number] => [0.34 * cos((i * Math.PI) / 4), 0.34 * sin((i * Math.PI) / 4)];
    box.push([...at(k), ...at(k + 1)]);
  }
  const w = lostIn({ walls: box }, 0, 0, 0, 1);
  w.driver.start(task('look_around'));
  expect(w.run(60)).toEqual({ outcome: 'blocked', reason: 'there is no open way around the robot' });
  expect(w.contacts).toBe(0);
});

test('it ends after the distance that it was asked for; cancelled, it stops', () => {
  const w = lostIn(twoRooms, 1, 1, 0, 2);
  w.driver.start(task('look_around', [], { distance_m: 2 }));
  expect(w.run(90)?.outcome).toBe('arrived');
  w.driver.start(task('look_around'));
  w.run(5);
  w.driver.cancel();
  w.run(1);
  expect(w.v).toBe(0);
});

test('lifted, it stops at once; put down elsewhere, it begins with a new look', () => {
  const w = lostIn(twoRooms, 1, 1, 0, 2);
  w.driver.start(task('look_around'));
  w.run(4);
  w.wheelDrop = true;
  expect(w.run(0.2)?.outcome).toBe('wheel_drop');
  w.T_world_base = { x: 5, y: 2, theta: 1 };
  w.v = w.w = 0;
  w.wheelDrop = false;
  w.driver.start(task('look_around'));
  const { way_m } = wander(w, 30);
  expect(way_m).toBeGreaterThan(1);
  expect(w.contacts).toBe(0);
});

test('a place in the map that is lost stops what needs one, within a control step', () => {
  const w = lostIn({}, 0, 0, 0, 1);
  w.driver.setMapToOdom({ x: 0, y: 0, theta: 0 });
  w.driver.start(task('follow', [0, 0, 3, 0]));
  w.run(3);
  w.driver.loseMap();
  w.run(0.05);
  expect(w.step?.command).toEqual({ v_mps: 0, w_radps: 0 });
  expect(w.run(5)).toEqual({ outcome: 'lost', reason: 'the place in the map is not known' });
});
