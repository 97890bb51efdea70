import { cos, type SE2, sin } from '@homebound/math';
import type { CameraModel, FloorRecord } from '@homebound/robot';
import { defaultLimits } from './bodyLimits.ts';
import { BEHIND, DepthSweep, STEPS } from './depthSweep.ts';
import type { Tilt } from './floorPlane.ts';
import { PictureRing } from './pictureRing.ts';
import { StandingCells } from './standingCells.ts';

/** Pictures that are kept: 0.7 m of a drive at 0.3 m/s, 2.4 MB. */
const PICTURES = 24;
/** What stands is believed where its depth goes better with the other pictures than the floor's, by so many squares of the noise and of a shift by 0.6 px. */
const NOISES = 4;
const SHIFTS = 0.35;
/** It is this many times better than the floor, it is off by this, px, and the window's own detail is what is explained. */
const BETTER = 2.5;
const LEAST_PX = 0.6;
const OWN_DETAIL = 0.5;
const EXPLAINED = 3;
/** Depths nearer or farther than this share go with the pictures less well by as much: else where it is isn't known. */
const RIVAL = 0.75;
/** Error of a place in the other picture, px, and the largest that may come of it along the view, m. */
const ERROR_PX = 0.3;
const MOST_REACH_M = 0.08;
const FARTHEST_M = 0.8;
/** Heights that are told of, m: up to what the lidar sees, and by how much they are off. */
const OFF_M = 0.023;
const LOWEST_M = 0.005;
/** Floor is told where what is off by so much would be seen, px; not where it is grazed. */
const TOLD_PX = 1.5;
const GRAZED = 0.05;
const CELL_M = 0.02;
/** The camera's own bumper. */
const NEAR_M = 0.12;

/**
 * Pictures of one colour camera to looks at the floor: each is compared with some of the last seconds, at the floor's depth and at nearer ones. A picture is
 * kept, as its detail in grey, for 3 s at most, and until `forget`.
 */
export class ColorEye {
  readonly #model: CameraModel;
  readonly #ring: PictureRing;
  readonly #sweep: DepthSweep;
  readonly #cells: StandingCells;
  readonly #highest_m: number;

  /** Throws RangeError for a camera that cannot be. */
  constructor(model: CameraModel, { front_m, lidarSees_m } = defaultLimits) {
    this.#model = model;
    this.#cells = new StandingCells(front_m);
    this.#highest_m = lidarSees_m + OFF_M;
    this.#ring = new PictureRing(model, PICTURES);
    this.#sweep = new DepthSweep(model);
  }

