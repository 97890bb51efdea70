import type { Truth } from '../truth.ts';

/** A contact that begins faster than this is a hard one. */
export const HARD_MPS = 0.1;
/** Two touches of the same thing closer in time than this are one contact. */
const PAUSE_S = 0.3;

/** Counts how often the body ran into things, and how often hard. */
export class ContactLog {
  contacts = 0;
  hardContacts = 0;
  readonly #lastTouch_s = new Map<string, number>();

  observe({ stamp_s, contacts }: Truth): void {
    for (const { name, closing_mps } of contacts) {
      const last_s = this.#lastTouch_s.get(name) ?? Number.NEGATIVE_INFINITY;
      this.#lastTouch_s.set(name, stamp_s);
      if (stamp_s - last_s < PAUSE_S) continue;
      this.contacts++;
      if (closing_mps > HARD_MPS) this.hardContacts++;
    }
  }
}
