import type { ParameterSchema, ParameterValues } from '@homebound/graph';

/** Nav2 says cmd_vel as TwistStamped from Kilted on; distributions are named by the alphabet, and Rolling is ahead of all. */
const FIRST_STAMPED = 'kilted';

/**
 * Defaults of parameters that are others on ROS 2 than within one process, by the parameter's name: for every node that has one of that name and
 * was not told otherwise. A floor as points is for costmaps of others, and costs 2 ms a look where nobody hears it.
 * @param distro  ROS_DISTRO; absent or empty is taken for one before Kilted
 */
export function rosDefaults(distro: string | undefined): Readonly<Record<string, boolean>> {
  return { enable_stamped_cmd_vel: (distro ?? '').toLowerCase() >= FIRST_STAMPED, publish_points: true };
}

/** Those of the defaults that a node has parameters for, and leaves to the graph. */
export function defaultsFor<P extends ParameterSchema>(
  schema: P,
  defaults: Readonly<Record<string, boolean>>,
): Partial<ParameterValues<P>> {
  const mine = Object.entries(defaults).filter(([name]) => schema[name]?.byGraph);
  return Object.fromEntries(mine) as Partial<ParameterValues<P>>;
}
