import { JpegError } from './jpegError.ts';

/** Codes of up to this many bits are looked up at once. */
export const FAST_BITS = 9;
export const LONGEST_BITS = 16;

/** Codes of a length, and their values in the order of the codes. */
export interface HuffmanTable {
  /** By the next FAST_BITS bits: length << 8 | value; 0 where the code is longer, or none. */
  readonly fast: Uint16Array;
  /** By length: the greatest code, -1 where there is none; and what is added to a code to find its value. */
  readonly greatest: Int32Array;
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

/**
 * @param counts  codes of 1 to 16 bits
 * @param values  what they stand for, in order
 * Throws JpegError for more codes than bits can tell apart. Source: ITU-T T.81, annex C and F.2.2.3.
 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const fast = new Uint16Array(1 << FAST_BITS);
  const greatest = new Int32Array(LONGEST_BITS + 1).fill(-1);
  const offset = new Int32Array(LONGEST_BITS + 1);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= LONGEST_BITS; length++, code <<= 1) {
    const count = counts[length - 1];
    if (code + count > 1 << length) throw new JpegError(`too many codes of ${length} bits`);
    offset[length] = at - code;
    if (count > 0) greatest[length] = code + count - 1;
    for (let k = 0; k < count; k++, code++, at++) {
      if (length > FAST_BITS) continue;
      const first = code << (FAST_BITS - length);
      fast.fill((length << 8) | values[at], first, first + (1 << (FAST_BITS - length)));
    }
  }
  return { fast, greatest, offset, values };
}

const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/**
 * The tables of annex K.3, which most encoders use and USB cameras leave out: of brightness and of colour, what each block begins with and what
 * follows.
 */
export const standardTables = {
  dc: [
    huffmanTable(hex('00010501010101010100000000000000'), hex('000102030405060708090a0b')),
    huffmanTable(hex('00030101010101010101010000000000'), hex('000102030405060708090a0b')),
  ],
  ac: [
    huffmanTable(
      hex('0002010303020403050504040000017d'),
      hex(
        '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a' +
          '535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6' +
          'c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
      ),
    ),
    huffmanTable(
      hex('00020102040403040705040400010277'),
      hex(
        '0001020311040521310612415107617113223281081442' +
          '91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a7374757677' +
          '78797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8' +
          'e9eaf2f3f4f5f6f7f8f9fa',
      ),
    ),
  ],
} as const;
