import { type Node, qos } from '@homebound/graph';
import { fromStamp, geometry_msgs } from '@homebound/messages';
import type { DriveCommand } from '@homebound/robot';
import { header } from './convert.ts';
import { frames } from './frames.ts';

/** For every node that says or hears `cmd_vel`; all of a graph must agree. Nav2 says Twist up to Jazzy, TwistStamped from Kilted on. */
export const cmdVelParameters = {
  enable_stamped_cmd_vel: {
    default: false,
    byGraph: true,
    description:
      'Whether cmd_vel is a TwistStamped, else it is a Twist; on ROS 2 by default as Nav2 of the distribution has it.',
  },
} as const;

/** Says wanted speeds of the base on `cmd_vel`. */
export function cmdVelPublisher(
  node: Pick<Node, 'publisher' | 'now_s'>,
  isStamped: boolean,
): (command: DriveCommand) => void {
  if (!isStamped) {
    const plain = node.publisher(geometry_msgs.Twist, 'cmd_vel', qos.reliable);
    return (command) => plain.publish(twistOf(command));
  }
  const stamped = node.publisher(geometry_msgs.TwistStamped, 'cmd_vel', qos.reliable);
  return (command) => stamped.publish({ header: header(node.now_s(), frames.base), twist: twistOf(command) });
}

/**
 * Hears `cmd_vel`. A stamped command that is older than `maxAge_s`, or from as far in the future, is not obeyed: it was held up on its way
 * or its clock is wrong, and what it was meant for is past. One without a stamp (zero) counts as said now.
 */
export function listenToCmdVel(
  node: Pick<Node, 'subscribe' | 'now_s' | 'log'>,
  { isStamped, maxAge_s }: { readonly isStamped: boolean; readonly maxAge_s: number },
  onCommand: (command: DriveCommand) => void,
): void {
  if (!isStamped) {
    node.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) => onCommand(commandOf(m)));
    return;
  }
  let refused = 0;
  node.subscribe(geometry_msgs.TwistStamped, 'cmd_vel', qos.reliable, (m) => {
    const stamp_s = fromStamp(m.header.stamp);
    const age_s = stamp_s === 0 ? 0 : node.now_s() - stamp_s;
    if (Math.abs(age_s) <= maxAge_s) {
      refused = 0;
      return onCommand(commandOf(m.twist));
    }
    // Once for each row of them: at 20 a second it would drown everything else.
    if (refused++ === 0)
      node.log(
        'warn',
        `cmd_vel is ${Math.abs(age_s).toFixed(2)} s ${age_s > 0 ? 'old' : 'in the future'}, more than ${maxAge_s} s: not obeyed. Compare the clocks, or the load of the link`,
      );
  });
}

function twistOf({ v_mps, w_radps }: DriveCommand): geometry_msgs.Twist {
  return { linear: { x: v_mps, y: 0, z: 0 }, angular: { x: 0, y: 0, z: w_radps } };
}

function commandOf({ linear, angular }: geometry_msgs.Twist): DriveCommand {
  return { v_mps: linear.x, w_radps: angular.z };
}
