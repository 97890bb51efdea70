import { solveSpd } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import { type DepthNoise, depthDeviation } from './depthNoise.ts';
import type { PixelRays } from './pixelRays.ts';

/** How the body leans while a picture is taken, REP-103: nose down and left side up are positive, rad. */
export interface Tilt {
  readonly pitch_rad: number;
  readonly roll_rad: number;
}

/** A floor in base_footprint of the body as it leans: z = ahead x + aside y + base_m. */
export interface ExpectedFloor {
  ahead: number;
  aside: number;
  base_m: number;
}

/** The same as a picture showed it. */
export interface FloorPlane extends ExpectedFloor {
  /** Pixels that agree with it within 3 mm, of every fourth; 0 when too few spoke and what was expected was taken. */
  inliers: number;
  /** Its slopes are those that were expected, to what a gyro errs by: only then is a wrinkle told from a cord. */
  isSure: boolean;
}

/** How far the floor may be from where it is expected before a fit is not believed. Wheels climb 20 mm; a gyro errs by less than 2°. */
const MOST_SLOPE = 0.04;
const MOST_BASE_M = 0.016;
/** What slopes and level are known to before a pixel is looked at, standard deviations. */
const PRIOR_SLOPE = 0.003;
const ROCKING_SLOPE = 0.03;
const PRIOR_BASE_M = 0.004;
/** A floor that differs more from what was expected is a mean of two levels, or the body rocks. */
const SURE_SLOPE = 0.005;
/** Heights beyond this above or below the expected floor say nothing about it, m. */
const GATE_M = 0.035;
const FAR_M = 1.1;
/** Share of the pixels near the expected floor that lie at one level, when it is one. */
const LEVEL_SHARE = 0.12;
/** Beyond this a height has no say (Tukey's weight), m: less than a rug is high, or its edge would tilt the floor. */
const ROBUST_M = 0.0045;
/** Counted as agreeing, m. */
const AGREES_M = 0.003;
/** Errors of neighbouring pixels have causes in common: all together count as this many. */
const INDEPENDENT_PIXELS = 40;
const FEWEST_PIXELS = 120;
/** Roughness of a floor, m²: 1 mm. */
const FLOOR_M2 = 1e-6;
const STRIDE = 2;
const SURE_ITERATIONS = 4;
const ITERATIONS = 10;
/** Share of the pixels near the expected floor that must agree. */
const LEAST_AGREEING = 0.1;

const A = new Float64Array(9);
const b = new Float64Array(3);
/** Pixels by residual, 1 mm each from -GATE_M on. */
const histogram = new Uint32Array(Math.round(2000 * GATE_M));

/**
 * The floor's plane in a depth picture. Its slope is the expected one; the level is the one nearest to the wheels' at which many pixels lie (a carpet in
 * view, or one that the body stands on, is a level of its own); both are refined by iteratively re-weighted least squares over the pixels of
 * that level (Beaton and Tukey 1974, biweight), so that what stands on the floor does not pull it.
 * @param out       receives the plane
 * @param depth     m along the view, shape [height, width]; what is not finite says nothing
 * @param expected  as the body leans and the camera is known to sit
 * @returns false, with `out` as expected, when the pixels want a floor farther from there than any body leans unknown to its gyro
 */
export function fitFloorInto(
  out: FloorPlane,
  depth: Float32Array,
  rays: PixelRays,
  model: CameraModel,
  { ahead, aside, base_m }: Readonly<ExpectedFloor>,
  noise: DepthNoise,
): boolean {
  setPlane(out, ahead, aside, base_m, 0);
  const near = gather(out, depth, rays, model, noise);
  if (near < FEWEST_PIXELS) return true;
  setPlane(out, ahead, aside, base_m + nearestLevel(near), 0);
  let slopeDeviation = PRIOR_SLOPE;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    gather(out, depth, rays, model, noise);
    addPrior(0, ahead, slopeDeviation);
    addPrior(1, aside, slopeDeviation);
    addPrior(2, out.base_m, PRIOR_BASE_M);
    const isPlausible =
      solveSpd(A, b, 3) &&
      Math.abs(b[0] - ahead) < MOST_SLOPE &&
      Math.abs(b[1] - aside) < MOST_SLOPE &&
      Math.abs(b[2] - base_m) < MOST_BASE_M;
    if (!isPlausible) {
      setPlane(out, ahead, aside, base_m, 0);
      return false;
    }
    setPlane(out, b[0], b[1], b[2], out.inliers);
    if (iteration !== SURE_ITERATIONS - 1) continue;
    out.isSure = isSure(out, ahead, aside);
    if (out.isSure) break;
    // The body rocks more than its gyro tells: then the floor alone knows.
    slopeDeviation = ROCKING_SLOPE;
  }
  return out.inliers >= LEAST_AGREEING * near;
}

