import type { Rng } from '@homebound/math';
import { type CameraScene, GLOSSY } from './cameraScene.ts';
import { FACE_STRIDE } from './faces.ts';
import { Grain } from './grain.ts';
import type { Rasteriser } from './rasteriser.ts';
import type { View } from './view.ts';

/** How a depth camera measures. The default is of the class of small structured-light and stereo modules at 160×120. */
export interface DepthProfile {
  readonly nearest_m: number;
  readonly farthest_m: number;
  /** Standard deviation of a pixel: a constant, and what grows with the square of the distance. */
  readonly sigma_m: number;
  readonly sigmaSquare_pm: number;
  /** Standard deviation of a pixel's own lasting error, as a share of the random one. */
  readonly fixedShare: number;
  /** Standard deviation of the scale around 1. */
  readonly scale: number;
  readonly quantum_m: number;
  /** Infrared that comes back from white, straight on, at 1 m is 1: below this nothing is measured. */
  readonly faintest: number;
  /** Chance that a pixel that lies on an edge gives a depth between the two things. */
  readonly flying: number;
  readonly dropout: number;
}

export const defaultDepth: DepthProfile = {
  nearest_m: 0.12,
  farthest_m: 2,
  sigma_m: 0.0006,
  sigmaSquare_pm: 0.006,
  fixedShare: 0.3,
  scale: 0.003,
  quantum_m: 0.0005,
  faintest: 0.008,
  flying: 0.5,
  dropout: 0.002,
};

/** Things of a pixel that differ more than this are two. */
const EDGE_M = 0.015;

/** What a depth camera makes of a view. */
export class DepthPicture {
  /** Label of what each pixel looks at, and its true depth: for those who judge. */
  readonly labels: Uint16Array;
  readonly truth_m: Float32Array;
  readonly #view: View;
  readonly #scene: CameraScene;
  readonly #profile: DepthProfile;
  readonly #noise: number;
  readonly #grain: Grain;
  /** Each pixel's own error, as a factor on the deviation. */
  readonly #fixed: Float32Array;
  readonly #scale: number;

  /** @param noise factor on what is random; 0: exact, and nothing is missing */
  constructor(view: View, scene: CameraScene, profile: DepthProfile, noise: number, rng: Rng) {
    const pixels = view.lens.rayX.length;
    this.labels = new Uint16Array(pixels);
    this.truth_m = new Float32Array(pixels);
    this.#view = view;
    this.#scene = scene;
    this.#profile = profile;
    this.#noise = noise;
    this.#grain = new Grain(rng);
    this.#scale = 1 + noise * profile.scale * rng.normal();
    this.#fixed = Float32Array.from({ length: pixels }, () => noise * profile.fixedShare * rng.normal());
  }

  /** Measures the view that was rendered last. Writes m along the view, row by row (REP-118). */
  measure(out: Float32Array): void {
    const { lens, raster } = this.#view;
    const { rayX, samples } = lens;
    const { ids } = raster;
    this.#grain.begin();
    for (let p = 0; p < rayX.length; p++) {
      const s = 4 * p;
      const a = ids[samples[s]];
      const isOne = a === ids[samples[s + 1]] && a === ids[samples[s + 2]] && a === ids[samples[s + 3]];
      out[p] = isOne ? this.#single(p, a) : this.#mixed(p);
    }
  }

