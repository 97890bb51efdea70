import { between, compose, hypot, identity, type SE2, type StampedPose } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { EvenClock } from './evenClock.ts';
import { ScanTurn } from './scanTurn.ts';
import { atRest, moveSteadily, type Twist, twistOf } from './twist.ts';

/** Faster than any robot in a building: what a wrong match or a corrected map looks like. */
const MAX_SPEED_MPS = 3;
const MAX_TURN_RADPS = 5;
/** After a longer pause between scans nothing is known of the speed. */
const MAX_PAUSE_S = 1;
/** What is left of the speed after each scan that was not matched: it must not carry the pose away. */
const KEEP_UNMATCHED = 0.5;

/** How far a steady motion may be off from one scan to the next: SLAM's `odometry` noise when there is no odometry. */
export const scanOnlyNoise = {
  slipPerMetre: 0.3,
  turnPerTurn: 0.5,
  turnPerMetre: 0.1,
  floor_m: 0.05,
  floor_rad: 0.1,
} as const;

/** SLAM's `match` options then: a search in doubt must reach as far as the robot may have got unseen. */
export const scanOnlyMatch = { search_m: 0.5, search_rad: 0.7 } as const;

/**
 * Stands in for odometry where there is none: the robot is taken to go on as it moved between the last two scans, and
 * to turn as the scan itself shows. Gives smooth `T_odom_base` at each scan's beginning and end, for de-skew and prediction,
 * and learns from what the match made of it.
 *
 *   for (const { stamp_s, T } of motion.predict(scan)) slam.addOdometry(stamp_s, T);
 *   const T_map_odom = slam.T_map_odom;
 *   const result = slam.addScan(scan);
 *   if (result.ok) motion.learn(result.matched, T_map_odom, result.T_map_odom);
 *
 * Source: constant velocity as KISS-ICP has it (Vizzo et al., RA-L 2023); ours evens out the stamps first
 * and reads the turn from the ranges.
 */
export class ScanOnlyMotion {
  #twist: Twist = atRest;
  /** At the end of the last scan. */
  #latest: StampedPose | undefined;
  readonly #clock = new EvenClock();
  readonly #turn = new ScanTurn();
  /** At the end of the last scan that was learnt from, and how long ago that was. */
  #T_odom_learnt: SE2 | undefined;
  #sinceLearnt_s = 0;

  /** The poses of a scan's first and last beam by the motion so far; none for a scan that is not newer than the last. */
  predict(scan: ScanRecord): readonly StampedPose[] {
    const sweep_s = (scan.ranges_m.length - 1) * scan.timeIncrement_s;
    const end_s = scan.stamp_s + sweep_s;
    const last = this.#latest;
    if (last !== undefined && !(end_s > last.stamp_s)) return [];
    const turn_rad = this.#turn.next(scan);
    const T_odom_end = last === undefined ? identity : this.#goOn(last, end_s - last.stamp_s, turn_rad);
    this.#latest = { stamp_s: end_s, T: T_odom_end };
    const T_odom_begin = compose(T_odom_end, moveSteadily(this.#twist, -sweep_s));
    const isLater = sweep_s > 0 && !(scan.stamp_s <= (last?.stamp_s ?? Number.NEGATIVE_INFINITY));
    return isLater ? [{ stamp_s: scan.stamp_s, T: T_odom_begin }, this.#latest] : [this.#latest];
  }

  /**
   * Learns the speed from where SLAM put the scan that was predicted last.
   * @param matched          whether the scan was believed
   * @param T_map_odom       SLAM's correction when the scan was handed over: `undefined` for the first one
   * @param T_map_odom_after what the scan made of it
   */
  learn(matched: boolean, T_map_odom: SE2 | undefined, T_map_odom_after: SE2): void {
    const T_odom_now = this.#latest?.T;
    const T_odom_before = this.#T_odom_learnt;
    const dt = this.#sinceLearnt_s;
    if (T_odom_now === undefined) return;
    this.#T_odom_learnt = T_odom_now;
    this.#sinceLearnt_s = 0;
    if (!matched) this.#twist = slowed(this.#twist, KEEP_UNMATCHED);
    else if (T_odom_before !== undefined && T_map_odom !== undefined && dt > 0) {
      // The map may have been corrected since the last scan; T_map_odom was corrected with it.
      const moved = between(compose(T_map_odom, T_odom_before), compose(T_map_odom_after, T_odom_now));
      const twist = twistOf(moved, dt);
      this.#twist = isPossible(twist) ? twist : atRest;
    }
  }

  #goOn(last: StampedPose, interval_s: number, turn_rad: number | undefined): SE2 {
    const isPause = interval_s > MAX_PAUSE_S;
    const period_s = isPause ? interval_s : this.#clock.even(interval_s);
    if (isPause) this.#twist = atRest;
    // The way goes on as before; the turn is seen.
    if (turn_rad !== undefined) this.#twist = { ...this.#twist, w_radps: turn_rad / period_s };
    this.#sinceLearnt_s += period_s;
    return compose(last.T, moveSteadily(this.#twist, period_s));
  }
}

function isPossible({ vx_mps, vy_mps, w_radps }: Twist): boolean {
  return hypot(vx_mps, vy_mps) <= MAX_SPEED_MPS && Math.abs(w_radps) <= MAX_TURN_RADPS;
}

function slowed({ vx_mps, vy_mps, w_radps }: Twist, share: number): Twist {
  return { vx_mps: share * vx_mps, vy_mps: share * vy_mps, w_radps: share * w_radps };
}
