import { cos, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';

/**
 * The ray of each pixel, written in base_footprint's axes for a level body: a point at depth z along the view lies at
 * `mount + z * (forward, left, up)`. Shape [height, width], row by row. NaN where the lens model cannot be turned round.
 */
export interface PixelRays {
  readonly forward: Float64Array;
  readonly left: Float64Array;
  readonly up: Float64Array;
}

/** Fixed-point steps of the undistortion: five are enough for a lens that bends by a tenth. */
const UNDISTORT_STEPS = 25;
/** A pixel whose ray does not come back to it within this is beyond what the lens model holds for, px. */
const ROUND_TRIP_PX = 0.05;

/** Throws RangeError unless sizes are whole and positive, focal lengths are positive and all numbers are finite. */
export function checkCameraModel(model: CameraModel): void {
  const { width_px, height_px, fx_px, fy_px, mount } = model;
  if (!(Number.isInteger(width_px) && width_px > 0 && Number.isInteger(height_px) && height_px > 0))
    throw new RangeError(`Cannot use camera: its size must be whole and > 0 px, got ${width_px} x ${height_px}`);
  if (!(fx_px > 0 && fy_px > 0))
    throw new RangeError(`Cannot use camera: focal lengths must be > 0 px, got ${fx_px}, ${fy_px}`);
  const numbers = [fx_px, fy_px, model.cx_px, model.cy_px, ...model.distortion, ...Object.values(mount)];
  if (model.distortion.length !== 5 || !numbers.every(Number.isFinite))
    throw new RangeError(`Cannot use camera: its numbers must be finite, with 5 of distortion, got ${numbers}`);
  if (!(mount.z_m > 0)) throw new RangeError(`Cannot use camera: it must be above the floor, got ${mount.z_m} m`);
}

/** The rays of a camera's pixels. Throws RangeError for a model that cannot be. */
export function pixelRays(model: CameraModel): PixelRays {
  checkCameraModel(model);
  const { width_px, height_px, fx_px, fy_px, cx_px, cy_px, mount } = model;
  const n = width_px * height_px;
  const rays = { forward: new Float64Array(n), left: new Float64Array(n), up: new Float64Array(n) };
  const c = cos(mount.pitchDown_rad);
  const s = sin(mount.pitchDown_rad);
  const at = new Float64Array(2);
  for (let v = 0, i = 0; v < height_px; v++)
    for (let u = 0; u < width_px; u++, i++) {
      const isGood = undistortInto(at, model, (u - cx_px) / fx_px, (v - cy_px) / fy_px);
      const x = isGood ? at[0] : Number.NaN;
      // The optical axes in the base's: z is (c, 0, -s), x is (0, -1, 0), y is (-s, 0, -c).
      rays.forward[i] = c - s * at[1] + 0 * x;
      rays.left[i] = -x;
      rays.up[i] = -s - c * at[1] + 0 * x;
    }
  return rays;
}

/**
 * Where a point is seen.
 * @param out  receives u, v in px (pixel (0, 0) has its centre at 0, 0) and the depth along the view, m
 * @param x, y, z  point in base_footprint of a level body, m
 * @returns false, with `out` undefined, when the point is not before the camera. It may lie outside of the picture.
 */
export function projectInto(out: Float64Array, model: CameraModel, x: number, y: number, z: number): boolean {
  const { fx_px, fy_px, cx_px, cy_px, mount } = model;
  const c = cos(mount.pitchDown_rad);
  const s = sin(mount.pitchDown_rad);
  const ahead = x - mount.x_m;
  const above = z - mount.z_m;
  const depth = c * ahead - s * above;
  if (!(depth > 1e-6)) return false;
  distortInto(out, model, (mount.y_m - y) / depth, (-s * ahead - c * above) / depth);
  out[0] = out[0] * fx_px + cx_px;
  out[1] = out[1] * fy_px + cy_px;
  out[2] = depth;
  return true;
}

/** Brown-Conrady: where a ray (x, y, 1) comes to lie behind the lens. */
function distortInto(out: Float64Array, model: CameraModel, x: number, y: number): void {
  const [k1, k2, p1, p2, k3] = model.distortion;
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  out[0] = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
  out[1] = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
}

/** The ray that is seen at (xd, yd); false where the steps do not lead back to it. */
function undistortInto(out: Float64Array, model: CameraModel, xd: number, yd: number): boolean {
  const [k1, k2, p1, p2, k3] = model.distortion;
  let x = xd;
  let y = yd;
  for (let step = 0; step < UNDISTORT_STEPS; step++) {
    const r2 = x * x + y * y;
    const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    const nextX = (xd - 2 * p1 * x * y - p2 * (r2 + 2 * x * x)) / radial;
    y = (yd - p1 * (r2 + 2 * y * y) - 2 * p2 * x * y) / radial;
    x = nextX;
  }
  distortInto(out, model, x, y);
  const isGood =
    Math.abs(out[0] - xd) * model.fx_px < ROUND_TRIP_PX && Math.abs(out[1] - yd) * model.fy_px < ROUND_TRIP_PX;
  out[0] = x;
  out[1] = y;
  return isGood;
}
