import type { Message } from '../frames.ts';
import type { Link, LinkHandlers } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { Parcels } from '../parcels.ts';
import { type SessionChecks, soundChecks } from './checks.ts';
import { Deeds, type Said } from './deeds.ts';
import type { BodyButton, ToGateway, ToMind } from './messages.ts';
import type { Certificates, MindPorts } from './mindPorts.ts';
import { NewsFeed } from './newsFeed.ts';
import { Rates } from './rates.ts';
import { Replies } from './replies.ts';
import { WhoIsThere } from './whoIsThere.ts';

/** The list of 64 pairings is some 20 kB. */
const MOST_PAIRINGS_BYTES = 64 * 1024;
/** What is a state rather than a deed: of many the last one counts, and that one must not be lost. */
type State = Extract<ToMind, { type: 'more' | 'viewers' }>;
/** How long a state that came too soon waits. */
const LATE_MS = 200;
const NOTHING = new Uint8Array(0);

/**
 * The mind's side of one gateway. It trusts nothing that comes: each message has one of the shapes of `toMind` and a rate, each call a
 * line in the table of calls, and whoever is acted for has given a secret that the mind knows the hash of. Too many of what has an
 * answer are refused, of states the last is heard later, of all else they are forgotten; a flood closes the link.
 */
export class GatewaySession implements LinkHandlers {
  readonly #ports: MindPorts;
  readonly #checks: SessionChecks;
  readonly #parcels: Parcels;
  readonly #rates: Rates;
  readonly #replies: Replies;
  readonly #who: WhoIsThere;
  readonly #deeds: Deeds;
  readonly #late = new Map<State['type'], State>();
  #certificates: Certificates | undefined;
  #isClosed = false;

  constructor(link: Link, ports: MindPorts, checks: SessionChecks = soundChecks) {
    this.#ports = ports;
    this.#checks = checks;
    this.#parcels = new Parcels(link, {
      maxBytes: (head) => this.#maxBytes(head),
      message: (message) => this.#take(message),
    });
    this.#rates = new Rates((allowance) => checks.isGranted(allowance, ports.clock.mono_s()));
    this.#replies = new Replies(ports, checks, this.#parcels);
    this.#who = new WhoIsThere(ports, checks.driveLog());
    this.#deeds = new Deeds(ports, checks, this.#parcels, {
      replies: this.#replies,
      news: new NewsFeed(ports, this.#parcels, () => this.#who.isWatched()),
      who: this.#who,
      renew: () => this.#renew(),
      clockMoved: () => this.clockMoved(),
    });
  }

  message(message: Message): void {
    if (!this.#rates.mayComeIn()) throw new LinkError('refused', 'The gateway says more than 500 messages a second');
    this.#parcels.take(message);
  }

  closed(): void {
    this.#isClosed = true;
    if (this.#who.isDriven) this.#ports.commands({ command: 'drive', v_mps: 0, w_radps: 0 }, () => {});
    this.#who.leave();
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
    if (!this.#rates.isGranted(said)) return this.#tooMany(said);
    this.#deeds.do(said, bytes);
  }

  #tooMany(said: Said): void {
    if (said.type === 'command') this.#deeds.answer(said.id, false, 'Too many commands; wait a moment.');
    else if ('id' in said) this.#replies.refuse(said.id, 'busy', 'Too many requests; wait a moment.');
    else if (said.type === 'more' || said.type === 'viewers') this.#postpone(said);
    else this.#ports.warn(`the gateway says ${said.type} too often; some are forgotten`);
  }

  /** A view that nobody asks for any more would stand still for good, and a light tell of who is gone. */
  #postpone(said: State): void {
    if (this.#late.size === 0)
      setTimeout(() => {
        const late = [...this.#late.values()];
        this.#late.clear();
        if (!this.#isClosed) for (const one of late) this.#deeds.do(one, NOTHING);
      }, LATE_MS).unref();
    this.#late.set(said.type, said);
  }

  #welcome(addresses: readonly string[]): void {
    if (this.#certificates !== undefined) throw new LinkError('refused', 'The gateway said hello twice');
    const { hello, camera, clock, pairings } = this.#ports;
    const certificates = this.#ports.certificates(addresses);
    this.#certificates = certificates;
    const { name, authority, fingerprint } = certificates;
    const welcome: ToGateway = {
      type: 'welcome',
      hello,
      name,
      authority: Buffer.from(authority).toString('base64'),
      fingerprint,
      certificate: certificates.leaf(clock.wall_s()),
      camera: camera(),
      wall_s: clock.wall_s(),
    };
    this.#say(welcome, pairings.load());
  }

  #renew(): void {
    const certificate = this.#certificates?.leaf(this.#ports.clock.wall_s());
    if (certificate !== undefined) this.#say({ type: 'certificate', certificate });
  }

  #say(head: ToGateway, bytes?: Uint8Array): void {
    void this.#parcels.send(head, bytes);
  }

  /** Most bytes that a message may bring: nothing is gathered that no line grants, nor beside so much else. */
  #maxBytes({ type, call }: Message['head']): number {
    const line =
      type === 'call' ? (this.#checks.bytesOf(String(call)) ?? 0) : type === 'savePairings' ? MOST_PAIRINGS_BYTES : 0;
    return Math.min(line, this.#checks.mostInHand_bytes - this.#replies.inWork_bytes - this.#parcels.coming_bytes);
  }
}
