import { createRng } from '@homebound/math';
import type { CameraModel, FloorRecord } from '@homebound/robot';
import { DepthEye } from './depthEye.ts';
import { defaultDepthNoise } from './depthNoise.ts';
import type { Tilt } from './floorPlane.ts';
import { box, count, something } from './testCells.ts';
import { renderDepth, type TestScene, type TestThing, testCamera } from './testScene.ts';

const here = { x: 0, y: 0, theta: 0 };
const level: Tilt = { pitch_rad: 0, roll_rad: 0 };

/** A look at a scene: leaning so, believed to lean so, by a camera. */
function look(scene: TestScene, seed: number, leans: Tilt = level, believed = leans, model = testCamera): FloorRecord {
  const depth = renderDepth(scene, here, { model, tilt: leans, noise: defaultDepthNoise, rng: createRng(seed) });
  const view = new DepthEye(model).look(depth, 0, believed);
  if (view === undefined) throw new Error('the look was refused');
  return view;
}

test.each([1, 2, 3])('bare floor is floor, and nothing else (seed %p)', (seed) => {
  const view = look({ things: [] }, seed);
  expect(count(view, something)).toBe(0);
  // What the picture shows of the strip before the robot: between the nearest depth, 0.26 m, and 0.5 m, within 0.1 m of the middle.
  expect(count(view, ['floor'], 0.28, 0.5, -0.1, 0.1)).toBe(22 * 20);
  expect(count(view, ['floor'], 0.17, 0.2)).toBe(0);
});

test('boxes from 2 cm on are found at any turn, where they stand and as high as they are', () => {
  const rng = createRng(5);
  for (let k = 0; k < 50; k++) {
    const x = 0.4 + 0.2 * rng.uniform();
    const y = 0.2 * (rng.uniform() - 0.5);
    const size = 0.02 + 0.03 * rng.uniform();
    const high = 0.022 + 0.04 * rng.uniform();
    const view = look({ things: [box(x, y, size, size, high, 3 * rng.uniform())] }, k);
    const reach = 0.75 * size + 0.01;
    expect(count(view, ['obstacle'], x - reach, x + reach, y - reach, y + reach)).toBeGreaterThan(0);
    expect(count(view, something) - count(view, something, x - 0.05, x + 0.05, y - 0.05, y + 0.05)).toBe(0);
    const highest = Math.max(...view.heights_mm) / 1000;
    expect(Math.abs(highest - high)).toBeLessThan(0.004);
  }
});

test('a brick of 1 cm is low, a threshold is low along all of it', () => {
  const brick = look({ things: [box(0.45, 0.05, 0.016, 0.032, 0.01)] }, 1);
  expect(count(brick, ['low'], 0.42, 0.47, 0.02, 0.08)).toBeGreaterThan(0);
  expect(count(brick, ['obstacle'])).toBe(0);
  const threshold = look({ things: [box(0.5, 0, 0.04, 2, 0.014)] }, 1);
  expect(count(threshold, ['low'], 0.47, 0.53, -0.2, 0.2)).toBeGreaterThan(40);
  expect(count(threshold, ['obstacle', 'drop', 'overhang'])).toBe(0);
});

test.each([0, 30, 60, 90, 120, 150])('a cord of 5 mm at %p° to the view is thin', (degrees) => {
  const angle = (degrees * Math.PI) / 180;
  const dx = 0.3 * Math.cos(angle);
  const dy = 0.3 * Math.sin(angle);
  const cord: TestThing = { shape: 'cord', x1: 0.38 - dx, y1: -dy, x2: 0.38 + dx, y2: dy, radius: 0.0025 };
  let thin = 0;
  for (let seed = 0; seed < 10; seed++) thin += count(look({ things: [cord] }, seed), ['thin']) / 10;
  expect(thin).toBeGreaterThan(6);
});

test('a rug is floor: before it, with its near edge and its far edge in view, and filling the picture', () => {
  for (const [seed, [from, to]] of [
    [0.5, 1.5],
    [0.35, 0.6],
    [0.3, 0.52],
    [-0.5, 0.4],
    [-0.5, 0.55],
    [0.24, 2],
  ].entries()) {
    const rug = box((from + to) / 2, 0.1, to - from, 2, 0.01);
    // Standing on it, the body is as high over it as over bare floor.
    const scene: TestScene =
      from < 0 ? { things: [], holes: [{ x0: to, x1: 9, y0: -9, y1: 9, deep: 0.01 }] } : { things: [rug] };
    const view = look(scene, seed);
    expect([from, count(view, something)]).toEqual([from, 0]);
  }
});

