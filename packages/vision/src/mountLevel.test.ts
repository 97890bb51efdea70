import { createRng } from '@homebound/math';
import { DepthEye } from './depthEye.ts';
import { defaultDepthNoise } from './depthNoise.ts';
import type { Tilt } from './floorPlane.ts';
import { box, count } from './testCells.ts';
import { renderDepth, type TestScene, testCamera } from './testScene.ts';

const here = { x: 0, y: 0, theta: 0 };
const level: Tilt = { pitch_rad: 0, roll_rad: 0 };

/** Three pictures of a scene by a camera that sits otherwise than it is told: more nose down, left side up, and higher. */
function offPictures(scene: TestScene, pitch_rad: number, roll_rad = 0, height_m = 0): readonly Float32Array[] {
  // A body that is turned, and its camera brought back to where it was: the camera alone is turned.
  const z_m = testCamera.mount.z_m + height_m + pitch_rad * testCamera.mount.x_m;
  const model = { ...testCamera, mount: { ...testCamera.mount, z_m } };
  const rng = createRng(4);
  return [0, 1, 2].map(() =>
    renderDepth(scene, here, { model, noise: defaultDepthNoise, rng, tilt: { pitch_rad, roll_rad } }),
  );
}

/** So many looks at pictures in turn. Returns how many were told. */
function lookOften(eye: DepthEye, pictures: readonly Float32Array[], looks: number, isSteady: boolean): number {
  let told = 0;
  for (let k = 0; k < looks; k++) if (eye.look(pictures[k % 3], k, level, isSteady) !== undefined) told++;
  return told;
}

const DEGREE = Math.PI / 180;
const bare: TestScene = { things: [] };
const cordAhead: TestScene = { things: [{ shape: 'cord', x1: 0.36, y1: -0.3, x2: 0.4, y2: 0.3, radius: 0.003 }] };

test.each([
  [0.5, 0, 0],
  [-1, 1, 0.003],
  [2.6, -1, -0.005],
  [-4, 0, 0],
  [4, 2, 0.01],
  [0, -4, 0],
  [0, 0, -0.02],
  [0, 0, 0.02],
])(
  'a camera %p° lower, %p° rolled and %p m higher than told is levelled in a second of driving, and then sees cords',
  (pitch, roll, height_m) => {
    const eye = new DepthEye(testCamera);
    const pictures = (scene: TestScene) => offPictures(scene, pitch * DEGREE, roll * DEGREE, height_m);
    // From the first look on what stands higher than 1 cm is known.
    const first = eye.look(pictures({ things: [box(0.55, 0, 0.04, 0.04, 0.04)] })[0], 0, level);
    expect(first && count(first, ['obstacle'], 0.5, 0.6, -0.05, 0.05)).toBeGreaterThan(0);
    const floors = pictures(bare);
    expect([lookOften(eye, floors, 50, false), eye.mount.isLevelled]).toEqual([50, false]);
    expect([lookOften(eye, floors, 10, true), eye.mount.isLevelled]).toEqual([10, true]);
    expect(Math.abs(eye.mount.pitch_rad - pitch * DEGREE)).toBeLessThan(0.003);
    expect(Math.abs(eye.mount.roll_rad - roll * DEGREE)).toBeLessThan(0.003);
    const view = eye.look(pictures(cordAhead)[0], 100, level);
    expect(eye.floor.isSure).toBe(true);
    expect(view && count(view, ['thin'])).toBeGreaterThan(15);
    expect(view && count(view, ['obstacle', 'drop', 'overhang'])).toBe(0);
  },
);

test.each([1, 1.5, 2])(
  'a minute of standing %p° nose up teaches nothing: down again, the next look is sure',
  (degrees) => {
    const eye = new DepthEye(testCamera);
    lookOften(eye, offPictures(bare, 0), 10, true);
    lookOften(eye, offPictures(bare, -degrees * DEGREE), 600, false);
    const view = eye.look(offPictures(cordAhead, 0)[0], 700, level, true);
    expect([eye.floor.isSure, Math.abs(eye.mount.pitch_rad) < 0.001]).toEqual([true, true]);
    expect(view && count(view, ['thin'])).toBeGreaterThan(15);
  },
);

test('a lean that a drive takes for the mount is unlearned in four seconds; a bent camera is levelled anew', () => {
  const eye = new DepthEye(testCamera);
  lookOften(eye, offPictures(bare, DEGREE), 12, true);
  expect(eye.mount.pitch_rad).toBeGreaterThan(0.015);
  lookOften(eye, offPictures(bare, 0), 40, true);
  expect(eye.floor.isSure).toBe(true);
  // Refused for five seconds of driving, then found as at first.
  const bent = offPictures(bare, 3 * DEGREE);
  expect(lookOften(eye, bent, 50, true)).toBe(0);
  expect([lookOften(eye, bent, 20, true), eye.floor.isSure]).toEqual([20, true]);
});

test('however long a lean lasts, what is learned of it ends at five degrees', () => {
  const eye = new DepthEye(testCamera);
  for (const degrees of [4, 6]) lookOften(eye, offPictures(bare, degrees * DEGREE), 400, true);
  expect(eye.mount.pitch_rad).toBe(0.0873);
});
