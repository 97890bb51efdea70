import { createRng } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import { pixelRays, projectInto } from './pixelRays.ts';
import { testCamera } from './testScene.ts';

const bent: CameraModel = { ...testCamera, distortion: [-0.12, 0.03, 0.002, -0.001, 0.004] };

test('a point on a ray is seen at its pixel, by a lens that bends too', () => {
  for (const model of [testCamera, bent]) {
    const { forward, left, up } = pixelRays(model);
    const { x_m, y_m, z_m } = model.mount;
    const rng = createRng(1);
    const seen = new Float64Array(3);
    for (let k = 0; k < 500; k++) {
      const i = rng.int(160 * 120);
      const z = 0.1 + 2 * rng.uniform();
      expect(projectInto(seen, model, x_m + z * forward[i], y_m + z * left[i], z_m + z * up[i])).toBe(true);
      expect(Math.abs(seen[0] - (i % 160))).toBeLessThan(0.05);
      expect(Math.abs(seen[1] - Math.floor(i / 160))).toBeLessThan(0.05);
      expect(Math.abs(seen[2] - z)).toBeLessThan(1e-9);
    }
  }
});

test('the axes are those of REP-103: what is ahead on the floor is below the middle, what is left is left', () => {
  const level: CameraModel = {
    ...testCamera,
    cx_px: 80,
    cy_px: 60,
    mount: { x_m: 0, y_m: 0, z_m: 0.1, pitchDown_rad: 0 },
  };
  const seen = new Float64Array(3);
  projectInto(seen, level, 1, 0.1, 0);
  // 104.3 px * 0.1 m / 1 m to the left and down.
  expect([...seen].map((value) => Math.round(1e6 * value) / 1e6)).toEqual([80 - 10.43, 60 + 10.43, 1]);
  expect(projectInto(seen, level, -1, 0, 0)).toBe(false);
  // Turned down by 45°, the middle sees the floor as far ahead as the camera is high.
  const down: CameraModel = { ...level, mount: { ...level.mount, pitchDown_rad: Math.PI / 4 } };
  projectInto(seen, down, 0.1, 0, 0);
  expect(Math.abs(seen[0] - 80) + Math.abs(seen[1] - 60)).toBeLessThan(1e-9);
});

test('where a lens model has no way back there is no ray', () => {
  const wild: CameraModel = { ...testCamera, distortion: [-1.2, 0, 0, 0, 0] };
  const { forward } = pixelRays(wild);
  expect(forward[60 * 160 + 80]).toBeGreaterThan(0);
  expect(forward[0]).toBeNaN();
});

test('a camera that cannot be is refused', () => {
  expect(() => pixelRays({ ...testCamera, width_px: 0 })).toThrow('whole and > 0 px, got 0 x 120');
  expect(() => pixelRays({ ...testCamera, cx_px: Number.NaN })).toThrow('must be finite');
  expect(() => pixelRays({ ...testCamera, mount: { ...testCamera.mount, z_m: -1 } })).toThrow(
    'above the floor, got -1 m',
  );
});
