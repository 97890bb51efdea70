import { randomInt } from 'node:crypto';
import type { AuditEntry, AuditLog } from './audit.ts';
import { codeDigits, openWindow, type PairingState, pair, unpaired } from './pairing.ts';
import type { Role } from './role.ts';
import { type AccessStore, mostSessions, type Session, Sessions } from './sessions.ts';

export interface AccessOptions {
  /** Where pairings are kept. */
  readonly store: AccessStore;
  /** Says or shows the code at the robot, and there only. */
  readonly present: (code: string) => void;
  /** Further names by which the robot may be called, e.g. `homebound.local`. */
  readonly names?: readonly string[];
}

/** Two clocks: one that only goes forward, and wall time, s. */
export interface GatewayClock {
  mono_s(): number;
  wall_s(): number;
}

export type PairAnswer =
  | { readonly ok: true; readonly session: Session; readonly token: string }
  | {
      readonly ok: false;
      readonly reason: 'locked' | 'closed' | 'wrong' | 'lockedOut' | 'full';
      readonly wait_s: number;
    };

/** Who is paired and who may pair: the pairing window, the sessions, and what is written down of both. */
export class Access {
  readonly sessions: Sessions;
  /** How many codes were compared: what a test of brute force counts. */
  looked = 0;
  readonly #options: AccessOptions;
  readonly #clock: GatewayClock;
  readonly #audit: AuditLog;
  #pairing: PairingState = unpaired;
  #nextRole: Role = 'viewer';
  readonly #pair: typeof pair;

  /** @param step  the state machine of pairing; a test of it plants a faulty one */
  constructor(options: AccessOptions, clock: GatewayClock, audit: AuditLog, step: typeof pair = pair) {
    this.#pair = step;
    this.#options = options;
    this.#clock = clock;
    this.#audit = audit;
    this.sessions = new Sessions(options.store);
  }

  /** The button on the body. @returns false while wrong codes have locked pairing */
  pressButton(role: Role = this.#nextRole): boolean {
    const code = String(randomInt(0, 10 ** codeDigits)).padStart(codeDigits, '0');
    const { state, outcome } = this.#pair(this.#pairing, { type: 'button', code, role }, this.#clock.mono_s());
    this.#pairing = state;
    this.note('pairing', 'body', outcome === 'opened' ? 'Pairing was opened' : 'Pairing is locked');
    if (outcome === 'opened') this.#options.present(code);
    return outcome === 'opened';
  }

  /** Who pairs next becomes this, now and at the next press of the button. */
  chooseRole(role: Role): void {
    this.#nextRole = role;
    const { window } = this.#pairing;
    if (window !== undefined) this.#pairing = { ...this.#pairing, window: { ...window, role } };
  }

  /** A code that somebody sent. The first to pair is admin, and so is the next when no admin is left. */
  tryCode(code: string, name: string): PairAnswer {
    const now_s = this.#clock.mono_s();
    // Before the code is looked at, so that it is not used up.
    if (this.sessions.list(this.#clock.wall_s()).length >= mostSessions)
      return { ok: false, reason: 'full', wait_s: 0 };
    if (openWindow(this.#pairing, now_s) !== undefined) this.looked++;
    const { state, outcome, role } = this.#pair(this.#pairing, { type: 'code', code }, now_s);
    this.#pairing = state;
    if (role === undefined) {
      if (outcome === 'lockedOut') this.note('pairing', 'nobody', 'Wrong codes have locked pairing');
      return { ok: false, reason: outcome as 'wrong', wait_s: Math.max(0, state.lockedUntil_s - now_s) };
    }
    const made = this.sessions.create(name, this.hasAdmin ? role : 'admin', this.#clock.wall_s());
    this.note('pairing', made.session.id, `Paired as ${made.session.role}`);
    return { ok: true, ...made };
  }

  get hasAdmin(): boolean {
    return this.sessions.list(this.#clock.wall_s()).some(({ role }) => role === 'admin');
  }

  /** What anybody may know about pairing. */
  get pairing(): { readonly isOpen: boolean; readonly left_s: number; readonly locked_s: number } {
    const now_s = this.#clock.mono_s();
    const window = openWindow(this.#pairing, now_s);
    return {
      isOpen: window !== undefined,
      left_s: Math.ceil((window?.until_s ?? now_s) - now_s),
      locked_s: Math.ceil(Math.max(0, this.#pairing.lockedUntil_s - now_s)),
    };
  }

  find(token: string): Session | undefined {
    return this.sessions.find(token, this.#clock.wall_s());
  }

  /** Ends every session and closes the window: a factory reset. */
  reset(): void {
    this.sessions.revokeAll();
    this.#pairing = unpaired;
    this.#nextRole = 'viewer';
    this.note('session', 'body', 'All devices were unpaired');
  }

  note(kind: AuditEntry['kind'], by: string, what: string): void {
    this.#audit.append({ stamp_s: this.#clock.wall_s(), kind, by, what });
  }
}
