import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graphPrivacy, hostFacts } from '@homebound/ros';

const here = dirname(fileURLToPath(import.meta.url));

/** One process of the graph under test, its output kept. */
export class RosProcess {
  readonly name: string;
  output = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<number | string>;

  /** @param enter  words before the command, e.g. those of a host */
  constructor(
    name: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string | undefined>> = {},
    enter: readonly string[] = [],
  ) {
    this.name = name;
    const [program, ...rest] = [...enter, process.execPath, join(here, `${name}.mjs`), ...args];
    this.child = spawn(program, rest, { env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    this.exited = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(signal ?? code ?? -1)));
  }

  /** The last whole line of JSON that it printed. */
  lastJson<T>(): T | undefined {
    const lines = this.output.split('\n').slice(0, -1);
    const last = lines.findLast((line) => line.startsWith('{'));
    return last === undefined ? undefined : (JSON.parse(last) as T);
  }

  /** Its exit code, or the signal that ended it. */
  end(): Promise<number | string> {
    return this.exited;
  }

  async stop(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' = 'SIGINT'): Promise<number | string> {
    this.child.kill(signal);
    return this.exited;
  }
}

export function pause(time_s: number): Promise<void> {
  return new Promise((done) => setTimeout(done, 1000 * time_s));
}

/** Waits until `check` returns something else than undefined or false. Throws Error with `what` after `limit_s`. */
export async function until<T>(what: string, limit_s: number, check: () => T | undefined | false): Promise<T> {
  const end_ms = performance.now() + limit_s * 1000;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end_ms) throw new Error(`Not within ${limit_s} s: ${what}`);
    await pause(0.05);
  }
}

/** This shell's environment after `eval "$(ros2 run homebound env)"`: without it a tool on this machine sees nothing of our graph. */
export function ownShell(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const privacy = graphPrivacy(env, hostFacts(env, []));
  if (!privacy.ok) throw new Error(privacy.reason);
  return { ...env, ...privacy.changes };
}

/** What the `ros2` command says; both streams. Never rejects: a command that fails says why. */
export function ros2(...args: string[]): Promise<string> {
  return new Promise((resolve) =>
    execFile('ros2', args, { timeout: 20_000, env: ownShell() }, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    ),
  );
}

/** Asks again until the `ros2` command's answer matches. Throws Error after half a minute. */
export async function untilAnswer(wanted: RegExp, ...args: string[]): Promise<string> {
  const end_ms = performance.now() + 30_000;
  for (;;) {
    const answer = await ros2(...args);
    if (wanted.test(answer)) return answer;
    if (performance.now() > end_ms) throw new Error(`ros2 ${args.join(' ')} said ${answer}`);
  }
}