  /** Depth of a face on the ray (x, y, 1); +Infinity for the sky. */
  #depthOf(id: number, x: number, y: number): number {
    const { raster, eye } = this.#view;
    if (id !== 0) return depthIn(raster, id, x, y);
    const inverse = -(eye.right[2] * x + eye.down[2] * y + eye.ahead[2]) / eye.z;
    return inverse > 0 ? 1 / inverse : Number.POSITIVE_INFINITY;
  }

  #single(p: number, id: number): number {
    const { rayX, rayY } = this.#view.lens;
    const depth = this.#depthOf(id, rayX[p], rayY[p]);
    this.#tell(p, id, depth);
    return this.#answer(p, id, depth);
  }

  /** An edge crosses the pixel: what fills most of it, or the mean of all. */
  #mixed(p: number): number {
    const { lens, raster } = this.#view;
    const dx = 0.25 / lens.model.fx_px;
    const dy = 0.25 / lens.model.fy_px;
    let near = Number.POSITIVE_INFINITY;
    let far = 0;
    let sum = 0;
    let nearId = 0;
    let nearCount = 0;
    for (let k = 0; k < 4; k++) {
      const id = raster.ids[lens.samples[4 * p + k]];
      const depth = this.#depthOf(id, lens.rayX[p] + ((k & 1) === 0 ? -dx : dx), lens.rayY[p] + (k < 2 ? -dy : dy));
      sum += depth;
      if (depth > far) far = depth;
      if (depth < near - EDGE_M) nearCount = 0;
      if (depth < near) {
        near = depth;
        nearId = id;
      }
      if (depth < near + EDGE_M) nearCount++;
    }
    // An edge of one thing, or between a thing and the floor on which it lies.
    if (far - near <= EDGE_M) near = 0.25 * sum;
    this.#tell(p, nearId, near);
    const flies = far - near > EDGE_M && this.#noise > 0 && far < Number.POSITIVE_INFINITY;
    if (flies && this.#grain.uniform() < this.#profile.flying) return this.#answer(p, nearId, 0.25 * sum);
    if (flies && nearCount < 2) return this.#answer(p, nearId, (sum - near) / 3);
    return this.#answer(p, nearId, near);
  }

  #tell(p: number, id: number, depth: number): void {
    this.labels[p] = id === 0 ? 0 : this.#scene.faces.label[id - 1];
    this.truth_m[p] = depth;
  }

  /** What is measured of a face at a true depth. */
  #answer(p: number, id: number, depth: number): number {
    const { nearest_m, farthest_m, sigma_m, sigmaSquare_pm, quantum_m, dropout } = this.#profile;
    if (this.#noise === 0) return limited(depth, nearest_m, farthest_m);
    if (depth === Number.POSITIVE_INFINITY) return depth;
    const grain = this.#grain;
    const seen = this.#seenDepth(p, id, depth);
    if (Number.isNaN(seen) || grain.uniform() < dropout) return Number.NaN;
    const sigma = this.#noise * (sigma_m + sigmaSquare_pm * seen * seen);
    const measured = seen * this.#scale + sigma * (grain.normal() + this.#fixed[p]);
    return limited(quantum_m * Math.round(measured / quantum_m), nearest_m, farthest_m);
  }

  /** Where the light seems to come back from; NaN where too little does. */
  #seenDepth(p: number, id: number, depth: number): number {
    const { lens, raster, eye, mirror } = this.#view;
    const grain = this.#grain;
    const x = lens.rayX[p];
    const y = lens.rayY[p];
    const { faces, bareFloor } = this.#scene;
    const look = id === 0 ? bareFloor : faces.looks[faces.look[id - 1]];
    if (look.kind === 'mirror') return Number.NaN;
    const sample = lens.samples[4 * p];
    // A pane sends some of it elsewhere.
    if (raster.hasGlass && raster.glass[sample] !== 0 && grain.uniform() < 0.4) return Number.NaN;
    const length2 = x * x + y * y + 1;
    const at = FACE_STRIDE * (id - 1);
    const { plane } = faces;
    const nx = id === 0 ? 0 : plane[at];
    const ny = id === 0 ? 0 : plane[at + 1];
    const nz = id === 0 ? 1 : plane[at + 2];
    const toward =
      x * (nx * eye.right[0] + ny * eye.right[1] + nz * eye.right[2]) +
      y * (nx * eye.down[0] + ny * eye.down[1] + nz * eye.down[2]) +
      nx * eye.ahead[0] +
      ny * eye.ahead[1] +
      nz * eye.ahead[2];
    const cosine = Math.abs(toward) / Math.sqrt(length2);
    if (mirror !== undefined && look.gloss >= GLOSSY && nz > 0.99 && cosine < 0.5) {
      // The image of what stands on the floor is as far behind it as that is before it.
      const mirrored = grain.uniform() < look.gloss ? depthIn(mirror.raster, mirror.raster.ids[sample], x, y) : 0;
      if (mirrored > 0) return mirrored;
    }
    const returned = (look.infrared * cosine) / (depth * depth * length2);
    const { faintest } = this.#profile;
    // From four times the faintest down ever more is missing.
    if (returned < 4 * faintest && returned < faintest * (1 + 3 * grain.uniform())) return Number.NaN;
    return depth;
  }
}

/** Depth of a face that a rasteriser has drawn, on the ray (x, y, 1); 0 for none. */
function depthIn({ inverseDepth }: Rasteriser, id: number, x: number, y: number): number {
  if (id === 0) return 0;
  const i = 3 * (id - 1);
  return 1 / (inverseDepth[i] * x + inverseDepth[i + 1] * y + inverseDepth[i + 2]);
}

/** REP-118. */
function limited(depth: number, nearest: number, farthest: number): number {
  if (depth > farthest) return Number.POSITIVE_INFINITY;
  return depth < nearest ? Number.NEGATIVE_INFINITY : depth;
}
