import { compose, identity, type SE2 } from '@homebound/math';
import type { geometry_msgs } from '@homebound/messages';
import { poseFromMessage } from '../convert.ts';
import { plainFrame } from '../frames.ts';
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
  const frame = framePlace(tf, map, header.frame_id);
  return 'problem' in frame ? frame : { T_map_base: compose(frame.T_map_frame, poseFromMessage(pose)) };
}

/** Where a frame is in the map, or why that is not known. The map's own, or none, need not be spoken of on tf. */
export function framePlace(
  tf: TfTree,
  map: string,
  frame: string,
): { readonly T_map_frame: SE2 } | { readonly problem: string } {
  if (frame === '' || plainFrame(frame) === plainFrame(map)) return { T_map_frame: identity };
  const found = tf.lookupPlanar(map, frame);
  return found.ok ? { T_map_frame: found.T } : { problem: found.reason };
}
