import type { Relation } from '@homebound/formats';
import { angleDiff, between, hypot, type SE2, type StampedPose } from '@homebound/math';

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
}

export interface RelationScore {
  readonly all: RelationErrors;
  /** Relations whose two times lie more than a minute apart: places that were met again. */
  readonly loops: RelationErrors | undefined;
  /** Relations with an end that no pose lies near. */
  readonly unmatched: number;
}

const TOLERANCE_S = 0.1;
const LOOP_S = 60;

/**
 * The relations metric of the Freiburg SLAM benchmark: how far the motion between two poses of a trajectory is from the
 * true one, over all relations, each counted once.
 *   delta = inv(P(t1)) P(t2);  translation = |t(delta) − t(true)|;  rotation = |wrap(yaw(delta) − yaw(true))|
 * @param trajectory poses in the order of time
 * Source: Kümmerle et al., "On measuring the accuracy of SLAM algorithms", Autonomous Robots 27, 2009.
 */
export function scoreRelations(trajectory: readonly StampedPose[], relations: readonly Relation[]): RelationScore {
  const translation: number[] = [];
  const rotation: number[] = [];
  const isLoop: boolean[] = [];
  let unmatched = 0;
  for (const { fromStamp_s, toStamp_s, T_from_to } of relations) {
    const from = nearestPose(trajectory, fromStamp_s);
    const to = nearestPose(trajectory, toStamp_s);
    if (from === undefined || to === undefined) {
      unmatched++;
      continue;
    }
    const delta = between(from, to);
    translation.push(hypot(delta.x - T_from_to.x, delta.y - T_from_to.y));
    rotation.push((Math.abs(angleDiff(delta.theta, T_from_to.theta)) * 180) / Math.PI);
    isLoop.push(Math.abs(toStamp_s - fromStamp_s) > LOOP_S);
  }
  const loops = isLoop.some((yes) => yes);
  const only = (values: number[]) => values.filter((_, i) => isLoop[i]);
  return {
    all: { count: translation.length, translation_m: stats(translation), rotation_deg: stats(rotation) },
    loops: loops
      ? {
          count: only(translation).length,
          translation_m: stats(only(translation)),
          rotation_deg: stats(only(rotation)),
        }
      : undefined,
    unmatched,
  };
}

function nearestPose(trajectory: readonly StampedPose[], stamp_s: number): SE2 | undefined {
  let low = 0;
  let high = trajectory.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (trajectory[mid].stamp_s < stamp_s) low = mid + 1;
    else high = mid;
  }
  const after = trajectory.at(low);
  const before = low > 0 ? trajectory[low - 1] : undefined;
  const isBefore = before && (!after || stamp_s - before.stamp_s < after.stamp_s - stamp_s);
  const nearest = isBefore ? before : after;
  return nearest && Math.abs(nearest.stamp_s - stamp_s) <= TOLERANCE_S ? nearest.T : undefined;
}

function stats(values: readonly number[]): ErrorStats {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const mean = sorted.reduce((sum, v) => sum + v, 0) / n;
  const std = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, n - 1));
  const at = (share: number) => sorted[Math.min(n - 1, Math.floor(share * n))];
  return { mean, std, median: at(0.5), p95: at(0.95), max: sorted[n - 1] };
}
