import { createRng, driveArc, type SE2 } from '@homebound/math';
import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';
import { Eye } from './eye.ts';
import { LaserEye } from './laserEye.ts';
import { laserPeaks } from './laserPeaks.ts';
import { ObstacleMap } from './obstacleMap.ts';
import { renderLaser, type TestScene, type TestThing, testCamera, testLaser } from './testScene.ts';

const level = { pitch_rad: 0, roll_rad: 0 };
const something: readonly FloorKind[] = ['obstacle', 'low', 'thin', 'drop', 'overhang'];
const box = (x: number, y: number, sizeX: number, sizeY: number, sizeZ: number): TestThing => ({
  shape: 'box',
  x,
  y,
  sizeX,
  sizeY,
  sizeZ,
});

/** Drives straight from (0, 0) at 0.3 m/s, ten looks a second; the last look and what is believed then. */
function drive(
  seconds: number,
  scene: TestScene,
  seed: number,
): { view: FloorRecord; map: ObstacleMap; now_s: number } {
  const eye = new LaserEye(testLaser);
  const map = new ObstacleMap();
  const rng = createRng(seed);
  let T: SE2 = { x: 0, y: 0, theta: 0 };
  let now_s = 0;
  let view = eye.look(renderLaser(scene, T, level, rng), 0, level, T);
  for (; now_s < seconds - 1e-9; now_s += 0.1) {
    T = driveArc(T, 0.3, 0, 0.1);
    view = eye.look(renderLaser(scene, T, level, rng), now_s, level, T);
    map.add(view, T);
  }
  return { view, map, now_s };
}

function count(view: FloorRecord, kinds: readonly FloorKind[]): number {
  return view.kinds.filter((kind) => kinds.includes(floorKinds[kind])).length;
}

test('the row of the line is found to a tenth of a pixel; two lines, and none, are no line', () => {
  const picture = new Uint8Array(3 * 40);
  for (let v = 0; v < 40; v++) {
    picture[3 * v] = Math.round(200 / (1 + (v - 17.3) * (v - 17.3)));
    picture[3 * v + 1] = Math.max(picture[3 * v], Math.round(180 / (1 + (v - 30) * (v - 30))));
    picture[3 * v + 2] = 3;
  }
  const rows = new Float64Array(3);
  laserPeaks(rows, picture, 3, 40);
  expect(Math.abs(rows[0] - 17.3)).toBeLessThan(0.1);
  expect(rows[1]).toBeNaN();
  expect(rows[2]).toBeNaN();
});

test.each([1, 2, 3])('bare floor is floor and nothing else, to the line and over what was swept (seed %p)', (seed) => {
  const { view, map, now_s } = drive(2, { things: [] }, seed);
  expect(count(view, something)).toBe(0);
  // Swept over 0.6 m, as wide as the view: the line lies 0.585 m ahead.
  expect(count(view, ['floor'])).toBeGreaterThan(800);
  expect(map.obstacles(now_s)).toEqual([]);
});

test.each<[string, TestThing, number]>([
  ['a shoe', box(1, 0.05, 0.28, 0.1, 0.09), 1.9],
  ["a pet's mess", { shape: 'dome', x: 1, y: 0.02, radiusX: 0.045, radiusY: 0.03, sizeZ: 0.03 }, 2.3],
  ['a charger', box(1, -0.05, 0.06, 0.04, 0.028), 2.3],
])('%s is found before it is touched, where it stands', (_name, thing, seconds) => {
  const { map, now_s } = drive(seconds, { things: [thing] }, 1);
  const found = map.obstacles(now_s);
  expect(found.length).toBeGreaterThan(0);
  for (const { outline_map } of found)
    for (let i = 0; i < outline_map.length; i += 2) {
      expect(Math.abs(outline_map[i] - 1)).toBeLessThan(0.2);
      expect(Math.abs(outline_map[i + 1])).toBeLessThan(0.16);
    }
});

test.each([0, 1, 2])('a cord of 6 mm across the way is a cable (seed %p)', (seed) => {
  const cord: TestThing = { shape: 'cord', x1: 0.95, y1: -0.4, x2: 1.05, y2: 0.4, radius: 0.003 };
  const { map, now_s } = drive(2.3, { things: [cord] }, seed);
  expect(map.obstacles(now_s).map(({ kind }) => kind)).toContain('cable');
});

