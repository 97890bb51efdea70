import type { AuditEntry, AuditEvent } from '@homebound/vault';
import { type CommandSink, type Hello, type HomeDesk, HomeRefusal } from '@homebound/wire';
import type { Message } from '../frames.ts';
import type { Link, LinkEnd } from '../link.ts';
import { LinkError } from '../linkError.ts';
import type { Parcels } from '../parcels.ts';
import { isTold, type ToldEvent } from './auditSchema.ts';
import { type BodyButton, type Certificate, type ToGateway, type ToMind, toGateway } from './messages.ts';
import type { Certificates } from './mindPorts.ts';
import { MindView } from './mindView.ts';

const GONE = 'The robot is starting again; try once more in a moment.';

/** The mind's first words, with the list of pairings. */
export interface Welcome {
  readonly head: Extract<ToGateway, { type: 'welcome' }>;
  readonly bytes: Uint8Array;
}

interface Asked {
  done(answer: unknown, bytes: Uint8Array): void;
  fail(refusal: HomeRefusal): void;
}

/** The robot as its gateway's process has it: a copy of the view, ways to ask, and nothing kept. */
export class MindLink {
  readonly hello: Hello;
  readonly view: MindView;
  readonly certificates: Certificates;
  /** Ends with the reason; the gateway then ends, too, and is started anew. */
  readonly closed: Promise<LinkEnd>;
  /** Told of the buttons on the body. */
  onButton: (button: BodyButton) => void = () => {};
  readonly #parcels: Parcels;
  readonly #link: Link;
  readonly #asked = new Map<number, Asked>();
  readonly #commands = new Map<number, (accepted: boolean, reason: string) => void>();
  #questions = 0;
  #certificate: Certificate;
  /** Wall time at zero of this process' own clock, s. */
  #wallBase_s: number;
  #pairings: Uint8Array | undefined;

  constructor(link: Link, parcels: Parcels, welcome: Welcome) {
    const { hello, name, authority, fingerprint, certificate, camera, wall_s } = welcome.head;
    this.#link = link;
    this.#parcels = parcels;
    this.hello = hello;
    this.view = new MindView(hello, camera, (said) => this.#say(said));
    this.closed = link.closed;
    this.#certificate = certificate;
    this.#wallBase_s = wall_s - performance.now() / 1000;
    this.#pairings = welcome.bytes.length > 0 ? welcome.bytes : undefined;
    this.certificates = {
      name,
      authority: Buffer.from(authority, 'base64'),
      fingerprint,
      leaf: (now_s) => {
        if (now_s >= this.#certificate.renew_s) this.#say({ type: 'renew' });
        return this.#certificate;
      },
    };
    void link.closed.then(() => this.#ended());
    this.view.begin();
  }

  readonly commands: CommandSink = (command, answer, token) => {
    const id = ++this.#questions;
    if (!this.#link.isOpen) return answer(false, GONE);
    this.#commands.set(id, answer);
    this.#say({ type: 'command', id, command, token });
  };

  readonly home: HomeDesk = {
    ask: async (call, request, _by, bytes, token) => {
      const { answer, bytes: given } = await this.#ask(
        (id) => ({ type: 'call', id, call, request: { ...request }, token }),
        bytes,
      );
      return { answer: answer as never, ...(given.length > 0 && { bytes: given }) };
    },
  };

  /** The pairings: there at once, kept by the mind. */
  readonly pairings = {
    load: (): Uint8Array | undefined => this.#pairings,
    save: async (bytes: Uint8Array, token?: string): Promise<void> => {
      await this.#ask((id) => ({ type: 'savePairings', id, token }), bytes);
      this.#pairings = bytes;
    },
  };

  readonly audit = {
    append: ({ kind, by, what, outcome }: AuditEvent, token?: string): void => {
      if (!isTold(kind)) return; // The mind writes it down itself.
      const own = by === 'nobody' || by === 'body' ? { by } : {};
      this.#say({ type: 'audit', event: { kind, what, outcome, ...own } as ToldEvent, token });
    },
    read: async (token?: string): Promise<readonly AuditEntry[]> => {
      const { answer } = await this.#ask((id) => ({ type: 'readAudit', id, token }));
      return answer as readonly AuditEntry[];
    },
  };

  readonly clock = {
    mono_s: (): number => performance.now() / 1000,
    wall_s: (): number => this.#wallBase_s + performance.now() / 1000,
    set: (wall_s: number, token?: string): void => {
      this.#setClock(wall_s);
      this.#say({ type: 'clock', wall_s, token });
    },
  };

  present(code: string): void {
    this.#say({ type: 'code', code });
  }

  close(): void {
    this.#link.close();
  }

  /** Takes what the mind says. What it throws closes the link. */
  take({ head, bytes }: Message): void {
    const said = toGateway.parse(head);
    switch (said.type) {
      case 'news':
        return this.view.take(said.text ?? bytes);
      case 'newsEnd':
        return this.view.taken(said);
      case 'answer':
        return this.#answered(said);
      case 'reply':
        return this.#settle(said.id, (asked) => asked.done(said.answer, bytes));
      case 'refusal':
        return this.#settle(said.id, (asked) => asked.fail(new HomeRefusal(said.code, said.reason)));
      case 'certificate':
        this.#certificate = said.certificate;
        return;
      case 'button':
        return this.onButton(said.button);
      case 'clock':
        return this.#setClock(said.wall_s);
      default:
        throw new LinkError('refused', 'The mind welcomed twice');
    }
  }

  #ask(
    question: (id: number) => ToMind,
    bytes?: Uint8Array,
  ): Promise<{ readonly answer: unknown; readonly bytes: Uint8Array }> {
    const id = ++this.#questions;
    return new Promise((done, fail) => {
      if (!this.#link.isOpen) return fail(new HomeRefusal('failed', GONE));
      this.#asked.set(id, { done: (answer, given) => done({ answer, bytes: given }), fail });
      this.#say(question(id), bytes);
    });
  }

  #answered({ id, accepted, reason }: Extract<ToGateway, { type: 'answer' }>): void {
    const answer = this.#commands.get(id);
    this.#commands.delete(id);
    answer?.(accepted, reason);
  }

  #settle(id: number, how: (asked: Asked) => void): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked !== undefined) how(asked);
  }

  #setClock(wall_s: number): void {
    this.#wallBase_s = wall_s - performance.now() / 1000;
  }

  #ended(): void {
    for (const answer of this.#commands.values()) answer(false, GONE);
    this.#commands.clear();
    for (const { fail } of this.#asked.values()) fail(new HomeRefusal('failed', GONE));
    this.#asked.clear();
  }

  #say(head: ToMind, bytes?: Uint8Array): void {
    void this.#parcels.send(head, bytes);
  }
}
