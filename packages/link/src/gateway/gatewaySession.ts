import type { AuditEvent } from '@homebound/vault';
import { type HomeCall, HomeRefusal, type ViewReader } from '@homebound/wire';
import type { Message } from '../frames.ts';
import type { Link, LinkHandlers } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { Parcels } from '../parcels.ts';
import { Allowance } from './allowance.ts';
import { bytesOf } from './callTable.ts';
import { DriveLog } from './driveLog.ts';
import { type BodyButton, type ToGateway, type ToMind, toMind } from './messages.ts';
import type { Certificates, MindPorts, Presence } from './mindPorts.ts';

/** The list of 64 pairings is some 20 kB. */
const MOST_PAIRINGS_BYTES = 64 * 1024;
/** The view goes in answers of so much, so that what waits in the socket is bounded. */
const NEWS_BYTES = 2 ** 20;
const NEWS_MESSAGES = 256;
/** Calls that are worked on at a time. */
const MOST_CALLS = 8;

/** Bytes that are on their way or worked on, in all: the largest file and what is said beside it. The gateway takes one file at a time. */
const MOST_IN_HAND_BYTES = 257 * 2 ** 20;

/** What decides about a gateway's words; a test plants a faulty one. */
export interface SessionChecks {
  readonly shape: typeof toMind;
  readonly bytesOf: typeof bytesOf;
  readonly isGranted: (allowance: Allowance, now_s: number) => boolean;
  readonly driveLog: () => Pick<DriveLog, 'heard'>;
  readonly mostInHand_bytes: number;
}

export const soundChecks: SessionChecks = {
  shape: toMind,
  bytesOf,
  isGranted: (allowance, now_s) => allowance.take(now_s),
  driveLog: () => new DriveLog(),
  mostInHand_bytes: MOST_IN_HAND_BYTES,
};

type Answerable = Extract<ToMind, { id: number }>;
/** What is a state rather than a deed: of many the last one counts, and that one must not be lost. */
type State = Extract<ToMind, { type: 'more' | 'presence' }>;
/** How long a state that came too soon waits. */
const LATE_MS = 200;
const NOTHING = new Uint8Array(0);

/**
 * The mind's side of one gateway. It trusts nothing that comes: each message has one of the shapes of `toMind` and a rate, each call a
 * line in the table of calls. Too many of what has an answer are refused, of states the last is heard later, of all else they are forgotten;
 * a flood closes the link.
 */
