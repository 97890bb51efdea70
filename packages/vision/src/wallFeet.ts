import type { CameraModel } from '@homebound/robot';
import { type DepthNoise, depthDeviation } from './depthNoise.ts';
import { PIXEL } from './pixel.ts';
import type { PixelRays } from './pixelRays.ts';

/** A wall's foot stands out of it by no more than this (a skirting) and the noise, and back by no more than the second (a plinth), m. */
const SKIRTING_M = 0.012;
const FOOT_SIGMAS = 2.5;
const PLINTH_M = 0.07;
/** What the picture's upper edge cuts off may be as high as a wall if it is as high as this; of nearer than 17 cm no more is seen. m, and rows of the edge. */
const CUT_OFF_M = 0.08;
const EDGE_PX = 2;
/** How fast the face's distance follows its pixels. */
const FOLLOW = 0.3;

/**
 * Finds what belongs to walls and furniture. Pixels below a face that the lidar sees, in the same column of the picture and as far away, are its foot. What lies before a wall is nearer, and what
 * stands under a table is farther. Of what the picture's upper edge cuts off nothing is told: it was seen when it was farther away; nor of
 * what something that hangs cuts off: it may be the wall behind.
 */
export class WallFeet {
  /** Horizontal distance of each pixel's ray at 1 m along the view. */
  readonly #level: Float64Array;
  readonly #model: CameraModel;
  readonly #noise: DepthNoise;
  readonly #lidarSees_m: number;

  /** @param lidarSees_m  what reaches higher the lidar sees too: it is the map's */
  constructor(model: CameraModel, { forward, left }: PixelRays, noise: DepthNoise, lidarSees_m: number) {
    this.#level = forward.map((ahead, i) => Math.sqrt(ahead * ahead + left[i] * left[i]));
    this.#model = model;
    this.#noise = noise;
    this.#lidarSees_m = lidarSees_m;
  }

  /** Marks them in `shows`. */
  mark(shows: Uint8Array, heights_m: Float32Array, depth: Float32Array): void {
    const { width_px, height_px } = this.#model;
    for (let u = 0; u < width_px; u++) {
      let face_m = Number.NaN;
      let isCut = false;
      // What was seen last above, with no floor in between.
      let over_m = Number.NaN;
      for (let v = 0, i = u; v < height_px; v++, i += width_px) {
        const show = shows[i];
        const z = depth[i];
        const far_m = z * this.#level[i];
        // The sight goes on under it: what comes below stands there by itself.
        if (far_m > face_m + PLINTH_M) face_m = Number.NaN;
        if (show === PIXEL.floor) over_m = Number.NaN;
        if (show === PIXEL.nothing || show === PIXEL.floor || show === PIXEL.below) continue;
        const room_m = SKIRTING_M + FOOT_SIGMAS * depthDeviation(this.#noise, z);
        const isAtEdge = v <= EDGE_PX && heights_m[i] >= CUT_OFF_M && heights_m[i] < this.#lidarSees_m;
        if (isAtEdge || far_m > over_m + PLINTH_M) {
          face_m = far_m;
          isCut = true;
        }
        over_m = far_m;
        if (heights_m[i] >= this.#lidarSees_m) {
          face_m = Math.abs(far_m - face_m) < room_m ? face_m + FOLLOW * (far_m - face_m) : far_m;
          isCut = false;
        } else if (far_m > face_m - room_m) shows[i] = isCut ? PIXEL.nothing : PIXEL.foot;
      }
    }
  }
}
