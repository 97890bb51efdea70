import { percentWords } from './words.ts';

/** Tells a screen reader what changed: every change of state, and each tenth of the floor. Not every second. */
export class Announcer {
  readonly #element: Element;
  #state = '';
  #tenth = 0;

  constructor(element: Element) {
    this.#element = element;
  }

  say(state: string, reason: string, coverage: number): void {
    const tenth = Math.floor(coverage * 10 + 1e-9);
    if (state === this.#state && tenth <= this.#tenth) return;
    const words = state === this.#state ? `${state}, ${percentWords(coverage)}` : `${state}. ${reason}`;
    this.#state = state;
    this.#tenth = tenth;
    this.#element.textContent = words;
  }
}
