import type { SE2 } from '@homebound/math';
import { firstHit, type TestScene, testCamera, type Vector, viewOf } from './testScene.ts';

/** Brightness of a place, world frame, m, in [0, 255]. */
export type TestPaint = (x: number, y: number, z: number) => number;

/** Blotches of 3 and 1.2 cm, other ones for each seed. */
export function blotches(seed: number): TestPaint {
  const at = (x: number, y: number, z: number, size: number): number => {
    const [i, j, k] = [Math.floor(x / size), Math.floor(y / size), Math.floor(z / size)];
    const [fx, fy, fz] = [x / size - i, y / size - j, z / size - k];
    let sum = 0;
    for (let c = 0; c < 8; c++) {
      const [a, b, d] = [c & 1, (c >> 1) & 1, c >> 2];
      const weight = (a ? fx : 1 - fx) * (b ? fy : 1 - fy) * (d ? fz : 1 - fz);
      sum += weight * hashed(i + a, j + b, k + d, seed);
    }
    return sum;
  };
  return (x, y, z) => 40 + 90 * at(x, y, z, 0.03) + 80 * at(x, y, z, 0.012);
}

/** In [0, 1). */
function hashed(i: number, j: number, k: number, seed: number): number {
  let h = Math.imul(i, 0x27d4eb2f) ^ Math.imul(j, 0x165667b1) ^ Math.imul(k, 0x1b873593) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** A grey picture of painted floor and things, by casting nine rays through each pixel of a level camera: it shares no arithmetic with the eye. */
export function renderColor(
  scene: TestScene,
  T_world_base: SE2,
  floor: TestPaint,
  things: TestPaint = floor,
): Uint8Array {
  const { width_px, height_px } = testCamera;
  const { eye, rayAt } = viewOf(testCamera, T_world_base, { pitch_rad: 0, roll_rad: 0 });
  const data = new Uint8Array(3 * width_px * height_px);
  for (let v = 0, i = 0; v < height_px; v++)
    for (let u = 0; u < width_px; u++, i += 3) {
      let sum = 0;
      for (let k = 0; k < 9; k++)
        sum += brightness(scene, eye, rayAt(u + ((k % 3) - 1) / 3, v + Math.floor(k / 3) / 3 - 1 / 3), floor, things);
      data.fill(Math.round(sum / 9), i, i + 3);
    }
  return data;
}

function brightness(scene: TestScene, eye: Vector, ray: Vector, floor: TestPaint, things: TestPaint): number {
  const { t, thing } = firstHit(scene, eye, ray);
  // Sky: a wall that is plain.
  if (!(t < 5)) return 120;
  return (thing === undefined ? floor : things)(eye[0] + t * ray[0], eye[1] + t * ray[1], eye[2] + t * ray[2]);
}
