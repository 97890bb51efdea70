/** How long something has been so in pictures, one after the other, by their stamps. */
export class Spell {
  #from_s: number | undefined;
  #to_s = 0;

  tell(isSo: boolean, stamp_s: number): void {
    this.#from_s = isSo ? (this.#from_s ?? stamp_s) : undefined;
    this.#to_s = stamp_s;
  }

  /** From the first such picture to the last, s; 0 where the last was not. */
  get lasted_s(): number {
    return this.#to_s - (this.#from_s ?? this.#to_s);
  }
}
