import type { ButtonRecord } from '@homebound/robot';

/** A reset that no mind has heard is forgotten after this, s: who stood at the robot has given it up, and it deletes all. */
const RESET_S = 30;

/** It switches off: held on, it switches on again. */
export const isPrivacy = ({ button, held_s }: ButtonRecord): boolean => button === 'privacy' && held_s === 0;

/**
 * Presses of the body's buttons that no mind has answered for yet: of each mark the last, so nine at most. Pure; times on the body's clock, s.
 *
 * The next mind hears of `privacy` first of all, however long ago it was: what it switches off stays off whoever was there to hear it. A `reset` waits for
 * as long as somebody may wait for it, `pair` not at all: it would open the robot when nobody stands there any more.
 * `due`: what a mind that begins now has to know, as if it were pressed now. `heard`: one has answered for a button up to a stamp, and so for these.
 */
export class HeldPresses {
  #held: ButtonRecord[] = [];

  /** It was pressed, and nobody knows. */
  get isPrivate(): boolean {
    return this.#held.some(isPrivacy);
  }

  pressed(press: ButtonRecord): void {
    // What goes down anew is held for none of its marks yet.
    this.#held = this.#held.filter(({ button, held_s }) => button !== press.button || held_s < press.held_s);
    this.#held.push(press);
  }

  heard(until: Pick<ButtonRecord, 'button' | 'stamp_s'>): readonly ButtonRecord[] {
    const held = this.#held;
    const isHeard = (press: ButtonRecord) => press.button === until.button && press.stamp_s <= until.stamp_s;
    this.#held = held.filter((press) => !isHeard(press));
    return held.filter(isHeard);
  }

  due(now_s: number): readonly ButtonRecord[] {
    this.#held = this.#held
      .filter(({ button, stamp_s }) => button === 'privacy' || (button === 'reset' && now_s - stamp_s <= RESET_S))
      .map((press) => ({ ...press, stamp_s: now_s }));
    return this.#held;
  }
}
