import type { CameraModel, FloorRecord } from '@homebound/robot';
import { type BodyLimits, defaultLimits } from './bodyLimits.ts';
import { type DepthNoise, defaultDepthNoise } from './depthNoise.ts';
import { DepthPixels, PIXEL } from './depthPixels.ts';
import { FloorCells } from './floorCells.ts';
import { type ExpectedFloor, type FloorPlane, fitFloorInto, type Tilt } from './floorPlane.ts';
import { MountLevel } from './mountLevel.ts';
import { type PixelRays, pixelRays } from './pixelRays.ts';
import { findFloorInto } from './wideFloor.ts';

export interface DepthEyeOptions {
  readonly noise: DepthNoise;
  readonly limits: BodyLimits;
}

export const defaultDepthEyeOptions: DepthEyeOptions = {
  noise: defaultDepthNoise,
  limits: defaultLimits,
};

/** A ray that runs lower than this over a cell shows that no cord lies there, m. */
const SEEN_OVER_M = 0.004;
const CELL_M = 0.01;

/** Share of the picture that must be floor where the mount is learned from it, or no other floor is looked for; every fourth pixel is asked. */
const MUCH_FLOOR = 0.2;
const ASKED = 4;

/**
 * Depth pictures to looks at the floor. Table of rays, pixels and cells are made once; a look allocates its record alone.
 */
export class DepthEye {
  /** The floor as the last picture showed it. */
  readonly floor: Readonly<FloorPlane>;
  readonly #plane: FloorPlane = { ahead: 0, aside: 0, base_m: 0, inliers: 0, isSure: false };
  readonly #expected: ExpectedFloor = { ahead: 0, aside: 0, base_m: 0 };
  readonly #mount: MountLevel;
  readonly #model: CameraModel;
  readonly #rays: PixelRays;
  readonly #noise: DepthNoise;
  readonly #pixels: DepthPixels;
  readonly #cells: FloorCells;

  /** Throws RangeError for a camera that cannot be. */
  constructor(model: CameraModel, options: Partial<DepthEyeOptions> = {}) {
    const { noise, limits } = { ...defaultDepthEyeOptions, ...options };
    if (!(noise.base_m > 0 && noise.growth_pm >= 0))
      throw new RangeError(`Cannot build depth eye: noise must be > 0 m, got ${noise.base_m} and ${noise.growth_pm}`);
    this.#model = model;
    this.#rays = pixelRays(model);
    this.#mount = new MountLevel(model.mount.x_m, model.mount.y_m);
    this.#noise = noise;
    this.#pixels = new DepthPixels(model, this.#rays, noise, limits.overhang_m);
    this.#cells = new FloorCells(limits.front_m);
    this.floor = this.#plane;
  }

  /** How the camera sits otherwise than it is told, as far as that is known. */
  get mount(): Readonly<Pick<MountLevel, 'pitch_rad' | 'roll_rad' | 'height_m' | 'isLevelled'>> {
    return this.#mount;
  }

  /**
   * One look at the floor, in base_footprint.
   * @param depth     m along the view, REP-118, shape [height, width]; read only during the call
   * @param tilt      how the body leans at the stamp
   * @param isSteady  whether it drives straight on level ground: then the floor tells how the camera sits
   * @returns undefined when the floor is not where it could be: then nothing that was measured can be trusted.
   *   Throws RangeError for a picture of another size, a stamp or tilt that is not finite.
   */
  look(depth: Float32Array, stamp_s: number, tilt: Tilt, isSteady = false): FloorRecord | undefined {
    const n = this.#model.width_px * this.#model.height_px;
    if (depth.length !== n) throw new RangeError(`Cannot read depth picture: needs ${n} pixels, got ${depth.length}`);
    if (![stamp_s, tilt.pitch_rad, tilt.roll_rad].every(Number.isFinite))
      throw new RangeError(
        `Cannot read depth picture: stamp and tilt must be finite, got ${stamp_s}, ${tilt.pitch_rad}, ${tilt.roll_rad}`,
      );
    if (!this.#findFloor(depth, tilt)) {
      if (isSteady) this.#mount.lose();
      return undefined;
    }
    if (isSteady && this.#isMuch(this.#plane)) this.#mount.learn(this.#plane, tilt);
    this.#pixels.read(depth, this.#plane);
    this.#fillCells(depth);
    return this.#cells.record(stamp_s);
  }

  /** Where it is expected, unless clearly more of the picture lies elsewhere; a camera that was never levelled may sit so that it is there, but it is not sure. */
  #findFloor(depth: Float32Array, tilt: Tilt): boolean {
    const expected = this.#expected;
    const plane = this.#plane;
    const fit = (): boolean => fitFloorInto(plane, depth, this.#rays, this.#model, expected, this.#noise);
    this.#mount.expectInto(expected, tilt);
    const isThere = fit();
    if (isThere && plane.isSure && this.#isMuch(plane)) return true;
    if (!findFloorInto(expected, depth, this.#rays, this.#model, isThere ? plane : undefined)) return isThere;
    // Much of what is there may be a rug.
    if (isThere && plane.isSure) return this.#mount.excess(expected, tilt) <= 1;
    if (this.#mount.isLevelled) return false;
    const isMount = fit() && this.#mount.excess(plane, tilt) <= 1;
    plane.isSure = false;
    return isMount;
  }

  /** Whether much of the picture is floor. */
  #isMuch({ inliers }: FloorPlane): boolean {
    return inliers >= (MUCH_FLOOR * this.#model.width_px * this.#model.height_px) / ASKED;
  }

  #fillCells(depth: Float32Array): void {
    const { forward, left } = this.#rays;
    const { x_m, y_m, z_m } = this.#model.mount;
    const { shows, heights_m } = this.#pixels;
    const cells = this.#cells;
    cells.clear();
    for (let i = 0; i < shows.length; i++) {
      const show = shows[i];
      if (show === PIXEL.nothing) continue;
      const z = depth[i];
      const h = heights_m[i];
      const x = x_m + z * forward[i];
      const y = y_m + z * left[i];
      switch (show) {
        case PIXEL.floor: {
          cells.addFloor(x, y, h);
          const along = z * forward[i];
          // Back along the ray in steps of a cell, as long as it runs low.
          const steps = Math.floor(((SEEN_OVER_M / z_m) * along) / CELL_M);
          for (let k = 1; k <= steps; k++) {
            const t = (z * (along - k * CELL_M)) / along;
            cells.addSeenOver(x_m + t * forward[i], y_m + t * left[i]);
          }
          break;
        }
        case PIXEL.low:
          cells.addLow(x, y, h);
          break;
        case PIXEL.thin:
          cells.addThin(x, y, h);
          break;
        case PIXEL.obstacle:
          cells.addObstacle(x, y, h);
          break;
        case PIXEL.above:
          cells.addAbove(x, y, h);
          break;
        default: {
          // Where the ray went through the floor: from the camera down by its height, not by its height and the depth of the drop.
          const t = (z * z_m) / (z_m - h);
          cells.addDrop(x_m + t * forward[i], y_m + t * left[i], h);
        }
      }
    }
  }
}
