import { HomeRefusal } from '@homebound/wire';
import { window_s } from './pairing.ts';
import { routePolicies } from './policy.ts';
import { mayAct, type Role } from './role.ts';
import type { StoredSession } from './sessions.ts';

/** The code is typed within the window; the save may take so much longer on a slow disk, s. */
const SAVE_S = 30;

/** Who asks, as proven by the secret that they gave. */
export interface Caller {
  readonly id: string;
  readonly role: Role;
}

/** A change of the list of pairings. */
export interface PairingChange {
  readonly kept: readonly StoredSession[];
  readonly offered: readonly StoredSession[];
  /** Who asks for it; absent is the gateway itself. */
  readonly caller?: Caller;
  /** Whether a session has ended by itself. */
  readonly isOver: (session: StoredSession) => boolean;
}

/**
 * For whoever keeps the list of pairings: a gateway that was taken over must not write itself in and be there for good. A device that was not
 * in the list comes in only after a press of the button on the body, one for each; names and roles are an admin's, and a pairing is
 * ended by an admin, by the device itself, by its age or by the reset button.
 */
export class PairingGuard {
  readonly #now_s: () => number;
  #pairPressed_s = Number.NEGATIVE_INFINITY;
  #resetPressed_s = Number.NEGATIVE_INFINITY;

  /** @param now_s  of a clock that nobody sets */
  constructor(now_s: () => number) {
    this.#now_s = now_s;
  }

  /** Somebody pressed a button on the body. */
  pressed(button: 'pair' | 'reset'): void {
    if (button === 'pair') this.#pairPressed_s = this.#now_s();
    else this.#resetPressed_s = this.#now_s();
  }

  /** Throws HomeRefusal for a list that may not take the place of the one that is kept. */
  check(change: PairingChange): void {
    const { kept, offered } = change;
    const before = new Map(kept.map((session) => [session.id, session]));
    const after = new Map(offered.map((session) => [session.id, session]));
    if (after.size < offered.length)
      throw new HomeRefusal('invalid', 'Two pairings have the same number; the list is not kept');
    for (const session of offered) this.#checkKept(before.get(session.id), session, change);
    for (const session of kept) if (!after.has(session.id)) this.#checkEnd(session, change);
    const fresh = offered.filter(({ id }) => !before.has(id));
    if (fresh.length > 0) this.#checkFresh(fresh.length);
  }

  #checkKept(before: StoredSession | undefined, after: StoredSession, { caller }: PairingChange): void {
    if (before === undefined) return;
    if (before.hash !== after.hash)
      throw new HomeRefusal('invalid', `Pairing ${after.id} would get another secret, which none does`);
    if (before.name === after.name && before.role === after.role) return;
    if (!mayAct(caller?.role, routePolicies['PATCH /api/v1/sessions/{id}'].least))
      throw new HomeRefusal('invalid', 'Only an admin changes the name or role of a device');
  }

  #checkEnd(ended: StoredSession, { caller, isOver }: PairingChange): void {
    if (isOver(ended) || this.#now_s() - this.#resetPressed_s <= SAVE_S) return;
    const own = caller?.id === ended.id ? 'DELETE /api/v1/session' : 'DELETE /api/v1/sessions/{id}';
    if (!mayAct(caller?.role, routePolicies[own].least))
      throw new HomeRefusal('invalid', 'Only an admin ends the pairing of another device');
  }

  #checkFresh(count: number): void {
    const isOpen = this.#now_s() - this.#pairPressed_s <= window_s + SAVE_S;
    if (!isOpen || count > 1)
      throw new HomeRefusal(
        'presence',
        `${count} devices would be paired, ${isOpen ? 'and one' : 'and none'} may: press the pairing button on the robot for each`,
      );
    this.#pairPressed_s = Number.NEGATIVE_INFINITY;
  }
}
