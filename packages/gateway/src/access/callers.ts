import { timingSafeEqual } from 'node:crypto';
import type { Deed } from '@homebound/wire';
import { type Caller, PairingGuard } from './pairingGuard.ts';
import { leastOf } from './policy.ts';
import { mayAct, mayNotWords } from './role.ts';
import {
  type AccessStore,
  digestOf,
  isOver,
  moved,
  packStored,
  readStored,
  type StoredSession,
  seenStep_s,
} from './sessions.ts';

/** When who asks without a secret is a program of the robot's own machine, which needs no pairing. */
export type HereRule = 'always' | 'unpaired' | 'never';

export interface CallersOptions {
  /** The list of pairings. */
  readonly store: AccessStore;
  /** Of a clock that nobody sets, and wall time, s. */
  readonly mono_s: () => number;
  readonly wall_s: () => number;
  /** `unpaired`: until the first device is paired. */
  readonly here: HereRule;
  readonly warn: (text: string) => void;
}

/**
 * Who asks, for whoever keeps the list of pairings and has its gateway in another process. A device is who gives its secret, and
 * nothing that the gateway says of it counts: it has the list with the hashes, out of which no secret can be made. How long a pairing has been used
 * is kept here, too, so that a gateway lets none live on.
 */
export class Callers {
  readonly #options: CallersOptions;
  readonly #guard: PairingGuard;
  #bytes: Uint8Array | undefined;
  #list: readonly StoredSession[] = [];

  constructor(options: CallersOptions) {
    this.#options = options;
    this.#guard = new PairingGuard(options.mono_s);
  }

  /** Somebody pressed a button on the body. */
  pressed(button: 'pair' | 'reset'): void {
    this.#guard.pressed(button);
  }

  /** Id of the device whose secret this is, while it is paired; `here` for none, where that needs no pairing. */
  whose(token: string | undefined): string | undefined {
    return this.#caller(token)?.id;
  }

  /** Whether who gives this secret may do it, by the one table of policies; if not, why, in words for a person. */
  admit(token: string | undefined, deed: Deed): { readonly id: string } | { readonly refusal: string } {
    const caller = this.#caller(token);
    const least = leastOf(deed);
    if (least === undefined) return { refusal: `There is no ${deed}` };
    if (caller === undefined && least === 'anyone') return { id: 'nobody' };
    if (caller === undefined || !mayAct(caller.role, least)) return { refusal: mayNotWords(caller?.role, least) };
    return { id: caller.id };
  }

  /** Keeps a list as a gateway offers it on behalf of somebody. Throws HomeRefusal for changes that are not theirs. */
  save(bytes: Uint8Array, token?: string): void | Promise<void> {
    const now_s = this.#options.wall_s();
    const caller = this.#caller(token);
    const kept = this.#sessions();
    const offered = readStored(bytes);
    // The gateway's own reckoning may be ahead by one step.
    this.#guard.check({ kept, offered, caller, isOver: (session) => isOver(session, now_s + seenStep_s) });
    const stamps = new Map(kept.map(({ id, created_s, seen_s }) => [id, { created_s, seen_s }]));
    const fresh = { created_s: now_s, seen_s: now_s };
    return this.#keep(offered.map((session) => ({ ...session, ...(stamps.get(session.id) ?? fresh) })));
  }

  /** The clock was set: ages stay what they are. */
  clockMoved(from_s: number, to_s: number): void {
    const list = this.#readable() ?? [];
    if (list.length > 0) this.#keepOwn(list.map((session) => moved(session, from_s, to_s)));
  }

  #caller(token: string | undefined): Caller | undefined {
    if (token === undefined) return this.#isHere() ? { id: 'here', role: 'admin' } : undefined;
    const now_s = this.#options.wall_s();
    const list = this.#readable() ?? [];
    const found = sessionOf(token, list);
    if (found === undefined || isOver(found, now_s)) return undefined;
    if (now_s - found.seen_s > seenStep_s)
      this.#keepOwn(list.map((one) => (one === found ? { ...one, seen_s: now_s } : one)));
    return { id: found.id, role: found.role };
  }

  #isHere(): boolean {
    const { here } = this.#options;
    return here === 'always' || (here === 'unpaired' && this.#readable()?.length === 0);
  }

  /** Nobody is paired by a list that can't be read, and that is not the same as an empty one. */
  #readable(): readonly StoredSession[] | undefined {
    try {
      return this.#sessions();
    } catch {
      return undefined;
    }
  }

  /** As kept now, whatever changed it. Throws what the store throws, or GatewayError `accessDamaged`. */
  #sessions(): readonly StoredSession[] {
    const bytes = this.#options.store.load();
    if (bytes !== this.#bytes) this.#list = bytes === undefined ? [] : readStored(bytes);
    this.#bytes = bytes;
    return this.#list;
  }

  #keep(list: readonly StoredSession[]): void | Promise<void> {
    return this.#options.store.save(packStored(list));
  }

  #keepOwn(list: readonly StoredSession[]): void {
    const tell = (error: unknown): void => this.#options.warn(`could not write down who is paired: ${String(error)}`);
    void (async () => this.#keep(list))().catch(tell);
  }
}

/** Every entry is looked at, in a time that tells nothing of the hashes. */
function sessionOf(token: string, list: readonly StoredSession[]): StoredSession | undefined {
  const given = digestOf(token);
  let found: StoredSession | undefined;
  for (const session of list) if (timingSafeEqual(given, Buffer.from(session.hash, 'hex'))) found = session;
  return found;
}
