import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decode } from 'fast-png';
import { bundled } from '../helpers/bundled.ts';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';
import { canHaveNetwork, HomeNetwork, robotAddress, robotPort, until } from '../helpers/homeNetwork.ts';
import { PairedPage } from '../helpers/pairedPage.ts';

/**
 * Pictures of obstacles, with the camera in a process of its own, in a home's network of its own: a robot in four processes among twelve things on a
 * floor, an admin who switches pictures on and off, and a viewer. Every second picture shows somebody, says a detector, and is dyed: no crop may be.
 */
const asRoot = process.getuid?.() === 0 && canHaveNetwork() ? test : (test.skip as typeof test);
const command = join(root, 'dist', 'homebound.js');
const DAY_S = 86_400;
let cropping = '';
beforeAll(async () => {
  cropping = await bundled(join(root, 'test', 'security', 'processes', 'croppingCamera.ts'));
});

interface Kept {
  readonly keep_days: number;
  readonly pictures: readonly { readonly id: string; readonly kind: string; readonly obstacle?: number }[];
}

class Robot {
  readonly #folder = temporaryFolder();
  readonly #run = join(this.#folder, 'run');
  readonly #children: Record<string, ChildProcess> = {};
  readonly #said: Record<string, string> = {};
  readonly #network: HomeNetwork;
  #door: Awaited<ReturnType<HomeNetwork['door']>> | undefined;
  #isOver = false;
  admin!: PairedPage;

