import type { CameraModel } from '@homebound/robot';
import type { ExpectedFloor } from './floorPlane.ts';
import type { PixelRays } from './pixelRays.ts';

/** Slopes are tried in these steps, rad, to both sides so many ahead (10°) and aside (5°); heights under the camera are counted in these, m, up to 6 cm. */
const STEP_RAD = 0.0175;
const STEPS_AHEAD = 10;
const STEPS_ASIDE = 5;
const BIN_M = 0.003;
const BINS = 2 * Math.ceil(0.06 / BIN_M) + 1;
const MIDDLE = (BINS - 1) / 2;
const FAR_M = 0.9;
/** Every so many-th column and row. */
const STRIDE = 4;
/** Share of the pixels that are measured there, and of the picture's, that must lie in three bins: a wall's foot gathers fewer. */
const SHARE_OF_SEEN = 0.5;
const SHARE_OF_ALL = 0.25;
/** And so many times as many as on a floor that is known already. */
const CLEARLY = 1.5;

const counts = new Uint16Array(BINS);

/**
 * Where the floor is roughly, in a picture of a camera that may not sit as told: of all slopes and heights the plane on which most pixels lie.
 * @param out   the floor as it was expected; moved there, if it is found
 * @param than  a floor that was found, to which it must be preferred
 * @returns whether enough pixels lie on it
 */
export function findFloorInto(
  out: ExpectedFloor,
  depth: Float32Array,
  rays: PixelRays,
  model: CameraModel,
  than?: Readonly<ExpectedFloor>,
): boolean {
  const { x_m, y_m } = model.mount;
  const points = pointsOver(out, depth, rays, model);
  let most = 0;
  let [turn, roll, level] = [0, 0, 0];
  for (let a = -STEPS_AHEAD; a <= STEPS_AHEAD; a++)
    for (let b = -STEPS_ASIDE; b <= STEPS_ASIDE; b++) {
      count(points, a * STEP_RAD, b * STEP_RAD);
      for (let bin = 1; bin < BINS - 1; bin++) {
        const sum = counts[bin - 1] + counts[bin] + counts[bin + 1];
        if (sum <= most) continue;
        most = sum;
        [turn, roll, level] = [a * STEP_RAD, b * STEP_RAD, (bin - MIDDLE) * BIN_M];
      }
    }
  const all = (model.width_px * model.height_px) / (STRIDE * STRIDE);
  if (most < (SHARE_OF_SEEN * points.length) / 3 || most < SHARE_OF_ALL * all) return false;
  if (than !== undefined) {
    const [ahead, aside] = [than.ahead - out.ahead, than.aside - out.aside];
    const known = countNear(points, ahead, aside, than.base_m - out.base_m + ahead * x_m + aside * y_m);
    if (most < CLEARLY * known) return false;
  }
  out.ahead += turn;
  out.aside += roll;
  out.base_m += level - turn * x_m - roll * y_m;
  return true;
}

/** Points x, y from the camera and their heights over a floor, m, interleaved. */
function pointsOver(floor: ExpectedFloor, depth: Float32Array, rays: PixelRays, model: CameraModel): number[] {
  const { x_m, y_m, z_m } = model.mount;
  const points: number[] = [];
  for (let v = 0; v < model.height_px; v += STRIDE)
    for (let u = 0, i = v * model.width_px; u < model.width_px; u += STRIDE, i += STRIDE) {
      const z = depth[i];
      if (!(z > 0 && z < FAR_M)) continue;
      const x = z * rays.forward[i];
      const y = z * rays.left[i];
      points.push(x, y, z_m + z * rays.up[i] - (floor.base_m + floor.ahead * (x_m + x) + floor.aside * (y_m + y)));
    }
  return points;
}

/** Puts the heights of points over a slope through the camera's foot into bins. */
function count(points: readonly number[], ahead: number, aside: number): void {
  counts.fill(0);
  for (let i = 0; i < points.length; i += 3) {
    const bin = Math.round((points[i + 2] - ahead * points[i] - aside * points[i + 1]) / BIN_M) + MIDDLE;
    if (bin >= 0 && bin < BINS) counts[bin]++;
  }
}

/** How many points lie as near to a floor as three bins are wide. */
function countNear(points: readonly number[], ahead: number, aside: number, height_m: number): number {
  let near = 0;
  for (let i = 0; i < points.length; i += 3)
    if (Math.abs(points[i + 2] - ahead * points[i] - aside * points[i + 1] - height_m) < 1.5 * BIN_M) near++;
  return near;
}
