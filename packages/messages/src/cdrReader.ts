import { utf8Decode } from './utf8.ts';

interface NumericArray {
  readonly BYTES_PER_ELEMENT: number;
  readonly buffer: ArrayBufferLike;
}
interface NumericArrayConstructor<A extends NumericArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): A;
}

const header_bytes = 4;
/** Writers may pad the end to a multiple of 4 or 8. More left over than that means that the bytes are of another type. */
const maxPadding_bytes = 7;

/**
 * Reads XCDR1 of either byte order. Nothing is believed: a length is held against the bytes that are left before any
 * memory is taken, so a cut or wrong buffer ends in a RangeError that names type, field and offset.
 */
export class CdrReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly type: string;
  private readonly littleEndian: boolean;
  private at = header_bytes;

  /** @param type name of the message type, for errors */
  constructor(bytes: Uint8Array, type: string) {
    if (bytes.length < header_bytes)
      throw new RangeError(`Cannot decode ${type}: ${bytes.length} bytes are less than the 4 of the CDR header`);
    const encapsulation = (bytes[0]! << 8) | bytes[1]!;
    if (encapsulation > 1)
      throw new RangeError(
        `Cannot decode ${type}: encapsulation ${encapsulation} at byte 0; only plain CDR (0, 1) is read`,
      );
    // A plain view: Node's Buffer, which sockets, files and ROS hand over, is a Uint8Array whose `slice` copies nothing.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.type = type;
    this.littleEndian = encapsulation === 1;
  }

  /** Checks that the message ends where the bytes do. */
  end(): void {
    const left = this.bytes.length - this.at;
    if (left > maxPadding_bytes)
      throw new RangeError(`Cannot decode ${this.type}: ${left} bytes are left over from byte ${this.at}`);
  }

  private take(field: string, alignment: number, size: number): number {
    const begin = ((this.at - header_bytes + alignment - 1) & -alignment) + header_bytes;
    if (begin + size > this.bytes.length) this.fail(field, `needs ${size} bytes, the message has ${this.bytes.length}`);
    this.at = begin + size;
    return begin;
  }

  private fail(field: string, why: string): never {
    throw new RangeError(`Cannot decode ${this.type}: field ${field} at byte ${this.at} ${why}`);
  }

  bool(field: string): boolean {
    return this.bytes[this.take(field, 1, 1)] !== 0;
  }
  int8(field: string): number {
    return this.view.getInt8(this.take(field, 1, 1));
  }
  uint8(field: string): number {
    return this.view.getUint8(this.take(field, 1, 1));
  }
  int16(field: string): number {
    return this.view.getInt16(this.take(field, 2, 2), this.littleEndian);
  }
  uint16(field: string): number {
    return this.view.getUint16(this.take(field, 2, 2), this.littleEndian);
  }
  int32(field: string): number {
    return this.view.getInt32(this.take(field, 4, 4), this.littleEndian);
  }
  uint32(field: string): number {
    return this.view.getUint32(this.take(field, 4, 4), this.littleEndian);
  }
  int64(field: string): bigint {
    return this.view.getBigInt64(this.take(field, 8, 8), this.littleEndian);
  }
  uint64(field: string): bigint {
    return this.view.getBigUint64(this.take(field, 8, 8), this.littleEndian);
  }
  float32(field: string): number {
    return this.view.getFloat32(this.take(field, 4, 4), this.littleEndian);
  }
  float64(field: string): number {
    return this.view.getFloat64(this.take(field, 8, 8), this.littleEndian);
  }

  string(field: string): string {
    const length = this.uint32(field); // counts the closing zero; some writers send 0 for an empty text
    const begin = this.take(field, 1, length);
    const end = begin + length;
    return utf8Decode(this.bytes, begin, length > 0 && this.bytes[end - 1] === 0 ? end - 1 : end);
  }

  /** Length of a sequence of at most `max` elements, each of at least `size` bytes. */
  private length(field: string, size: number, max = 0xffffffff): number {
    const n = this.uint32(field);
    const left = this.bytes.length - this.at;
    if (n * size > left) this.fail(field, `claims ${n} elements, ${left} bytes are left`);
    if (n > max) this.fail(field, `has ${n} elements, at most ${max} are allowed`);
    return n;
  }

  /** `n` numbers in memory of their own. */
  numbers<A extends NumericArray>(field: string, Type: NumericArrayConstructor<A>, n: number): A {
    if (n === 0) return new Type(new ArrayBuffer(0));
    const size = Type.BYTES_PER_ELEMENT;
    const begin = this.take(field, size, n * size);
    const copy = this.bytes.slice(begin, begin + n * size);
    if (!this.littleEndian) for (let i = 0; i < copy.length; i += size) copy.subarray(i, i + size).reverse();
    return new Type(copy.buffer);
  }

  numberSequence<A extends NumericArray>(field: string, Type: NumericArrayConstructor<A>, max?: number): A {
    return this.numbers(field, Type, this.length(field, Type.BYTES_PER_ELEMENT, max));
  }

  /** A sequence (or, with `fixed`, an array without a length) of anything else. */
  list<T>(field: string, read: (reader: CdrReader) => T, fixed?: number, max?: number): T[] {
    const n = fixed ?? this.length(field, 1, max);
    const values: T[] = [];
    for (let i = 0; i < n; i++) values.push(read(this));
    return values;
  }
}
