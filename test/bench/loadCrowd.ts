import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

export interface CrowdPlan {
  readonly address: string;
  readonly port: number;
  /** Of the robot's certificates, PEM. */
  readonly authority: string;
  /** Devices that the pages belong to. */
  readonly tokens: readonly string[];
  readonly clients: number;
  /** How many of them do not read: each looks after `STALL_MS` what became of it, and comes anew. */
  readonly stalled: number;
}

/** The robot drops a page that takes nothing for 20 s. */
const STALL_MS = 30_000;
/** What lay in the sockets is read, then the end is seen. */
const SEEN_MS = 5000;

/** Those who look at a robot's page: some read, some stall. Stays until its standard input ends, then tells what it saw. */
export class Crowd {
  readonly #plan: CrowdPlan;
  readonly #open = new Set<WebSocket>();
  #isOver = false;
  /** Of pages that read. */
  #messages = 0;
  #bytes = 0;
  #lost = 0;
  /** Stalled ones that the robot had ended when they looked, and those that it had not. */
  #dropped = 0;
  #kept = 0;
  #refused = 0;

  constructor(plan: CrowdPlan) {
    this.#plan = plan;
  }

  async stay(): Promise<void> {
    const ended = new Promise<void>((done) => process.stdin.on('end', done).resume());
    for (let k = 0; k < this.#plan.clients; k++) {
      this.#come(k, k < this.#plan.stalled);
      await delay(50);
    }
    await ended;
    this.#isOver = true;
    const figures = {
      reading: this.#plan.clients - this.#plan.stalled,
      messages: this.#messages,
      mb: this.#bytes / 2 ** 20,
      readersLost: this.#lost,
      refused: this.#refused,
      stalledDropped: this.#dropped,
      stalledKept: this.#kept,
    };
    for (const page of this.#open) page.terminate();
    process.stdout.write(JSON.stringify(figures));
  }

  #come(k: number, isStalled: boolean): void {
    const { address, port, authority, tokens } = this.#plan;
    const page = new WebSocket(`wss://${address}:${port}/ws`, {
      ca: authority,
      // Of the robot's own machine: of another one no more than 32 connections are taken.
      localAddress: '127.0.0.1',
      headers: { authorization: `Bearer ${tokens[k % tokens.length]}` },
    });
    this.#open.add(page);
    let hasCome = false;
    page.on('open', () => {
      hasCome = true;
      if (isStalled) this.#stall(page);
    });
    page.on('message', (data: Buffer) => {
      this.#messages++;
      this.#bytes += data.length;
    });
    page.on('error', () => {});
    page.on('close', () => {
      this.#open.delete(page);
      if (this.#isOver) return;
      if (!hasCome) this.#refused++;
      else if (!isStalled) this.#lost++;
      setTimeout(() => this.#isOver || this.#come(k, isStalled), 1000);
    });
  }

  #stall(page: WebSocket): void {
    page.pause();
    setTimeout(() => {
      if (this.#isOver) return;
      page.resume();
      setTimeout(() => {
        if (this.#open.has(page)) this.#kept++;
        else this.#dropped++;
        page.terminate();
      }, SEEN_MS);
    }, STALL_MS);
  }
}
