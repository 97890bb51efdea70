import { angleDiff, compose, hypot, inverse, type MapWarp, type SE2 } from '@homebound/math';

/** m/s and rad/s at which a small correction by SLAM is taken up; a larger one in about half a second. */
const RATE_MPS = 0.1;
const RATE_RADPS = 0.3;
const GAIN = 2;
/** m, rad; more than this is no correction but another place: the robot was carried, and gliding there would only mislead it. */
const ELSEWHERE_M = 0.5;
const ELSEWHERE_RAD = 0.5;

/**
 * The robot's pose in the map without jumps. SLAM corrects map → odom in steps; a path that is fixed in the map would
 * jump under the robot. Here the correction, seen where the robot is, is taken up at a bounded rate.
 */
export class MapFollower {
  #T_map_odom: SE2 | undefined;
  #given: SE2 | undefined;

  /** SLAM's newest map → odom. */
  set(T_map_odom: SE2): void {
    this.#given = T_map_odom;
    this.#T_map_odom ??= T_map_odom;
  }

  /**
   * The map was corrected, and all that is fixed in it moves: so does the robot's pose, in one step, and nothing moves as seen
   * from the robot. What SLAM says from now on is in the corrected map.
   */
  moveWith(warp: MapWarp, T_odom_base: SE2): void {
    if (this.#T_map_odom === undefined || warp.isIdentity) return;
    this.#T_map_odom = compose(warp.movePose(compose(this.#T_map_odom, T_odom_base)), inverse(T_odom_base));
    this.#given = this.#T_map_odom;
  }

  /** Takes up what is missing of the correction within dt. */
  advance(T_odom_base: SE2, dt_s: number): void {
    if (this.#given === undefined || this.#T_map_odom === undefined) return;
    const wanted = compose(this.#given, T_odom_base);
    const is = compose(this.#T_map_odom, T_odom_base);
    const dx = wanted.x - is.x;
    const dy = wanted.y - is.y;
    const turn = angleDiff(wanted.theta, is.theta);
    const distance = hypot(dx, dy);
    if (distance > ELSEWHERE_M || Math.abs(turn) > ELSEWHERE_RAD) return this.settle();
    const share = Math.min(1, (Math.max(RATE_MPS, GAIN * distance) * dt_s) / Math.max(distance, 1e-9));
    const turnShare = Math.min(
      1,
      (Math.max(RATE_RADPS, GAIN * Math.abs(turn)) * dt_s) / Math.max(Math.abs(turn), 1e-9),
    );
    const now = { x: is.x + share * dx, y: is.y + share * dy, theta: is.theta + turnShare * turn };
    this.#T_map_odom = compose(now, inverse(T_odom_base));
  }

  /** Takes up all of it at once: for a robot that stands still. */
  settle(): void {
    this.#T_map_odom = this.#given;
  }

  /** SLAM has lost the robot's place: until it speaks again there is no pose. */
  lose(): void {
    this.#T_map_odom = undefined;
    this.#given = undefined;
  }

  /** Nothing before SLAM has spoken: no pose is invented. */
  pose(T_odom_base: SE2): SE2 | undefined {
    return this.#T_map_odom === undefined ? undefined : compose(this.#T_map_odom, T_odom_base);
  }
}
