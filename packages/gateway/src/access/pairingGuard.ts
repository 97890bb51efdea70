import { HomeRefusal } from '@homebound/wire';
import { window_s } from './pairing.ts';
import { readStored } from './sessions.ts';

/** The code is typed within the window; the save may take so much longer on a slow disk, s. */
const SAVE_S = 30;

/**
 * For whoever keeps the list of pairings: a gateway that was taken over must not write itself in and be there for good. It may end pairings
 * and change names and roles; a device that was not in the list comes in only after a press of the button on the body, one for each.
 */
export class PairingGuard {
  readonly #now_s: () => number;
  #pressed_s = Number.NEGATIVE_INFINITY;

  /** @param now_s  of a clock that nobody sets */
  constructor(now_s: () => number) {
    this.#now_s = now_s;
  }

  /** Somebody pressed the pairing button on the body. */
  pressed(): void {
    this.#pressed_s = this.#now_s();
  }

  /** Throws HomeRefusal for a list that may not take the place of the one that is kept. */
  check(kept: Uint8Array | undefined, offered: Uint8Array): void {
    const hashes = new Map(listOf(kept).map(({ id, hash }) => [id, hash]));
    const list = listOf(offered);
    if (new Set(list.map(({ id }) => id)).size < list.length)
      throw new HomeRefusal('invalid', 'Two pairings have the same number; the list is not kept');
    const fresh = list.filter(({ id, hash }) => hashes.get(id) !== hash);
    if (fresh.length === 0) return;
    const isOpen = this.#now_s() - this.#pressed_s <= window_s + SAVE_S;
    if (!isOpen || fresh.length > 1)
      throw new HomeRefusal(
        'presence',
        `${fresh.length} devices would be paired, ${isOpen ? 'and one' : 'and none'} may: press the pairing button on the robot for each`,
      );
    this.#pressed_s = Number.NEGATIVE_INFINITY;
  }
}

function listOf(bytes: Uint8Array | undefined): ReturnType<typeof readStored> {
  return bytes === undefined ? [] : readStored(bytes);
}
