import type { CameraModel } from '@homebound/robot';
import type { ExpectedFloor } from './floorPlane.ts';
import { MOST_OFF_M, MOST_TURN_RAD } from './mountLevel.ts';
import type { PixelRays } from './pixelRays.ts';

/** Slopes are tried in these steps, rad, to both sides; heights under the camera counted in these, m. */
const STEP_RAD = 0.0125;
const STEPS = Math.ceil(MOST_TURN_RAD / STEP_RAD);
const BIN_M = 0.003;
const BINS = 2 * Math.ceil(MOST_OFF_M / BIN_M) + 1;
const FAR_M = 0.9;
/** Every so many-th column and row. */
const STRIDE = 4;
/** Share of the pixels that are measured there, and of the picture's, that must lie in three bins: a wall's foot gathers fewer. */
const SHARE_OF_SEEN = 0.5;
const SHARE_OF_ALL = 0.25;

const counts = new Uint16Array(BINS);

/**
 * Where the floor is roughly, in a picture of a camera that is not known to sit as told: of all slopes and heights that a mount may be off by, the plane on
 * which most pixels lie.
 * @param out  the floor as it was expected; moved there, if it is found
 * @returns whether enough pixels lie on it
 */
export function findFloorInto(out: ExpectedFloor, depth: Float32Array, rays: PixelRays, model: CameraModel): boolean {
  const { x_m, y_m, z_m, width_px, height_px } = { ...model, ...model.mount };
  const points: number[] = [];
  for (let v = 0; v < height_px; v += STRIDE)
    for (let u = 0, i = v * width_px; u < width_px; u += STRIDE, i += STRIDE) {
      const z = depth[i];
      if (!(z > 0 && z < FAR_M)) continue;
      const x = z * rays.forward[i];
      const y = z * rays.left[i];
      points.push(x, y, z_m + z * rays.up[i] - (out.base_m + out.ahead * (x_m + x) + out.aside * (y_m + y)));
    }
  let most = 0;
  let [turn, roll, level] = [0, 0, 0];
  for (let a = -STEPS; a <= STEPS; a++)
    for (let b = -STEPS; b <= STEPS; b++) {
      count(points, a * STEP_RAD, b * STEP_RAD);
      for (let bin = 1; bin < BINS - 1; bin++) {
        const sum = counts[bin - 1] + counts[bin] + counts[bin + 1];
        if (sum <= most) continue;
        most = sum;
        [turn, roll, level] = [a * STEP_RAD, b * STEP_RAD, (bin - (BINS - 1) / 2) * BIN_M];
      }
    }
  const all = (width_px * height_px) / (STRIDE * STRIDE);
  if (most < (SHARE_OF_SEEN * points.length) / 3 || most < SHARE_OF_ALL * all) return false;
  out.ahead += turn;
  out.aside += roll;
  out.base_m += level - turn * x_m - roll * y_m;
  return true;
}

/** Puts the heights of points x, y, z over a plane through the camera's foot into bins. */
function count(points: readonly number[], ahead: number, aside: number): void {
  counts.fill(0);
  for (let i = 0; i < points.length; i += 3) {
    const h = points[i + 2] - ahead * points[i] - aside * points[i + 1];
    const bin = Math.round(h / BIN_M) + (BINS - 1) / 2;
    if (bin >= 0 && bin < BINS) counts[bin]++;
  }
}
