import { compose, identity, inverse, type MapWarp, type SE2 } from '@homebound/math';

/** Where the robot is by the last word of odometry and SLAM, and where it was on its dock. */
export class MissionPose {
  #T_map_odom: SE2 = identity;
  #T_odom_base: SE2 | undefined;
  /** Where it stood on its dock, should it not have known where that is in the map. */
  #T_odom_dock: SE2 | undefined;

  /** As good as SLAM is now, whether it knows the place or not; undefined before the first odometry. */
  get T_map_base(): SE2 | undefined {
    return this.#T_odom_base && compose(this.#T_map_odom, this.#T_odom_base);
  }

  /** Where odometry says that the dock is; undefined when it was not on it, or was carried since. */
  get T_map_dock(): SE2 | undefined {
    return this.#T_odom_dock && compose(this.#T_map_odom, this.#T_odom_dock);
  }

  heardOdometry(T_odom_base: SE2, isDocked: boolean): void {
    this.#T_odom_base = T_odom_base;
    if (isDocked) this.#T_odom_dock = T_odom_base;
  }

  heardSlam(T_map_odom: SE2): void {
    this.#T_map_odom = T_map_odom;
  }

  heardDocked(): void {
    this.#T_odom_dock = this.#T_odom_base;
  }

  /** It hangs in the air: odometry no longer leads back to the dock. */
  wasLifted(): void {
    this.#T_odom_dock = undefined;
  }

  /** The map was corrected: the robot moves with what it is near to. */
  moveWith(warp: MapWarp): void {
    const T_odom_base = this.#T_odom_base ?? identity;
    this.#T_map_odom = compose(warp.movePose(compose(this.#T_map_odom, T_odom_base)), inverse(T_odom_base));
  }
}
