/** So many a second on average, and so many at once: a token bucket on a clock that only goes forward. */
export class Allowance {
  readonly #rate_hz: number;
  readonly #burst: number;
  #left: number;
  #filled_s = Number.NEGATIVE_INFINITY;

  constructor(rate_hz: number, burst: number) {
    this.#rate_hz = rate_hz;
    this.#burst = burst;
    this.#left = burst;
  }

  /** @returns whether one more is granted */
  take(now_s: number): boolean {
    if (now_s > this.#filled_s) {
      if (Number.isFinite(this.#filled_s))
        this.#left = Math.min(this.#burst, this.#left + (now_s - this.#filled_s) * this.#rate_hz);
      this.#filled_s = now_s;
    }
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
