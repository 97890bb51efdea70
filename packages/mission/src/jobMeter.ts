import { hypot, type SE2 } from '@homebound/math';

/** What a job has cost so far, by odometry. */
export class JobMeter {
  driven_m = 0;
  cleaning_s = 0;
  /** Of `driven_m`: to the dock for charging and back to where the job was interrupted. */
  recharge_m = 0;
  recharges = 0;
  #last: SE2 | undefined;
  #last_s = Number.NaN;
  #isAway = false;

  begin(): void {
    this.driven_m = 0;
    this.cleaning_s = 0;
    this.recharge_m = 0;
    this.recharges = 0;
    this.#isAway = false;
  }

  /** Goes on from what an earlier program had counted. */
  restore(before: Pick<JobMeter, 'driven_m' | 'cleaning_s' | 'recharge_m' | 'recharges'>): void {
    const { driven_m, cleaning_s, recharge_m, recharges } = before;
    Object.assign(this, { driven_m, cleaning_s, recharge_m, recharges });
  }

  /** It leaves its plan to charge. */
  leave(): void {
    this.#isAway = true;
    this.recharges++;
  }

  /**
   * The next pose of odometry.
   * @param isBusy    wheels may turn for the job
   * @param isAtWork  it is on the plan, and not only on its way there
   */
  heard(stamp_s: number, T_odom_base: SE2, isBusy: boolean, isAtWork: boolean): void {
    const last = this.#last;
    const dt_s = stamp_s - this.#last_s;
    this.#last = T_odom_base;
    this.#last_s = stamp_s;
    if (last === undefined || !isBusy) return;
    const step_m = hypot(T_odom_base.x - last.x, T_odom_base.y - last.y);
    if (isAtWork) this.#isAway = false;
    this.driven_m += step_m;
    this.cleaning_s += dt_s;
    if (this.#isAway) this.recharge_m += step_m;
  }
}
