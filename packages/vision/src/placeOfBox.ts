import { cos, hypot, sin } from '@homebound/math';
import type { CameraModel, FloorRecord, SeenThing } from '@homebound/robot';
import { floorKinds } from '@homebound/robot';
import type { Detection } from './detector.ts';
import type { Tilt } from './floorPlane.ts';
import { type PixelRays, pixelRays } from './pixelRays.ts';

/** A detector's edges are off by so many pixels, and by this share of the box's height, standard deviation. */
const EDGE_PX = 1;
const EDGE_SHARE = 0.04;
/** What the body's tilt is known to, rad. */
const TILT_RAD = 0.006;
/** Feet farther away say little: at 3 m from 65 mm above the floor half a degree is a metre. */
const FAR_M = 3;
/** Half widths of what a robot has to do with, m. */
const LEAST_RADIUS_M = 0.01;
const MOST_RADIUS_M = 1.5;
/** Cells of a look that speak for or against a thing. */
const FEWEST_CELLS = 6;
const LEAST_STANDING = 2;
/** Around a foot things are looked for no farther than this, m. */
const MOST_SEARCH_M = 0.35;

/** A point of the picture's ray: ahead, left and up of the mount for each metre along the view, in base_footprint of the body as it leans. */
interface Ray {
  readonly forward: number;
  readonly left: number;
  readonly up: number;
}

/** Puts what a detector saw in one camera's pictures on the floor. */
export class BoxPlacer {
  readonly #model: CameraModel;
  readonly #rays: PixelRays;

  /** Throws RangeError for a model that cannot be. */
  constructor(model: CameraModel) {
    this.#model = model;
    this.#rays = pixelRays(model);
  }

  /**
   * Where the foot of a box stands: its lower edge's middle on the floor's plane. A foot below the picture is nearer than its lower edge, which
   * is then as uncertain as the way to it.
   * @returns undefined for what has no foot on the floor within 3 m: above the horizon, on a wall, in a mirror
   */
  place({ label, score, left_px, top_px, right_px, bottom_px }: Detection, tilt: Tilt): SeenThing | undefined {
    const { height_px, fx_px, fy_px } = this.#model;
    const middle_px = (left_px + right_px) / 2;
    const mount = this.#leaning(this.#model.mount.x_m, this.#model.mount.y_m, this.#model.mount.z_m, tilt);
    const depthAt = (v_px: number): number => {
      const { up } = this.#ray(middle_px, v_px, tilt);
      return up < 0 ? -mount.up / up : Number.POSITIVE_INFINITY;
    };
    const depth_m = depthAt(bottom_px);
    const foot = this.#ray(middle_px, bottom_px, tilt);
    const x_m = mount.forward + depth_m * foot.forward;
    const y_m = mount.left + depth_m * foot.left;
    const away_m = hypot(x_m - mount.forward, y_m - mount.left);
    if (!(away_m <= FAR_M)) return undefined;
    const edge_px = hypot(EDGE_PX, EDGE_SHARE * (bottom_px - top_px));
    const across_m = (depth_m * edge_px) / fx_px;
    const farther_m = depthAt(bottom_px - hypot(edge_px, TILT_RAD * fy_px));
    const along_m = Math.min(farther_m - depth_m, away_m);
    const isCut = bottom_px > height_px - 1 - edge_px;
    const radius_m = (depth_m * (right_px - left_px)) / fx_px / 2;
    if (!(radius_m >= LEAST_RADIUS_M && radius_m <= MOST_RADIUS_M)) return undefined;
    const top = this.#ray(middle_px, top_px, tilt);
    const height_m = Math.max(mount.up + (top.up * away_m) / hypot(top.forward, top.left), 0);
    return {
      label,
      score,
      x_m,
      y_m,
      radius_m,
      height_m,
      deviation_m: Math.max(across_m, along_m, isCut ? away_m / 2 : 0),
    };
  }

  /** Between the pixels' own rays; pixel (0, 0) has its centre at 0.5 of a box's numbers. */
  #ray(u_px: number, v_px: number, tilt: Tilt): Ray {
    const { width_px, height_px } = this.#model;
    const u = Math.min(Math.max(u_px - 0.5, 0), width_px - 1);
    const v = Math.min(Math.max(v_px - 0.5, 0), height_px - 1);
    const [iu, iv] = [Math.min(Math.floor(u), width_px - 2), Math.min(Math.floor(v), height_px - 2)];
    const [su, sv] = [u - iu, v - iv];
    const i = iv * width_px + iu;
    const mean = (values: Float64Array): number =>
      (1 - sv) * ((1 - su) * values[i] + su * values[i + 1]) +
      sv * ((1 - su) * values[i + width_px] + su * values[i + width_px + 1]);
    const { forward, left, up } = this.#rays;
    return this.#leaning(mean(forward), mean(left), mean(up), tilt);
  }

  /** Of the body's own axes, in those of the level floor below it: pitch about y, then roll about x. */
  #leaning(forward: number, left: number, up: number, { pitch_rad, roll_rad }: Tilt): Ray {
    const [cp, sp, cr, sr] = [cos(pitch_rad), sin(pitch_rad), cos(roll_rad), sin(roll_rad)];
    const raised = cp * up - sp * forward;
    return { forward: cp * forward + sp * up, left: cr * left - sr * raised, up: sr * left + cr * raised };
  }
}

/**
 * Whether the floor's geometry speaks for a thing that a detector named. `standing`: something rises where its foot is; `flat`: its place was seen and is
 * bare floor, as under a picture on a rug or a reflection; `unseen`: too little of it was looked at.
 */
export function geometryOf(thing: SeenThing, view: FloorRecord): 'standing' | 'flat' | 'unseen' {
  const { resolution_m, width, height, originX_m, originY_m, kinds } = view;
  const reach_m = Math.min(thing.radius_m + thing.deviation_m, MOST_SEARCH_M);
  const [unseen, floor] = [floorKinds.indexOf('unseen'), floorKinds.indexOf('floor')];
  let bare = 0;
  let standing = 0;
  let cells = 0;
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      const dx = originX_m + (ix + 0.5) * resolution_m - thing.x_m;
      const dy = originY_m + (iy + 0.5) * resolution_m - thing.y_m;
      if (dx * dx + dy * dy > reach_m * reach_m) continue;
      cells++;
      const kind = kinds[iy * width + ix];
      if (kind === floor) bare++;
      else if (kind !== unseen) standing++;
    }
  if (standing >= LEAST_STANDING) return 'standing';
  // What stands hides the floor behind it: half of its place is enough to say that it is bare.
  const whole = (Math.PI * reach_m * reach_m) / (resolution_m * resolution_m);
  return bare >= FEWEST_CELLS && bare >= 0.5 * Math.max(cells, whole) ? 'flat' : 'unseen';
}
