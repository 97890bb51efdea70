import type { Relation } from '@homebound/formats';
import { angleDiff, between, compose, hypot, interpolate, type SE2, type StampedPose } from '@homebound/math';

/** Errors of one kind over all relations. Standard deviation with n − 1. */
export interface ErrorStats {
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface RelationErrors {
  readonly count: number;
  readonly translation_m: ErrorStats;
  readonly rotation_deg: ErrorStats;
  /** Share of relations that are off by more than half a metre: a map that is broken somewhere. */
  readonly grossShare: number;
}

export interface RelationScore {
  readonly all: RelationErrors;
  /** Relations whose two times lie more than a minute apart: places that were met again. */
  readonly loops: RelationErrors | undefined;
  /** Ends without a pose within 0.1 s: the nearest was moved by odometry. */
  readonly moved: number;
  /** Relations with an end that neither a pose nor odometry reaches. */
  readonly unmatched: number;
}

const TOLERANCE_S = 0.1;
const LOOP_S = 60;
const GROSS_M = 0.5;

/**
 * The relations metric of the Freiburg SLAM benchmark: how far the motion between two poses of a trajectory is from the
 * true one, over all relations, each counted once.
 *   delta = inv(P(t1)) P(t2);  translation = |t(delta) − t(true)|;  rotation = |wrap(yaw(delta) − yaw(true))|
 * P(t) is the pose nearest in time; one farther off than 0.1 s is moved by the odometry between the two times.
 * @param trajectory poses in the order of time
 * @param odometry   the log's own poses in the order of time; without, relations that no pose is near are left out
 * Source: Kümmerle et al., "On measuring the accuracy of SLAM algorithms", Autonomous Robots 27, 2009.
 */
export function scoreRelations(
  trajectory: readonly StampedPose[],
  relations: readonly Relation[],
  odometry: readonly StampedPose[] = [],
): RelationScore {
  const errors: { m: number; deg: number; isLoop: boolean }[] = [];
  let moved = 0;
  let unmatched = 0;
  for (const { fromStamp_s, toStamp_s, T_from_to } of relations) {
    const from = poseNear(trajectory, odometry, fromStamp_s);
    const to = poseNear(trajectory, odometry, toStamp_s);
    if (from === undefined || to === undefined) {
      unmatched++;
      continue;
    }
    moved += Number(from.moved) + Number(to.moved);
    const delta = between(from.T, to.T);
    errors.push({
      m: hypot(delta.x - T_from_to.x, delta.y - T_from_to.y),
      deg: (Math.abs(angleDiff(delta.theta, T_from_to.theta)) * 180) / Math.PI,
      isLoop: Math.abs(toStamp_s - fromStamp_s) > LOOP_S,
    });
  }
  const loops = errors.filter(({ isLoop }) => isLoop);
  return { all: summary(errors), loops: loops.length > 0 ? summary(loops) : undefined, moved, unmatched };
}

function poseNear(
  trajectory: readonly StampedPose[],
  odometry: readonly StampedPose[],
  stamp_s: number,
): { T: SE2; moved: boolean } | undefined {
  const nearest = nearestTo(trajectory, stamp_s);
  if (nearest === undefined) return undefined;
  if (Math.abs(nearest.stamp_s - stamp_s) <= TOLERANCE_S) return { T: nearest.T, moved: false };
  const T_odom_then = odometryAt(odometry, nearest.stamp_s);
  const T_odom_now = odometryAt(odometry, stamp_s);
  if (T_odom_then === undefined || T_odom_now === undefined) return undefined;
  return { T: compose(nearest.T, between(T_odom_then, T_odom_now)), moved: true };
}

function nearestTo(poses: readonly StampedPose[], stamp_s: number): StampedPose | undefined {
  const at = firstFrom(poses, stamp_s);
  const after = poses.at(at);
  const before = at > 0 ? poses[at - 1] : undefined;
  return before && (!after || at >= poses.length || stamp_s - before.stamp_s < after.stamp_s - stamp_s)
    ? before
    : after;
}

function odometryAt(odometry: readonly StampedPose[], stamp_s: number): SE2 | undefined {
  const at = firstFrom(odometry, stamp_s);
  if (at < odometry.length && odometry[at].stamp_s === stamp_s) return odometry[at].T;
  if (at === 0 || at === odometry.length) return undefined;
  const [a, b] = [odometry[at - 1], odometry[at]];
  return interpolate(a.T, b.T, (stamp_s - a.stamp_s) / (b.stamp_s - a.stamp_s));
}

/** Index of the first pose that is not before a time. */
function firstFrom(poses: readonly StampedPose[], stamp_s: number): number {
  let low = 0;
  let high = poses.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (poses[mid].stamp_s < stamp_s) low = mid + 1;
    else high = mid;
  }
  return low;
}

function summary(errors: readonly { m: number; deg: number }[]): RelationErrors {
  return {
    count: errors.length,
    translation_m: stats(errors.map(({ m }) => m)),
    rotation_deg: stats(errors.map(({ deg }) => deg)),
    grossShare: errors.filter(({ m }) => m > GROSS_M).length / errors.length,
  };
}

function stats(values: readonly number[]): ErrorStats {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const mean = sorted.reduce((sum, v) => sum + v, 0) / n;
  const std = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, n - 1));
  const at = (share: number) => sorted[Math.min(n - 1, Math.floor(share * n))];
  return { mean, std, median: at(0.5), p95: at(0.95), max: sorted[n - 1] };
}
