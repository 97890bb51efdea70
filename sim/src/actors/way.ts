import { atan2, hypot, type SE2 } from '@homebound/math';

/** A place on a polyline, found by the way from its start. Remembers the piece it is on: walking on is cheap. */
export class Way {
  readonly points: number[];
  length_m = 0;
  #piece = 0;
  #before_m = 0; // way from the start to the piece's

  constructor(points: ArrayLike<number>) {
    this.points = [points[0], points[1]];
    for (let i = 2; i < points.length; i += 2) this.extend(points[i], points[i + 1]);
  }

  extend(x: number, y: number): void {
    const n = this.points.length;
    this.length_m += hypot(x - this.points[n - 2], y - this.points[n - 1]);
    this.points.push(x, y);
  }

  /** The place `at_m` from the start, and the direction of the way there. */
  placeAt(at_m: number): SE2 {
    const p = this.points;
    for (;;) {
      const i = 2 * this.#piece;
      if (i + 3 >= p.length) return this.#piece === 0 ? { x: p[0], y: p[1], theta: 0 } : this.#back(at_m);
      const length = hypot(p[i + 2] - p[i], p[i + 3] - p[i + 1]);
      if (at_m < this.#before_m && this.#piece > 0) return this.#back(at_m);
      if (at_m > this.#before_m + length && i + 5 < p.length) {
        this.#before_m += length;
        this.#piece++;
        continue;
      }
      const share = length === 0 ? 0 : Math.max(0, Math.min(1, (at_m - this.#before_m) / length));
      const theta = atan2(p[i + 3] - p[i + 1], p[i + 2] - p[i]);
      return { x: p[i] + share * (p[i + 2] - p[i]), y: p[i + 1] + share * (p[i + 3] - p[i + 1]), theta };
    }
  }

  /** Looks again from the start: only when somebody has turned back. */
  #back(at_m: number): SE2 {
    this.#piece = 0;
    this.#before_m = 0;
    return this.placeAt(Math.max(0, at_m));
  }
}