test('a rug is floor', () => {
  for (let seed = 0; seed < 3; seed++) {
    const { map, now_s } = drive(2.2, { things: [box(1.5, 0, 1.2, 2, 0.009)] }, seed);
    expect(map.obstacles(now_s)).toEqual([]);
  }
});

test('leaning is levelled by the tilt, and what the gyro errs by, by the line', () => {
  const leans = { pitch_rad: 0.02, roll_rad: -0.02 };
  const here = { x: 0, y: 0, theta: 0 };
  const picture = renderLaser({ things: [] }, here, leans, createRng(1));
  for (const roll_rad of [-0.02, -0.014, -0.026]) {
    const view = new LaserEye(testLaser).look(picture, 0, { pitch_rad: 0.02, roll_rad }, here);
    expect(count(view, something)).toBe(0);
    expect(count(view, ['floor'])).toBeGreaterThan(200);
  }
});

test('what is no picture, and no laser, is refused', () => {
  const eye = new LaserEye(testLaser);
  const here = { x: 0, y: 0, theta: 0 };
  expect(() => eye.look(new Uint8Array(5), 0, level, here)).toThrow('needs 76800 pixels, got 5');
  const picture = new Uint8Array(76800);
  expect(() => eye.look(picture, 0, level, { ...here, x: Number.NaN })).toThrow('must be finite');
  expect(count(eye.look(picture, 0, level, here), ['unseen'])).toBe(74 * 90);
  expect(() => new LaserEye({ ...testLaser, fan: { z_m: 0.07, pitchDown_rad: 0.07 } })).toThrow(
    'above or below the camera',
  );
});

test('an eye takes the pictures that its rig is for', () => {
  const body = { T_odom_base: { x: 0, y: 0, theta: 0 }, tilt: level };
  const depth = { kind: 'depth', stamp_s: 3, data: new Float32Array(19200).fill(Number.NaN) } as const;
  const laser = { kind: 'laser', stamp_s: 3, exposure_s: 0.01, data: new Uint8Array(76800) } as const;
  expect(new Eye({ depth: testCamera }).look(depth, body)?.stamp_s).toBe(3);
  expect(new Eye({ depth: testCamera }).look(laser, body)).toBeUndefined();
  expect(new Eye({ laser: testLaser }).look(laser, body)?.stamp_s).toBe(3);
  expect(new Eye({ laser: testLaser, color: testCamera }).look(depth, body)).toBeUndefined();
  const color = { kind: 'color', stamp_s: 3, exposure_s: 0.01, data: new Uint8Array(57600) } as const;
  expect(new Eye({ color: testCamera }).look(color, body)?.stamp_s).toBe(3);
  expect(new Eye({ color: testCamera }).look(depth, body)).toBeUndefined();
  expect(new Eye({ color: testCamera, depth: testCamera }).look(color, body)).toBeUndefined();
  expect(() => new Eye({})).toThrow('neither depth nor a laser nor colour');
});

test('a lean that the gyro did not feel begin is seen in the line, with all that lies there', () => {
  const here = { x: 0, y: 0, theta: 0 };
  const shoe = box(0.42, 0.05, 0.1, 0.08, 0.09);
  for (const leans of [
    { pitch_rad: 0.03, roll_rad: 0 },
    { pitch_rad: -0.03, roll_rad: 0.03 },
  ]) {
    const look = (things: readonly TestThing[]): FloorRecord =>
      new LaserEye(testLaser).look(renderLaser({ things }, here, leans, createRng(1)), 0, level, here);
    expect(count(look([]), something)).toBe(0);
    expect(count(look([]), ['floor'])).toBeGreaterThan(100);
    expect(count(look([shoe]), something)).toBeGreaterThan(5);
  }
});

test('a step across the whole view is no floor, before the line has lain on it for long', () => {
  const { map, now_s } = drive(2.2, { things: [box(1.1, 0, 0.1, 3, 0.022)] }, 1);
  expect(map.obstacles(now_s).map(({ outline_map }) => outline_map.length)).not.toEqual([]);
});
