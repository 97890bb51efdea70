import { graphPrivacy, hostFacts, shellLines } from '@homebound/ros';
import { CliError } from '../errors.ts';

/** `homebound ros env`: lines for a shell whose own ROS tools shall see the graph of this machine, and be seen. */
export function environment(env: NodeJS.ProcessEnv = process.env): string {
  const privacy = graphPrivacy(env, hostFacts(env, []));
  if (!privacy.ok) throw new CliError(privacy.reason);
  return `${shellLines(privacy.changes).join('\n')}\n`;
}
