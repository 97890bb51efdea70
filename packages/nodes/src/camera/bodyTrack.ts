import { angleDiff, between, PoseBuffer, type SE2 } from '@homebound/math';
import type { ImuRecord } from '@homebound/robot';
import type { BodyAt } from '@homebound/vision';
import { TiltFilter } from './tiltFilter.ts';

/** Odometry that is kept, s. */
const KEEP_S = 2;
/** How far the body's last motion is believed beyond its newest pose, s. */
const AHEAD_S = 0.1;
/** A steady drive, in each half of this time, s: so fast, m/s, and turned by no more than this, rad. */
const STRAIGHT_S = 0.5;
const LEAST_MPS = 0.08;
const MOST_MPS = 1;
const MOST_TURN_RAD = 0.03;
/** And level for so long, s: after a threshold the filter is off for a while. */
const LEVEL_S = 2;

/** Where the body was and how it leaned, at the stamps of pictures. */
export class BodyTrack {
  readonly #odometry = new PoseBuffer(KEEP_S);
  readonly #tilt = new TiltFilter();

  moved(stamp_s: number, T_odom_base: SE2): void {
    this.#odometry.add(stamp_s, T_odom_base);
  }

  turned(record: ImuRecord): void {
    this.#tilt.add(record);
  }

  /** Of the newest record of the gyro; undefined before the first. */
  get newestTilt_s(): number | undefined {
    return this.#tilt.newest_s;
  }

  /** Undefined where no odometry tells where it was. */
  at(stamp_s: number): BodyAt | undefined {
    const T_odom_base = this.#odometry.at(stamp_s, AHEAD_S);
    return T_odom_base && { T_odom_base, ...this.leaning(stamp_s) };
  }

  /** The same for those who do not ask where: a body of which nobody tells how it drives is never steady. */
  leaning(stamp_s: number): Omit<BodyAt, 'T_odom_base'> {
    const isSteady = this.#tilt.levelFor_s(stamp_s) >= LEVEL_S && this.#isStraight(stamp_s);
    return { tilt: this.#tilt.at(stamp_s), isSteady };
  }

  #isStraight(stamp_s: number): boolean {
    const half_s = STRAIGHT_S / 2;
    const [now, middle, before] = [0, half_s, 2 * half_s].map((ago_s) => this.#odometry.at(stamp_s - ago_s, AHEAD_S));
    if (now === undefined || middle === undefined || before === undefined) return false;
    return [between(before, middle), between(middle, now)].every(({ x, theta }) => {
      const v_mps = Math.abs(x) / half_s;
      return v_mps > LEAST_MPS && v_mps < MOST_MPS && Math.abs(angleDiff(theta, 0)) < MOST_TURN_RAD;
    });
  }
}
