import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GatewayError } from '../gatewayError.ts';
import { type Role, roles } from './role.ts';

/** Where pairings are kept between runs: the vault's business. */
export interface AccessStore {
  load(): Uint8Array | undefined;
  save(bytes: Uint8Array): void;
}

/** A paired page or program. The token itself is known to nobody but its owner. */
export interface Session {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_s: number;
  readonly seen_s: number;
}

/** Of a session that is not used, and of any, s. */
const idle_s = 90 * 86_400;
const longest_s = 365 * 86_400;
export const mostSessions = 64;
/** `seen_s` is written down no oftener than this, s: flash wears. */
const seenStep_s = 3600;

const storedSession = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().max(60),
  role: z.enum(roles),
  created_s: z.number(),
  seen_s: z.number(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
type StoredSession = z.infer<typeof storedSession>;
const stored = z.strictObject({ version: z.literal(1), sessions: z.array(storedSession).max(mostSessions) });

/** A token is 256 random bits, so a plain hash hides it; no salt, so that it can be looked up. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function public_({ hash: _, ...session }: StoredSession): Session {
  return session;
}

/** Who is paired. Times are wall time, s since 1970; a clock that jumps is told by `clockMoved`. */
export class Sessions {
  readonly #store: AccessStore;
  #sessions: ReadonlyMap<string, StoredSession> = new Map();

  /** Throws GatewayError `accessDamaged` when what is stored can't be read: nobody is quietly locked out or let in. */
  constructor(store: AccessStore) {
    this.#store = store;
    const bytes = store.load();
    if (bytes === undefined) return;
    this.#sessions = byHash(readStored(bytes));
  }

  /** @returns the new session and its token, which is nowhere else. Throws RangeError when there are too many. */
  create(name: string, role: Role, now_s: number): { readonly session: Session; readonly token: string } {
    const living = [...this.#sessions.values()].filter((session) => !isOver(session, now_s));
    if (living.length >= mostSessions)
      throw new RangeError(`${mostSessions} devices are paired already; end one of them first`);
    const token = randomBytes(32).toString('base64url');
    const id = randomBytes(8).toString('hex');
    const session = { id, name, role, created_s: now_s, seen_s: now_s, hash: hashOf(token) };
    this.#keep([...living, session]);
    return { session: public_(session), token };
  }

  /** Whose token it is, while the session lives. */
  find(token: string, now_s: number): Session | undefined {
    const session = this.#sessions.get(hashOf(token));
    if (session === undefined || isOver(session, now_s)) return undefined;
    if (now_s - session.seen_s > seenStep_s) this.#see(session, now_s);
    return public_(session);
  }

  /** Written down when there is room: a full disk must not shut the household out. */
  #see(session: StoredSession, now_s: number): void {
    const seen = byHash([...this.#sessions.values(), { ...session, seen_s: now_s }]);
    try {
      this.#keep([...seen.values()]);
    } catch {
      this.#sessions = seen;
    }
  }

  get(id: string, now_s: number): Session | undefined {
    const session = this.#byId(id);
    return session === undefined || isOver(session, now_s) ? undefined : public_(session);
  }

  list(now_s: number): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => !isOver(session, now_s)).map(public_);
  }

  /** @returns whether there was such a session */
  change(id: string, change: { readonly name?: string; readonly role?: Role }): boolean {
    const session = this.#byId(id);
    if (session !== undefined) this.#keep([...this.#sessions.values(), { ...session, ...change }]);
    return session !== undefined;
  }

  revoke(id: string): boolean {
    const session = this.#byId(id);
    if (session !== undefined) this.#keep([...this.#sessions.values()].filter((other) => other !== session));
    return session !== undefined;
  }

  revokeAll(): void {
    this.#keep([]);
  }

  /** The clock was set: ages stay what they are. What was stamped after `from_s` (an earlier run's time) counts as new. */
  clockMoved(from_s: number, to_s: number): void {
    const moved = (stamp_s: number): number => Math.min(stamp_s, from_s) + (to_s - from_s);
    this.#keep(
      [...this.#sessions.values()].map((session) => ({
        ...session,
        created_s: moved(session.created_s),
        seen_s: moved(session.seen_s),
      })),
    );
  }

  #byId(id: string): StoredSession | undefined {
    return [...this.#sessions.values()].find((session) => session.id === id);
  }

  /** What could not be written down has not happened: a device that was unpaired must not come back with a restart. */
  #keep(sessions: readonly StoredSession[]): void {
    const next = byHash(sessions);
    this.#store.save(new TextEncoder().encode(JSON.stringify({ version: 1, sessions: [...next.values()] })));
    this.#sessions = next;
  }
}

/** Later ones replace earlier ones of the same token. */
function byHash(sessions: readonly StoredSession[]): Map<string, StoredSession> {
  return new Map(sessions.map((session) => [session.hash, session]));
}

function isOver({ created_s, seen_s }: StoredSession, now_s: number): boolean {
  return now_s - seen_s > idle_s || now_s - created_s > longest_s;
}

function readStored(bytes: Uint8Array): readonly StoredSession[] {
  try {
    return stored.parse(JSON.parse(new TextDecoder().decode(bytes))).sessions;
  } catch (cause) {
    throw new GatewayError(
      'accessDamaged',
      'The list of paired devices is damaged; restore an earlier version of it, or reset the robot and pair anew',
      cause,
    );
  }
}

/** A store that forgets with the process. */
export function memoryStore(): AccessStore {
  let kept: Uint8Array | undefined;
  return {
    load: () => kept,
    save: (bytes) => {
      kept = bytes;
    },
  };
}
