import type { MatchEvidence } from './evidence.ts';

/** The usual share of inliers follows about the last 20 scans. */
const HABIT = 0.05;
/** Scans that don't fit lower what is asked of the next ones to this part of what clear ones show, and no further. */
const SINKS = 0.75;
/** What clear ones showed is forgotten over some 400 that are not: a room that was turned round is drawn again after a minute. */
const FORGET = 0.0025;
/** With less of a scan in seen space its share of inliers tells nothing of the place. */
const MIN_OVERLAP = 0.2;

/**
 * What share of a scan usually lies on what the map knows: clutter, glass and people lower it for every pose alike. A robot
 * that stands somewhere else than it thinks must not get used to that.
 */
export class UsualFit {
  #lately = 1;
  #whenClear = 1;

  /** Of the scans lately, as far as they may lower it. */
  get ratio(): number {
    return Math.max(this.#lately, SINKS * this.#whenClear);
  }

  /** Of those only that fitted as well as usual. */
  get ratioWhenClear(): number {
    return this.#whenClear;
  }

  /** Takes what a match came to. */
  note({ inlierRatio, overlap }: MatchEvidence, isClear: boolean): void {
    this.#lately += HABIT * (inlierRatio - this.#lately);
    if (overlap >= MIN_OVERLAP) this.#whenClear += (isClear ? HABIT : FORGET) * (inlierRatio - this.#whenClear);
  }
}