test('a cord on a rug, 4 cm behind its edge, is seen from the bare floor before it', () => {
  const rug = box(1.4, 0, 2, 3, 0.008);
  let cells = 0;
  for (let seed = 0; seed < 6; seed++) {
    const view = look({ things: [rug, box(0.44, 0, 0.006, 0.6, 0.014)] }, seed);
    cells += count(view, ['low', 'thin'], 0.42, 0.46);
    expect(count(look({ things: [rug] }, seed), something)).toBe(0);
  }
  expect(cells).toBeGreaterThan(100);
});

test('a rug that lies askew is floor; a corner of it may be a piece of cord to one look', () => {
  for (let k = 0; k < 12; k++) {
    const view = look({ things: [box(0.75, 0.1, 0.6, 0.9, 0.009, 0.26 * k)] }, k);
    expect([k, count(view, ['obstacle', 'low', 'drop', 'overhang'])]).toEqual([k, 0]);
    expect(count(view, ['thin'])).toBeLessThan(5);
  }
});

test('stairs down are a drop; a glossy floor that mirrors a wall or shows nothing is none', () => {
  const stairs = look({ things: [], holes: [{ x0: 0.45, x1: 5, y0: -5, y1: 5, deep: 0.18 }] }, 1);
  expect(count(stairs, ['drop'], 0.44, 0.7, -0.2, 0.2)).toBeGreaterThan(30);
  expect(count(stairs, ['drop'], 0, 0.43)).toBe(0);
  const wall = box(1, 0, 0.1, 4, 1);
  for (let seed = 0; seed < 5; seed++) {
    const glossy = look({ things: [wall], gloss: { mirrored: 0.4, missing: 0.3 } }, seed);
    expect(count(glossy, ['drop', 'low', 'thin', 'overhang'])).toBe(0);
    expect(count(glossy, ['obstacle'], 0, 0.9)).toBe(0);
  }
});

test('pixels that fly between what is before and what is behind are nothing', () => {
  const rng = createRng(7);
  const depth = renderDepth({ things: [] }, here, { noise: defaultDepthNoise, rng });
  // On a lattice of 5 px: none has another beside it.
  for (let v = 12; v < 118; v += 5)
    for (let u = 2; u < 158; u += 5) if (rng.uniform() < 0.5) depth[v * 160 + u] *= 0.4 + 0.5 * rng.uniform();
  const view = new DepthEye(testCamera).look(depth, 0, level);
  expect(view && count(view, ['obstacle', 'low', 'drop', 'overhang'])).toBe(0);
});

test('what measures nothing is neither floor nor drop', () => {
  const view = look({ things: [{ shape: 'box', x: 0.5, y: 0, sizeX: 0.1, sizeY: 0.1, sizeZ: 0.05, black: true }] }, 1);
  expect(count(view, ['floor'], 0.46, 0.54, -0.04, 0.04)).toBe(0);
  expect(count(view, ['drop'])).toBe(0);
});

test('what hangs lower than the robot is an overhang, what hangs higher is nothing, a wall is an obstacle', () => {
  const sofa = (z0: number): TestThing => ({ shape: 'box', x: 0.8, y: 0, sizeX: 0.6, sizeY: 1.5, sizeZ: 0.4, z0 });
  const low = look({ things: [sofa(0.07)] }, 1);
  expect(count(low, ['overhang'], 0.48, 0.52, -0.2, 0.2)).toBeGreaterThan(20);
  expect(count(look({ things: [sofa(0.13)] }, 1), something)).toBe(0);
  const wall = look({ things: [box(0.6, 0, 0.1, 3, 1)] }, 1);
  expect(count(wall, ['obstacle'], 0.53, 0.58)).toBeGreaterThan(40);
  expect(count(wall, ['overhang', 'drop'])).toBe(0);
  expect(Math.max(...wall.heights_mm)).toBeGreaterThan(100);
});

