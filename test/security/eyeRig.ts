import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

export type PartName = 'motor' | 'camera' | 'mind' | 'gateway';
export type WireName = 'lens' | 'camera' | 'motor' | 'gateway';

export interface EyeRigOptions {
  readonly port: number;
  /** Of the body; absent: `rgbd`. */
  readonly eye?: 'rgbd' | 'rgb';
  /** SDF; absent: the studio. */
  readonly world?: string;
  /** Everything that goes over the sockets is written down on its way. */
  readonly isTapped?: boolean;
  /** What runs as the camera instead of the shipped command, with the same arguments after these. */
  readonly camera?: readonly string[];
  /** The same for the motors. */
  readonly motor?: readonly string[];
}

/** What the body did in one step: whether its camera's device was open, and whether its lamp burned. */
export interface EyeMoment {
  readonly stamp_s: number;
  readonly isOpen: boolean;
  readonly lamp: boolean;
}

/** A simulated robot with an eye as `homebound serve --camera rgbd` runs it, each process started here, so that it can be looked into and killed. */
export class EyeRig {
  readonly folder = temporaryFolder();
  readonly home = join(this.folder, 'home');
  /** What the processes wrote to their consoles. */
  said = '';
  readonly #run = join(this.folder, 'run');
  readonly #doors = join(this.folder, 'doors');
  readonly #truth = join(this.folder, 'truth.csv');
  readonly #options: EyeRigOptions;
  readonly #children = new Map<PartName, ChildProcess>();
  readonly #kept = new Set<PartName>();
  /** Where what went over sockets is written down, outside of all that the robot has. */
  readonly #heard = temporaryFolder();
  #taps: ChildProcess | undefined;

  private constructor(options: EyeRigOptions) {
    this.#options = options;
  }

