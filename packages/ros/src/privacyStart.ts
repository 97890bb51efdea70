import { graphPrivacy } from './privacy.ts';
import { hostFacts, ownSockets } from './privacyHost.ts';
import { socketFault } from './privacySockets.ts';

/** A process whose graph reaches as far as it may. */
export interface PrivateStart {
  readonly reach: 'host' | 'network';
  /** One line for the log. */
  readonly words: string;
  /** To be asked when the middleware is up. Throws Error when it opened another door than it was told to. */
  check(): void;
}

/**
 * Makes this process's environment one that keeps the graph to this machine, or to holders of keys. Must come before ROS is
 * loaded. Throws Error, in one line, when that cannot be.
 * @param env  the process's own; it is changed
 */
export function startPrivately(env: NodeJS.ProcessEnv, argv: readonly string[]): PrivateStart {
  const privacy = graphPrivacy(env, hostFacts(env, argv));
  if (!privacy.ok) throw new Error(privacy.reason);
  const { reach, rmw, changes, warnings } = privacy;
  for (const warning of warnings) process.stderr.write(`homebound: ${warning}\n`);
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) delete env[name];
    else env[name] = value;
  const before = new Set(ownSockets().map(keyOf));
  const check = (): void => {
    const fault = socketFault(
      rmw,
      ownSockets().filter((socket) => !before.has(keyOf(socket))),
    );
    if (fault !== undefined) throw new Error(fault);
  };
  return reach === 'host' ? { reach, words: hostWords, check } : { reach, words: networkWords, check: () => {} };
}

const keyOf = ({ address, port }: { address: string; port: number }): string => `${address}:${port}`;

const hostWords =
  'the graph is kept to this machine; other shells on it see it after: eval "$(ros2 run homebound env)"' +
  ' (from a clone without colcon: "$(npx homebound ros env)")';
const networkWords = 'the graph reaches over the network, encrypted, to holders of its keys alone';
