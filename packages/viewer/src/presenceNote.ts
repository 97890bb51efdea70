import type { PresenceMessage } from '@homebound/wire';
import { byId, setText } from './elements.ts';
import { drivenWords, lookingWords } from './words.ts';

/** What is over stays to be read for so long, ms: who drives lets go and takes hold again all the time. */
const LINGER_MS = 1500;

/** Tells everybody who looks that somebody drives the robot by hand, and how many look. */
export class PresenceNote {
  readonly #driven = byId('driven-by');
  readonly #watching = byId('watching');
  #timer = 0;

  show(presence: PresenceMessage): void {
    const words = drivenWords(presence);
    clearTimeout(this.#timer);
    if (words !== '') this.#say(words);
    else this.#timer = window.setTimeout(() => this.#say(''), LINGER_MS);
    this.#watching.hidden = presence.watching < 2;
    setText(this.#watching, lookingWords(presence.watching));
  }

  #say(words: string): void {
    this.#driven.hidden = words === '';
    setText(this.#driven, words);
  }
}
