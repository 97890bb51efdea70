import type { Node } from '@homebound/graph';
import { angleDiff, hypot, type SE2 } from '@homebound/math';
import type { TfTree } from '../tfTree.ts';
import type { SlamParameters } from './slamParameters.ts';

/** Farther apart than this, the topic and tf are not one odometry: m, rad (3°). */
const APART_M = 0.05;
const APART_RAD = 0.0524;
/** They are compared so often, s, and have to be apart so many times in a row: one pose may be of a filter that has just begun anew. */
const EVERY_S = 0.5;
const IN_A_ROW = 4;

/**
 * Whether the topic odom and odom_frame → base on tf tell one odometry, at one and the same time each. SLAM that listens to the wheels
 * while a filter publishes the transform would say map → odom for an odometry that is not in the tree, and all that drives by the tree
 * would be off by the difference. Warns once; tf's silence is no fault.
 */
export class TwoOdometries {
  readonly #node: Pick<Node<SlamParameters>, 'parameters' | 'log'>;
  readonly #tf: TfTree;
  /** The pose that is compared once tf knows its time. */
  #next: { readonly stamp_s: number; readonly T_odom_base: SE2 } | undefined;
  #last_s = Number.NEGATIVE_INFINITY;
  #apart = 0;

  constructor(node: Pick<Node<SlamParameters>, 'parameters' | 'log'>, tf: TfTree) {
    this.#node = node;
    this.#tf = tf;
  }

  /** A pose of the topic: of `base`, in what it takes for odom_frame. */
  hear(stamp_s: number, T_odom_base: SE2, base: string): void {
    if (this.#apart >= IN_A_ROW || (stamp_s >= this.#last_s && stamp_s < this.#last_s + EVERY_S)) return;
    this.#last_s = stamp_s;
    if (this.#next !== undefined) this.#compare(this.#next.stamp_s, this.#next.T_odom_base, base);
    this.#next = { stamp_s, T_odom_base };
  }

  #compare(stamp_s: number, T_odom_base: SE2, base: string): void {
    const { odom_frame } = this.#node.parameters;
    const found = this.#tf.lookupPlanar(odom_frame, base, stamp_s);
    if (!found.ok) return;
    const apart_m = hypot(found.T.x - T_odom_base.x, found.T.y - T_odom_base.y);
    const apart_rad = Math.abs(angleDiff(found.T.theta, T_odom_base.theta));
    // Written so that what is not a number is no difference: odometry itself is refused for that.
    this.#apart = apart_m > APART_M || apart_rad > APART_RAD ? this.#apart + 1 : 0;
    if (this.#apart < IN_A_ROW) return;
    const degrees = ((apart_rad * 180) / Math.PI).toFixed(0);
    this.#node.log(
      'warn',
      `odom and ${odom_frame} → ${base} on tf are ${apart_m.toFixed(2)} m and ${degrees}° apart: does a filter publish that transform? Set odom_source to tf, else the map stands beside the robot`,
    );
  }
}
