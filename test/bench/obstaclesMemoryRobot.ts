import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PORT = 18_700;
const WAIT_S = 60;
const names = ['motor', 'camera', 'mind', 'gateway'];

/**
 * `homebound serve` with camera, cleaning, as a household has it. The built command is copied into a folder of `.cache`, where it finds
 * the detector's runtime in `.cache/node_modules`, too.
 */
export class HouseholdRobot {
  readonly #folder: string;
  readonly #child: ChildProcess;
  #said = '';
  #pids: Readonly<Record<string, number>> = {};

  private constructor(folder: string, args: readonly string[]) {
    this.#folder = folder;
    this.#child = spawn(process.execPath, [join(folder, 'dist', 'homebound.js'), 'serve', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes) => {
        this.#said += bytes;
      });
  }

  /** @returns once it cleans with its camera open. Rejects with what it said when it does not. */
  static async begin(world: string, models: string | undefined): Promise<HouseholdRobot> {
    execFileSync(process.execPath, [join('tools', 'build.mjs')], { stdio: 'inherit' });
    mkdirSync('.cache', { recursive: true });
    const folder = mkdtempSync(join('.cache', 'household-'));
    for (const name of readdirSync('.')) {
      if (name === 'dist') cpSync(name, join(folder, name), { recursive: true });
      else if (name === 'sim' || name === 'package.json') symlinkSync(resolve(name), join(folder, name));
    }
    const run = join(folder, 'run');
    mkdirSync(run, { mode: 0o700 });
    const detector = models === undefined ? [] : ['--detector', resolve(models)];
    const places = ['--home', join(folder, 'home'), '--run', run, '--port', String(PORT), '--no-announce'];
    const robot = new HouseholdRobot(folder, [
      '--world',
      world,
      '--seed',
      '1',
      ...places,
      '--camera',
      'rgbd',
      ...detector,
    ]);
    try {
      await robot.#until(() => robot.#said.includes('Open http'));
      await robot.#until(() => robot.#ask('POST', 'camera/on', {}));
      await robot.#until(() => robot.#ask('POST', 'jobs', { command: 'start' }));
      robot.#pids = childrenOf(robot.#child.pid ?? 0);
    } catch (error) {
      await robot.end();
      throw error;
    }
    return robot;
  }

  /** Numbers of its processes by name. */
  get pids(): Readonly<Record<string, number>> {
    return this.#pids;
  }

  async state(): Promise<{ cleanedArea_m2: number; camera: { isOpen: boolean } }> {
    const state = await this.#ask('GET', 'state');
    if (state === undefined) throw new Error(`it does not tell its state: ${this.#said}`);
    return state as { cleanedArea_m2: number; camera: { isOpen: boolean } };
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null) {
      const closed = new Promise((done) => this.#child.on('close', done));
      this.#child.kill('SIGTERM');
      await closed;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @returns its answer; undefined when it refuses, as it does while it wakes */
  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${PORT}/api/v1/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return answer.ok ? (text === '' ? {} : JSON.parse(text)) : undefined;
  }

  async #until(isSo: () => unknown): Promise<void> {
    const end_ms = performance.now() + 1000 * WAIT_S;
    while (performance.now() < end_ms && this.#child.exitCode === null) {
      const answer = await isSo();
      if (answer !== undefined && answer !== false) return;
      await delay(200);
    }
    throw new Error(`the robot does not come to clean: ${this.#said}`);
  }
}

/** By the command that each runs. Throws Error unless all are there. */
function childrenOf(parent: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    if (!existsSync(`/proc/${pid}/stat`)) continue;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) continue;
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const script = words.findIndex((word) => /homebound(-motor)?\.js$/.test(word));
    const name = words[script].endsWith('-motor.js') ? 'motor' : words[script + 1];
    found[name] = Number(pid);
  }
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0) throw new Error(`the robot runs without ${missing.join(', ')}`);
  return found;
}
