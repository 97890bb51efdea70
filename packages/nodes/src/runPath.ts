import type { MapWarp } from '@homebound/math';

/** Steps that are kept of a way at first, m; a longer way is thinned to every second point each time it has grown too long. */
const STEP_M = 0.05;
/** 300 m at 5 cm; a point is 13 bytes of JSON. */
const MOST_POINTS = 6000;

/** Where the robot drove, in bounded room. Map frame, m; NaN where the pen is lifted. */
export class RunPath {
  #points: number[] = [];
  #step_m = STEP_M;
  #isPenUp = false;

  /**
   * The next place, as often as it is known.
   * @returns whether it is kept
   */
  add(x: number, y: number): boolean {
    const points = this.#points;
    const dx = x - points[points.length - 2];
    const dy = y - points[points.length - 1];
    if (this.#isPenUp) points.push(Number.NaN, Number.NaN);
    // Not: as long as the step. The first place has none before it.
    else if (dx * dx + dy * dy < this.#step_m * this.#step_m) return false;
    this.#isPenUp = false;
    points.push(x, y);
    if (points.length > 2 * MOST_POINTS) this.#thin();
    return true;
  }

  /** The robot does not know how it got to the next place. */
  lift(): void {
    this.#isPenUp = this.#points.length > 0;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    if (this.#points.length > 0) this.#points = Array.from(warp.moved(this.#points));
  }

  /** Interleaved, to the cm; a pair of nulls lifts the pen. A copy. */
  points(): (number | null)[] {
    return this.#points.map((value) => (Number.isNaN(value) ? null : Math.round(100 * value) / 100));
  }

  /** Of each stretch every second point is left, and both of its ends. */
  #thin(): void {
    this.#step_m *= 2;
    const before = this.#points;
    const isLift = (i: number): boolean => i < 0 || i >= before.length || Number.isNaN(before[i]);
    let inStretch = 0;
    this.#points = [];
    for (let i = 0; i < before.length; i += 2) {
      inStretch = isLift(i) ? 0 : inStretch + 1;
      const isEnd = isLift(i - 2) || isLift(i + 2);
      if (inStretch % 2 === 1 || isEnd || isLift(i)) this.#points.push(before[i], before[i + 1]);
    }
    // All in scraps, which only somebody who was carried about for days leaves: the newer ones stay.
    if (this.#points.length > 1.5 * MOST_POINTS) this.#points = this.#points.slice(-MOST_POINTS);
  }
}
