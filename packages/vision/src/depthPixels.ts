import type { CameraModel } from '@homebound/robot';
import type { BodyLimits } from './bodyLimits.ts';
import { type DepthNoise, depthDeviation } from './depthNoise.ts';
import type { FloorPlane } from './floorPlane.ts';
import { PIXEL } from './pixel.ts';
import { type PixelRays, projectInto } from './pixelRays.ts';
import { WallFeet } from './wallFeet.ts';

/** Heights over the floor, m. Wheels climb 20 mm; a rug's pile is up to 10 mm; a cord is at least 5 mm thick, of which a ray meets a part. */
export const OBSTACLE_M = 0.018;
const LOW_M = 0.0065;
const PLATEAU_M = 0.013;
const THIN_M = 0.0015;
/** A floor that is deeper than this is none; points a little below the floor are a mirror's, or a carpet's. */
const DROP_M = -0.04;
const BELOW_M = -0.012;
/** Higher than a rug is, and its tilt in doubt: what is lower is no evidence while the floor's slope is unsure. */
const UNSURE_M = 0.0105;
/** How far over its floor on both sides a cord must stand: this, and `RIDGE_SIGMAS` of the noise, m. */
const RIDGE_M = 0.0016;
const RIDGE_SIGMAS = 1.6;
/** Beside a ridge's middle the floor is looked for at this distance: half of a thick cord, m; and so many pixels more. */
const RIDGE_HALF_M = 0.012;
const RIDGE_MARGIN_PX = 2;
/** Beyond these a pixel is too coarse to tell a cord or a brick from a wrinkle, m along the view. */
const THIN_FAR_M = 0.55;
const LOW_FAR_M = 0.5;
/** What is wider than this along the view is a floor of its own (a rug), not a thing, m. */
const PLATEAU_DEEP_M = 0.15;
/** What a plateau's edge falls by, m. */
const EDGE_M = 0.005;

/**
 * Height over the floor of each pixel, m, and what it shows. Buffers are made once; `read` allocates nothing.
 */
export class DepthPixels {
  readonly heights_m: Float32Array;
  readonly shows: Uint8Array;
  readonly #level: Float32Array;
  readonly #model: CameraModel;
  readonly #rays: PixelRays;
  readonly #noise: DepthNoise;
  readonly #overhang_m: number;
  readonly #feet: WallFeet;
  readonly #pixel = new Float64Array(3);

  constructor(model: CameraModel, rays: PixelRays, noise: DepthNoise, { overhang_m, lidarSees_m }: BodyLimits) {
    const n = model.width_px * model.height_px;
    this.heights_m = new Float32Array(n);
    this.shows = new Uint8Array(n);
    this.#level = new Float32Array(n);
    this.#model = model;
    this.#rays = rays;
    this.#noise = noise;
    this.#overhang_m = overhang_m;
    this.#feet = new WallFeet(model, rays, noise, lidarSees_m);
  }

  read(depth: Float32Array, plane: FloorPlane): void {
    this.#measure(depth, plane);
    this.#smooth();
    const { width_px, height_px } = this.#model;
    for (let v = 0, i = 0; v < height_px; v++)
      for (let u = 0; u < width_px; u++, i++) this.shows[i] = this.#look(depth, plane, u, v, i);
    this.#feet.mark(this.shows, this.heights_m, depth);
  }

