/** Driving by hand, for who steers. */
export interface PrivacyState {
  readonly isOff: boolean;
  /** Switched off by a button on the body, not from afar. */
  readonly atRobot: boolean;
}

/** What outlasts a restart. */
export interface KeptPrivacy extends PrivacyState {
  /** The household has switched its camera on. */
  readonly cameraIsOn: boolean;
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
 * A press always switches off, so that nobody has to know how it stood; on it goes only by holding the button. The camera goes off with a press,
 * too, or by anybody's word, and on by an admin alone: never by holding the button, and not while what was pressed holds.
 */
export class PrivacySwitch {
  #state: KeptPrivacy = { isOff: false, atRobot: false, cameraIsOn: false };
  #pressed_s = Number.NEGATIVE_INFINITY;

  /** @param kept  how it stood when the robot was switched off last */
  constructor(kept: KeptPrivacy | undefined, now_s: number) {
    if (kept !== undefined) this.#state = kept;
    if (kept?.atRobot) this.#pressed_s = now_s;
  }

  get state(): KeptPrivacy {
    return this.#state;
  }

  /** The button on the body. */
  atRobot(isOn: boolean, now_s: number): void {
    this.#state = { isOff: !isOn, atRobot: !isOn, cameraIsOn: isOn && this.#state.cameraIsOn };
    this.#pressed_s = isOn ? Number.NEGATIVE_INFINITY : now_s;
  }

  /** An admin, from wherever they are. */
  fromAfar(isOn: boolean, now_s: number): SwitchAnswer {
    // What was switched off at the robot stays so: "off" from afar must not become one that afar may undo.
    if (!isOn) {
      if (!this.#state.isOff) this.#state = { ...this.#state, isOff: true };
      return { ok: true };
    }
    const left_s = this.#left_s(now_s);
    if (left_s > 0) return { ok: false, reason: heldFor(left_s) };
    this.#state = { ...this.#state, isOff: false, atRobot: false };
    return { ok: true };
  }

  /** s for which the press at the robot still holds against whoever is elsewhere. */
  #left_s(now_s: number): number {
    return this.#state.atRobot ? this.#pressed_s + roomWins_s - now_s : 0;
  }

  /** The camera, from wherever. */
  camera(isOn: boolean, now_s: number): SwitchAnswer {
    if (isOn && this.#state.atRobot) return { ok: false, reason: cameraHeldFor(this.#left_s(now_s)) };
    this.#state = { ...this.#state, cameraIsOn: isOn };
    return { ok: true };
  }
}

/** One button, one meaning: who was left alone by it is so in all that it ends. */
function cameraHeldFor(left_s: number): string {
  const fromHere = left_s > 0 ? `in ${Math.ceil(left_s / 3600)} h at the earliest` : 'now';
  return `The camera was switched off at the robot, by its privacy button. First somebody there holds that button for 3 s, or, ${fromHere}, an admin allows driving by hand again; then switch the camera on.`;
}

function heldFor(left_s: number): string {
  const hours = Math.ceil(left_s / 3600);
  return `It was switched off at the robot, and for a day only somebody there switches it on: hold its privacy button for 3 s. From here in ${hours} h at the earliest.`;
}
