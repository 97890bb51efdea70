import { graphPrivacy, hostFacts, shellLines } from '@homebound/ros';
import { CliError } from '../errors.ts';

/** `ros2 run homebound env`: lines for a shell whose own ROS tools shall see the graph of this machine, and be seen. */
export function environment(env: NodeJS.ProcessEnv = process.env): string {
  const privacy = graphPrivacy(env, hostFacts(env, []));
  if (!privacy.ok) throw new CliError(privacy.reason);
  return `${[...shellLines(privacy.changes), NEW_DAEMON].join('\n')}\n`;
}

/** The daemon that answers `ros2 node list` and the like sees the graph of the shell that started it; the next command starts another. */
const NEW_DAEMON = 'ros2 daemon stop >/dev/null 2>&1 || true';
