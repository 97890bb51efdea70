import { angleDiff, compose, cos, hypot, type SE2, sin } from '@homebound/math';
import type { nav_msgs } from '@homebound/messages';
import { poseFromMessage } from '../convert.ts';

/** A path as our drive takes it. */
export interface FollowedPath {
  /** Way-points, interleaved x, y, m. */
  readonly path_map: Float64Array;
  /** Where the robot looks at the end, rad. */
  readonly yaw_rad: number;
}

/** Points nearer to each other than this are one, m. */
const SAME_M = 0.001;
/** So much of a path may point backwards, m: noise of a planner's headings at corners. */
const BACKWARDS_M = 0.1;

/** A path in the map's frame; a text that says why it can't be followed. */
export function followedPath(message: nav_msgs.Path, T_map_frame: SE2): FollowedPath | string {
  if (message.poses.length === 0) return 'the path has no poses';
  const poses = message.poses.map(({ pose }) => compose(T_map_frame, poseFromMessage(pose)));
  const bad = poses.findIndex(({ x, y, theta }) => !Number.isFinite(x + y + theta));
  if (bad >= 0) return `pose ${bad} of the path is not finite`;
  const points = [poses[0].x, poses[0].y];
  let backwards_m = 0;
  const isHeaded = poses.some(({ theta }) => Math.abs(angleDiff(theta, poses[0].theta)) > 1e-6);
  for (const { x, y, theta } of poses) {
    const [dx, dy] = [x - points[points.length - 2], y - points[points.length - 1]];
    const step_m = hypot(dx, dy);
    if (step_m < SAME_M) continue;
    points.push(x, y);
    // Planners that give no headings leave all of them the same.
    if (isHeaded && dx * cos(theta) + dy * sin(theta) < -0.7 * step_m) backwards_m += step_m;
  }
  if (backwards_m > BACKWARDS_M)
    return `the path leads ${backwards_m.toFixed(2)} m backwards, where the robot sees neither edges nor obstacles: ask a planner that only drives ahead`;
  return { path_map: Float64Array.from(points), yaw_rad: poses[poses.length - 1].theta };
}
