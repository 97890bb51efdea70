import type { CameraModel } from '@homebound/robot';

/** Samples of the z-buffer across and down each pixel. */
export const SAMPLES = 2;
const MOST_STEPS = 50;

/** The distorted place of a point of the undistorted image plane (z = 1): Brown and Conrady, as OpenCV's `plumb_bob` has it. */
export function distort({ distortion: [k1, k2, p1, p2, k3] }: CameraModel, x: number, y: number): [number, number] {
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  return [x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x), y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y];
}

/** The undistorted place of a distorted point, by fixed-point steps until they are below 1e-12. */
export function undistort(model: CameraModel, xd: number, yd: number): [number, number] {
  let [x, y] = [xd, yd];
  if (model.distortion.every((k) => k === 0)) return [x, y];
  for (let step = 0; step < MOST_STEPS; step++) {
    const [xNow, yNow] = distort(model, x, y);
    x += xd - xNow;
    y += yd - yNow;
    if (Math.abs(xd - xNow) + Math.abs(yd - yNow) < 1e-12) break;
  }
  return [x, y];
}

/**
 * The rays of a camera's pixels, made once, and the ideal picture that is rasterised: a pinhole's, wide enough for all of them, with
 * SAMPLES² samples to a pixel of the middle.
 */
export class Lens {
  readonly model: CameraModel;
  /** Width and height of the ideal picture, its focal length and centre, samples. */
  readonly width: number;
  readonly height: number;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  /** The undistorted ray (x, y, 1) through the middle of each pixel. */
  readonly rayX: Float64Array;
  readonly rayY: Float64Array;
  /** Indices of each pixel's samples in the ideal picture, SAMPLES² each. */
  readonly samples: Uint32Array;

  /** Throws RangeError for a model that is none. */
  constructor(model: CameraModel) {
    const { width_px, height_px, fx_px, fy_px, cx_px, cy_px, distortion, mount } = model;
    const numbers = [cx_px, cy_px, ...distortion, mount.x_m, mount.y_m, mount.z_m, mount.pitchDown_rad];
    const isWhole = Number.isInteger(width_px) && Number.isInteger(height_px) && width_px > 0 && height_px > 0;
    if (!isWhole || width_px * height_px > 2 ** 21 || !(fx_px > 0 && fy_px > 0) || !numbers.every(Number.isFinite))
      throw new RangeError(
        `Cannot build camera: needs a size up to 2 million pixels, a focal length > 0, finite numbers`,
      );
    this.model = model;
    this.rayX = new Float64Array(width_px * height_px);
    this.rayY = new Float64Array(width_px * height_px);
    const places = new Float64Array(2 * SAMPLES * SAMPLES * width_px * height_px);
    const low = [0, 0];
    const high = [0, 0];
    for (let p = 0, at = 0; p < width_px * height_px; p++) {
      const u = p % width_px;
      const v = (p - u) / width_px;
      [this.rayX[p], this.rayY[p]] = undistort(model, (u - cx_px) / fx_px, (v - cy_px) / fy_px);
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const du = ((s % SAMPLES) + 0.5) / SAMPLES - 0.5;
        const dv = (Math.floor(s / SAMPLES) + 0.5) / SAMPLES - 0.5;
        const place = undistort(model, (u + du - cx_px) / fx_px, (v + dv - cy_px) / fy_px);
        for (let axis = 0; axis < 2; axis++) {
          places[at++] = place[axis];
          low[axis] = Math.min(low[axis], place[axis]);
          high[axis] = Math.max(high[axis], place[axis]);
        }
      }
    }
    this.fx = SAMPLES * fx_px;
    this.fy = SAMPLES * fy_px;
    this.cx = -low[0] * this.fx;
    this.cy = -low[1] * this.fy;
    this.width = Math.round((high[0] - low[0]) * this.fx) + 1;
    this.height = Math.round((high[1] - low[1]) * this.fy) + 1;
    if (!(this.width * this.height < 2 ** 24))
      throw new RangeError('Cannot build camera: its distortion is no lens, the ideal picture has no end');
    this.samples = new Uint32Array(places.length / 2);
    for (let i = 0; i < this.samples.length; i++) {
      const iu = Math.round(places[2 * i] * this.fx + this.cx);
      const iv = Math.round(places[2 * i + 1] * this.fy + this.cy);
      this.samples[i] = iv * this.width + iu;
    }
  }
}
