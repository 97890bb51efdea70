import type { MatchEvidence } from '../match/evidence.ts';

/** Below this share of the usual fit a scan speaks against the place; a moved chair or two people leave more. */
const BAD_SHARE = 0.65;
/** A scan must lie this much in seen space to tell anything. */
const MIN_OVERLAP = 0.4;
/** So long, and for so many scans in a row, before the place is given up; after the robot was in the air a few scans do. */
const GIVE_UP_S = 2;
const GIVE_UP_SCANS = 8;
const SUSPICIOUS_SCANS = 3;
/** The usual fit follows over about so many scans, good ones only. */
const HABIT = 0.05;

/** Notices that the robot is not where it thinks it is: scan after scan does not fit. */
export class Doubt {
  #usual = 1;
  #bad = 0;
  #since_s = 0;
  #isSuspicious = false;

  /** The robot was in the air: it may stand anywhere. */
  suspect(): void {
    this.#isSuspicious = true;
    this.#bad = 0;
  }

  /** Takes what a scan says of the place; returns whether the place must be given up. */
  add(stamp_s: number, { inlierRatio, overlap }: MatchEvidence): boolean {
    if (overlap < MIN_OVERLAP) return false;
    if (inlierRatio >= BAD_SHARE * this.#usual) {
      this.#usual += HABIT * (inlierRatio - this.#usual);
      this.#bad = 0;
      this.#isSuspicious = false;
      return false;
    }
    if (this.#bad++ === 0) this.#since_s = stamp_s;
    if (this.#isSuspicious) return this.#bad >= SUSPICIOUS_SCANS;
    return this.#bad >= GIVE_UP_SCANS && stamp_s - this.#since_s >= GIVE_UP_S;
  }
}
