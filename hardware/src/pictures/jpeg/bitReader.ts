import { FAST_BITS, type HuffmanTable, LONGEST_BITS } from './huffman.ts';
import { JpegError } from './jpegError.ts';

/** Bits of a JPEG's picture, most significant first; behind 0xff stands a 0, or a marker, which ends them. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** Bits that were made up beyond the end. */
  #beyond = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The value that the next code stands for. Throws JpegError where there is no such code. */
  code({ fast, greatest, offset, values }: HuffmanTable): number {
    if (this.#count < LONGEST_BITS) this.#fill();
    const hit = fast[(this.#bits >>> (this.#count - FAST_BITS)) & ((1 << FAST_BITS) - 1)];
    if (hit !== 0) {
      this.#count -= hit >> 8;
      return hit & 255;
    }
    for (let length = FAST_BITS + 1; length <= LONGEST_BITS; length++) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code > greatest[length]) continue;
      this.#count -= length;
      return values[code + offset[length]];
    }
    throw new JpegError('it is damaged: there is no such code');
  }

  /** A number of so many bits, at most 15; its first bit is 0 where it is negative (F.2.2.1, EXTEND). */
  number(length: number): number {
    if (length === 0) return 0;
    if (this.#count < LONGEST_BITS) this.#fill();
    this.#count -= length;
    const value = (this.#bits >>> this.#count) & ((1 << length) - 1);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** Throws JpegError when more was read than there is. */
  checkEnd(): void {
    if (this.#beyond > this.#count) throw new JpegError('it is cut off');
  }

  /** Behind the marker of a restart. @param k which, of 8. Throws JpegError where there is none, or another. */
  restart(k: number): void {
    this.#alignToMarker();
    if (this.#bytes[this.#at] !== 0xff || this.#bytes[this.#at + 1] !== 0xd0 + k)
      throw new JpegError('it is damaged: a restart is missing');
    this.#at += 2;
  }

  /** Throws JpegError when something of the picture is left: then something else was lost. */
  end(): void {
    this.#alignToMarker();
    const next = this.#bytes[this.#at + 1];
    if (this.#at < this.#bytes.length && (this.#bytes[this.#at] !== 0xff || (next >= 0xd0 && next <= 0xd7)))
      throw new JpegError('it is damaged: something is left at its end');
  }

  /** What fills up the last byte is left; of whole bytes there must be none. */
  #alignToMarker(): void {
    if (this.#count - this.#beyond >= 8) throw new JpegError('it is damaged: something is left before a marker');
    this.#bits = 0;
    this.#count = 0;
    this.#beyond = 0;
    const bytes = this.#bytes;
    while (bytes[this.#at] === 0xff && bytes[this.#at + 1] === 0xff) this.#at++;
  }

  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 16) {
      let byte = bytes[this.#at];
      if (byte === undefined || (byte === 0xff && bytes[this.#at + 1] !== 0)) {
        byte = 0;
        this.#beyond += 8;
      } else this.#at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }
}
