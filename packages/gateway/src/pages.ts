import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CommandSink, PresenceMessage } from '@homebound/wire';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { noteSent } from './access/audit.ts';
import { commandPolicies } from './access/policy.ts';
import { mayAct, mayNotWords } from './access/role.ts';
import type { Api } from './api/api.ts';
import type { Desk, Who } from './api/route.ts';
import { headOf } from './http/serveHttp.ts';
import { type ClientLimits, PageClient } from './pageClient.ts';

/** Who drives by hand, and the devices that look, each once; ids of sessions. */
export interface PresenceSign {
  readonly driving: string | undefined;
  readonly viewers: readonly string[];
}

export interface PagesOptions {
  readonly api: Api;
  readonly desk: Desk;
  readonly commands: CommandSink;
  readonly limits: ClientLimits;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  readonly presenceSign?: (sign: PresenceSign, tokens: readonly (string | undefined)[]) => void;
  /** Told of the connection of who is paired. */
  readonly known: (socket: Socket) => void;
}

/** How often pages are caught up, ms: also the finest step in which a fast simulation is seen. */
const pumpPeriod_ms = 50;
const pingPeriod_ms = 15_000;
/** How often it is asked whether a page's session still lives, ms. */
const sessionPeriod_ms = 500;
const maxClients = 64;
/** Of one device. */
const maxOwnClients = 16;
const maxMessageBytes = 64 * 1024;

interface Page {
  readonly client: PageClient;
  readonly who: Who;
  /** Of who drives by hand: the device and this page of it. */
  readonly driver: string;
}

/** Id of the session behind one of its pages. */
export function deviceOf(driver: string): string {
  return driver.split(' ', 1)[0];
}

/** Who was refused has so long to hear it, ms; then the connection is gone, whether or not the other side ends it. */
const refusal_ms = 500;

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  // Nobody reads it any more: unread bytes would hide its end, and a connection of 128 be lost for good.
  socket.resume();
  setTimeout(() => socket.destroy(), refusal_ms).unref();
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** The pages that are open: who may open one, what each may ask, and the end of those whose session has ended. */
export class Pages {
  readonly #options: PagesOptions;
  readonly #pages = new Map<WebSocket, Page>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  readonly #timers: readonly ReturnType<typeof setInterval>[];
  #opened = 0;
  /** Ids and secrets of those who look, by a page or without one: whoever is in the room is told of both. */
  #viewers: ReadonlyMap<string, string | undefined> = new Map();

  constructor(options: PagesOptions) {
    this.#options = options;
    options.desk.manual.onChange = () => this.#sign();
    options.desk.looks.onChange = () => this.#sign();
    this.#timers = [
      setInterval(() => this.#each((socket, page) => this.#pump(socket, page)), pumpPeriod_ms),
      setInterval(() => this.#each((_, { client }) => client.ping()), pingPeriod_ms),
      setInterval(() => this.#each((socket, page) => this.#endStranger(socket, page)), sessionPeriod_ms),
      setInterval(() => options.desk.looks.tick(), sessionPeriod_ms),
    ];
  }

  get count(): number {
    return this.#pages.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const passed = this.#pass(request);
    if ('refusal' in passed) refuseUpgrade(socket, passed.refusal.status, passed.refusal.reason);
    else {
      this.#options.known(request.socket);
      this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket, passed.who));
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#pages.keys()) {
      socket.close(1001, 'the robot says good night');
      socket.terminate();
    }
  }

  #pass(request: IncomingMessage): { refusal: { status: number; reason: string } } | { who: Who } {
    const head = headOf(request);
    if (head.target !== '/ws') return { refusal: { status: 404, reason: 'There is nothing here' } };
    const passed = this.#options.api.pass('GET /ws', head);
    if ('refusal' in passed) return passed;
    const { who } = passed;
    if (who === undefined) return { refusal: { status: 401, reason: 'This device is not paired with the robot' } };
    const own = [...this.#pages.values()].filter((page) => page.who.id === who.id).length;
    return this.#pages.size >= maxClients || own >= maxOwnClients
      ? { refusal: { status: 503, reason: 'Too many pages are open' } }
      : { who };
  }

