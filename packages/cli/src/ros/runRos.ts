import { createRosGraph, type RosGraph, rosIsSourced } from '@homebound/ros';
import { CliError } from '../errors.ts';
import type { RosPart } from './executable.ts';
import { executables } from './executables.ts';
import { enclaveOf } from './policies.ts';

/**
 * Runs executables in this process, on the ROS 2 graph of this shell, until SIGINT or SIGTERM.
 * @param argv  for ROS: what follows `--ros-args`, that included
 * Rejects with CliError when a name is none of ours, two make the time, or ROS 2 is not there.
 */
export async function runRos(names: readonly string[], argv: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(executables, name));
  if (unknown !== undefined)
    throw new CliError(`No node is called ${unknown}; there are ${Object.keys(executables).join(', ')}`);
  // Asked first, before anything is loaded.
  if (!rosIsSourced())
    throw new CliError('ROS 2 is not sourced in this shell: run `source /opt/ros/<distro>/setup.bash` first');
  const parts: RosPart[] = [];
  for (const name of new Set(names)) parts.push(await executables[name].load());
  const clocks = parts.flatMap(({ clock }) => clock ?? []);
  if (clocks.length > 1) throw new CliError(`Only one of ${names.join(', ')} can make the time of a graph`);
  const graph: RosGraph = await createRosGraph({
    argv,
    enclave: enclaveOf(names),
    ...(clocks.length > 0 && { clock: clocks[0] }),
    // Whoever started this process sees it end, and starts it again or not; one that stands and does nothing is seen by nobody.
    onFault({ node, where }) {
      if (where !== 'start' || graph.isManaged(node)) return; // a manager is told that its activation failed
      process.exitCode = 1;
      graph.shutdown();
    },
  }).catch((error: Error) => {
    throw new CliError(error.message); // rclnodejs is not there, or the graph would not be private
  });
  try {
    for (const part of parts) part.add(graph);
  } catch (error) {
    graph.shutdown();
    throw error;
  }
  await graph.closed;
}
