/** Arrays kept for the next that needs some: more would be memory that nobody uses. */
const MOST = 12;

/**
 * Arrays that were done with and serve again. A search needs some megabytes for a moment; made anew each time they leave holes
 * among what stays (60 of 170 MB after an hour of a log).
 */
export class SpareArrays<A extends Uint8Array | Uint32Array> {
  readonly #make: (length: number) => A;
  readonly #spare: A[] = [];

  constructor(make: (length: number) => A) {
    this.#make = make;
  }

  /** An array of a length, holding anything; the shortest that fits. */
  take(length: number): A {
    let best = -1;
    this.#spare.forEach((array, i) => {
      if (array.length >= length && (best < 0 || array.length < this.#spare[best].length)) best = i;
    });
    const array = best < 0 ? this.#make(Math.ceil(1.25 * length)) : this.#spare.splice(best, 1)[0];
    return array.subarray(0, length) as A;
  }

  /** Takes back an array that nobody reads any more. */
  give(array: A): void {
    if (array.length === 0) return;
    const Type = array.constructor as new (buffer: ArrayBufferLike) => A;
    this.#spare.push(new Type(array.buffer));
    // The shortest goes: it would serve the fewest.
    if (this.#spare.length > MOST) this.#spare.sort((a, b) => b.length - a.length).pop();
  }
}

export const spareBytes = new SpareArrays<Uint8Array>((length) => new Uint8Array(length));
export const spareWords = new SpareArrays<Uint32Array>((length) => new Uint32Array(length));