  #welcome(socket: WebSocket, who: Who): void {
    const { desk, limits, log } = this.#options;
    const now_s = desk.clock.mono_s();
    const driver = `${who.id} ${++this.#opened}`;
    const client = new PageClient(socket, desk.source.reader(), this.#sinkOf(who, driver), limits, now_s);
    const page = { client, who, driver };
    this.#pages.set(socket, page);
    this.#sign();
    desk.note('login', who, 'page');
    socket.on('error', (error) => log('warn', `Gateway: a page was closed: ${error.message}`));
    socket.on('close', () => this.#gone(socket, driver));
    socket.on('message', (data: RawData, isBinary) => {
      if (isBinary) socket.close(1003, 'commands are text');
      else this.#guarded(socket, 'a command', () => client.receive(data.toString(), desk.clock.mono_s()));
    });
    this.#pump(socket, page);
  }

  #gone(socket: WebSocket, driver: string): void {
    this.#pages.delete(socket);
    this.#options.desk.manual.gone(driver);
    this.#sign();
  }

  /** What this page may ask is looked up at each command: a role that was taken away is gone at once. */
  #sinkOf(who: Who, driver: string): CommandSink {
    const { desk, commands } = this.#options;
    return (command, answer) => {
      const role = this.#now(who)?.role;
      const least = commandPolicies[command.command];
      if (!mayAct(role, least)) return answer(false, mayNotWords(role, least));
      if (command.command === 'drive') desk.manual.input(driver, command.v_mps, command.w_radps, answer, who.token);
      else {
        const heard = (accepted: boolean, reason: string): void => {
          noteSent(desk.note, command, who, accepted);
          answer(accepted, reason);
        };
        commands(command, heard, who.token);
      }
    };
  }

  #now(who: Who): Who | undefined {
    const { access, clock } = this.#options.desk;
    return access === undefined ? who : access.sessions.get(who.id, clock.wall_s());
  }

  #endStranger(socket: WebSocket, { who, driver }: Page): void {
    if (this.#now(who) !== undefined) return;
    this.#options.desk.manual.gone(driver);
    socket.close(1008, 'this device is not paired any more');
    // Who does not answer the close is not fed for longer, either.
    this.#gone(socket, driver);
    setTimeout(() => socket.terminate(), sessionPeriod_ms).unref();
  }

  #pump(socket: WebSocket, page: Page): void {
    const { clock } = this.#options.desk;
    this.#guarded(socket, 'the view', () =>
      page.client.pump(clock.mono_s(), clock.wall_s(), JSON.stringify(this.#presence(page))),
    );
  }

  /** What everybody who looks is told of the others; names are known here alone, and to paired devices. */
  #presence({ who, driver }: Page): PresenceMessage {
    const { manual, access, clock } = this.#options.desk;
    const name = manual.driver && access?.sessions.get(deviceOf(manual.driver), clock.wall_s())?.name;
    return {
      type: 'presence',
      ...(manual.driver !== undefined && {
        driver: { name: name ?? 'this machine', isYou: manual.driver === driver },
      }),
      watching: this.#viewers.size,
      maySteer: mayAct(this.#now(who)?.role, commandPolicies.drive),
      mayOpenCamera: mayAct(this.#now(who)?.role, commandPolicies.cameraOn),
      isOff: manual.isOff,
    };
  }

  /** Who drives or looks has changed. */
  #sign(): void {
    const { manual, looks } = this.#options.desk;
    const pages = [...this.#pages.values()].map(({ who }) => who);
    this.#viewers = new Map([...pages, ...looks.devices].map(({ id, token }) => [id, token]));
    const sign = { driving: manual.driver && deviceOf(manual.driver), viewers: [...this.#viewers.keys()] };
    this.#options.presenceSign?.(sign, [...this.#viewers.values()]);
  }

  #each(act: (socket: WebSocket, page: Page) => void): void {
    for (const [socket, page] of [...this.#pages]) act(socket, page);
  }

  /** A fault in the view or behind a command closes that page with a reason; the others and the robot go on. */
  #guarded(socket: WebSocket, what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.log('error', `Gateway: ${what} failed: ${error instanceof Error ? error.message : String(error)}`);
      socket.close(1011, `${what} failed`);
    }
  }
}
