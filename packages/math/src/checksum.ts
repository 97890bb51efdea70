/**
 * A running 64-bit checksum of numbers: two runs that end in the same one had the same bits all the way.
 * Two 32-bit FNV-1a lanes with different offsets, over the little-endian bytes of each float64. Not cryptographic.
 */
export class Checksum {
  #a = 0x811c9dc5;
  #b = 0x050c5d1f;
  readonly #scratch = new DataView(new ArrayBuffer(8));

  add(...values: readonly number[]): void {
    for (const value of values) {
      this.#scratch.setFloat64(0, value, true);
      this.#word(this.#scratch.getUint32(0, true));
      this.#word(this.#scratch.getUint32(4, true));
    }
  }

  /** Adds raw bytes, e.g. a whole map. */
  addBytes(bytes: ArrayLike<number>): void {
    for (let i = 0; i < bytes.length; i++) this.#word(bytes[i]);
  }

  /** A copy that goes its own way. */
  clone(): Checksum {
    const copy = new Checksum();
    copy.#a = this.#a;
    copy.#b = this.#b;
    return copy;
  }

  /** 16 hexadecimal digits. */
  get hex(): string {
    return [this.#a, this.#b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #word(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x01000193);
    this.#b = Math.imul(this.#b ^ (word >>> 16) ^ (word << 16), 0x01000193) ^ (this.#a >>> 15);
  }
}
