/** A queue of numbers, the greatest first: an implicit heap with four children a node, in one flat array. */
export class KeyHeap {
  #keys = new Float64Array(4096);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The greatest key; -Infinity when there is none. */
  get top(): number {
    return this.#size > 0 ? this.#keys[0] : Number.NEGATIVE_INFINITY;
  }

  push(key: number): void {
    if (this.#size === this.#keys.length) {
      const larger = new Float64Array(2 * this.#size);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    const keys = this.#keys;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (keys[parent] >= key) break;
      keys[at] = keys[parent];
      at = parent;
    }
    keys[at] = key;
  }

  /** Takes the greatest key out; the heap must not be empty. */
  pop(): number {
    const keys = this.#keys;
    const top = keys[0];
    const key = keys[--this.#size];
    const size = this.#size;
    let at = 0;
    for (let child = 1; child < size; child = 4 * at + 1) {
      const end = Math.min(child + 4, size);
      let greatest = child;
      for (let i = child + 1; i < end; i++) if (keys[i] > keys[greatest]) greatest = i;
      if (keys[greatest] <= key) break;
      keys[at] = keys[greatest];
      at = greatest;
    }
    keys[at] = key;
    return top;
  }
}
