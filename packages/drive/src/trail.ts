import { angleDiff, cos, type SE2, sin } from '@homebound/math';

/** Spacing of the crumbs: m along the way, rad on the spot. */
const STEP_M = 0.01;
const STEP_RAD = 0.05;
/** A crumb farther off than this does not belong to the way that led here. */
const REACH_M = 0.04;
const REACH_RAD = 0.25;
/** Crumbs kept: 0.6 m of straight driving. */
const KEPT = 60;

/**
 * The way the robot came, as poses in odom. Only there, behind the cliff sensors, is the floor known to be sound:
 * the rear has none. Driving back over a crumb takes it off.
 */
export class Trail {
  #crumbs: SE2[] = [];

  /** Notes where the robot is. Call it with every odometry record, but not while the trail is being driven back. */
  note(T_odom_base: SE2): void {
    while (this.#crumbs.length > 0 && this.#passedBackwards(T_odom_base)) this.#crumbs.pop();
    const last = this.#crumbs.at(-1);
    if (last !== undefined && isWithin(last, T_odom_base, STEP_M, STEP_RAD)) return;
    this.#crumbs.push(T_odom_base);
    if (this.#crumbs.length > KEPT) this.#crumbs.shift();
  }

  /** The next pose on the way back; none when the trail does not lead on from here. */
  next(T_odom_base: SE2): SE2 | undefined {
    const last = this.#crumbs.at(-1);
    if (last === undefined || !isWithin(last, T_odom_base, REACH_M, REACH_RAD)) return undefined;
    return last;
  }

  /** Forgets the way: the robot was carried. */
  clear(): void {
    this.#crumbs = [];
  }

  /** Takes the last crumb off: it is reached. */
  drop(): void {
    this.#crumbs.pop();
  }

  #passedBackwards(T: SE2): boolean {
    const last = this.#crumbs[this.#crumbs.length - 1];
    const dx = last.x - T.x;
    const dy = last.y - T.y;
    return dx * cos(T.theta) + dy * sin(T.theta) > 0.5 * STEP_M;
  }
}

function isWithin(a: SE2, b: SE2, distance_m: number, angle_rad: number): boolean {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const turn = angleDiff(a.theta, b.theta);
  return dx * dx + dy * dy <= distance_m * distance_m && turn <= angle_rad && turn >= -angle_rad;
}