  /** Height of each pixel over the plane: `h = h0 + z * slope`, NaN where nothing was measured. */
  #measure(depth: Float32Array, plane: FloorPlane): void {
    const { x_m, y_m, z_m } = this.#model.mount;
    const { forward, left, up } = this.#rays;
    const { ahead, aside, base_m } = plane;
    const h0 = z_m - ahead * x_m - aside * y_m - base_m;
    const heights = this.heights_m;
    for (let i = 0; i < heights.length; i++) {
      const z = depth[i];
      heights[i] = z > 0 && z < 1e3 ? h0 + z * (up[i] - ahead * forward[i] - aside * left[i]) : Number.NaN;
    }
  }

  /** Mean height of a pixel and its two neighbours in the row, where they lie near the floor; NaN elsewhere. */
  #smooth(): void {
    const heights = this.heights_m;
    const level = this.#level;
    const width = this.#model.width_px;
    for (let i = 0; i < heights.length; i++) {
      const u = i % width;
      const h = heights[i];
      if (!(h < 0.03 && h > -0.03)) {
        level[i] = Number.NaN;
        continue;
      }
      let sum = h;
      let count = 1;
      const before = u > 0 ? heights[i - 1] : Number.NaN;
      const after = u + 1 < width ? heights[i + 1] : Number.NaN;
      if (before < 0.03 && before > -0.03) {
        sum += before;
        count++;
      }
      if (after < 0.03 && after > -0.03) {
        sum += after;
        count++;
      }
      level[i] = sum / count;
    }
  }

  #look(depth: Float32Array, plane: FloorPlane, u: number, v: number, i: number): number {
    const h = this.heights_m[i];
    if (!(h < THIN_M) && !(h > BELOW_M)) return PIXEL.nothing;
    if (h > -0.005 && h < THIN_M) return PIXEL.floor;
    const z = depth[i];
    if (!plane.isSure && h >= THIN_M && h < UNSURE_M) return PIXEL.nothing;
    const deviation = depthDeviation(this.#noise, z) * Math.abs(this.#rays.up[i]);
    // On a threshold the body rocks, and what a glossy floor shows upside down lies elsewhere.
    if (h < BELOW_M - 3 * deviation)
      return plane.isSure && this.#isDrop(depth, plane, i, z, h, deviation) ? PIXEL.below : PIXEL.nothing;
    if (h >= OBSTACLE_M) {
      if (!this.#isSupported(depth, u, v, i, z)) return PIXEL.nothing;
      return h < this.#overhang_m ? PIXEL.obstacle : PIXEL.above;
    }
    if (h < LOW_M) {
      if (z < THIN_FAR_M && this.#isRidge(u, v, i, z, h, deviation)) return PIXEL.thin;
      return PIXEL.floor;
    }
    if (z > LOW_FAR_M) return h > PLATEAU_M ? PIXEL.nothing : PIXEL.floor;
    if (!this.#isSupported(depth, u, v, i, z)) return PIXEL.nothing;
    return h > PLATEAU_M + 2 * deviation || this.#isIsland(v, i, h) ? PIXEL.low : PIXEL.floor;
  }

  /** Whether two of the eight neighbours are as far: at an edge single pixels lie between what is before and what is behind. */
  #isSupported(depth: Float32Array, u: number, v: number, i: number, z: number): boolean {
    const { width_px, height_px } = this.#model;
    if (u === 0 || v === 0 || u === width_px - 1 || v === height_px - 1) return false;
    const reach = 3 * depthDeviation(this.#noise, z) + 0.015 * z;
    let near = 0;
    for (let row = i - width_px; row <= i + width_px; row += width_px)
      for (let k = row - 1; k <= row + 1; k++) if (k !== i && Math.abs(depth[k] - z) < reach) near++;
    return near >= 2;
  }

  /** Whether the floor lies lower on both sides: left and right, or before and behind. */
  #isRidge(u: number, v: number, i: number, z: number, h: number, deviation: number): boolean {
    const { width_px, height_px, fx_px } = this.#model;
    const level = this.#level;
    const wanted = h - RIDGE_M - RIDGE_SIGMAS * deviation;
    const k = Math.ceil((RIDGE_HALF_M * fx_px) / z) + RIDGE_MARGIN_PX;
    if (u >= k && u + k < width_px && level[i - k] < wanted && level[i + k] < wanted) return true;
    const rows = k * width_px;
    return v >= k && v + k < height_px && level[i - rows] < wanted && level[i + rows] < wanted;
  }

  /** Whether the floor comes back lower both before and behind: what goes on for long is a rug, up to its edges. */
  #isIsland(v: number, i: number, h: number): boolean {
    const behind = this.#reachOf(v, i, h, -1, PLATEAU_DEEP_M);
    return behind < PLATEAU_DEEP_M && behind + this.#reachOf(v, i, h, 1, PLATEAU_DEEP_M - behind) < PLATEAU_DEEP_M;
  }

  /** How far a plateau goes on along the column, m; `most_m` when it goes farther. */
  #reachOf(v: number, i: number, h: number, step: -1 | 1, most_m: number): number {
    const { width_px, height_px, mount } = this.#model;
    const { forward, up } = this.#rays;
    const wanted = h - EDGE_M;
    const scale = mount.z_m - h;
    const start = (scale * forward[i]) / -up[i];
    let gone_m = 0;
    for (let row = v + step, k = i + step * width_px; row >= 0 && row < height_px; row += step, k += step * width_px) {
      if (this.#level[k] < wanted) return gone_m;
      // Where the ray meets a floor as high as the plateau.
      const at = (scale * forward[k]) / -up[k];
      if (!(at > 0)) return most_m;
      gone_m = Math.abs(at - start);
      if (gone_m >= most_m) return most_m;
    }
    // The picture's lower edge cuts off what is near: the floor before it was seen when it was farther away.
    return step > 0 ? gone_m : most_m;
  }

  /**
   * Whether a point below the floor is a deeper floor. A glossy floor shows what stands on it upside down: then there is something as far away
   * and as high above the floor as the point is below it. In a drop the sight over it is free.
   */
  #isDrop(depth: Float32Array, plane: FloorPlane, i: number, z: number, h: number, deviation: number): boolean {
    if (h > DROP_M - 2 * deviation) return false;
    const { width_px, height_px, mount } = this.#model;
    const pixel = this.#pixel;
    const x = mount.x_m + z * this.#rays.forward[i];
    const y = mount.y_m + z * this.#rays.left[i];
    const floorZ = plane.ahead * x + plane.aside * y + plane.base_m;
    if (!projectInto(pixel, this.#model, x, y, floorZ - h)) return false;
    const u = Math.round(pixel[0]);
    // Above the picture's edge the topmost row stands for it: what is as far ahead there is a wall that goes on.
    const v = Math.max(0, Math.round(pixel[1]));
    if (u < 0 || u >= width_px || v >= height_px) return false;
    const k = v * width_px + u;
    const ahead = x - mount.x_m;
    return depth[k] * this.#rays.forward[k] > ahead + 0.08 + 0.1 * ahead;
  }
}
