import { cos, inverse, type SE2, sin, tan } from '@homebound/math';
import type { CameraRig, FloorRecord } from '@homebound/robot';
import { defaultLimits } from './bodyLimits.ts';
import { OBSTACLE_M } from './depthPixels.ts';
import { FloorCells } from './floorCells.ts';
import type { Tilt } from './floorPlane.ts';
import { LaserLevel } from './laserLevel.ts';
import { laserPeaks } from './laserPeaks.ts';
import { DROP_M, dropLonely, nearestRaised, smooth, THIN_M } from './laserProfile.ts';
import { type PixelRays, pixelRays } from './pixelRays.ts';
import { takeBackPlateaus } from './plateaus.ts';

type LaserCamera = NonNullable<CameraRig['laser']>;

/** Profiles that are remembered: 2.4 s at 10 Hz; at 0.3 m/s that is all of the frame. */
const PROFILES = 24;
/** Height over the floor of what is higher than a cord, m. */
const LOW_M = 0.0065;
const LEAST_BASELINE_M = 0.01;
/** What is low is told when the line has gone on behind it for so far, m: until then it may be the edge of a rug. */
const BEHIND_M = 0.1;
/** Points of successive profiles that are no farther apart belong to one thing, m. */
const LINKED_M = 0.06;
const FARTHEST_M = 1;
const CELL_M = 0.01;
/** The ray that ends on the floor clears what it passes this low over, m. */
const SEEN_OVER_M = 0.004;

/**
 * A laser's line to looks at the floor. Each picture gives one profile, by triangulation; the body's motion sweeps it over the floor, and a look is
 * what the profiles of the last seconds come to.
 */
export class LaserEye {
  readonly #model: LaserCamera;
  readonly #rays: PixelRays;
  readonly #peaks: Float64Array;
  readonly #rows: Float64Array;
  readonly #slope: number;
  readonly #cells: FloorCells;
  readonly #level = new LaserLevel();
  /** The last profiles, round and round: x, y in odom and height, m, by column; shape [PROFILES, width, 3]; x is NaN where there is none. */
  readonly #profiles: Float64Array;
  #newest = 0;

  /** Throws RangeError for a camera that cannot be, or a fan that never comes to the floor below it. */
  constructor(model: LaserCamera, { front_m } = defaultLimits) {
    const { z_m, pitchDown_rad } = model.fan;
    if (!(z_m > 0 && Math.abs(z_m - model.mount.z_m) >= LEAST_BASELINE_M && pitchDown_rad > 0 && pitchDown_rad < 1))
      throw new RangeError(
        `Cannot use laser: it must lie ${LEAST_BASELINE_M} m or more above or below the camera and look down, got ${z_m} m, camera ${model.mount.z_m} m, and ${pitchDown_rad} rad`,
      );
    this.#model = model;
    this.#cells = new FloorCells(front_m);
    this.#rays = pixelRays(model);
    this.#peaks = new Float64Array(model.width_px);
    this.#rows = new Float64Array(model.width_px);
    this.#slope = tan(pitchDown_rad);
    this.#profiles = new Float64Array(3 * PROFILES * model.width_px).fill(Number.NaN);
  }