export class GatewaySession implements LinkHandlers {
  readonly #ports: MindPorts;
  readonly #checks: SessionChecks;
  readonly #parcels: Parcels;
  readonly #drivesLogged: Pick<DriveLog, 'heard'>;
  readonly #rates = {
    message: new Allowance(500, 1000),
    drive: new Allowance(60, 60),
    command: new Allowance(20, 40),
    call: new Allowance(20, 40),
    audit: new Allowance(10, 200),
    more: new Allowance(40, 100),
    presence: new Allowance(20, 100),
    rare: new Allowance(0.2, 10),
  };
  #reader: ViewReader | undefined;
  #certificates: Certificates | undefined;
  readonly #late = new Map<State['type'], State>();
  #isClosed = false;
  #isTelling = false;
  #calls = 0;
  #drives = false;
  #inWork_bytes = 0;

  constructor(link: Link, ports: MindPorts, checks: SessionChecks = soundChecks) {
    this.#ports = ports;
    this.#checks = checks;
    this.#drivesLogged = checks.driveLog();
    this.#parcels = new Parcels(link, {
      maxBytes: (head) => this.#maxBytes(head),
      message: (message) => this.#take(message),
    });
  }

  message(message: Message): void {
    if (!this.#isGranted(this.#rates.message))
      throw new LinkError('refused', 'The gateway says more than 500 messages a second');
    this.#parcels.take(message);
  }

  /** Nobody drives or looks through a gateway that is gone. */
  closed(): void {
    this.#isClosed = true;
    if (this.#drives) this.#ports.commands({ command: 'drive', v_mps: 0, w_radps: 0 }, () => {});
    this.#drives = false;
    this.#ports.presence({ driving: undefined, viewers: [] });
  }

  /** Somebody pressed a button on the robot. */
  press(button: BodyButton): void {
    this.#say({ type: 'button', button });
  }

  clockMoved(): void {
    this.#say({ type: 'clock', wall_s: this.#ports.clock.wall_s() });
    this.#renew();
  }

  #take({ head, bytes }: Message): void {
    const parsed = this.#checks.shape.safeParse(head);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw new LinkError(
        'refused',
        `The gateway said ${String(head.type).slice(0, 32)}: ${path.join('.')} ${message}`,
      );
    }
    const said = parsed.data;
    if (said.type === 'hello') return this.#welcome(said.addresses);
    if (this.#certificates === undefined) throw new LinkError('refused', `The gateway said ${said.type} before hello`);
    if (!this.#isGranted(this.#rateOf(said))) return this.#tooMany(said);
    this.#do(said, bytes);
  }

  #rateOf(said: ToMind): Allowance {
    if (said.type === 'command') return said.command.command === 'drive' ? this.#rates.drive : this.#rates.command;
    if (said.type === 'call' || said.type === 'readAudit' || said.type === 'savePairings') return this.#rates.call;
    if (said.type === 'audit') return this.#rates.audit;
    return said.type === 'more' || said.type === 'presence' ? this.#rates[said.type] : this.#rates.rare;
  }

  #tooMany(said: ToMind): void {
    if (said.type === 'command')
      this.#say({ type: 'answer', id: said.id, accepted: false, reason: 'Too many commands; wait a moment.' });
    else if ('id' in said)
      this.#say({ type: 'refusal', id: said.id, code: 'busy', reason: 'Too many requests; wait a moment.' });
    else if (said.type === 'more' || said.type === 'presence') this.#postpone(said);
    else this.#ports.warn(`the gateway says ${said.type} too often; some are forgotten`);
  }

  /** A view that nobody asks for any more would stand still for good, and a light tell of who is gone. */
  #postpone(said: State): void {
    if (this.#late.size === 0)
      setTimeout(() => {
        const late = [...this.#late.values()];
        this.#late.clear();
        if (!this.#isClosed) for (const one of late) this.#do(one, NOTHING);
      }, LATE_MS).unref();
    this.#late.set(said.type, said);
  }

  #do(said: Exclude<ToMind, { type: 'hello' }>, bytes: Uint8Array): void {
    const { commands, audit, present, clock } = this.#ports;
    switch (said.type) {
      case 'more':
        return void this.#tellNews();
      case 'command': {
        const { id, command } = said;
        if (command.command === 'drive') this.#drives = command.v_mps !== 0 || command.w_radps !== 0;
        return commands(command, (accepted, reason) => this.#say({ type: 'answer', id, accepted, reason }));
      }
      case 'call':
        return void this.#reply(said, () => this.#call(said, bytes));
      case 'readAudit':
        return void this.#reply(said, async () => ({ answer: await audit.read() }));
      case 'savePairings':
        return void this.#reply(said, async () => ({ answer: await this.#ports.pairings.save(bytes) }));
      case 'audit':
        return this.#write(said.event);
      case 'renew':
        return this.#renew();
      case 'presence':
        return this.#isThere({ driving: said.driving, viewers: said.viewers });
      case 'code':
        return present(said.code);
      case 'clock':
        clock.set(said.wall_s);
        return this.clockMoved();
    }
  }

  #welcome(addresses: readonly string[]): void {
    if (this.#certificates !== undefined) throw new LinkError('refused', 'The gateway said hello twice');
    const { hello, view, clock, pairings } = this.#ports;
    const certificates = this.#ports.certificates(addresses);
    this.#certificates = certificates;
    this.#reader = view.reader();
    const { name, authority, fingerprint } = certificates;
    const welcome: ToGateway = {
      type: 'welcome',
      hello,
      name,
      authority: Buffer.from(authority).toString('base64'),
      fingerprint,
      certificate: certificates.leaf(clock.wall_s()),
      wall_s: clock.wall_s(),
    };
    this.#say(welcome, pairings.load());
  }

  /** Who drives is written down here, before a wheel turns: whom the light is lit for stands in the log, whatever the gateway writes. */
  #isThere(presence: Presence): void {
    const { audit, clock } = this.#ports;
    const by = this.#drivesLogged.heard(presence.driving, clock.mono_s());
    const deed = { stamp_s: clock.wall_s(), kind: 'manualDrive', what: 'drive', outcome: 'done' } as const;
    if (by !== undefined) audit.append({ ...deed, by: by === 'here' ? by : `session-${by}` });
    this.#ports.presence(presence);
  }

  /** The time is the mind's own: a gateway can't write into the past. */
  #write(event: AuditEvent): void {
    const { audit, clock, warn } = this.#ports;
    if (event.kind === 'manualDrive' && event.what === 'drive') return;
    try {
      audit.append({ ...event, stamp_s: clock.wall_s() });
    } catch (error) {
      warn(`could not write down ${event.kind}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #renew(): void {
    const certificate = this.#certificates?.leaf(this.#ports.clock.wall_s());
    if (certificate !== undefined) this.#say({ type: 'certificate', certificate });
  }

  /** One answer at a time: a gateway that asks without listening is told nothing more. */
  async #tellNews(): Promise<void> {
    if (this.#isTelling || this.#reader === undefined) return;
    this.#isTelling = true;
    let isAll = false;
    for (let n = 0, size = 0; n < NEWS_MESSAGES && size < NEWS_BYTES && !isAll; n++) {
      const message = this.#reader.next(this.#ports.clock.wall_s());
      isAll = message === undefined;
      if (message === undefined) break;
      size += message.length;
      const isText = typeof message === 'string';
      await this.#parcels.send({ type: 'news', ...(isText && { text: message }) }, isText ? undefined : message);
    }
    this.#isTelling = false;
    this.#say({ type: 'newsEnd', isAll });
  }

  async #call({ call, request, by }: Extract<ToMind, { type: 'call' }>, bytes: Uint8Array) {
    if (this.#checks.bytesOf(call) === undefined) throw new HomeRefusal('invalid', `There is no call ${call}.`);
    this.#inWork_bytes += bytes.length;
    try {
      return await this.#ports.home.ask(call as HomeCall, request as never, by, bytes.length > 0 ? bytes : undefined);
    } finally {
      this.#inWork_bytes -= bytes.length;
    }
  }

  async #reply(
    { id }: Answerable,
    work: () => Promise<{ readonly answer: unknown; readonly bytes?: Uint8Array }>,
  ): Promise<void> {
    if (this.#calls >= MOST_CALLS)
      return this.#say({ type: 'refusal', id, code: 'busy', reason: 'The robot is busy with other requests.' });
    this.#calls++;
    try {
      const { answer = null, bytes } = await work();
      await this.#parcels.send({ type: 'reply', id, answer } satisfies ToGateway, bytes);
    } catch (error) {
      if (!(error instanceof HomeRefusal)) this.#ports.warn(`a request of the gateway failed: ${String(error)}`);
      const [code, reason] =
        error instanceof HomeRefusal
          ? [error.code, error.message]
          : (['failed', 'The robot could not do this.'] as const);
      this.#say({ type: 'refusal', id, code, reason });
    } finally {
      this.#calls--;
    }
  }

  #say(head: ToGateway, bytes?: Uint8Array): void {
    void this.#parcels.send(head, bytes);
  }

  #isGranted(allowance: Allowance): boolean {
    return this.#checks.isGranted(allowance, this.#ports.clock.mono_s());
  }

  /** Most bytes that a message may bring: nothing is gathered that no line grants, nor beside so much else. */
  #maxBytes({ type, call }: Message['head']): number {
    const line =
      type === 'call' ? (this.#checks.bytesOf(String(call)) ?? 0) : type === 'savePairings' ? MOST_PAIRINGS_BYTES : 0;
    return Math.min(line, this.#checks.mostInHand_bytes - this.#inWork_bytes - this.#parcels.coming_bytes);
  }
}
