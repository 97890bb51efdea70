import { between, compose, identity, interpolate, PoseBuffer, type SE2, type StampedPose } from '@homebound/math';
import type { ScanResult, Slam } from '@homebound/slam';

/**
 * The pose of every scan of a log, at the scan's own stamp: as it was known then, and by what is known at the end. SLAM tells
 * the pose of the last beam of the scans that it took; odometry tells the motion from there to any other scan.
 */
export class ScanPoses {
  /** As known then, in the order in which the scans were noted. */
  readonly online: StampedPose[] = [];
  #outside = 0;
  readonly #slam: Pick<Slam, 'T_map_odom' | 'options'>;
  /** All of the log's: also those who draw it again ask. */
  readonly #odometry = new PoseBuffer(Number.POSITIVE_INFINITY);
  /** Odometry at each pose of `online`. */
  readonly #T_odom_base: SE2[] = [];
  /** By the last beam of each scan that SLAM took: odometry as it was then, which may have been continued a little. */
  readonly #taken = new Map<number, SE2>();
  /** The last one known: a robot that is lost has none. */
  #T_map_odom: SE2 | undefined;

  constructor(slam: Pick<Slam, 'T_map_odom' | 'options'>) {
    this.#slam = slam;
  }

  /** How many scans were taken before odometry began or after it ended; they get its first or last pose. */
  get outside(): number {
    return this.#outside;
  }

  /** To be told of every pose that SLAM is told of. */
  addOdometry(stamp_s: number, T_odom_base: SE2): void {
    this.#odometry.add(stamp_s, T_odom_base);
  }

  /**
   * Notes where a scan was taken; to be called when SLAM has answered to it, before the next correction.
   * @param result the answer; `undefined` for a scan that SLAM was not asked about
   */
  note(stamp_s: number, result: ScanResult | undefined): void {
    const T_odom_base = this.#heldOdometry(stamp_s);
    if (result?.ok) this.#taken.set(result.stamp_s, this.odometryAt(result.stamp_s)!);
    this.#T_odom_base.push(T_odom_base);
    this.#T_map_odom = this.#slam.T_map_odom ?? this.#T_map_odom;
    // A scan without any odometry before it stands where the map begins.
    const T = this.#T_map_odom ? compose(this.#T_map_odom, T_odom_base) : identity;
    this.online.push({ stamp_s, T });
  }

  /** The log's odometry at a time; `undefined` before and after all of it. */
  odometryAt(stamp_s: number): SE2 | undefined {
    return this.#odometry.at(stamp_s, this.#slam.options.extrapolate_s);
  }

  /**
   * The pose of every scan after corrections, in the order of `online`. Between two scans that SLAM placed, a pose is what
   * both say of it by odometry, blended by time.
   * @param placed SLAM's trajectory: where it sees scans by now, in the order of time; not all that it took, and also some that
   *   it refused while it was lost
   */
  final(placed: readonly StampedPose[]): readonly StampedPose[] {
    const anchors = placed.flatMap((pose): Anchor[] => {
      const T_odom_base = this.#taken.get(pose.stamp_s) ?? this.odometryAt(pose.stamp_s);
      return T_odom_base ? [{ ...pose, T_odom_base }] : [];
    });
    if (anchors.length === 0) return this.online;
    let at = 0;
    return this.online.map(({ stamp_s }, i) => {
      while (at > 0 && anchors[at].stamp_s > stamp_s) at--;
      while (at + 1 < anchors.length && anchors[at + 1].stamp_s <= stamp_s) at++;
      const before = anchors[at];
      const after = anchors[at + 1];
      const T = seenFrom(before, this.#T_odom_base[i]);
      if (after === undefined || stamp_s <= before.stamp_s) return { stamp_s, T };
      const share = (stamp_s - before.stamp_s) / (after.stamp_s - before.stamp_s);
      return { stamp_s, T: interpolate(T, seenFrom(after, this.#T_odom_base[i]), share) };
    });
  }

  #heldOdometry(stamp_s: number): SE2 {
    const T_odom_base = this.odometryAt(stamp_s);
    if (T_odom_base !== undefined) return T_odom_base;
    this.#outside++;
    const { oldest, latest } = this.#odometry;
    return (oldest !== undefined && stamp_s < oldest.stamp_s ? oldest.T : latest?.T) ?? identity;
  }
}

/** A place that is known, and the odometry there. */
interface Anchor extends StampedPose {
  readonly T_odom_base: SE2;
}

/** Where odometry takes the robot from a place that is known. */
function seenFrom(anchor: Anchor, T_odom_base: SE2): SE2 {
  return compose(anchor.T, between(anchor.T_odom_base, T_odom_base));
}