  /**
   * One look at the floor, in base_footprint.
   * @param picture      red, green, blue, shape [height, width, 3]; read only during the call
   * @param T_odom_base  where the body was at the stamp
   * Throws RangeError for a picture of another size, and for numbers that are not finite.
   */
  look(picture: Uint8Array, stamp_s: number, tilt: Tilt, T_odom_base: SE2): FloorRecord {
    const n = 3 * this.#model.width_px * this.#model.height_px;
    if (picture.length !== n)
      throw new RangeError(`Cannot read colour picture: needs ${n} bytes, got ${picture.length}`);
    const numbers = [stamp_s, tilt.pitch_rad, tilt.roll_rad, T_odom_base.x, T_odom_base.y, T_odom_base.theta];
    if (!numbers.every(Number.isFinite))
      throw new RangeError(`Cannot read colour picture: stamp, tilt and pose must be finite, got ${numbers}`);
    const ring = this.#ring;
    ring.see(picture, stamp_s, tilt, T_odom_base);
    this.#cells.begin();
    if (this.#sweep.sweep(ring.now, ring.kept)) this.#read(T_odom_base);
    ring.keep();
    return this.#cells.record(stamp_s, T_odom_base);
  }

  /** The camera was shut: nothing of a picture stays. */
  forget(): void {
    this.#ring.wipe();
    this.#sweep.forget();
    this.#cells.forget();
  }

  /** What each pixel's window says: something stands there, floor, or nothing. */
  #read(T_odom_base: SE2): void {
    const { width_px: width, fx_px, fy_px, cx_px, cy_px, mount } = this.#model;
    const { costs, slope, energy, spread, floorW, nearW, rows, top, noise } = this.#sweep;
    const { now } = this.#ring;
    const c = cos(mount.pitchDown_rad);
    const s = sin(mount.pitchDown_rad);
    const ct = cos(now.theta);
    const st = sin(now.theta);
    for (let row = 0, p = 0; row < rows; row++) {
      const w0 = floorW[row];
      const step = (nearW[row] - w0) / (STEPS - 1);
      const ny = (row + top - cy_px) / fy_px;
      const forward = c - s * ny;
      const up = -s - c * ny;
      for (let u = 0; u < width; u++, p++) {
        const atFloor = costs[BEHIND][p];
        if (!(atFloor >= 0)) continue;
        const left = (cx_px - u) / fx_px;
        const ax = ct * forward - st * left;
        const ay = st * forward + ct * left;
        const step_px = spread[p] / (STEPS - 1);
        const error = NOISES * noise * noise + SHIFTS * slope[p];
        let best = 0;
        for (let j = 1; j < BEHIND + STEPS; j++) if (costs[j][p] < costs[best][p]) best = j;
        const least = costs[best][p];
        const isOther =
          (best - BEHIND) * step_px > LEAST_PX &&
          atFloor - least > error &&
          atFloor > BETTER * least &&
          energy[p] > OWN_DETAIL * atFloor &&
          energy[p] > EXPLAINED * least;
        if (isOther) {
          const t = 1 / (w0 + (best - BEHIND + this.#between(p, best)) * step);
          const reach = (t * t * ERROR_PX * step) / step_px;
          const h = now.z + t * up;
          if (h > this.#highest_m || h < LOWEST_M || t > FARTHEST_M || reach > MOST_REACH_M) continue;
          if (this.#isRivalled(p, t, w0, step, least, error)) continue;
          this.#stand(ax, ay, up, t, reach);
        } else if (up < -GRAZED && this.#isSurelyFloor(p, step_px, atFloor + error)) {
          const t = -now.z / up;
          if (t > FARTHEST_M) continue;
          const dx = now.x + t * ax - T_odom_base.x;
          const dy = now.y + t * ay - T_odom_base.y;
          this.#cells.addFloor(now.x + t * ax, now.y + t * ay, ct * dx + st * dy, ct * dy - st * dx);
        }
      }
    }
  }

  /** Where between the depths the best one lies, by the parabola through three. */
  #between(p: number, best: number): number {
    if (best + 1 >= BEHIND + STEPS) return 0;
    const { costs } = this.#sweep;
    const a = costs[best - 1][p] - costs[best][p];
    const b = costs[best + 1][p] - costs[best][p];
    return a + b > 0 ? (0.5 * (a - b)) / (a + b) : 0;
  }

  /** Whether a depth that is quite another goes as well as `least` and `error`; of nearer ones half an error is asked. */
  #isRivalled(p: number, t: number, w0: number, step: number, least: number, error: number): boolean {
    const { costs } = this.#sweep;
    for (let j = 0; j < BEHIND + STEPS; j++) {
      const ratio = (j < BEHIND ? w0 : w0 + (j - BEHIND) * step) * t;
      if (ratio < RIVAL && costs[j][p] < least + error) return true;
      if (ratio > 1 / RIVAL && costs[j][p] < least + 0.5 * error) return true;
    }
    return false;
  }

  /** Something stands at depth `t` along a way, or as far before or behind it as that errs. */
  #stand(ax: number, ay: number, up: number, t: number, reach: number): void {
    const { now } = this.#ring;
    const n = Math.max(1, Math.ceil((2 * reach) / CELL_M));
    for (let i = 0; i < n; i++) {
      const d = t + ((2 * i + 1) / n - 1) * reach;
      this.#cells.add(now.x + d * ax, now.y + d * ay, Math.max(0, now.z + d * up), 1 / n);
    }
    for (let d = NEAR_M; d < t - reach - 0.03; d += CELL_M)
      this.#cells.pass(now.x + d * ax, now.y + d * ay, now.z + d * up);
  }

  /** Whether anything higher than floor would go less well than `most`. */
  #isSurelyFloor(p: number, step_px: number, most: number): boolean {
    const { costs } = this.#sweep;
    let isAsked = false;
    for (let j = Math.ceil(TOLD_PX / step_px); j < STEPS; j++) {
      if (costs[BEHIND + j][p] < most) return false;
      isAsked = true;
    }
    return isAsked;
  }
}
