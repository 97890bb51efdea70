import type { ByteSource } from './backupFrames.ts';
import { ByteQueue } from './byteQueue.ts';

/** A source of parts, read by the count. */
export class PulledBytes implements ByteSource {
  readonly #parts: Iterator<Uint8Array>;
  readonly #queue = new ByteQueue();
  #isDry = false;

  constructor(parts: Iterable<Uint8Array>) {
    this.#parts = parts[Symbol.iterator]();
  }

  upTo(count: number): Uint8Array {
    this.#fill(count);
    return this.#queue.take(count);
  }

  get isAtEnd(): boolean {
    this.#fill(1);
    return this.#queue.length === 0;
  }

  #fill(count: number): void {
    while (!this.#isDry && this.#queue.length < count) {
      const next = this.#parts.next();
      if (next.done) this.#isDry = true;
      else this.#queue.push(next.value);
    }
  }
}
