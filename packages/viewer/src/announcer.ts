import { percentWords } from './words.ts';

/** Tells a screen reader what changed: every change of state, what to do about it, and each tenth of the floor. Not every second. */
export class Announcer {
  readonly #element: Element;
  #state = '';
  #advice = '';
  #tenth = 0;

  constructor(element: Element) {
    this.#element = element;
  }

  say(state: string, reason: string, coverage: number, advice: string): void {
    const tenth = Math.floor(coverage * 10 + 1e-9);
    const isSame = state === this.#state;
    const newAdvice = advice === this.#advice ? '' : advice;
    this.#advice = advice;
    if (isSame && tenth <= this.#tenth && newAdvice === '') return;
    const words = isSame ? newAdvice || `${state}, ${percentWords(coverage)}` : `${state}. ${reason} ${newAdvice}`;
    this.#state = state;
    this.#tenth = tenth;
    this.#element.textContent = words.trim();
  }
}
