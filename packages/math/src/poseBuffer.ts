import { hypot } from './elementary.ts';
import { between, driveArc, interpolate, type SE2 } from './se2.ts';

/** A pose and when it held. */
export interface StampedPose {
  readonly stamp_s: number;
  readonly T: SE2;
}

/**
 * The recent poses of one frame in another, looked up by time: what tf2's buffer is for one pair of frames.
 * Poses are added in the order of time and forgotten after `keep_s`.
 */
export class PoseBuffer {
  readonly #keep_s: number;
  #poses: StampedPose[] = [];

  constructor(keep_s: number) {
    if (!(keep_s > 0)) throw new RangeError(`Cannot build pose buffer: keep_s must be > 0, got ${keep_s}`);
    this.#keep_s = keep_s;
  }

  /** Adds the newest pose. One that is not newer than the last replaces nothing and is refused with `false`. */
  add(stamp_s: number, T: SE2): boolean {
    const last = this.#poses.at(-1);
    if (last !== undefined && stamp_s <= last.stamp_s) return false;
    this.#poses.push({ stamp_s, T });
    // Trim in blocks: shifting at each call would cost a copy each time.
    const oldest_s = stamp_s - this.#keep_s;
    if (this.#poses.length > 64 && this.#poses[32].stamp_s < oldest_s) {
      this.#poses = this.#poses.slice(this.#firstAfter(oldest_s) - 1);
    }
    return true;
  }

  get latest(): StampedPose | undefined {
    return this.#poses.at(-1);
  }

  get oldest(): StampedPose | undefined {
    return this.#poses[0];
  }

  /**
   * The pose at a time, interpolated between its neighbours.
   * Up to `extrapolate_s` after the newest pose the last motion is continued along its arc; beyond that, and before
   * the oldest pose, the answer is `undefined`: no pose is ever invented.
   */
  at(stamp_s: number, extrapolate_s = 0): SE2 | undefined {
    const n = this.#poses.length;
    if (n === 0 || stamp_s < this.#poses[0].stamp_s) return undefined;
    const last = this.#poses[n - 1];
    if (stamp_s >= last.stamp_s) {
      const ahead_s = stamp_s - last.stamp_s;
      if (ahead_s === 0) return last.T;
      if (ahead_s > extrapolate_s || n < 2) return undefined;
      return continueArc(this.#poses[n - 2], last, ahead_s);
    }
    const i = this.#firstAfter(stamp_s);
    const a = this.#poses[i - 1];
    const b = this.#poses[i];
    return interpolate(a.T, b.T, (stamp_s - a.stamp_s) / (b.stamp_s - a.stamp_s));
  }

  clear(): void {
    this.#poses = [];
  }

  /** Index of the first pose after a time (at least 1 when the oldest is not after it). */
  #firstAfter(stamp_s: number): number {
    let low = 0;
    let high = this.#poses.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.#poses[mid].stamp_s <= stamp_s) low = mid + 1;
      else high = mid;
    }
    return low;
  }
}

function continueArc(a: StampedPose, b: StampedPose, ahead_s: number): SE2 {
  const dt = b.stamp_s - a.stamp_s;
  const moved = between(a.T, b.T);
  const length = hypot(moved.x, moved.y) * (moved.x < 0 ? -1 : 1);
  return driveArc(b.T, length / dt, moved.theta / dt, ahead_s);
}
