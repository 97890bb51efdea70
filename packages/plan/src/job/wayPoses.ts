import { angleDiff, atan2, hypot, type SE2 } from '@homebound/math';
import { ROLLING_TURN_RAD } from '../coverage/motionTime.ts';

/** A pose of base_link on a way. */
export interface WayPose {
  readonly T_map_base: SE2;
  /** Index of the stroke that is driven from here on. */
  readonly stroke: number;
  /** From the way's beginning, m. */
  readonly way_m: number;
  /** The robot stops here and turns to this heading: the pose before has the same place. */
  readonly isTurned: boolean;
}

export interface WayPoseOptions {
  /** Between poses on a straight, m. */
  readonly spacing_m: number;
  /** Between poses of a turn in place, rad; its two ends alone when absent. */
  readonly turnSpacing_rad?: number;
}

/** Shorter than this is no way, m. */
const NOTHING_M = 1e-9;

/**
 * The poses of a way, headed along it. Up to 10° it turns as it rolls; for more it turns in place, and there are the poses before and after.
 * @param strokes  each begins where the last one ends; interleaved x, y in m
 */
export function* wayPoses(
  strokes: readonly { readonly path: ArrayLike<number> }[],
  { spacing_m, turnSpacing_rad = Number.POSITIVE_INFINITY }: WayPoseOptions,
): Generator<WayPose> {
  let heading: number | undefined;
  let way_m = 0;
  for (const [stroke, { path }] of strokes.entries())
    for (let i = 2; i < path.length; i += 2) {
      const [x0, y0, x1, y1] = [path[i - 2], path[i - 1], path[i], path[i + 1]];
      const length_m = hypot(x1 - x0, y1 - y0);
      if (length_m < NOTHING_M) continue;
      const theta = atan2(y1 - y0, x1 - x0);
      const turn = heading === undefined ? 0 : angleDiff(theta, heading);
      const turns = Math.ceil(Math.abs(turn) / turnSpacing_rad - 1e-9);
      for (let s = 1; s < turns; s++) {
        const between = angleDiff((heading ?? 0) + (turn * s) / turns, 0);
        yield { T_map_base: { x: x0, y: y0, theta: between }, stroke, way_m, isTurned: false };
      }
      const isTurned = Math.abs(turn) > Math.min(ROLLING_TURN_RAD, turnSpacing_rad);
      const steps = Math.ceil(length_m / spacing_m - 1e-9);
      // The last pose of a straight is the first of the next one, unless the robot turns there.
      for (let s = heading === undefined || isTurned ? 0 : 1; s <= steps; s++) {
        const T_map_base = { x: x0 + ((x1 - x0) * s) / steps, y: y0 + ((y1 - y0) * s) / steps, theta };
        yield { T_map_base, stroke, way_m: way_m + (length_m * s) / steps, isTurned: isTurned && s === 0 };
      }
      way_m += length_m;
      heading = theta;
    }
}
