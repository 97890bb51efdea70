import { channels, EXACT_CHANNELS, type Mark } from './markedHome.ts';

/** So many cells in a row, either way round, are the mark and nothing else. */
const WORD = 6;
/** Between two cells so many pixels are a mixture at most. */
const GAP = 5;
/** Of pixels in memory, bytes; and of pixels of four-byte numbers, words. */
const STRIDES = [1, 2, 3, 4];
const WORD_STRIDES = [1, 3];

/**
 * Finds a mark's row of colours in bytes: in any order and number of channels, interleaved or plane by plane, as brightness, luma or chroma, as numbers
 * of four bytes (0 to 1, -1 to 1, 0 to 255), mirrored, cut, and of another size, as long as two pixels of a cell in a row are of its colour.
 */
export class MarkFinder {
  readonly #colors: number;
  /** Colour plus one of a value, channel by channel; 0: of none. */
  readonly #symbols: readonly Uint8Array[];
  readonly #isAny = new Uint8Array(256);
  /** Every word of the code. */
  readonly #words: Uint8Array;

  constructor({ colors, code }: Mark) {
    this.#colors = colors.length;
    this.#symbols = channels.map((channel, k) => {
      const table = new Uint8Array(256);
      const around = k < EXACT_CHANNELS ? 0 : 1;
      colors.forEach((color, index) => {
        const value = Math.round(channel(color));
        for (let v = value - around; v <= value + around; v++) {
          table[v] = index + 1;
          this.#isAny[v] = 1;
        }
      });
      return table;
    });
    this.#words = new Uint8Array(this.#colors ** WORD);
    for (const row of [code, [...code].reverse()])
      for (let i = 0; i < row.length; i++) {
        let word = 0;
        for (let k = 0; k < WORD; k++) word = word * this.#colors + row[(i + k) % row.length];
        this.#words[word] = 1;
      }
  }

  /**
   * How often a word of the mark is in these bytes.
   * @param isMemory  numbers of four bytes begin at each fourth one
   */
  count(bytes: Uint8Array, isMemory = false): number {
    let found = this.#inRuns(bytes);
    for (let from = 0; from < (isMemory ? 1 : 4); from++) found += this.#inNumbers(bytes, from);
    return found;
  }

  #inRuns(bytes: Uint8Array): number {
    const rows = STRIDES.map((stride) =>
      Array.from({ length: stride }, () => new Rows(this.#symbols, this.#words, this.#colors)),
    );
    const isAny = this.#isAny;
    let found = 0;
    for (let i = STRIDES.length, n = bytes.length; i < n; i++) {
      const value = bytes[i];
      if (isAny[value] === 0) continue;
      for (let stride = 1; stride <= STRIDES.length; stride++) {
        if (value !== bytes[i - stride]) continue;
        const phase = i % stride;
        found += rows[stride - 1][phase].take(value, (i - phase) / stride);
      }
    }
    return found;
  }

  #inNumbers(bytes: Uint8Array, from: number): number {
    const count = Math.max(0, (bytes.length - from) >> 2);
    const { buffer } = new Uint8Array(bytes.subarray(from, from + 4 * count));
    const words = new Uint32Array(buffer);
    const numbers = new Float32Array(buffer);
    let found = 0;
    for (const stride of WORD_STRIDES) {
      // Of [0, 1], [-1, 1] and [0, 255].
      const rows = Array.from({ length: 3 * stride }, () => new Rows(this.#symbols, this.#words, this.#colors));
      for (let i = stride; i < count; i++) {
        const word = words[i];
        if (word !== words[i - stride] || word === 0) continue;
        const number = numbers[i];
        if (!(number >= -1 && number <= 255)) continue;
        const phase = i % stride;
        const at = (i - phase) / stride;
        const scales = [255 * number, 127.5 * (number + 1), number];
        for (let k = 0; k < 3; k++) {
          const value = Math.round(scales[k]);
          if (Math.abs(scales[k] - value) < 1e-3 && this.#isAny[value] === 1)
            found += rows[3 * phase + k].take(value, at);
        }
      }
    }
    return found;
  }
}

/** The last colours that were seen in one row of values, read by each channel. */
class Rows {
  readonly #symbols: readonly Uint8Array[];
  readonly #words: Uint8Array;
  readonly #colors: number;
  readonly #last: Uint8Array;
  readonly #lastAt: Int32Array;
  readonly #length: Uint8Array;
  readonly #word: Int32Array;

  constructor(symbols: readonly Uint8Array[], words: Uint8Array, colors: number) {
    this.#symbols = symbols;
    this.#words = words;
    this.#colors = colors;
    this.#last = new Uint8Array(symbols.length);
    this.#lastAt = new Int32Array(symbols.length).fill(-GAP - 1);
    this.#length = new Uint8Array(symbols.length);
    this.#word = new Int32Array(symbols.length);
  }

  /** @returns words that end here */
  take(value: number, at: number): number {
    let found = 0;
    for (let c = 0; c < this.#symbols.length; c++) {
      const symbol = this.#symbols[c][value];
      if (symbol === 0) continue;
      if (at - this.#lastAt[c] > GAP) {
        this.#length[c] = 0;
        this.#last[c] = 0;
      }
      this.#lastAt[c] = at;
      if (symbol === this.#last[c]) continue;
      this.#last[c] = symbol;
      this.#word[c] = (this.#word[c] * this.#colors + symbol - 1) % this.#words.length;
      this.#length[c] = Math.min(WORD, this.#length[c] + 1);
      if (this.#length[c] === WORD && this.#words[this.#word[c]] === 1) found++;
    }
    return found;
  }
}