test('leaning on a threshold changes nothing while the gyro tells it, to half a degree', () => {
  const rng = createRng(3);
  for (let k = 0; k < 30; k++) {
    const leans = { pitch_rad: 0.09 * (rng.uniform() - 0.5), roll_rad: 0.05 * (rng.uniform() - 0.5) };
    const believed = {
      pitch_rad: leans.pitch_rad + 0.009 * rng.normal(),
      roll_rad: leans.roll_rad + 0.009 * rng.normal(),
    };
    expect([k, count(look({ things: [] }, k, leans, believed), something)]).toEqual([k, 0]);
    const view = look({ things: [box(0.5, 0, 0.04, 0.04, 0.03)] }, k, leans, believed);
    expect(count(view, ['obstacle'], 0.45, 0.55, -0.05, 0.05)).toBeGreaterThan(0);
  }
});

test('up to five degrees beside what rig and gyro say the floor is found; farther off, and once levelled beyond two, it is refused', () => {
  for (const pitch_rad of [-0.07, -0.035, -0.02, 0.02, 0.035, 0.07]) {
    const view = look({ things: [box(0.5, 0, 0.04, 0.04, 0.03)] }, 1, { pitch_rad, roll_rad: 0.01 }, level);
    expect([pitch_rad, count(view, ['obstacle'], 0.45, 0.55, -0.05, 0.05) > 0]).toEqual([pitch_rad, true]);
    expect(count(view, something) - count(view, something, 0.45, 0.55, -0.05, 0.05)).toBe(0);
  }
  const leaning = (pitch_rad: number) => renderDepth({ things: [] }, here, { tilt: { pitch_rad, roll_rad: 0 } });
  for (const pitch_rad of [-0.12, 0.1, 0.12])
    expect([pitch_rad, new DepthEye(testCamera).look(leaning(pitch_rad), 0, level)]).toEqual([pitch_rad, undefined]);
  expect(new DepthEye(testCamera).look(leaning(0.12), 0, { pitch_rad: 0.12, roll_rad: 0 })).toBeDefined();
  const levelled = new DepthEye(testCamera);
  for (let k = 0; k < 10; k++) levelled.look(leaning(0), k, level, true);
  for (const pitch_rad of [-0.06, 0.05, 0.07])
    expect([pitch_rad, levelled.look(leaning(pitch_rad), 10, level)]).toEqual([pitch_rad, undefined]);
});

test('a lens that bends is straightened', () => {
  const bent: CameraModel = { ...testCamera, distortion: [-0.12, 0.03, 0.002, -0.001, 0] };
  const scene: TestScene = { things: [box(0.5, 0.15, 0.04, 0.04, 0.04), box(0.5, -0.15, 0.04, 0.04, 0.04)] };
  const view = look(scene, 1, level, level, bent);
  for (const y of [0.15, -0.15]) expect(count(view, ['obstacle'], 0.46, 0.52, y - 0.03, y + 0.03)).toBeGreaterThan(2);
  expect(count(view, ['floor'], 0.28, 0.42, -0.1, 0.1)).toBe(14 * 20);
  // Without its distortion the same pictures put the boxes elsewhere: 9 % of 0.15 m.
  const depth = renderDepth(scene, here, { model: bent });
  const wrong = new DepthEye(testCamera).look(depth, 0, level);
  expect(wrong === undefined ? 0 : count(wrong, ['floor'], 0.46, 0.48, 0.13, 0.132)).toBe(0);
});

test('the same pictures give the same records, and what was seen before leaves no trace in them', () => {
  const scene: TestScene = { things: [box(0.5, 0, 0.04, 0.04, 0.03)] };
  const depth = renderDepth(scene, here, { noise: defaultDepthNoise, rng: createRng(1) });
  const first = new DepthEye(testCamera).look(depth, 0, level);
  const eye = new DepthEye(testCamera);
  eye.look(new Float32Array(19200).fill(Number.NaN), 0, level);
  expect(eye.look(depth, 0, level)).toEqual(first);
});

test('what is no picture is refused', () => {
  const eye = new DepthEye(testCamera);
  expect(() => eye.look(new Float32Array(10), 0, level)).toThrow('needs 19200 pixels, got 10');
  const depth = renderDepth({ things: [] }, here);
  expect(() => eye.look(depth, Number.NaN, level)).toThrow('stamp and tilt must be finite');
  expect(() => eye.look(depth, 0, { pitch_rad: 0, roll_rad: Number.NaN })).toThrow('stamp and tilt must be finite');
  expect(() => new DepthEye({ ...testCamera, fx_px: 0 })).toThrow('focal lengths must be > 0');
});

test('a picture of nothing shows nothing', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const view = new DepthEye(testCamera).look(new Float32Array(19200).fill(value), 0, level);
    expect(view && count(view, ['unseen'])).toBe(74 * 90);
  }
});
