/** Numbers for things that come and go: the lowest free one is given next, so the numbers stay as few as the things. */
export class Slots {
  #used = new Uint8Array(64);
  #lowestFree = 0;
  #end = 0;
  #count = 0;

  /** How many are in use. */
  get count(): number {
    return this.#count;
  }

  /** One past the highest in use ever. */
  get end(): number {
    return this.#end;
  }

  has(slot: number): boolean {
    return this.#used[slot] === 1;
  }

  take(): number {
    while (this.#used[this.#lowestFree] === 1) this.#lowestFree++;
    return this.claim(this.#lowestFree);
  }

  /** Takes a certain one. Throws RangeError when it is in use. */
  claim(slot: number): number {
    if (this.#used[slot] === 1) throw new RangeError(`Cannot claim number ${slot}: it is in use`);
    if (slot >= this.#used.length) this.#used = grown(this.#used, slot + 1);
    this.#used[slot] = 1;
    this.#count++;
    if (slot >= this.#end) this.#end = slot + 1;
    return slot;
  }

  free(slot: number): void {
    this.#used[slot] = 0;
    this.#count--;
    if (slot < this.#lowestFree) this.#lowestFree = slot;
  }

  /** Those in use, rising. */
  list(): Int32Array {
    const list = new Int32Array(this.#count);
    let k = 0;
    for (let slot = 0; slot < this.#end; slot++) if (this.#used[slot] === 1) list[k++] = slot;
    return list;
  }
}

/** The array itself when it is long enough, else a copy at least twice as long. */
export function grown<A extends Float64Array | Int32Array | Uint8Array>(array: A, length: number): A {
  if (length <= array.length) return array;
  const Type = array.constructor as new (length: number) => A;
  const larger = new Type(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
