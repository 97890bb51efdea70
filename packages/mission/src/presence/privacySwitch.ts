/** What outlasts a restart. */
export interface PrivacyState {
  readonly isOff: boolean;
  /** Switched off by a button on the body, not from afar. */
  readonly atRobot: boolean;
}

export type SwitchAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * So long after a press at the robot nobody switches driving by hand on again from afar, s of running time. A clock that is set does
 * not shorten it, and a restart begins it anew: both can be done from afar.
 */
export const roomWins_s = 24 * 3600;

/**
 * Whether driving by hand is switched off. Whoever is in the room wins over whoever is not: their press ends it at once and holds for a
 * day against every role; the harm of a wrong refusal is a walk to the robot, that of a wrong consent is somebody watched in their home.
 * A press always switches off, so that nobody has to know how it stood; on it goes only by holding the button.
 */
export class PrivacySwitch {
  #state: PrivacyState = { isOff: false, atRobot: false };
  #pressed_s = Number.NEGATIVE_INFINITY;

  /** @param kept  how it stood when the robot was switched off last */
  constructor(kept: PrivacyState | undefined, now_s: number) {
    if (kept !== undefined) this.#state = kept;
    if (kept?.atRobot) this.#pressed_s = now_s;
  }

  get state(): PrivacyState {
    return this.#state;
  }

  /** The button on the body. */
  atRobot(isOn: boolean, now_s: number): void {
    this.#state = { isOff: !isOn, atRobot: !isOn };
    this.#pressed_s = isOn ? Number.NEGATIVE_INFINITY : now_s;
  }

  /** An admin, from wherever they are. */
  fromAfar(isOn: boolean, now_s: number): SwitchAnswer {
    // What was switched off at the robot stays so: "off" from afar must not become one that afar may undo.
    if (!isOn) {
      if (!this.#state.isOff) this.#state = { isOff: true, atRobot: false };
      return { ok: true };
    }
    const left_s = this.#state.atRobot ? this.#pressed_s + roomWins_s - now_s : 0;
    if (left_s > 0) return { ok: false, reason: heldFor(left_s) };
    this.#state = { isOff: false, atRobot: false };
    return { ok: true };
  }
}

function heldFor(left_s: number): string {
  const hours = Math.ceil(left_s / 3600);
  return `It was switched off at the robot, and for a day only somebody there switches it on: hold its privacy button for 3 s. From here in ${hours} h at the earliest.`;
}
