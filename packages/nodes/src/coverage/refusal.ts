/** A goal that can't be done: a code of its action for programs, words for people. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, words: string) {
    super(words);
    this.code = code;
  }
}
