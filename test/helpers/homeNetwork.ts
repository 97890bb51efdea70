import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from './homebound.ts';

/** The robot's address in the network that a test makes for it. */
export const robotAddress = '192.168.7.9';

const setUp = [
  'ip link set lo up',
  'ip link add home type veth peer name street',
  `ip addr add ${robotAddress}/24 dev home`,
  'ip link set home up',
  'ip link set street up',
  'ip route add 224.0.0.0/4 dev home',
].join(' && ');
const inside = ['-rn', 'sh', '-c'];

/** Whether a home's network of its own can be had without asking anybody. */
export function canHaveNetwork(): boolean {
  return process.platform === 'linux' && spawnSync('unshare', [...inside, setUp]).status === 0;
}

/** A program in a network of its own: one house with nothing in it but the robot. Nothing gets out, and its doors open for nobody else. */
export class HomeNetwork {
  readonly child: ChildProcess;
  /** On both streams. */
  said = '';
  /** On standard error alone: what a service's journal keeps of it. */
  logged = '';

  constructor(command: readonly string[]) {
    this.child = spawn('unshare', [...inside, `${setUp} && exec "$0" "$@"`, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (bytes) => {
      this.said += bytes;
    });
    this.child.stderr?.on('data', (bytes) => {
      this.said += bytes;
      this.logged += bytes;
    });
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