  /** @returns once the robot answers */
  static async begin(options: EyeRigOptions): Promise<EyeRig> {
    const rig = new EyeRig(options);
    for (const folder of [rig.#run, rig.#doors, join(rig.folder, 'tmp')]) mkdirSync(folder, { mode: 0o700 });
    if (options.world !== undefined) writeFileSync(join(rig.folder, 'world.sdf'), options.world);
    if (options.isTapped === true) await rig.#tap();
    for (const part of ['motor', 'camera', 'mind', 'gateway'] as const) rig.start(part);
    await rig.until('the robot', async () => (await rig.ask('GET', 'state')).ok);
    return rig;
  }

  get api(): string {
    return `http://127.0.0.1:${this.#options.port}/api/v1`;
  }

  get pids(): ReadonlyMap<PartName, number> {
    return new Map([...this.#children].map(([part, { pid }]) => [part, pid as number]));
  }

  /** All that went over a socket so far: for each connection what came from who listens, and what went there. */
  wire(name: WireName): Buffer[] {
    return readdirSync(this.#heard)
      .filter((file) => file.startsWith(`${name}-`))
      .map((file) => readFileSync(join(this.#heard, file)));
  }

  /** Starts a process, and again whenever it ends: on a busy machine one takes another for dead. */
  start(part: PartName): void {
    this.#kept.add(part);
    const env = { ...process.env, TMPDIR: join(this.folder, 'tmp') };
    const child = spawn(process.execPath, this.#words(part), {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: this.folder,
      env,
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) => {
        this.said += bytes;
      });
    child.on('exit', () => setTimeout(() => this.#kept.has(part) && this.start(part), 300));
    this.#children.set(part, child);
  }

  /** A signal for a process; one that is killed with `stays` is not started again. */
  kill(part: PartName, signal: NodeJS.Signals, stays = false): void {
    if (stays) this.#kept.delete(part);
    this.#children.get(part)?.kill(signal);
  }

  /** A press of a button of the body. @returns what who pressed is told */
  async press(what: string): Promise<string> {
    const { out, err } = await homebound('press', what, '--run', this.#run);
    return out + err;
  }

  /** Who did what, as whoever has the robot in hand reads it. */
  async log(): Promise<string> {
    return (await homebound('log', '--run', this.#run)).out;
  }

  /** All stand still, as they are, until the end. */
  freeze(): void {
    this.#kept.clear();
    for (const child of this.#children.values()) child.kill('SIGSTOP');
  }

  ask(method: 'GET' | 'POST', path: string, body: object = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.api}/${path}`, { method, headers, ...(method === 'POST' && { body: JSON.stringify(body) }) });
  }

  /** What a page would say of the camera. */
  async camera(): Promise<{ isOpen: boolean; isOn: boolean; reason: string } | undefined> {
    const state = (await (await this.ask('GET', 'state')).json()) as { camera?: Awaited<ReturnType<EyeRig['camera']>> };
    return state.camera;
  }

  /** Switches the camera on and lets the robot work; resolves when the device is open, by the body's own log. */
  async open(): Promise<void> {
    await this.until('the camera', async () => {
      // A mind that began anew has forgotten its job.
      await this.ask('POST', 'camera/on');
      await this.ask('POST', 'jobs', { command: 'start' });
      return this.moment().isOpen;
    });
  }

  /** What the body did last. */
  moment(): EyeMoment {
    return this.moments().at(-1) as EyeMoment;
  }

  /** What the body did, oldest first. */
  moments(): EyeMoment[] {
    const [head, ...rows] = readFileSync(this.#truth, 'utf8').split('\n').slice(0, -1);
    const names = head.split(',');
    const [stamp, open, lamp] = ['stamp_s', 'cameraIsOpen', 'cameraLamp'].map((name) => names.indexOf(name));
    return rows.map((row) => {
      const values = row.split(',').map(Number);
      return { stamp_s: values[stamp], isOpen: values[open] === 1, lamp: values[lamp] === 1 };
    });
  }

  async until(what: string, isSo: () => boolean | Promise<boolean>, limit_s = 120): Promise<void> {
    for (const end_ms = performance.now() + 1000 * limit_s; performance.now() < end_ms; await delay(50))
      if (await (async () => isSo())().catch(() => false)) return;
    throw new Error(`waited ${limit_s} s for ${what}; the robot said: ${this.said}`);
  }

  /** @returns once all of them are gone */
  async end(): Promise<void> {
    this.#kept.clear();
    this.#taps?.kill('SIGKILL');
    const alive = [...this.#children.values()].filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    const gone = alive.map((child) => new Promise((done) => child.once('close', done)));
    for (const child of alive) child.kill('SIGKILL');
    await Promise.all(gone);
  }

  #words(part: PartName): readonly string[] {
    const { world, port, camera, isTapped } = this.#options;
    const command = join(root, 'dist', 'homebound.js');
    const inRun = ['--run', this.#run];
    const door = (wire: WireName): string => this.#path(wire, isTapped === true ? this.#doors : this.#run);
    const where = world === undefined ? 'studio' : join(this.folder, 'world.sdf');
    switch (part) {
      case 'motor': {
        const rest = ['--world', where, '--camera', this.#options.eye ?? 'rgbd', '--truth', this.#truth];
        return [...(this.#options.motor ?? [join(root, 'dist', 'homebound-motor.js')]), ...inRun, ...rest];
      }
      case 'camera':
        return [...(camera ?? [command, 'camera']), ...inRun, '--lens', door('lens')];
      case 'mind': {
        const rest = ['--motor', door('motor'), '--camera', door('camera'), '--here', 'always'];
        return [command, 'mind', ...inRun, '--home', this.home, ...rest];
      }
      case 'gateway':
        return [
          command,
          'gateway',
          '--run',
          isTapped === true ? this.#doors : this.#run,
          '--port',
          `${port}`,
          '--no-announce',
        ];
    }
  }

  #path(wire: WireName, folder: string): string {
    return join(folder, `${wire}.sock`);
  }

  /** In a process of its own: who looks through memory meanwhile must not hold up what passes. */
  async #tap(): Promise<void> {
    const wires = ['lens', 'camera', 'motor', 'gateway'] as const;
    const places = wires.map((wire) => [
      this.#path(wire, this.#doors),
      this.#path(wire, this.#run),
      join(this.#heard, wire),
    ]);
    this.#taps = spawn(process.execPath, ['-e', tapCode, JSON.stringify(places)], { stdio: 'inherit' });
    await this.until('the taps', () => readdirSync(this.#doors).length === wires.length);
  }
}

/** Passes on what comes to one socket to another, both ways, and writes down each way of each connection: `[[from, to, file], …]`. */
const tapCode = `
  const { connect, createServer } = require('node:net');
  const { openSync, writeSync } = require('node:fs');
  for (const [from, to, file] of JSON.parse(process.argv[1])) {
    let count = 0;
    createServer((near) => {
      const far = connect(to);
      for (const [source, sink] of [[far, near], [near, far]]) {
        const heard = openSync(file + '-' + count++, 'w');
        source.on('data', (bytes) => writeSync(heard, bytes));
        source.on('error', () => sink.destroy());
        source.on('close', () => sink.destroy());
        source.pipe(sink);
      }
    }).listen(from);
  }`;
