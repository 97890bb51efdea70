import { hypot, type MapWarp } from '@homebound/math';

/** m before and behind the last place along the way in which the robot is looked for: neighbouring lanes lie nearer than that is long. */
const BEHIND_M = 0.15;
const AHEAD_M = 0.6;
/** m beside the way beyond which the robot is not on it: pushed off, or its place was corrected. */
const BESIDE_M = 0.25;

/** A way that is being driven, and how far the robot has come on it. Map frame. */
export class WayUnderway {
  #points: Float64Array;
  #s: Float64Array;
  #at_m = 0;

  constructor(points: Float64Array) {
    this.#points = points;
    this.#s = arcLengths(points);
  }

  /** m along the way. */
  get at_m(): number {
    return this.#at_m;
  }

  get length_m(): number {
    return this.#s[this.#s.length - 1] ?? 0;
  }

  /** The robot's next place. */
  heard(x: number, y: number): void {
    const points = this.#points;
    const from_m = this.#at_m - BEHIND_M;
    const to_m = this.#at_m + AHEAD_M;
    let best = BESIDE_M * BESIDE_M;
    let at_m = this.#at_m;
    for (let i = 1; i < this.#s.length && this.#s[i - 1] <= to_m; i++) {
      if (this.#s[i] < from_m) continue;
      const x0 = points[2 * i - 2];
      const y0 = points[2 * i - 1];
      const dx = points[2 * i] - x0;
      const dy = points[2 * i + 1] - y0;
      const length = this.#s[i] - this.#s[i - 1];
      const along = length > 0 ? ((x - x0) * dx + (y - y0) * dy) / (length * length) : 0;
      const least = Math.max(0, (from_m - this.#s[i - 1]) / length);
      const most = Math.min(1, (to_m - this.#s[i - 1]) / length);
      const t = Math.min(most, Math.max(least, along));
      const d2 = (x0 + t * dx - x) * (x0 + t * dx - x) + (y0 + t * dy - y) * (y0 + t * dy - y);
      if (d2 >= best) continue;
      best = d2;
      at_m = this.#s[i - 1] + t * length;
    }
    // A robot that backs off has driven what it has driven.
    this.#at_m = Math.max(this.#at_m, at_m);
  }

  /** The map was corrected: the way moves with it, and the robot's place on it. */
  moveWith(warp: MapWarp): void {
    const i = Math.max(
      1,
      this.#s.findIndex((s) => s >= this.#at_m),
    );
    const length = this.#s[i] - this.#s[i - 1];
    const share = length > 0 ? (this.#at_m - this.#s[i - 1]) / length : 0;
    this.#points = warp.moved(this.#points);
    this.#s = arcLengths(this.#points);
    if (this.#s.length > 1) this.#at_m = this.#s[i - 1] + share * (this.#s[i] - this.#s[i - 1]);
  }
}

function arcLengths(points: Float64Array): Float64Array {
  const s = new Float64Array(points.length >> 1);
  for (let i = 1; i < s.length; i++)
    s[i] = s[i - 1] + hypot(points[2 * i] - points[2 * i - 2], points[2 * i + 1] - points[2 * i - 1]);
  return s;
}
