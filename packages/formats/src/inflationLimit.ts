import { FormatError } from './formatError.ts';

/** Up to here nobody asks how small it was, bytes. */
const FREE_BYTES = 16 * 2 ** 20;
/** Real logs shrink to a tenth, recordings of scans to a thirtieth; a bomb to a thousandth and less. */
const MAX_RATIO = 200;

/** Watches how much comes out of a compressed file against how much went in, so that a small file never becomes a large one. */
export class InflationLimit {
  readonly #input: string;
  readonly #max_bytes: number;
  #packed_bytes = 0;
  #plain_bytes = 0;

  /** @param max_bytes  that may come out in all, however much went in */
  constructor(input: string, max_bytes: number) {
    this.#input = input;
    this.#max_bytes = max_bytes;
  }

  /**
   * Is told of each piece before what comes out of it is used.
   * Throws FormatError once more comes out than there is an honest reason for.
   */
  add(packed_bytes: number, plain_bytes: number): void {
    this.#packed_bytes += packed_bytes;
    this.#plain_bytes += plain_bytes;
    if (this.#plain_bytes > this.#max_bytes)
      throw this.#error(`unpacks to more than ${this.#max_bytes} bytes; cut it into shorter ones`);
    if (this.#plain_bytes > FREE_BYTES && this.#plain_bytes > MAX_RATIO * this.#packed_bytes)
      throw this.#error(
        `unpacks to more than ${MAX_RATIO} times its size, as no real one does: it was made to fill the memory`,
      );
  }

  #error(problem: string): FormatError {
    return new FormatError('unsupported', this.#input, problem);
  }
}
