import { CliError } from '../errors.ts';
import { executables } from '../ros/executables.ts';
import { runRos } from '../ros/runRos.ts';

const HELP = `Usage: homebound ros NODE… [--ros-args …]

Runs nodes in one process on the ROS 2 graph of this shell (source /opt/ros/<distro>/setup.bash first). After --ros-args come
parameters, remappings and namespaces as for any ROS node. Beside a simulator all but itself need -p use_sim_time:=true.

Nodes:
${Object.entries(executables)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
  .join('\n')}

Examples:
  homebound ros simulator --ros-args -p world:=apartment -p seed:=1 -p pace:=2.0
  homebound ros mind viewer --ros-args -p use_sim_time:=true
`;

/** `homebound ros`. It reads its arguments by itself: `ros2 run` starts it by an entry of its own, without the other commands. */
export async function ros(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--ros-args');
  const names = at < 0 ? args : args.slice(0, at);
  if (names.includes('--help') || names.includes('-h')) return void process.stdout.write(HELP);
  const option = names.find((name) => name.startsWith('-'));
  if (option !== undefined)
    throw new CliError(`ros has no option ${option}; parameters come after --ros-args (--help tells more)`);
  if (names.length === 0) throw new CliError('ros needs the name of a node (--help lists them)');
  await runRos(names, at < 0 ? [] : args.slice(at));
}
