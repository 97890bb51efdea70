import { between } from '@homebound/math';
import { type CameraModel, type CropSource, type CropWish, mostCrop_px, type ObstacleCrop } from '@homebound/robot';
import {
  canTellPeople,
  cropped,
  type Detector,
  type ObstacleKind,
  obstacleKinds,
  pictureCrop,
} from '@homebound/vision';
import type { Examined, PictureTaker } from './detectingSight.ts';

/** Between two crops, s. */
const PACE_S = 0.5;
/** Crops that nobody fetches. */
const MOST_WAITING = 8;

/**
 * Takes crops of obstacles out of pictures that a detector has looked at and in which it saw nobody: where the camera is, and of nothing but what is
 * wanted now. Nothing is, until somebody says so.
 */
export class CropTaker implements PictureTaker, CropSource {
  readonly tellsPeople = true;
  readonly #model: CameraModel;
  #wishes: readonly CropWish[] = [];
  #taken: ObstacleCrop[] = [];
  #last_s = Number.NEGATIVE_INFINITY;

  /** Throws RangeError for a detector that can't tell people: it would let pictures of them through. */
  constructor(model: CameraModel, { labels }: Pick<Detector, 'labels'>) {
    if (!canTellPeople(labels))
      throw new RangeError('Cannot take pictures of obstacles: the detector has no word for a person');
    this.#model = model;
  }

  get isWanted(): boolean {
    return this.#wishes.length > 0;
  }

  want(wishes: readonly CropWish[]): void {
    this.#wishes = wishes;
    this.#taken = this.#taken.filter(({ obstacle }) => wishes.some((wish) => wish.obstacle === obstacle));
  }

  taken(): readonly ObstacleCrop[] {
    const taken = this.#taken;
    this.#taken = [];
    return taken;
  }

  take({ image, stamp_s, body, detections }: Examined): void {
    if (stamp_s - this.#last_s < PACE_S || this.#taken.length >= MOST_WAITING) return;
    for (const wish of this.#wishes) {
      const kind = obstacleKinds.find((one): one is ObstacleKind => one === wish.kind);
      if (kind === undefined) continue;
      const outline_base = new Float64Array(wish.outline_odom.length);
      for (let i = 0; i < outline_base.length; i += 2) {
        const at = { x: wish.outline_odom[i], y: wish.outline_odom[i + 1], theta: 0 };
        const { x, y } = between(body.T_odom_base, at);
        outline_base[i] = x;
        outline_base[i + 1] = y;
      }
      const crop = pictureCrop({ ...wish, kind }, outline_base, this.#model, body.tilt, detections);
      if (crop === undefined) continue;
      this.#last_s = stamp_s;
      this.#wishes = this.#wishes.filter(({ obstacle }) => obstacle !== wish.obstacle);
      this.#taken.push({ obstacle: wish.obstacle, ...cropped(image, crop, mostCrop_px) });
      return;
    }
  }
}
