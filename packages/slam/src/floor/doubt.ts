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
 * this, and fits less well than usual besides or only after a jump, was taken elsewhere. A new room comes into sight bit by bit, and what is known fits.
 * Nor does it change at once: in 12 homes no scan fitted less than 0.97 as well as the one before.
 */
const SUDDEN_SHARE = 0.8;
const SUDDEN_FIT = 0.9;
const SUDDEN_DROP = 0.8;
/** What began suddenly ends with a scan that fits nearly as before; half-way does a place that looks alike. */
const AS_BEFORE_SHARE = 0.9;
const SUDDEN_M = 0.5;
const SUDDEN_RAD = 0.6;

/** What a match says of the place. */
export interface PlaceEvidence extends MatchEvidence {
  /** False when no pose near the one that odometry tells explains the scan: the evidence is of the best one farther off. */
  readonly matched: boolean;
  /** Whether the pose jumped there, far from where odometry tells. */
  readonly jumped: boolean;
}

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
  /** Whether it began from one scan to the next: then only a scan that fits well ends it. */
  #beganSuddenly = false;
  #isSuspicious = false;
  /** The best that scans showed here: it fades as the robot drives on, not with a turn of the lidar that mixes two places. */
  #overlap = 0;
  #ratio = 0;
  /** Of the last scan that spoke for the place. */
  #T_odom_held: SE2 | undefined;

  /** @param usual share of inliers that scans have here */
  constructor(usual = 1) {
    this.#usual = usual;
  }

  /** The robot was in the air: it may stand anywhere, until a scan says that it is where it was. */
  suspect(): void {
    this.#isSuspicious = true;
    this.#beganSuddenly = false;
    this.#bad = 0;
  }

  get isSuspicious(): boolean {
    return this.#isSuspicious;
  }

  /**
   * Takes what a scan says of the place.
   * @param seesAllRound whether the lidar sees the same when the robot turns
   */
  add(stamp_s: number, evidence: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    const { inlierRatio, overlap, matched, jumped } = evidence;
    if (this.#isSuspicious) return this.#prove(evidence, T_odom_base, seesAllRound);
    const fit = inlierRatio / this.#usual;
    const isNear = this.#isNearHeld(T_odom_base, seesAllRound);
    const isOtherView = isNear && overlap < SUDDEN_SHARE * this.#overlap;
    const isOutOfSight = isOtherView && (fit < SUDDEN_FIT || jumped);
    if (overlap < MIN_OVERLAP && !isOutOfSight) return this.#pass(evidence, T_odom_base, seesAllRound);
    const isSudden = isOutOfSight || (isNear && inlierRatio < SUDDEN_DROP * Math.min(this.#ratio, this.#usual));
    const isGood = this.#beganSuddenly ? fit >= AS_BEFORE_SHARE && !isOtherView : fit >= GOOD_SHARE;
    if (!matched) return this.#shake(stamp_s, isSudden);
    if (!isSudden && (isGood || (this.#bad === 0 && fit >= BAD_SHARE)))
      return this.#hold(evidence, T_odom_base, seesAllRound);
    if (!isSudden && !this.#beganSuddenly && fit >= BAD_SHARE) return this.#ease(evidence, T_odom_base, seesAllRound);
    return this.#shake(stamp_s, isSudden);
  }

  /** A robot that was in the air must see what it saw before. */
  #prove(evidence: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    const { inlierRatio, overlap, matched } = evidence;
    if (matched && inlierRatio >= BAD_SHARE * this.#usual && overlap >= SAME_VIEW_SHARE * this.#overlap)
      return this.#hold(evidence, T_odom_base, seesAllRound);
    return ++this.#bad >= SUSPICIOUS_SCANS ? 'givenUp' : 'unproven';
  }

  /** A scan that is not for the place nor against it. */
  #ease(evidence: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    this.#bad = Math.max(0, this.#bad - EASE);
    return this.#bad > 0 ? 'shaken' : this.#hold(evidence, T_odom_base, seesAllRound);
  }

  #shake(stamp_s: number, isSudden: boolean): Belief {
    if (this.#bad === 0) {
      this.#since_s = stamp_s;
      this.#beganSuddenly = isSudden;
    }
    this.#bad++;
    return this.#bad >= GIVE_UP_SCANS && stamp_s - this.#since_s >= GIVE_UP_S ? 'givenUp' : 'shaken';
  }

  /** In a room that is new nothing speaks against the place. */
  #pass(evidence: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    this.#see(evidence, T_odom_base, seesAllRound);
    return 'held';
  }

  /** Follows what scans show here: up at once, down with the way driven and, if the lidar has a back, with the turn. */
  #see({ inlierRatio, overlap }: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): void {
    const held = this.#T_odom_held ?? T_odom_base;
    const way = hypot(T_odom_base.x - held.x, T_odom_base.y - held.y) / SUDDEN_M;
    const turn = seesAllRound ? 0 : Math.abs(angleDiff(T_odom_base.theta, held.theta)) / SUDDEN_RAD;
    const fade = Math.min(1, way + turn);
    this.#overlap = Math.max(overlap, this.#overlap + fade * (overlap - this.#overlap));
    this.#ratio = Math.max(inlierRatio, this.#ratio + fade * (inlierRatio - this.#ratio));
    this.#T_odom_held = T_odom_base;
  }

  /** Whether the robot is about where a scan last spoke for the place. */
  #isNearHeld({ x, y, theta }: SE2, seesAllRound: boolean): boolean {
    const held = this.#T_odom_held;
    if (held === undefined || hypot(x - held.x, y - held.y) > SUDDEN_M) return false;
    return seesAllRound || Math.abs(angleDiff(theta, held.theta)) <= SUDDEN_RAD;
  }

  #hold(evidence: PlaceEvidence, T_odom_base: SE2, seesAllRound: boolean): Belief {
    this.#usual += HABIT * (evidence.inlierRatio - this.#usual);
    this.#see(evidence, T_odom_base, seesAllRound);
    this.#bad = 0;
    this.#beganSuddenly = false;
    this.#isSuspicious = false;
    return 'held';
  }
}
