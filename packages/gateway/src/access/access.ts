import { randomInt } from 'node:crypto';
import type { By, Note } from './audit.ts';
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

/** What access needs of the gateway around it. */
export interface AccessPorts {
  readonly clock: GatewayClock;
  readonly note: Note;
  /** Told of pairings that could not be written down. */
  readonly failed: (what: string, error: unknown) => void;
  /** The state machine of pairing; a test of it plants a faulty one. */
  readonly step?: typeof pair;
}

export type PairAnswer =
  | { readonly ok: true; readonly session: Session; readonly token: string }
  | {
      readonly ok: false;
      readonly reason: 'locked' | 'closed' | 'wrong' | 'lockedOut' | 'full';
      readonly wait_s: number;
    };

/** How often what could not be written down is tried again, s. */
const retry_s = 60;

/** Who is paired and who may pair: the pairing window, the sessions, and what is written down of both. */
export class Access {
  readonly sessions: Sessions;
  /** How many codes were compared: what a test of brute force counts. */
  looked = 0;
  readonly #options: AccessOptions;
  readonly #ports: AccessPorts;
  #pairing: PairingState = unpaired;
  #nextRole: Role = 'viewer';
  #tried_s = 0;

  constructor(options: AccessOptions, ports: AccessPorts) {
    this.#options = options;
    this.#ports = ports;
    this.sessions = new Sessions(options.store, (error) => ports.failed('could not write down who is paired', error));
  }

  /** The button on the body. @returns false while wrong codes have locked pairing */
  pressButton(role: Role = this.#nextRole): boolean {
    const code = String(randomInt(0, 10 ** codeDigits)).padStart(codeDigits, '0');
    const isOpen = this.#step({ type: 'button', code, role }).outcome === 'opened';
    this.#ports.note('pairing', 'body', 'open', isOpen ? 'done' : 'refused');
    if (isOpen) this.#options.present(code);
    return isOpen;
  }

  /** Who pairs next becomes this, now and at the next press of the button. */
  chooseRole(role: Role): void {
    this.#nextRole = role;
    const { window } = this.#pairing;
    if (window !== undefined) this.#pairing = { ...this.#pairing, window: { ...window, role } };
  }

  /**
   * A code that somebody sent. The first to pair is admin, and so is the next when no admin is left.
   * Rejects with GatewayError `notSaved` when the pairing could not be written down: nobody is paired then.
   */
  async tryCode(code: string, name: string): Promise<PairAnswer> {
    const { clock, note } = this.#ports;
    // Before the code is looked at, so that it is not used up.
    if (this.sessions.list(clock.wall_s()).length >= mostSessions) return { ok: false, reason: 'full', wait_s: 0 };
    const now_s = clock.mono_s();
    if (openWindow(this.#pairing, now_s) !== undefined) this.looked++;
    const { outcome, role } = this.#step({ type: 'code', code });
    if (role === undefined) {
      if (outcome === 'lockedOut') note('pairing', undefined, 'lock');
      return { ok: false, reason: outcome as 'wrong', wait_s: Math.max(0, this.#pairing.lockedUntil_s - now_s) };
    }
    const made = await this.sessions.create(name, this.hasAdmin ? role : 'admin', clock.wall_s());
    note('pairing', { id: made.session.id, token: made.token }, made.session.role);
    return { ok: true, ...made };
  }

  #step(event: Parameters<typeof pair>[1]): ReturnType<typeof pair> {
    const step = (this.#ports.step ?? pair)(this.#pairing, event, this.#ports.clock.mono_s());
    this.#pairing = step.state;
    return step;
  }

  get hasAdmin(): boolean {
    return this.sessions.list(this.#ports.clock.wall_s()).some(({ role }) => role === 'admin');
  }

  /** What anybody may know about pairing. */
  get pairing(): { readonly isOpen: boolean; readonly left_s: number; readonly locked_s: number } {
    const now_s = this.#ports.clock.mono_s();
    const window = openWindow(this.#pairing, now_s);
    return {
      isOpen: window !== undefined,
      left_s: Math.ceil((window?.until_s ?? now_s) - now_s),
      locked_s: Math.ceil(Math.max(0, this.#pairing.lockedUntil_s - now_s)),
    };
  }

  find(token: string): Session | undefined {
    const { clock } = this.#ports;
    if (this.sessions.isUnsaved && clock.mono_s() - this.#tried_s > retry_s) {
      this.#tried_s = clock.mono_s();
      void this.sessions.saveAgain();
    }
    return this.sessions.find(token, clock.wall_s());
  }

  /** Ends every session and closes the window, at once. Rejects with GatewayError `notSaved` when that could not be written down. */
  async reset(by: By = 'body'): Promise<void> {
    this.#pairing = unpaired;
    this.#nextRole = 'viewer';
    const saved = this.sessions.revokeAll(typeof by === 'object' ? by.token : undefined);
    this.#ports.note('session', by, 'all');
    await saved;
  }
}
