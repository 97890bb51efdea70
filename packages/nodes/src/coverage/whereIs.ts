import type { SE2 } from '@homebound/math';
import { compose } from '@homebound/math';
import type { geometry_msgs } from '@homebound/messages';
import { poseFromMessage } from '../convert.ts';
import type { TfTree } from '../tfTree.ts';

/** A pose in the map, or why it is not known. */
export type Place = { readonly T_map_base: SE2 } | { readonly problem: string };

/** Where tf says that the robot is. */
export function robotPlace(tf: TfTree, map: string, base: string, now_s: number, tolerance_s: number): Place {
  const found = tf.lookupPlanar(map, base);
  if (!found.ok) return { problem: found.reason };
  const age_s = now_s - found.stamp_s;
  if (age_s > tolerance_s)
    return {
      problem: `the pose of ${base} in ${map} is ${age_s.toFixed(1)} s old, at most ${tolerance_s} s are taken`,
    };
  return { T_map_base: found.T };
}

/** A pose that somebody gave, in the map; a frame left empty is the map's. */
export function givenPlace(tf: TfTree, map: string, { header, pose }: geometry_msgs.PoseStamped): Place {
  const { position, orientation: q } = pose;
  if (!Number.isFinite(position.x + position.y + q.x + q.y + q.z + q.w))
    return { problem: 'its numbers are not finite' };
  const given = poseFromMessage(pose);
  const frame = header.frame_id === '' ? map : header.frame_id;
  const found = tf.lookupPlanar(map, frame);
  // The map's own frame need not be spoken of on tf.
  if (frame.replace(/^\//, '') === map.replace(/^\//, '')) return { T_map_base: given };
  return found.ok ? { T_map_base: compose(found.T, given) } : { problem: found.reason };
}
