import type { LoggedOdometry } from '@homebound/formats';
import type { Bag } from '@homebound/graph';
import { nav_msgs, tf2_msgs } from '@homebound/messages';
import { plainFrame, transformFromMessage } from '@homebound/nodes';

/** Frames without a leading slash. */
export interface OdometryFrames {
  readonly odom: string;
  readonly base: string;
}

/** Whose motion a recording tells, and in which frame: by its odometry, or by what hangs from `odom` on tf; REP-105's names else. */
export function framesIn(bag: Bag): OdometryFrames {
  for (const { channel, data } of bag.messages(['odom']))
    if (channel.type === nav_msgs.Odometry.name) {
      const { header, child_frame_id } = nav_msgs.Odometry.decode(data);
      return { odom: plainFrame(header.frame_id) || 'odom', base: plainFrame(child_frame_id) || 'base_link' };
    }
  for (const { channel, data } of bag.messages(['tf', 'tf_static']))
    if (channel.type === tf2_msgs.TFMessage.name)
      for (const { header, child_frame_id } of tf2_msgs.TFMessage.decode(data).transforms)
        if (plainFrame(header.frame_id) === 'odom')
          return { odom: 'odom', base: plainFrame(child_frame_id) || 'base_link' };
  return { odom: 'odom', base: 'base_link' };
}

/** Odometry that is told as a transform alone, as where a filter stands behind it. */
export function odometryOnTf({ transforms }: tf2_msgs.TFMessage, { odom, base }: OdometryFrames): LoggedOdometry[] {
  return transforms
    .filter(({ header, child_frame_id }) => plainFrame(header.frame_id) === odom && plainFrame(child_frame_id) === base)
    .map((message) => {
      const { stamp_s, T } = transformFromMessage(message);
      return { kind: 'odometry', stamp_s, T_odom_base: T };
    });
}
