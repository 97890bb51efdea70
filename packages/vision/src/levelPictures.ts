import { cos, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import { boxMeans } from './boxMeans.ts';
import type { Tilt } from './floorPlane.ts';
import { checkCameraModel, projectInto } from './pixelRays.ts';

/** Step of the numeric derivatives, rad. */
const STEP_RAD = 0.01;
/** Half a side of the square whose mean is taken away, px: light that falls off goes with it. One wider than a window carries a thing's edge far from it. */
const GLOW_PX = 3;

/**
 * Pictures as a pinhole without distortion would have taken them from a level body: so that between two of them there is a turn about the vertical
 * and a shift alone. Grey, smoothed over 3 x 3 pixels, less the mean of what is around: what is left is detail.
 */
export class LevelPictures {
  readonly #width: number;
  readonly #height: number;
  readonly #mount: CameraModel['mount'];
  /** Where each pixel comes from, px, and how that moves with pitch and roll, px/rad; shape [height * width, 6]. */
  readonly #from: Float32Array;
  readonly #grey: Float32Array;
  readonly #turned: Float32Array;
  readonly #sums: Float32Array;

  /** Throws RangeError for a camera that cannot be. */
  constructor(model: CameraModel) {
    checkCameraModel(model);
    const { width_px, height_px, mount } = model;
    this.#width = width_px;
    this.#height = height_px;
    this.#mount = mount;
    const n = width_px * height_px;
    this.#from = sources(model);
    this.#grey = new Float32Array(n);
    this.#turned = new Float32Array(n);
    this.#sums = new Float32Array(n);
  }

  /**
   * @param out  receives detail, in the units of `rgb`; NaN where the camera did not look
   * @param rgb  red, green, blue, row by row; read only during the call
   */
  levelInto(out: Float32Array, rgb: Uint8Array, { pitch_rad, roll_rad }: Tilt): void {
    const width = this.#width;
    const height = this.#height;
    const grey = this.#grey;
    const from = this.#from;
    const turned = this.#turned;
    for (let i = 0, k = 0; i < grey.length; i++, k += 3) grey[i] = 0.3 * rgb[k] + 0.59 * rgb[k + 1] + 0.11 * rgb[k + 2];
    smooth(grey, turned, width, height);
    for (let i = 0, k = 0; i < turned.length; i++, k += 6) {
      const u = from[k] + from[k + 2] * pitch_rad + from[k + 4] * roll_rad;
      const v = from[k + 1] + from[k + 3] * pitch_rad + from[k + 5] * roll_rad;
      const iu = Math.floor(u);
      const iv = Math.floor(v);
      if (!(iu >= 0 && iv >= 0 && iu < width - 1 && iv < height - 1)) {
        turned[i] = Number.NaN;
        continue;
      }
      const at = iv * width + iu;
      const fu = u - iu;
      const upper = grey[at] + fu * (grey[at + 1] - grey[at]);
      const lower = grey[at + width] + fu * (grey[at + width + 1] - grey[at + width]);
      turned[i] = upper + (v - iv) * (lower - upper);
    }
    boxMeans(this.#sums, turned, grey, width, height, GLOW_PX);
    for (let i = 0; i < out.length; i++) out[i] = turned[i] - this.#sums[i];
    grey.fill(0);
    turned.fill(0);
    this.#sums.fill(0);
  }

  /** Where the camera is when the body leans, in base_footprint's axes of a level body. */
  centreInto(out: Float64Array, { pitch_rad, roll_rad }: Tilt): void {
    const { x_m, y_m, z_m } = this.#mount;
    const x = cos(pitch_rad) * x_m + sin(pitch_rad) * z_m;
    const z = cos(pitch_rad) * z_m - sin(pitch_rad) * x_m;
    out[0] = x;
    out[1] = cos(roll_rad) * y_m - sin(roll_rad) * z;
    out[2] = sin(roll_rad) * y_m + cos(roll_rad) * z;
  }
}

function sources(model: CameraModel): Float32Array {
  const { width_px, height_px, fx_px, fy_px, cx_px, cy_px, mount } = model;
  const from = new Float32Array(6 * width_px * height_px).fill(Number.NaN);
  const c = cos(mount.pitchDown_rad);
  const s = sin(mount.pitchDown_rad);
  const at = new Float64Array(3);
  const sourceOf = (forward: number, left: number, up: number, pitch: number, roll: number): boolean => {
    // Out of the level body's axes into those of one that leans: about x by -roll, then about y by -pitch.
    const y = cos(roll) * left + sin(roll) * up;
    const z = cos(roll) * up - sin(roll) * left;
    const x = cos(pitch) * forward - sin(pitch) * z;
    const turnedUp = sin(pitch) * forward + cos(pitch) * z;
    return projectInto(at, model, mount.x_m + x, mount.y_m + y, mount.z_m + turnedUp);
  };
  for (let v = 0, k = 0; v < height_px; v++)
    for (let u = 0; u < width_px; u++, k += 6) {
      const nx = (u - cx_px) / fx_px;
      const ny = (v - cy_px) / fy_px;
      const forward = c - s * ny;
      const up = -s - c * ny;
      if (!sourceOf(forward, -nx, up, 0, 0)) continue;
      const [u0, v0] = at;
      if (!sourceOf(forward, -nx, up, STEP_RAD, 0)) continue;
      from[k + 2] = (at[0] - u0) / STEP_RAD;
      from[k + 3] = (at[1] - v0) / STEP_RAD;
      if (!sourceOf(forward, -nx, up, 0, STEP_RAD)) continue;
      from[k + 4] = (at[0] - u0) / STEP_RAD;
      from[k + 5] = (at[1] - v0) / STEP_RAD;
      from[k] = u0;
      from[k + 1] = v0;
    }
  return from;
}

/** Over 3 x 3 pixels, by 1 2 1 across and down: what is finer is sampled differently in every picture. The rim stays. */
function smooth(values: Float32Array, scratch: Float32Array, width: number, height: number): void {
  for (let v = 0; v < height; v++)
    for (let u = 1, i = v * width + 1; u < width - 1; u++, i++)
      scratch[i] = 0.25 * (values[i - 1] + 2 * values[i] + values[i + 1]);
  for (let v = 1; v < height - 1; v++)
    for (let u = 1, i = v * width + 1; u < width - 1; u++, i++)
      values[i] = 0.25 * (scratch[i - width] + 2 * scratch[i] + scratch[i + width]);
}
