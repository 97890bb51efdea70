import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { GatewayError } from '../gatewayError.ts';
import { mayAct, type Role, roles } from './role.ts';

/** Where pairings are kept between runs: the vault's business, maybe in another process. */
export interface AccessStore {
  load(): Uint8Array | undefined;
  /** @param token  the secret of the device that changes the list, as it gave it */
  save(bytes: Uint8Array, token?: string): void | Promise<void>;
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
export const seenStep_s = 3600;

const storedSession = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().max(60),
  role: z.enum(roles),
  created_s: z.number(),
  seen_s: z.number(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StoredSession = z.infer<typeof storedSession>;
const stored = z.strictObject({ version: z.literal(1), sessions: z.array(storedSession).max(mostSessions) });

/** A token is 256 random bits, so a plain hash hides it; no salt, so that it can be looked up. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function hashOf(token: string): string {
  return digestOf(token).toString('hex');
}

function public_({ hash: _, ...session }: StoredSession): Session {
  return session;
}

/**
 * Who is paired. Times are wall time, s since 1970; a clock that jumps is told by `clockMoved`. What takes rights away holds at
 * once, whether or not it can be written down; what gives rights holds only when it was.
 */
export class Sessions {
  readonly #store: AccessStore;
  readonly #failed: (error: unknown) => void;
  readonly #sessions: Map<string, StoredSession>;
  #saving: Promise<unknown> = Promise.resolve();
  /** What is here is not what is written down: the store refused. */
  isUnsaved = false;

  /**
   * @param failed  told of every save that the store refused
   * Throws GatewayError `accessDamaged` when what is stored can't be read: nobody is quietly locked out or let in.
   */
  constructor(store: AccessStore, failed: (error: unknown) => void = () => {}) {
    this.#store = store;
    this.#failed = failed;
    const bytes = store.load();
    this.#sessions = new Map(bytes === undefined ? [] : readStored(bytes).map((session) => [session.hash, session]));
  }

  /**
   * @returns the new session and its token, which is nowhere else. Rejects with RangeError when there are too many, with
   *   GatewayError `notSaved` when it could not be written down: then there is no such session.
   */
  async create(
    name: string,
    role: Role,
    now_s: number,
  ): Promise<{ readonly session: Session; readonly token: string }> {
    for (const session of [...this.#sessions.values()]) if (isOver(session, now_s)) this.#sessions.delete(session.hash);
    if (this.#sessions.size >= mostSessions)
      throw new RangeError(`${mostSessions} devices are paired already; end one of them first`);
    const token = randomBytes(32).toString('base64url');
    const id = randomBytes(8).toString('hex');
    const session = { id, name: this.#ownName(name, id), role, created_s: now_s, seen_s: now_s, hash: hashOf(token) };
    this.#sessions.set(session.hash, session);
    await this.#save('The device is not paired', () => this.#sessions.delete(session.hash));
    return { session: public_(session), token };
  }

  /** Whose token it is, while the session lives. */
  find(token: string, now_s: number): Session | undefined {
    const session = this.#sessions.get(hashOf(token));
    if (session === undefined || isOver(session, now_s)) return undefined;
    if (now_s - session.seen_s > seenStep_s) {
      this.#sessions.set(session.hash, { ...session, seen_s: now_s });
      void this.saveAgain(token);
    }
    return public_(session);
  }

  get(id: string, now_s: number): Session | undefined {
    const session = this.#byId(id);
    return session === undefined || isOver(session, now_s) ? undefined : public_(session);
  }

  list(now_s: number): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => !isOver(session, now_s)).map(public_);
  }

  /**
   * @returns whether there was such a session. Rejects with GatewayError `notSaved` when the change could not be written down:
   *   then the name is what it was, and the role the lower of both.
   */
  async change(id: string, change: { readonly name?: string; readonly role?: Role }, token?: string): Promise<boolean> {
    const session = this.#byId(id);
    if (session === undefined) return false;
    const changed = { ...session, ...change, name: this.#ownName(change.name ?? session.name, id) };
    this.#sessions.set(session.hash, changed);
    const undo = (): void => {
      const role = mayAct(changed.role, session.role) ? session.role : changed.role;
      if (this.#sessions.has(session.hash)) this.#sessions.set(session.hash, { ...session, role });
    };
    await this.#save('The change is not kept', undo, token);
    return true;
  }

  /** Ends a session at once. @returns whether there was one. Rejects with GatewayError `notSaved` when that is not written down. */
  async revoke(id: string, token?: string): Promise<boolean> {
    const session = this.#byId(id);
    if (session === undefined) return false;
    this.#sessions.delete(session.hash);
    await this.#save('Unpaired until the robot starts again', undefined, token);
    return true;
  }

  async revokeAll(token?: string): Promise<void> {
    this.#sessions.clear();
    await this.#save('Unpaired until the robot starts again', undefined, token);
  }

  /** The clock was set. */
  async clockMoved(from_s: number, to_s: number): Promise<void> {
    for (const session of [...this.#sessions.values()]) this.#sessions.set(session.hash, moved(session, from_s, to_s));
    await this.saveAgain();
  }

  /** Writes down what is here. A store that refuses is told of, and harms nobody: a full disk must not shut the household out. */
  async saveAgain(token?: string): Promise<void> {
    await this.#save('', undefined, token).catch(() => {});
  }

  /** No two are called alike: what a device did must not be read as another's. */
  #ownName(name: string, id: string): string {
    const alike = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
    const others = [...this.#sessions.values()].filter((other) => other.id !== id).map((other) => alike(other.name));
    let own = name;
    for (let n = 2; others.includes(alike(own)); n++) own = `${name.slice(0, 54)} (${n})`;
    return own;
  }

  #byId(id: string): StoredSession | undefined {
    return [...this.#sessions.values()].find((session) => session.id === id);
  }

  /** One after the other, each with what is here when its turn comes, so that the last one to be written is the newest. */
  async #save(consequence: string, undo: () => void = () => {}, token?: string): Promise<void> {
    const saved = this.#saving.then(() => {
      return this.#store.save(packStored([...this.#sessions.values()]), token);
    });
    this.#saving = saved.catch(() => {});
    try {
      await saved;
      this.isUnsaved = false;
    } catch (cause) {
      undo();
      this.isUnsaved = true;
      this.#failed(cause);
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new GatewayError('notSaved', `${consequence}: it could not be written down (${why})`, cause);
    }
  }
}

/** Whether a session has ended by itself. */
export function isOver({ created_s, seen_s }: Pick<StoredSession, 'created_s' | 'seen_s'>, now_s: number): boolean {
  return now_s - seen_s > idle_s || now_s - created_s > longest_s;
}

/** A session when the clock was set: its ages stay what they are. What was stamped after `from_s` (an earlier run's time) counts as new. */
export function moved(session: StoredSession, from_s: number, to_s: number): StoredSession {
  const at = (stamp_s: number): number => Math.min(stamp_s, from_s) + (to_s - from_s);
  return { ...session, created_s: at(session.created_s), seen_s: at(session.seen_s) };
}

/** The list as it is to be kept. */
export function packStored(sessions: readonly StoredSession[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 1, sessions }));
}

/** The list as it is kept. Throws GatewayError `accessDamaged`. */
export function readStored(bytes: Uint8Array): readonly StoredSession[] {
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
export function memoryStore(): { load(): Uint8Array | undefined; save(bytes: Uint8Array): void } {
  let kept: Uint8Array | undefined;
  return {
    load: () => kept,
    save: (bytes) => {
      kept = bytes;
    },
  };
}