  constructor(fault: 'none' | 'heedless') {
    const run = this.#run;
    mkdirSync(run, { mode: 0o700 });
    const motor = join(root, 'dist', 'homebound-motor.js');
    this.#start('motor', motor, '--run', run, '--world', 'S7', '--camera', 'rgbd');
    this.#start('camera', cropping, run, fault);
    const home = ['--home', join(this.#folder, 'home'), '--here', 'never'];
    this.#start('mind', command, 'mind', '--run', run, ...home, '--camera', join(run, 'camera.sock'));
    const lan = ['--lan', robotAddress, '--port', `${robotPort}`, '--no-announce'];
    // As who keeps a robot's processes running would: it ends when its mind does.
    const again = 'while true; do "$0" "$@"; sleep 0.3; done';
    this.#network = HomeNetwork.begin(['sh', '-c', again, process.execPath, command, 'gateway', '--run', run, ...lan]);
  }

  #start(name: string, ...args: string[]): void {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) => {
        this.#said[name] = `${this.#said[name] ?? ''}${bytes}`;
      });
    child.on('exit', () => void (this.#isOver || setTimeout(() => this.#isOver || this.#start(name, ...args), 300)));
    this.#children[name] = child;
  }

  /** What a process has said so far. */
  said(name: string): string {
    return this.#said[name] ?? '';
  }

  async paired(name: string): Promise<PairedPage> {
    await until(() => this.#network.said.includes('Certificate: '));
    this.#door ??= await this.#network.door(robotPort);
    const page = new PairedPage(this.#door.connect, robotPort);
    for (let k = 0; k < 20; k++) {
      const from = this.said('mind').length;
      await homebound('press', 'pair', '--run', this.#run);
      const heard = () => /Pairing code: (\d{4}) (\d{4})/.exec(this.said('mind').slice(from)) ?? undefined;
      const code = await until(heard, 5).catch(() => undefined);
      if (code === undefined) continue;
      await page.pair(code[1] + code[2], name);
      return page;
    }
    throw new Error(`${name} could not be paired; the mind said ${this.said('mind')}`);
  }

  /** As fast as the robot lets anybody ask, and again of a gateway that began anew meanwhile, as it may on a busy machine. */
  async ask(method: string, path: string, body?: object, page = this.admin): Promise<{ status: number; body: Buffer }> {
    for (;;) {
      const answer = await page.ask(method, `/api/v1/${path}`, body).catch(() => undefined);
      if (answer !== undefined && answer.status !== 429) return answer;
      await delay(500);
    }
  }

  async kept(): Promise<Kept> {
    const { status, body } = await this.ask('GET', 'pictures');
    if (status !== 200) throw new Error(`no list of pictures: ${status} ${body}`);
    return JSON.parse(body.toString());
  }

  /** The pixels of a picture that is kept; undefined when it is gone. */
  async pixels(id: string): Promise<Uint8Array | undefined> {
    const { status, body } = await this.ask('POST', `pictures/${id}/export`, {});
    if (status === 404) return undefined;
    const { width, height, data } = decode(body);
    expect([status, width <= 128 && height <= 128]).toEqual([200, true]);
    return data as Uint8Array;
  }

  /** Until something lies on the floor, by its own word. */
  async work(): Promise<void> {
    await until(async () => {
      await this.ask('POST', 'camera/on', {});
      // A mind that began anew has forgotten its job.
      await this.ask('POST', 'jobs', { command: 'start' });
      const { status, body } = await this.ask('GET', 'obstacles');
      return status === 200 && JSON.parse(body.toString()).obstacles.length > 0;
    }, 150);
  }

  end(): void {
    this.#isOver = true;
    this.#door?.close();
    this.#network.child.kill('SIGKILL');
    for (const child of Object.values(this.#children)) child.kill('SIGKILL');
  }
}

/** All that a picture shows is dyed where somebody was in sight: full red, no green, full blue. */
function isDyed(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3)
    if (pixels[i] === 255 && pixels[i + 1] === 0 && pixels[i + 2] === 255) return true;
  return false;
}

/** Until `wanted` pictures have been looked at. @returns how many of them show somebody */
async function dyedOf(robot: Robot, wanted: number): Promise<number> {
  const seen = new Map<string, boolean>();
  await until(async () => {
    for (const { id } of (await robot.kept()).pictures) {
      const pixels = seen.has(id) ? undefined : await robot.pixels(id);
      if (pixels !== undefined) seen.set(id, isDyed(pixels));
    }
    return seen.size >= wanted;
  }, 150);
  return [...seen.values()].filter(Boolean).length;
}

asRoot(
  'T-IMG, four processes: no crop is made until an admin asks; then some are kept, for admins, of nobody, and they go with dismissal and time',
  async () => {
    const robot = new Robot('none');
    try {
      robot.admin = await robot.paired('Owner');
      const viewer = await robot.paired('Guest');
      await robot.work();
      expect(await robot.kept()).toEqual({ keep_days: 0, pictures: [] });
      expect(robot.said('camera')).toBe('');

      expect((await robot.ask('PUT', 'pictures', { keep_days: 7 })).status).toBe(200);
      expect(await dyedOf(robot, 1)).toBe(0);
      const [{ id }] = (await robot.kept()).pictures;
      for (const [method, path, body] of [
        ['GET', 'pictures'],
        ['POST', `pictures/${id}/export`, {}],
        ['PUT', 'pictures', { keep_days: 1 }],
        ['DELETE', `pictures/${id}`, {}],
      ] as const)
        expect([path, (await robot.ask(method, path, body, viewer)).status]).toEqual([path, 403]);
      const { camera } = JSON.parse((await robot.ask('GET', 'state', undefined, viewer)).body.toString());
      expect(camera.tellsPeople).toBe(true);

      await until(async () => {
        const one = (await robot.kept()).pictures.find(({ obstacle }) => obstacle !== undefined);
        if (one === undefined) return false;
        const { status } = await robot.ask('POST', 'obstacles', { id: one.obstacle, isDismissed: true });
        if (status !== 200) return false;
        await until(async () => !(await robot.kept()).pictures.some((other) => other.id === one.id));
        return true;
      });

      await dyedOf(robot, 1);
      // Nothing is added meanwhile.
      await robot.ask('POST', 'camera/off', {});
      await delay(2000);
      const { wall_s } = JSON.parse((await robot.ask('GET', 'state')).body.toString());
      await robot.ask('PUT', 'clock', { wall_s: wall_s + 7 * DAY_S });
      expect(await robot.kept()).toEqual({ keep_days: 7, pictures: [] });

      await robot.ask('PUT', 'pictures', { keep_days: 0 });
      // What was wanted just before may be on its way.
      await delay(2000);
      const made = robot.said('camera');
      await robot.ask('POST', 'camera/on', {});
      await delay(5000);
      expect([await robot.kept(), robot.said('camera').slice(made.length)]).toEqual([
        { keep_days: 0, pictures: [] },
        '',
      ]);
    } finally {
      robot.end();
    }
  },
  400_000,
);

asRoot(
  'T-IMG, four processes, planted fault: a camera that asks no detector who is there is found',
  async () => {
    const robot = new Robot('heedless');
    try {
      robot.admin = await robot.paired('Owner');
      await robot.ask('PUT', 'pictures', { keep_days: 7 });
      await robot.work();
      expect(await dyedOf(robot, 1)).toBeGreaterThan(0);
    } finally {
      robot.end();
    }
  },
  400_000,
);