function isSure({ ahead, aside }: FloorPlane, priorAhead: number, priorAside: number): boolean {
  return Math.abs(ahead - priorAhead) < SURE_SLOPE && Math.abs(aside - priorAside) < SURE_SLOPE;
}

/** Sums the normal equations of the pixels near a plane into A and b; returns how many are near, and in `out.inliers` how many agree. */
function gather(out: FloorPlane, depth: Float32Array, rays: PixelRays, model: CameraModel, noise: DepthNoise): number {
  const { x_m, y_m, z_m } = model.mount;
  const { forward, left, up } = rays;
  const { ahead, aside, base_m } = out;
  A.fill(0);
  b.fill(0);
  histogram.fill(0);
  let near = 0;
  let weights = 0;
  out.inliers = 0;
  for (let v = 0; v < model.height_px; v += STRIDE)
    for (let u = 0, i = v * model.width_px; u < model.width_px; u += STRIDE, i += STRIDE) {
      const z = depth[i];
      if (!(z < FAR_M)) continue;
      const x = x_m + z * forward[i];
      const y = y_m + z * left[i];
      const floorZ = z_m + z * up[i];
      const residual = floorZ - (ahead * x + aside * y + base_m);
      if (!(residual < GATE_M && residual > -GATE_M)) continue;
      near++;
      histogram[Math.floor((residual + GATE_M) * 1000)]++;
      const share = residual / ROBUST_M;
      const rest = 1 - share * share;
      if (rest <= 0) continue;
      if (residual < AGREES_M && residual > -AGREES_M) out.inliers++;
      const deviation = depthDeviation(noise, z) * up[i];
      const weight = (rest * rest) / (deviation * deviation + FLOOR_M2);
      weights += rest * rest;
      A[0] += weight * x * x;
      A[3] += weight * x * y;
      A[4] += weight * y * y;
      A[6] += weight * x;
      A[7] += weight * y;
      A[8] += weight;
      b[0] += weight * x * floorZ;
      b[1] += weight * y * floorZ;
      b[2] += weight * floorZ;
    }
  const gain = Math.min(1, INDEPENDENT_PIXELS / Math.max(1, weights));
  for (let k = 0; k < 9; k++) A[k] *= gain;
  for (let k = 0; k < 3; k++) b[k] *= gain;
  return near;
}

/** Of the pixels that were gathered last: the height nearest to the plane's at which enough of them lie within 2 mm, m. */
function nearestLevel(near: number): number {
  let best = 0;
  let nearest = Number.POSITIVE_INFINITY;
  const last = histogram.length - 3;
  for (let k = 2; k <= last; k++) {
    const around = aroundBin(k);
    const isPeak = around >= aroundBin(k - 1) && around >= aroundBin(k + 1);
    const level = (k + 0.5) / 1000 - GATE_M;
    if (!isPeak || around < LEVEL_SHARE * near || Math.abs(level) >= nearest) continue;
    nearest = Math.abs(level);
    best = level;
  }
  return best;
}

function aroundBin(k: number): number {
  let sum = 0;
  for (let i = Math.max(0, k - 2); i <= Math.min(histogram.length - 1, k + 2); i++) sum += histogram[i];
  return sum;
}

function setPlane(out: FloorPlane, ahead: number, aside: number, base_m: number, inliers: number): void {
  out.ahead = ahead;
  out.aside = aside;
  out.base_m = base_m;
  out.inliers = inliers;
  out.isSure = false;
}

function addPrior(k: number, value: number, deviation: number): void {
  const weight = 1 / (deviation * deviation);
  A[4 * k] += weight;
  b[k] += weight * value;
}
