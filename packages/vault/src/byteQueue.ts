/** Bytes that come in parts and are taken in others. */
export class ByteQueue {
  #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(part: Uint8Array): void {
    if (part.length > 0) this.#parts.push(part);
    this.#length += part.length;
  }

  /** The first so many bytes, or all when there are fewer. */
  take(count: number): Uint8Array {
    const out = new Uint8Array(Math.min(count, this.#length));
    for (let at = 0; at < out.length; ) {
      const part = this.#parts[0];
      const used = part.subarray(0, out.length - at);
      out.set(used, at);
      at += used.length;
      if (used.length === part.length) this.#parts.shift();
      else this.#parts[0] = part.subarray(used.length);
    }
    this.#length -= out.length;
    return out;
  }
}
