import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { homebound, root, temporaryFolder } from './homebound.ts';

/** The robot's address in the network that a test makes for it. */
export const robotAddress = '192.168.7.9';
export const robotPort = 8443;

const setUp = [
  'ip link set lo up',
  'ip link add home type veth peer name street',
  `ip addr add ${robotAddress}/24 dev home`,
  'ip link set home up',
  'ip link set street up',
  'ip route add 224.0.0.0/4 dev home',
].join(' && ');
/** A network of its own, for a command that follows: one house with nothing in it but the robot. Nothing gets out, nobody else gets in. */
export const inHome = ['unshare', '-rn', 'sh', '-c', `${setUp} && exec "$0" "$@"`];

/** Whether such a network can be had without asking anybody. */
export function canHaveNetwork(): boolean {
  return process.platform === 'linux' && spawnSync(inHome[0], [...inHome.slice(1), 'true']).status === 0;
}

/** The network of a program that was started `inHome`. */
export class HomeNetwork {
  readonly child: ChildProcess;
  said = '';

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) => {
        this.said += bytes;
      });
  }

  static begin(command: readonly string[]): HomeNetwork {
    const [program, ...args] = [...inHome, ...command];
    return new HomeNetwork(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Another program in the same network. */
  beside(command: readonly string[]): ChildProcess {
    return spawn('nsenter', ['-t', String(this.child.pid), '-U', '-n', '--preserve-credentials', ...command], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  }

  /** A way for this process into that network: connections to the robot's port. `close` ends it. */
  async door(port: number): Promise<{ connect(): Socket; close(): void }> {
    const path = join(temporaryFolder(), 'door.sock');
    // It ends with this process: its standard input is held here.
    const code = `process.stdin.on('end', () => process.exit()).resume();
      const { createServer, connect } = require('node:net');
      createServer((near) => {
        const far = connect(${port}, '${robotAddress}');
        for (const [a, b] of [[near, far], [far, near]]) a.on('error', () => b.destroy()).on('close', () => b.destroy()).pipe(b);
      }).listen('${path}');`;
    const relay = this.beside([process.execPath, '-e', code]);
    await until(() => existsSync(path));
    return { connect: () => createConnection(path), close: () => relay.kill('SIGKILL') };
  }
}

/** A robot of three processes that serves this network: where it keeps its home and has its sockets, and Node's arguments. */
export function robotIn(folder: string, ...options: readonly string[]) {
  const [home, run] = [join(folder, 'home'), join(folder, 'run')];
  const places = ['--home', home, '--run', run, '--lan', robotAddress, '--port', `${robotPort}`];
  const args = [join(root, 'dist', 'homebound.js'), 'serve', '--world', 'studio', ...places, ...options];
  return { home, run, args };
}

/**
 * Presses the pairing button of the robot whose sockets are in `run`, and again while no code comes, as a person does with one that is not
 * awake yet. @returns the two halves of the code, as the robot shows them
 */
export async function pressForCode(network: HomeNetwork, run: string): Promise<[string, string]> {
  for (let k = 0; k < 6; k++) {
    const from = network.said.length;
    const { err } = await homebound('press', 'pair', '--run', run);
    if (err !== '') throw new Error(`the button could not be pressed: ${err}`);
    const heard = () => /Pairing code: (\d{4}) (\d{4})/.exec(network.said.slice(from)) ?? undefined;
    const code = await until(heard, 15).catch(() => undefined);
    if (code !== undefined) return [code[1], code[2]];
  }
  throw new Error(`no code came; heard ${network.said}`);
}

/** Asks until it is so; rejects after `limit_s`. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  limit_s = 60,
): Promise<T> {
  for (const end_ms = performance.now() + 1000 * limit_s; performance.now() < end_ms; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited ${limit_s} s for ${ask}`);
}