  /**
   * One look at the floor, in base_footprint.
   * @param picture      brightness, shape [height, width]; read only during the call
   * @param T_odom_base  where the body was at the stamp
   * Throws RangeError for a picture of another size, and for numbers that are not finite.
   */
  look(picture: Uint8Array, stamp_s: number, tilt: Tilt, T_odom_base: SE2): FloorRecord {
    const { width_px, height_px, mount, fan } = this.#model;
    if (picture.length !== width_px * height_px)
      throw new RangeError(`Cannot read laser picture: needs ${width_px * height_px} pixels, got ${picture.length}`);
    const numbers = [stamp_s, tilt.pitch_rad, tilt.roll_rad, T_odom_base.x, T_odom_base.y, T_odom_base.theta];
    if (!numbers.every(Number.isFinite))
      throw new RangeError(`Cannot read laser picture: stamp, tilt and pose must be finite, got ${numbers}`);
    laserPeaks(this.#peaks, picture, width_px, height_px);
    smooth(this.#rows, this.#peaks);
    this.#newest = (this.#newest + 1) % PROFILES;
    const profile = this.#profile(0);
    this.#triangulate(profile);
    this.#level.apply(profile, stamp_s, tilt, T_odom_base);
    dropLonely(profile);
    this.#toOdom(profile, T_odom_base);
    this.#fillCells(T_odom_base);
    const record = this.#cells.record(stamp_s);
    const line_m = mount.x_m + fan.z_m / this.#slope;
    takeBackPlateaus(record, line_m - BEHIND_M);
    return record;
  }

  /** The k-th last profile. */
  #profile(k: number): Float64Array {
    const size = 3 * this.#model.width_px;
    const at = ((this.#newest + PROFILES - k) % PROFILES) * size;
    return this.#profiles.subarray(at, at + size);
  }

  /** Points x, y, z in base_footprint of a level body, where each column's ray meets the fan: z = b / (tan α - tan θ). */
  #triangulate(profile: Float64Array): void {
    const { width_px, mount, fan } = this.#model;
    const { forward, left, up } = this.#rays;
    const baseline = mount.z_m - fan.z_m;
    for (let u = 0; u < width_px; u++) {
      const row = this.#rows[u];
      profile.fill(Number.NaN, 3 * u, 3 * u + 3);
      if (!(row >= 0)) continue;
      const above = Math.floor(row) * width_px + u;
      const below = above + width_px;
      const t = row - Math.floor(row);
      const ahead = forward[above] + t * (forward[below] - forward[above]);
      const aside = left[above] + t * (left[below] - left[above]);
      const rise = up[above] + t * (up[below] - up[above]);
      const z = baseline / (-rise - ahead * this.#slope);
      if (!(z > 0 && z * ahead < FARTHEST_M)) continue;
      profile[3 * u] = mount.x_m + z * ahead;
      profile[3 * u + 1] = mount.y_m + z * aside;
      profile[3 * u + 2] = mount.z_m + z * rise;
    }
  }

  #toOdom(profile: Float64Array, T_odom_base: SE2): void {
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    for (let i = 0; i < profile.length; i += 3) {
      const x = profile[i];
      const y = profile[i + 1];
      profile[i] = T_odom_base.x + c * x - s * y;
      profile[i + 1] = T_odom_base.y + s * x + c * y;
    }
  }

  #fillCells(T_odom_base: SE2): void {
    const T_base_odom = inverse(T_odom_base);
    const c = cos(T_base_odom.theta);
    const s = sin(T_base_odom.theta);
    this.#cells.clear();
    for (let k = 0; k < PROFILES; k++) {
      const profile = this.#profile(k);
      const before = this.#profile((k + 1) % PROFILES);
      for (let i = 0; i < profile.length; i += 3) {
        const x = T_base_odom.x + c * profile[i] - s * profile[i + 1];
        const y = T_base_odom.y + s * profile[i] + c * profile[i + 1];
        const h = profile[i + 2];
        this.#add(x, y, h);
        if (k === 0 && h < THIN_M) this.#clearBack(x, y);
        if (h > THIN_M) this.#link(profile, before, i, c, s, x, y);
      }
    }
  }

  /** Fills in what lies between a point that is higher than the floor and the nearest such one of the profile before. */
  #link(profile: Float64Array, before: Float64Array, i: number, c: number, s: number, x: number, y: number): void {
    const j = nearestRaised(before, i);
    if (j < 0) return;
    const dx = before[j] - profile[i];
    const dy = before[j + 1] - profile[i + 1];
    if (!(dx * dx + dy * dy < LINKED_M * LINKED_M)) return;
    const h = profile[i + 2];
    for (let part = 1; part <= 3; part++)
      this.#add(
        x + (part / 4) * (c * dx - s * dy),
        y + (part / 4) * (s * dx + c * dy),
        h + (part / 4) * (before[j + 2] - h),
      );
  }

  #add(x: number, y: number, h: number): void {
    const cells = this.#cells;
    if (h > OBSTACLE_M) cells.addObstacle(x, y, h);
    else if (h > LOW_M) cells.addLow(x, y, h);
    else if (h > THIN_M) cells.addThin(x, y, h);
    else if (h > DROP_M) cells.addFloor(x, y, h);
    else if (h <= DROP_M) cells.addDrop(x, y, h);
  }

  /** The laser's ray ran low over the floor before the place where it ended. */
  #clearBack(x: number, y: number): void {
    const { mount } = this.#model;
    const steps = Math.floor(SEEN_OVER_M / this.#slope / CELL_M);
    const length = Math.sqrt((x - mount.x_m) * (x - mount.x_m) + (y - mount.y_m) * (y - mount.y_m));
    for (let k = 1; k <= steps; k++) {
      const t = 1 - (k * CELL_M) / length;
      this.#cells.addSeenOver(mount.x_m + t * (x - mount.x_m), mount.y_m + t * (y - mount.y_m));
    }
  }
}
