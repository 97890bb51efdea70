import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './homebound.ts';

/** Users that no machine has, so that nothing here is theirs by chance. */
export const users = { motor: 60001, mind: 60002, gateway: 60003, camera: 60004 } as const;
export type ProcessName = keyof typeof users;

/** Whether this process may give others a user, a network and a view of /proc, and may watch them. */
export function canShutIn(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', ...shutIn('mind', true), 'true']);
  return tried.status === 0;
}

/**
 * In front of a command: what of its service file can be had without systemd as the first process. User and groups, no capabilities and none
 * to be had, no network for who has none, /proc with processes alone. What needs control groups and filters of system calls is watched.
 */
function shutIn(name: ProcessName, hasProc: boolean): string[] {
  const uid = users[name];
  // As SupplementaryGroups= of its service: the groups of the processes whose sockets it reaches; of a simulated body that is the lens, too.
  const groups = {
    motor: '--clear-groups',
    camera: `--groups=${users.motor}`,
    mind: `--groups=${users.motor},${users.camera}`,
    gateway: `--groups=${users.mind}`,
  }[name];
  const proc = hasProc ? 'mount -t proc -o subset=pid,hidepid=invisible proc /proc && exec "$@"' : 'exec "$@"';
  const network = name === 'gateway' ? [] : ['-n'];
  const rights = [
    '--no-new-privs',
    '--inh-caps=-all',
    '--bounding-set=-all',
    `--reuid=${uid}`,
    `--regid=${uid}`,
    groups,
  ];
  return ['unshare', ...network, '-m', 'sh', '-c', proc, 'sh', 'setpriv', ...rights];
}

/** A robot in four processes, one of them for its camera, each as its own user, with folders as its service file makes them. */
export class OwnUsers {
  readonly folder = mkdtempSync('/tmp/homebound-users-');
  readonly port: number;
  readonly #children: Partial<Record<ProcessName, ChildProcess>> = {};
  #said = '';

  constructor(port: number) {
    this.port = port;
    chmodSync(this.folder, 0o755);
    for (const [name, owner, mode] of [
      ['motor', 'motor', 0o750],
      ['mind', 'mind', 0o750],
      ['camera', 'camera', 0o750],
      ['state', 'mind', 0o700],
    ] as const) {
      const path = this.path(name);
      mkdirSync(path);
      chmodSync(path, mode);
      chownSync(path, users[owner], users[owner]);
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** What the processes have said, all of them. */
  get said(): string {
    return this.#said;
  }

  /** Starts all under strace and waits until the gateway answers. */
  async begin(): Promise<void> {
    const [motor, mind, camera] = ['motor', 'mind', 'camera'].map((name) => this.path(name));
    const { motor: m, mind: d, gateway: g, camera: c } = users;
    const command = join(root, 'dist', 'homebound.js');
    const home = join(this.path('state'), 'home');
    this.#start('motor', [
      join(root, 'dist', 'homebound-motor.js'),
      '--run',
      motor,
      '--mind-user',
      `${d}`,
      '--world',
      'studio',
      '--camera',
      'depth',
      '--camera-user',
      `${c}`,
    ]);
    const lens = ['--lens', join(motor, 'lens.sock'), '--lens-user', `${m}`];
    this.#start('camera', [command, 'camera', '--run', camera, '--mind-user', `${d}`, ...lens]);
    this.#start('mind', [
      command,
      'mind',
      '--run',
      mind,
      '--home',
      home,
      '--motor',
      join(motor, 'motor.sock'),
      '--motor-user',
      `${m}`,
      '--gateway-user',
      `${g}`,
      '--camera',
      join(camera, 'camera.sock'),
      '--camera-user',
      `${c}`,
      '--forget-network-in',
      mind,
    ]);
    this.#start('gateway', [command, 'gateway', '--run', mind, '--mind-user', `${d}`, '--port', `${this.port}`]);
    for (let k = 0; k < 300; k++) {
      const state = await this.state().catch(() => undefined);
      if (state === 'idle') return;
      await delay(200);
    }
    throw new Error(`the robot did not come up in a minute: ${this.#said}`);
  }

  async state(): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/state`);
    return ((await response.json()) as { state: string }).state;
  }

  /** Switches the camera on and starts a job; until the camera is open. */
  async look(): Promise<void> {
    const ask = (path: string, body: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${this.port}/api/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await ask('camera/on', {});
    await ask('jobs', { command: 'start' });
    for (let k = 0; k < 100; k++) {
      const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/state`);
      if (((await response.json()) as { camera?: { isOpen: boolean } }).camera?.isOpen) return;
      await delay(200);
    }
    throw new Error(`the camera did not open in 20 s: ${this.#said}`);
  }

  /** The number of the Node process itself, under strace, sh and the rest. */
  pid(name: ProcessName): number {
    let pid = this.#children[name]?.pid ?? 0;
    for (;;) {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
      if (children.length === 0) return pid;
      pid = Number(children[0]);
    }
  }

  /** Runs a line of Node code as one of them, in the same way shut in; what it prints. */
  ask(name: ProcessName, code: string): string {
    const [command, ...args] = [...shutIn(name, true), process.execPath, '-e', code];
    return spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 }).stdout.trim();
  }

  /** System calls of a process from its beginning; after `end`. */
  calls(name: ProcessName): string[] {
    return readFileSync(this.path(`${name}.calls`), 'utf8').split('\n');
  }

  /** Ends all as a service manager would. */
  async end(): Promise<void> {
    for (const name of ['gateway', 'mind', 'camera', 'motor'] as const) {
      const child = this.#children[name];
      if (child === undefined || child.exitCode !== null) continue;
      const gone = new Promise((done) => child.once('close', done));
      process.kill(this.pid(name), 'SIGTERM');
      await Promise.race([gone, delay(10_000, undefined, { ref: false })]);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #start(name: ProcessName, command: readonly string[]): void {
    const watch = ['-f', '-qq', '-s', '128', '-e', 'signal=none', '-o', this.path(`${name}.calls`)];
    const child = spawn('strace', [...watch, ...shutIn(name, true), process.execPath, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: { PATH: process.env.PATH },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes) => {
        this.#said += bytes;
      });
    this.#children[name] = child;
  }
}
