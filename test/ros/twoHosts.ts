import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { until } from './rosProcess.ts';

/** A computer of its own, as far as a network can tell: a network namespace. */
export class Host {
  readonly address: string;
  readonly holder: ChildProcess;

  constructor(address: string, holder: ChildProcess) {
    this.address = address;
    this.holder = holder;
  }

  /** The words before a command that make it run on this host. */
  get enter(): string[] {
    return ['nsenter', '-t', String(this.holder.pid), '-U', '-n', '--preserve-credentials'];
  }

  /** Runs a command to its end. @returns what it said; throws when it fails */
  sh(command: string): string {
    const [program, ...args] = [...this.enter, 'sh', '-c', command];
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

/** Whether hosts can be made here: Linux, and unprivileged namespaces. */
export const canHaveHosts = (): boolean => spawnSync('unshare', ['-rn', 'ip', 'link']).status === 0;

/** Two computers with a cable between them, and nobody else. `close` ends both, with all that runs on them. */
export class TwoHosts {
  readonly robot: Host;
  readonly other: Host;

  private constructor(robot: Host, other: Host) {
    this.robot = robot;
    this.other = other;
  }

  static async make(): Promise<TwoHosts> {
    const hold = ['sh', '-c', 'ip link set lo up && echo up && exec cat'];
    const robot = new Host(ROBOT, await begun('unshare', ['-rn', ...hold]));
    const enter = robot.enter;
    const other = new Host(OTHER, await begun(enter[0], [...enter.slice(1), 'unshare', '-n', ...hold]));
    robot.sh(`ip link add cable type veth peer name cable netns ${other.holder.pid}`);
    for (const host of [robot, other])
      host.sh(`ip addr add ${host.address}/24 dev cable && ip link set cable up && ip route add 224.0.0.0/4 dev cable`);
    return new TwoHosts(robot, other);
  }

  /** Pulls the cable out, or puts it back. */
  setLink(isUp: boolean): void {
    this.robot.sh(`ip link set cable ${isUp ? 'up && ip route add 224.0.0.0/4 dev cable' : 'down'}`);
  }

  close(): void {
    for (const { holder } of [this.other, this.robot]) holder.kill('SIGKILL');
  }
}

const ROBOT = '192.168.7.9';
const OTHER = '192.168.7.10';

async function begun(program: string, args: string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
  });
  await until('a host', 10, () => said.includes('up'));
  return child;
}
