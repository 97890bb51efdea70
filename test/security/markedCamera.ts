import { createRng } from '@homebound/math';
import type { CameraDevice, CameraFrame, CameraModel, CameraRig } from '@homebound/robot';

/**
 * A camera over bare floor whose pictures carry a mark: the noise of each pixel comes from a seed, and is the same in every picture, as a pattern
 * on the floor would be for one that stands still. Whatever of a picture is somewhere, the mark is.
 */
const f_px = 104;
const model: CameraModel = {
  width_px: 160,
  height_px: 120,
  fx_px: f_px,
  fy_px: f_px,
  cx_px: 79.5,
  cy_px: 59.5,
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};
const PERIOD_S = 0.1;
/** Of the depth. */
const NOISE = 0.002;
const FAR_M = 1.5;

/** Depth of bare floor with the mark in it, m, row by row. */
function markedFloor(seed: number): Float32Array {
  const { width_px, height_px, cy_px, fy_px, mount } = model;
  const rng = createRng(seed);
  const picture = new Float32Array(width_px * height_px).fill(Number.NaN);
  for (let i = 0; i < picture.length; i++) {
    const v = Math.floor(i / width_px);
    const down = Math.sin(mount.pitchDown_rad) + ((v - cy_px) / fy_px) * Math.cos(mount.pitchDown_rad);
    const z = mount.z_m / down;
    if (down > 0 && z < FAR_M) picture[i] = z * (1 + NOISE * rng.normal());
  }
  return picture;
}

/** Pieces of 16 pixels of a row, all over the picture: each as 64 bytes that nothing else holds. */
export function marksOf(seed: number): readonly Buffer[] {
  const picture = markedFloor(seed);
  const marks: Buffer[] = [];
  for (let v = 50; v < model.height_px; v += 10)
    for (const u of [16, 64, 120]) {
      const at = v * model.width_px + u;
      const piece = picture.slice(at, at + 16);
      if (piece.every(Number.isFinite)) marks.push(Buffer.from(piece.buffer));
    }
  return marks;
}

/** What of these bytes is of the pictures with this mark, in how many pieces. */
export function marksIn(bytes: Buffer, marks: readonly Buffer[]): number {
  return marks.filter((mark) => bytes.includes(mark)).length;
}

export class MarkedCamera implements CameraDevice {
  readonly rig: CameraRig = { depth: model };
  isOpen = false;
  readonly #picture: Float32Array;
  #last_s = Number.NEGATIVE_INFINITY;

  constructor(seed: number) {
    this.#picture = markedFloor(seed);
  }

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  poll(now_s: number): readonly CameraFrame[] {
    if (!this.isOpen || !(now_s - this.#last_s >= PERIOD_S)) return [];
    this.#last_s = now_s;
    // A pixel that differs: it does not hang.
    this.#picture[0] = now_s;
    return [{ kind: 'depth', stamp_s: now_s, data: this.#picture }];
  }
}
