import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CliError } from '../errors.ts';
import { environment } from '../ros/environment.ts';
import { executables } from '../ros/executables.ts';
import { policies } from '../ros/policies.ts';
import { runRos } from '../ros/runRos.ts';

const HELP = `Usage: ros2 run homebound NODE [--ros-args …]
       eval "$(ros2 run homebound env)"
       ros2 run homebound policies [--namespace /NS] [--images CAMERA] [--out FILE]
From a clone, without colcon: npx homebound ros NODE…, and so env and policies.

Runs nodes in one process on the ROS 2 graph of this shell (source /opt/ros/<distro>/setup.bash first). After --ros-args come
parameters, remappings and namespaces as for any ROS node. Beside a simulator all but itself need -p use_sim_time:=true.

Nodes:
${Object.entries(executables)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
  .join('\n')}

The graph is kept to this machine: a shell for other tools (ros2, RViz, Nav2) needs what env prints
(which also ends a ros2 daemon of before, as that one sees the graph of its own shell). policies writes what
SROS 2 needs for a robot of several computers (docs/ros/several-computers.md); pictures of its camera may go out
only where --images names it (depth, rgbd, rgb or laser).

Examples:
  ros2 run homebound simulator --ros-args -p world:=apartment -p seed:=1 -p pace:=2.0
  ros2 run homebound mind --ros-args -p use_sim_time:=true
  npx homebound ros mind viewer --ros-args -p use_sim_time:=true
`;

/** `homebound ros`. It reads its arguments by itself: `ros2 run` starts it by an entry of its own, without the other commands. */
export async function ros(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--ros-args');
  const [names, rosArgs] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)];
  if (names.includes('--help') || names.includes('-h')) return void process.stdout.write(HELP);
  if (names[0] === 'env') return void process.stdout.write(environment());
  if (names[0] === 'policies') return writePolicies(names.slice(1));
  const option = names.find((name) => name.startsWith('-'));
  if (option !== undefined)
    throw new CliError(`ros has no option ${option}; parameters come after --ros-args (--help tells more)`);
  if (names.length === 0) throw new CliError('ros needs the name of a node (--help lists them)');
  await runRos(names, rosArgs);
}

async function writePolicies(args: readonly string[]): Promise<void> {
  const { namespace, images, out } = policyOptions(args);
  const xml = await policies(namespace, images).catch((error: Error) => {
    throw new CliError(`ros policies: ${error.message}`);
  });
  if (out === undefined) process.stdout.write(xml);
  else writeFileSync(out, xml);
}

function policyOptions(args: readonly string[]): { namespace: string; images?: string; out?: string } {
  const text = { type: 'string' } as const;
  const options = { namespace: { ...text, default: '/' }, images: text, out: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new CliError(`ros policies: ${(error as Error).message} (--help tells more)`);
  }
}
