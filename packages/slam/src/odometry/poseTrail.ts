import type { OdometryPose } from './motionNoise.ts';

interface StampedOdometry extends OdometryPose {
  readonly stamp_s: number;
}

/** The last seconds of odometry with how sure it was: what the noise of a motion is read from. */
export class PoseTrail {
  readonly #keep_s: number;
  #poses: StampedOdometry[] = [];
  /** Those before are too old; they are let go of in one go. */
  #from = 0;

  /** @param keep_s how far back `at` reaches */
  constructor(keep_s: number) {
    this.#keep_s = keep_s;
  }

  /** Takes a pose that is newer than the last. */
  add(pose: StampedOdometry): void {
    this.#poses.push(pose);
    while (this.#poses[this.#from].stamp_s < pose.stamp_s - this.#keep_s) this.#from++;
    if (this.#from < 256 || 2 * this.#from < this.#poses.length) return;
    this.#poses = this.#poses.slice(this.#from);
    this.#from = 0;
  }

  /** The newest pose at a time, or the oldest one that is later; `undefined` for an empty trail. */
  at(stamp_s: number): StampedOdometry | undefined {
    let low = this.#from;
    let high = this.#poses.length - 1;
    while (low < high) {
      const middle = Math.ceil(0.5 * (low + high));
      if (this.#poses[middle].stamp_s <= stamp_s) low = middle;
      else high = middle - 1;
    }
    return this.#poses[low];
  }
}
