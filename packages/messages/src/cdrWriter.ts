import { utf8Encode } from './utf8.ts';

type NumericArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

const header_bytes = 4;

/**
 * Writes XCDR1, little endian: every number stands at a multiple of its own size, counted from the end of the 4-byte
 * encapsulation header. One growing buffer is used again and again; `finish` copies the message out of it.
 * Numeric arrays are copied as they lie in memory, which is little endian on every machine that runs JavaScript today.
 */
export class CdrWriter {
  private bytes = new Uint8Array(4096);
  private view = new DataView(this.bytes.buffer);
  private at = 0;

  begin(): void {
    this.at = header_bytes;
  }

  /** The finished message, in memory of its own. */
  finish(): Uint8Array {
    this.bytes[0] = 0;
    this.bytes[1] = 1;
    this.bytes[2] = 0;
    this.bytes[3] = 0;
    return this.bytes.slice(0, this.at);
  }

  /** Makes room for `size` bytes at the next multiple of `alignment`, zeroes the gap, and returns where they begin. */
  private take(alignment: number, size: number): number {
    const begin = ((this.at - header_bytes + alignment - 1) & -alignment) + header_bytes;
    const end = begin + size;
    if (end > this.bytes.length) this.grow(end);
    for (let i = this.at; i < begin; i++) this.bytes[i] = 0;
    this.at = end;
    return begin;
  }

  private grow(size: number): void {
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, size));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  bool(value: boolean): void {
    const at = this.take(1, 1);
    this.bytes[at] = value ? 1 : 0;
  }
  int8(value: number): void {
    const at = this.take(1, 1);
    this.bytes[at] = value;
  }
  uint8(value: number): void {
    const at = this.take(1, 1);
    this.bytes[at] = value;
  }
  int16(value: number): void {
    const at = this.take(2, 2);
    this.view.setInt16(at, value, true);
  }
  uint16(value: number): void {
    const at = this.take(2, 2);
    this.view.setUint16(at, value, true);
  }
  int32(value: number): void {
    const at = this.take(4, 4);
    this.view.setInt32(at, value, true);
  }
  uint32(value: number): void {
    const at = this.take(4, 4);
    this.view.setUint32(at, value, true);
  }
  int64(value: bigint): void {
    const at = this.take(8, 8);
    this.view.setBigInt64(at, value, true);
  }
  uint64(value: bigint): void {
    const at = this.take(8, 8);
    this.view.setBigUint64(at, value, true);
  }
  float32(value: number): void {
    const at = this.take(4, 4);
    this.view.setFloat32(at, value, true);
  }
  float64(value: number): void {
    const at = this.take(8, 8);
    this.view.setFloat64(at, value, true);
  }

  /** Length in bytes with the closing zero, the UTF-8 bytes, the zero. */
  string(value: string): void {
    const length_at = this.take(4, 4 + 3 * value.length + 1); // at most 3 bytes of UTF-8 for a UTF-16 unit
    const written = utf8Encode(value, this.bytes, length_at + 4);
    this.bytes[length_at + 4 + written] = 0;
    this.view.setUint32(length_at, written + 1, true);
    this.at = length_at + 4 + written + 1;
  }

  /** A fixed array of numbers: no length in front. */
  numbers(values: NumericArray): void {
    const size = values.byteLength;
    if (size === 0) return; // an empty array is not aligned
    const at = this.take(values.BYTES_PER_ELEMENT, size);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, size), at);
  }

  /** A sequence of numbers: its length, then the numbers. */
  numberSequence(values: NumericArray): void {
    this.uint32(values.length);
    this.numbers(values);
  }
}
