/** The usual interval is the mean of so many. */
const INTERVALS = 20;
/** A scan that comes so many intervals later than due is no late message: there was a gap. */
const GAP = 2.5;
/** How fast the even clock follows the stamps, as a share of what they differ by. */
const FOLLOW = 0.1;

/**
 * The time between scans, evened out: a lidar turns evenly, while its stamps jitter with what lies between it and the
 * clock that stamps them (the intel log has bursts: 0.00, 0.00, 0.55 s). A speed made of such an interval is as wrong.
 */
export class EvenClock {
  readonly #intervals: number[] = [];
  /** How far the stamps are ahead of the even time. */
  #ahead_s = 0;

  /** The interval that a measured one stands for. */
  even(interval_s: number): number {
    this.#ahead_s += interval_s;
    const usual_s = this.#intervals.reduce((sum, each) => sum + each, 0) / this.#intervals.length;
    const isGap = !(this.#ahead_s < (1 + GAP) * usual_s);
    const even_s = isGap ? this.#ahead_s : usual_s + FOLLOW * (this.#ahead_s - usual_s);
    this.#ahead_s -= even_s;
    if (!isGap || this.#intervals.length < 2) this.#intervals.push(interval_s);
    if (this.#intervals.length > INTERVALS) this.#intervals.shift();
    return even_s;
  }
}
