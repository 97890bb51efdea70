import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Motors, monotonic_s, runMotors } from '@homebound/link';
import { createSimulator, initPhysics, readSdf, type Simulator } from '@homebound/sim';
import type { Beat } from './loadFigures.ts';

const PORT = 8443;
/** Memory is looked at this often. */
const LOOK_MS = 1000;

interface Parts {
  readonly address: string;
  readonly simulator: Simulator;
  readonly motors: Motors;
  readonly mind: Talker;
  readonly gateway: Talker;
  readonly authority: string;
  readonly beats: number[];
}

/**
 * A robot in three processes: mind and gateway are the built command's, the motors are this one's, so that it hears at which times the
 * mind's wishes reach them.
 */
export class LoadedRobot {
  readonly port = PORT;
  /** Of its certificates, PEM. */
  readonly authority: string;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.authority = parts.authority;
  }

  /** @returns once it serves its page at `address` */
  static async begin(folder: string, world: string, address: string): Promise<LoadedRobot> {
    const run = join(folder, 'run');
    mkdirSync(run, { mode: 0o700 });
    await initPhysics();
    const text = readFileSync(join('sim', 'worlds', `${world}.sdf`), 'utf8');
    const simulator = createSimulator({ world: readSdf(text), seed: 1 });
    const beats: number[] = [];
    let heard_s = Number.NaN;
    const motors = await runMotors({
      path: join(run, 'motor.sock'),
      peers: { uids: [process.getuid?.() ?? 0] },
      body: simulator.body,
      clock: { stamp_s: 0, monotonic_s: monotonic_s(), rate: 1 },
      onStep: (_, guard) => {
        if (guard.heard_s === heard_s || !Number.isFinite(guard.heard_s)) return;
        if (Number.isFinite(heard_s)) beats.push(1000 * (guard.heard_s - heard_s));
        heard_s = guard.heard_s;
      },
    });
    const mind = new Talker(['mind', '--run', run, '--home', join(folder, 'home')]);
    const gateway = new Talker(['gateway', '--run', run, '--lan', address, '--port', String(PORT), '--no-announce']);
    await gateway.heard(/Open https:\/\/\S+/);
    const authority = await ask(address, undefined, 'GET', '/api/v1/certificate');
    const pem = new X509Certificate(authority).toString();
    return new LoadedRobot({ address, simulator, motors, mind, gateway, authority: pem, beats });
  }

  /** Pairs a device as a person would: presses the button, reads the code. @returns its token */
  async pair(name: string): Promise<string> {
    const { mind, simulator } = this.#parts;
    const code = mind.heard(/Pairing code: (\d{4}) (\d{4})/);
    simulator.control.press('pair', 0);
    const [, a, b] = await code;
    const answer = await this.#ask(undefined, 'POST', '/api/v1/pairing', { code: a + b, name, wantsToken: true });
    return (answer as { token: string }).token;
  }

  clean(token: string): Promise<unknown> {
    return this.#ask(token, 'POST', '/api/v1/jobs', { command: 'start' });
  }

  state(token: string): Promise<unknown> {
    return this.#ask(token, 'GET', '/api/v1/state');
  }

  /** Hears the wishes for a while. */
  async listen(duration_ms: number): Promise<Beat> {
    const { beats, mind, gateway } = this.#parts;
    const first = beats.length;
    const rss_mb: Record<string, number> = { mind: 0, gateway: 0 };
    for (const end = performance.now() + duration_ms; performance.now() < end; await delay(LOOK_MS)) {
      rss_mb.mind = Math.max(rss_mb.mind, mind.rss_mb);
      rss_mb.gateway = Math.max(rss_mb.gateway, gateway.rss_mb);
    }
    return { intervals_ms: beats.slice(first), rss_mb };
  }

  async end(): Promise<void> {
    const { gateway, mind, motors, simulator } = this.#parts;
    await gateway.end();
    await mind.end();
    await motors.close();
    simulator.free();
  }

  async #ask(token: string | undefined, method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await ask(this.#parts.address, this.authority, method, path, token, body);
    return JSON.parse(answer.toString());
  }
}

/** A process of the built command, and what it says. */
class Talker {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #said = '';
  #onSaid: () => void = () => {};

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [join('dist', 'homebound.js'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#closed = new Promise((done) => this.#child.on('close', done));
    this.#child.stdout?.on('data', (bytes) => {
      this.#said += bytes;
      this.#onSaid();
    });
  }

  /** What it says from now on, as soon as it fits. */
  async heard(pattern: RegExp): Promise<RegExpExecArray> {
    const from = this.#said.length;
    const timeout = AbortSignal.timeout(30_000);
    while (!timeout.aborted) {
      const found = pattern.exec(this.#said.slice(from));
      if (found !== null) return found;
      await Promise.race([new Promise<void>((said) => (this.#onSaid = said)), delay(500)]);
    }
    throw new Error(`waited for ${pattern}, heard: ${this.#said}`);
  }

  get rss_mb(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }

  async end(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#closed;
  }
}

/** Asks over HTTPS; with no authority to hold the certificate against, for that authority itself. Rejects on a refusal. */
function ask(
  host: string,
  ca: string | undefined,
  method: string,
  path: string,
  token?: string,
  body?: unknown,
): Promise<Buffer> {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const options = { host, port: PORT, method, path, headers, ca, rejectUnauthorized: ca !== undefined };
    const sent = request(options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const whole = Buffer.concat(parts);
        if ((answer.statusCode ?? 500) < 300) resolve(whole);
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${whole}`));
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
