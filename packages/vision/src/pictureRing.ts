import { angleDiff, cos, type SE2, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import type { Tilt } from './floorPlane.ts';
import { LevelPictures } from './levelPictures.ts';

/** A picture is kept when the body has moved by so much since the last that was. */
const APART_M = 0.014;
const APART_RAD = 0.02;
/** Older ones are forgotten: odometry drifts, and what stood there may have walked, s. */
const OLDEST_S = 3;

/** A levelled picture and where its camera was: centre in odom, m, and the way that the level body looked. */
export interface LevelPicture {
  readonly detail: Float32Array;
  stamp_s: number;
  x: number;
  y: number;
  z: number;
  theta: number;
}

/** The last pictures of a drive, in memory that is made once. `wipe` leaves nothing of them. */
export class PictureRing {
  readonly now: LevelPicture;
  #kept: LevelPicture[] = [];
  readonly #free: LevelPicture[] = [];
  readonly #levels: LevelPictures;
  readonly #centre = new Float64Array(3);

  /** @param size  pictures that are kept beside the present one */
  constructor(model: CameraModel, size: number) {
    this.#levels = new LevelPictures(model);
    const pixels = model.width_px * model.height_px;
    const blank = (): LevelPicture => ({
      detail: new Float32Array(pixels),
      stamp_s: 0,
      x: 0,
      y: 0,
      z: 0,
      theta: 0,
    });
    this.now = blank();
    for (let k = 0; k < size; k++) this.#free.push(blank());
  }

  /** Kept pictures, newest first. */
  get kept(): readonly LevelPicture[] {
    return this.#kept;
  }

  /** Takes in the present picture. */
  see(rgb: Uint8Array, stamp_s: number, tilt: Tilt, T_odom_base: SE2): void {
    const { now } = this;
    this.#levels.levelInto(now.detail, rgb, tilt);
    this.#levels.centreInto(this.#centre, tilt);
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    now.stamp_s = stamp_s;
    now.x = T_odom_base.x + c * this.#centre[0] - s * this.#centre[1];
    now.y = T_odom_base.y + s * this.#centre[0] + c * this.#centre[1];
    now.z = this.#centre[2];
    now.theta = T_odom_base.theta;
    this.#forget(({ stamp_s: then_s }) => then_s > stamp_s || stamp_s - then_s > OLDEST_S);
  }

  /** Keeps the present one, if the body has moved since the last that was kept. */
  keep(): void {
    const { now } = this;
    const last = this.#kept[0];
    if (last !== undefined) {
      const dx = now.x - last.x;
      const dy = now.y - last.y;
      const turn = Math.abs(angleDiff(now.theta, last.theta));
      if (dx * dx + dy * dy < APART_M * APART_M && turn < APART_RAD) return;
    }
    const slot = this.#free.pop() ?? (this.#kept.pop() as LevelPicture);
    slot.detail.set(now.detail);
    const { stamp_s, x, y, z, theta } = now;
    Object.assign(slot, { stamp_s, x, y, z, theta });
    this.#kept.unshift(slot);
  }

  wipe(): void {
    this.#forget(() => true);
    blacken(this.now);
  }

  #forget(isGone: (picture: LevelPicture) => boolean): void {
    for (const picture of this.#kept.filter(isGone)) {
      blacken(picture);
      this.#free.push(picture);
    }
    this.#kept = this.#kept.filter((picture) => !isGone(picture));
  }
}

function blacken({ detail }: LevelPicture): void {
  detail.fill(0);
}
