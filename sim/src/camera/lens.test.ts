import { createRng } from '@homebound/math';
import { pinhole } from './cameraRig.ts';
import { distort, Lens, SAMPLES, undistort } from './lens.ts';

const mount = { x_m: 0.15, y_m: 0, z_m: 0.07, pitchDown_rad: 0.3 };
const strong = pinhole(160, 120, 1.3, mount, [-0.3, 0.12, 0.001, -0.002, -0.02]);

test('distorted and back, to a thousandth of a pixel, out to the corners', () => {
  const rng = createRng(1);
  for (let k = 0; k < 200; k++) {
    const [x, y] = [1.5 * rng.uniform() - 0.75, 1.1 * rng.uniform() - 0.55];
    const [xBack, yBack] = undistort(strong, ...distort(strong, x, y));
    expect(Math.hypot(xBack - x, yBack - y) * strong.fx_px).toBeLessThan(0.001);
  }
});

test('distortion as its formula has it', () => {
  // r² = 0.25, radial 1 - 0.3 · 0.25 + 0.12 · 0.0625 - 0.02 · 0.015625 = 0.9321875
  const [x, y] = distort(strong, 0.3, 0.4);
  expect(x).toBeCloseTo(0.3 * 0.9321875 + 2 * 0.001 * 0.12 - 0.002 * (0.25 + 2 * 0.09), 12);
  expect(y).toBeCloseTo(0.4 * 0.9321875 + 0.001 * (0.25 + 2 * 0.16) - 2 * 0.002 * 0.12, 12);
});

test.each([
  ['ideal', pinhole(40, 30, 1.2, mount)],
  ['distorted', pinhole(40, 30, 1.2, mount, [-0.3, 0.12, 0.001, -0.002, -0.02])],
])('each pixel of an %s lens has its four samples around its ray', (_, model) => {
  const lens = new Lens(model);
  for (let p = 0; p < 1200; p++) {
    let [u, v] = [0, 0];
    for (let k = 0; k < SAMPLES * SAMPLES; k++) {
      const sample = lens.samples[SAMPLES * SAMPLES * p + k];
      u += ((sample % lens.width) - lens.cx) / lens.fx / 4;
      v += (Math.floor(sample / lens.width) - lens.cy) / lens.fy / 4;
    }
    // Within half a sample: a quarter of a pixel
    expect(Math.abs(u - lens.rayX[p]) * model.fx_px).toBeLessThan(0.26);
    expect(Math.abs(v - lens.rayY[p]) * model.fy_px).toBeLessThan(0.26);
  }
});

test('what is no camera is refused', () => {
  expect(() => new Lens({ ...strong, width_px: 0 })).toThrow(RangeError);
  expect(() => new Lens({ ...strong, fx_px: Number.NaN })).toThrow(RangeError);
  expect(() => new Lens({ ...strong, distortion: [Number.NaN, 0, 0, 0, 0] })).toThrow(RangeError);
});
