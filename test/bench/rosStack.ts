import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessFigures, processFigures } from './procFigures.ts';

/** In the environment of all that a bench starts: by it orphans are found. */
export const MARK = 'HOMEBOUND_BENCH_STACK';

export interface RosProgram {
  /** For people and tables. */
  readonly name: string;
  /** Script and arguments, before `--ros-args`. */
  readonly command: readonly string[];
  /** After `--ros-args`. */
  readonly ros?: readonly string[];
}

/** How installed executables begin node: by what launch/run.sh says. */
export interface Beginning {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function asInstalled(): Beginning {
  const script = readFileSync(join('launch', 'run.sh'), 'utf8');
  const command = /^exec node (.*?)"/m.exec(script)?.[1];
  const exported = /^export (.*)$/m.exec(script)?.[1];
  if (command === undefined || exported === undefined) throw new Error('launch/run.sh has no export or no exec node');
  const env = Object.fromEntries(exported.split(' ').map((pair) => pair.split('=', 2)));
  return { flags: command.split(' ').filter((word) => word !== ''), env };
}

/** cmd_vel is a Twist on every distribution. */
const common = ['-p', 'enable_stamped_cmd_vel:=false'];

/** An executable of ours as `ros2 run` starts it (launch/run.sh), on simulated time. */
export function executable(name: string, ...ros: readonly string[]): RosProgram {
  return {
    name,
    command: [join('dist', 'homebound-ros.js'), name],
    ros: [...common, '-p', 'use_sim_time:=true', ...ros],
  };
}

/** The simulator with its referee: this bench's own script in another role. */
export function bodyProgram({ world, seed, pace, scanRate_hz }: Scene): RosProgram {
  const parameters = [`world:="${world}"`, `seed:=${seed}`, `pace:=${pace.toFixed(2)}`];
  return {
    name: 'simulator',
    command: [process.argv[1], '--body', String(scanRate_hz)],
    ros: [...common, ...parameters.flatMap((p) => ['-p', p])],
  };
}

export interface Scene {
  readonly world: string;
  readonly seed: number;
  /** Simulated seconds a second. */
  readonly pace: number;
  readonly scanRate_hz: number;
}

/** Where all that thinks is one process, and where each node is one. */
export const grouped = ['mind'];
export const oneEach = ['odometry', 'slam', 'drive', 'mission', 'presence', 'hazards', 'diagnostics'];

interface Running extends RosProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<string>;
}

/** Processes on one ROS 2 graph, each a child of this one; what they print is kept. */
export class RosStack {
  readonly mark = `${process.pid}.${Date.now()}`;
  readonly log: string[] = [];
  readonly #env: Readonly<Record<string, string>>;
  readonly #flags: readonly string[];
  readonly #running = new Map<string, Running>();

  /**
   * @param env    for every process
   * @param begin  for every process
   */
  constructor(env: Readonly<Record<string, string>> = {}, begin: Beginning = asInstalled()) {
    this.#env = { ...begin.env, ...env };
    this.#flags = begin.flags;
  }

  /** @param onMessage  what it says to its parent beside its output */
  start(program: RosProgram, onMessage?: (message: unknown) => void): void {
    const { name, command, ros = [] } = program;
    if (this.#running.has(name)) throw new Error(`Cannot start ${name}: it runs already`);
    const child = spawn(process.execPath, [...this.#flags, ...command, '--ros-args', ...ros], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...this.#env, [MARK]: this.mark },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) =>
        this.log.push(
          ...`${bytes}`
            .trimEnd()
            .split('\n')
            .map((line) => `${name}: ${line}`),
        ),
      );
    if (onMessage !== undefined) child.on('message', onMessage);
    const ended = new Promise<string>((resolve) =>
      child.on('exit', (code, signal) => {
        this.#running.delete(name);
        resolve(signal ?? `exit ${code}`);
      }),
    );
    this.#running.set(name, { ...program, child, ended });
  }

  get names(): string[] {
    return [...this.#running.keys()];
  }

  /** Asks a process to end, or ends it; resolves with how it ended. */
  async kill(name: string, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<string> {
    const running = this.#running.get(name);
    if (running === undefined) return 'not running';
    running.child.kill(signal);
    return running.ended;
  }

  /** What each process has used so far. */
  figures(): Map<string, ProcessFigures> {
    const all = new Map<string, ProcessFigures>();
    for (const [name, { child }] of this.#running) {
      const figures = processFigures(child.pid ?? -1);
      if (figures !== undefined) all.set(name, figures);
    }
    return all;
  }

  /** As Ctrl-C in a terminal; what is still there after `limit_s` is killed, and named. */
  async end(limit_s = 10): Promise<string[]> {
    const stubborn: string[] = [];
    const limit = setTimeout(() => {
      stubborn.push(...this.names);
      for (const name of stubborn) void this.kill(name, 'SIGKILL');
    }, limit_s * 1000);
    await Promise.all(this.names.map((name) => this.kill(name, 'SIGINT')));
    clearTimeout(limit);
    return stubborn;
  }
}
