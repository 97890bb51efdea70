import { angleDiff, hypot, type SE2 } from '@homebound/math';
import type { MatchEvidence } from '../match/evidence.ts';

/** Below this share of the usual fit a scan speaks against the place; a moved chair or two people leave more. */
const BAD_SHARE = 0.65;
/** A scan that fits so well, as a share of the usual, ends all doubt; one in between eases it. */
const GOOD_SHARE = 0.85;
const EASE = 0.5;
/** A scan must lie this much in seen space to tell anything. */
const MIN_OVERLAP = 0.4;
/** So long, and for so many scans, before the place is given up; after the robot was in the air a few scans do. */
const GIVE_UP_S = 2;
const GIVE_UP_SCANS = 8;
const SUSPICIOUS_SCANS = 3;
/** The usual fit follows over about so many scans, good ones only. */
const HABIT = 0.05;
/** Where the robot was, it sees about as much known space as before; carried into a room that is new, it does not. */
const SAME_VIEW_SHARE = 0.7;
/**
 * Known space does not go out of sight at once: a scan that shows so much less of it than the one before, no farther on than
 * this, and fits less well than usual besides, was taken elsewhere. A new room comes into sight bit by bit, and what is known fits.
 */
const SUDDEN_SHARE = 0.8;
const SUDDEN_FIT = 0.9;
const SUDDEN_M = 0.5;
const SUDDEN_RAD = 0.6;

/**
 * What a scan makes of the belief in the place.
 * - `held`: nothing speaks against it.
 * - `shaken`: scans do not fit. The pose goes on, but the map must learn nothing from them: it would agree with a wrong place.
 * - `unproven`: after it was in the air, nothing speaks for the place yet.
 * - `givenUp`: the robot is somewhere else.
 */
export type Belief = 'held' | 'shaken' | 'unproven' | 'givenUp';

/** Notices that the robot is not where it thinks it is: scan after scan does not fit. */
export class Doubt {
  #usual: number;
  #bad = 0;
  #since_s = 0;
  #isSuspicious = false;
  /** Of the last scan that spoke for the place. */
  #overlap = 0;
  #T_odom_held: SE2 | undefined;

  /** @param usual share of inliers that scans have here */
  constructor(usual = 1) {
    this.#usual = usual;
  }

  /** The robot was in the air: it may stand anywhere, until a scan says that it is where it was. */
  suspect(): void {
    this.#isSuspicious = true;
    this.#bad = 0;
  }

  get isSuspicious(): boolean {
    return this.#isSuspicious;
  }

  /**
   * Takes what a scan says of the place.
   * @param seesAllRound whether the lidar sees the same when the robot turns
   */
  add(stamp_s: number, evidence: MatchEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    const { inlierRatio, overlap } = evidence;
    if (this.#isSuspicious) return this.#prove(evidence, T_odom_base);
    const isSudden =
      overlap < SUDDEN_SHARE * this.#overlap &&
      inlierRatio < SUDDEN_FIT * this.#usual &&
      this.#isNearHeld(T_odom_base, seesAllRound);
    if (overlap < MIN_OVERLAP && !isSudden) {
      this.#overlap = overlap;
      this.#T_odom_held = T_odom_base;
      return 'held';
    }
    if (!isSudden && inlierRatio >= (this.#bad > 0 ? GOOD_SHARE : BAD_SHARE) * this.#usual)
      return this.#hold(evidence, T_odom_base);
    if (!isSudden && inlierRatio >= BAD_SHARE * this.#usual) {
      this.#bad = Math.max(0, this.#bad - EASE);
      return this.#bad > 0 ? 'shaken' : this.#hold(evidence, T_odom_base);
    }
    if (this.#bad === 0) this.#since_s = stamp_s;
    this.#bad++;
    return this.#bad >= GIVE_UP_SCANS && stamp_s - this.#since_s >= GIVE_UP_S ? 'givenUp' : 'shaken';
  }

  /** A robot that was in the air must see what it saw before. */
  #prove(evidence: MatchEvidence, T_odom_base: SE2): Belief {
    const { inlierRatio, overlap } = evidence;
    if (inlierRatio >= BAD_SHARE * this.#usual && overlap >= SAME_VIEW_SHARE * this.#overlap)
      return this.#hold(evidence, T_odom_base);
    return ++this.#bad >= SUSPICIOUS_SCANS ? 'givenUp' : 'unproven';
  }

  /** Whether the robot is about where a scan last spoke for the place. */
  #isNearHeld({ x, y, theta }: SE2, seesAllRound: boolean): boolean {
    const held = this.#T_odom_held;
    if (held === undefined || hypot(x - held.x, y - held.y) > SUDDEN_M) return false;
    return seesAllRound || Math.abs(angleDiff(theta, held.theta)) <= SUDDEN_RAD;
  }

  #hold({ inlierRatio, overlap }: MatchEvidence, T_odom_base: SE2): Belief {
    this.#usual += HABIT * (inlierRatio - this.#usual);
    this.#overlap = overlap;
    this.#T_odom_held = T_odom_base;
    this.#bad = 0;
    this.#isSuspicious = false;
    return 'held';
  }
}
