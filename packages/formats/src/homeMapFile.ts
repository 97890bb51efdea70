import { crc32, crc32Final, crc32Init, crc32Update } from '@foxglove/crc';
import { excerpt, FormatError } from './formatError.ts';

/**
 * The container of a home map: named chunks, each with its own CRC-32. Little endian, chunks begin at multiples of 8.
 *
 *   byte  0  magic 89 'H' 'B' 'M' 0D 0A 1A 0A    (as PNG has it: shows copies that changed line ends or bit 7)
 *         8  u32 version, u32 chunks n, u32 length of the file, u32 CRC-32 of bytes 0-19 and the table
 *        24  n entries of 32 bytes: name (16 ASCII, 0 at the end), type (4 ASCII, numpy's: `f8`), u32 columns, u32 bytes, u32 CRC-32
 *   24 + 32n the chunks in the order of the table, each filled up with 0 to a multiple of 8
 */
const MAGIC = [0x89, 0x48, 0x42, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_BYTES = 24;
const ENTRY_BYTES = 32;
const NAME_BYTES = 16;
const TYPE_BYTES = 4;

/** Of a file: what a vault keeps. A home of 200 m² has 2 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Raised when a reader of before would misread what is written now; new chunks need no raise. */
export const HOME_MAP_VERSION = 1;

interface Arrays {
  i1: Int8Array;
  u1: Uint8Array;
  i2: Int16Array;
  u2: Uint16Array;
  i4: Int32Array;
  u4: Uint32Array;
  f4: Float32Array;
  f8: Float64Array;
}

/** What a chunk's array holds, by numpy's name. */
export type ElementType = keyof Arrays;
export type ArrayOf<T extends ElementType> = Arrays[T];

const arrayTypes = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/** A named piece of a file; its bytes are its own. */
export interface Chunk {
  readonly name: string;
  /** An `ElementType`, `json`, or one that only a newer version knows. */
  readonly type: string;
  /** Elements a row: an array of shape [n, columns]. */
  readonly columns: number;
  readonly bytes: Uint8Array;
}

/** A chunk of an array of shape [n, columns]; the bytes are the array's own (borrowed). */
export function arrayChunk(name: string, array: ArrayOf<ElementType>, columns = 1): Chunk {
  const type = (Object.keys(arrayTypes) as ElementType[]).find((key) => array instanceof arrayTypes[key])!;
  return { name, type, columns, bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) };
}

/** The array in a chunk (borrowed); `undefined` when it holds another type or shape. */
export function chunkArray<T extends ElementType>(chunk: Chunk, type: T, columns = 1): ArrayOf<T> | undefined {
  const ArrayType = arrayTypes[type];
  const isWhole = chunk.bytes.length % (columns * ArrayType.BYTES_PER_ELEMENT) === 0;
  if (chunk.type !== type || chunk.columns !== columns || !isWhole) return undefined;
  // A chunk from elsewhere may begin anywhere in its buffer; a view must begin at a multiple of its elements.
  const bytes = chunk.bytes.byteOffset % 8 === 0 ? chunk.bytes : chunk.bytes.slice();
  const count = bytes.length / ArrayType.BYTES_PER_ELEMENT;
  return new ArrayType(bytes.buffer as ArrayBuffer, bytes.byteOffset, count) as Arrays[T];
}

/** A file of chunks. Throws RangeError for names that are too long, not ASCII, or twice there. */
export function packChunks(chunks: readonly Chunk[]): Uint8Array {
  const tableEnd = HEADER_BYTES + ENTRY_BYTES * chunks.length;
  const length = chunks.reduce((sum, { bytes }) => sum + padded(bytes.length), tableEnd);
  if (length > MAX_FILE_BYTES)
    throw new RangeError(`Cannot write home map: it takes ${length} bytes, at most ${MAX_FILE_BYTES} are read again`);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  out.set(MAGIC);
  view.setUint32(8, HOME_MAP_VERSION, true);
  view.setUint32(12, chunks.length, true);
  view.setUint32(16, length, true);
  const names = new Set<string>();
  let at = tableEnd;
  for (const [i, { name, type, columns, bytes }] of chunks.entries()) {
    if (!/^[!-~]{1,16}$/.test(name) || !/^[!-~]{1,4}$/.test(type) || names.has(name))
      throw new RangeError(
        `Cannot write home map: a chunk needs a name of its own of 1 to 16 ASCII characters and a type of 1 to 4, got ${excerpt(name)}, ${excerpt(type)}`,
      );
    names.add(name);
    const entry = HEADER_BYTES + ENTRY_BYTES * i;
    for (let c = 0; c < name.length; c++) out[entry + c] = name.charCodeAt(c);
    for (let c = 0; c < type.length; c++) out[entry + NAME_BYTES + c] = type.charCodeAt(c);
    view.setUint32(entry + 20, columns, true);
    view.setUint32(entry + 24, bytes.length, true);
    view.setUint32(entry + 28, crc32(bytes), true);
    out.set(bytes, at);
    at += padded(bytes.length);
  }
  view.setUint32(20, headerCrc(out, tableEnd), true);
  return out;
}

/**
 * The chunks of a file by name, checked to the last bit and copied.
 * Throws FormatError: `empty`, `foreign`, `cut`, `unsupported` (a newer version), `malformed` (a bit is not what was written).
 */
export function unpackChunks(bytes: Uint8Array, input: string): Map<string, Chunk> {
  const tableEnd = checkHeader(bytes, input);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Chunk>();
  let at = tableEnd;
  for (let entry = HEADER_BYTES; entry < tableEnd; entry += ENTRY_BYTES) {
    const name = asciiAt(bytes, entry, NAME_BYTES);
    const size = view.getUint32(entry + 24, true);
    const end = at + padded(size);
    if (end > bytes.length) throw damaged(input, `chunk ${excerpt(name)}`, 'reaches past the end of the file');
    const own = bytes.slice(at, at + size);
    if (crc32(own) !== view.getUint32(entry + 28, true) || bytes.subarray(at + size, end).some((byte) => byte !== 0))
      throw damaged(input, `chunk ${excerpt(name)}`, 'is damaged (its checksum is another)');
    const type = asciiAt(bytes, entry + NAME_BYTES, TYPE_BYTES);
    chunks.set(name, { name, type, columns: view.getUint32(entry + 20, true), bytes: own });
    at = end;
  }
  if (at !== bytes.length) throw damaged(input, 'table of chunks', `says ${at} bytes, the file has ${bytes.length}`);
  return chunks;
}

/** Checks all that can be checked before the chunks; returns where they begin. */
function checkHeader(bytes: Uint8Array, input: string): number {
  if (bytes.length === 0)
    throw new FormatError('empty', input, 'is empty; copy the map again or take its earlier revision');
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte))
    throw new FormatError('foreign', input, 'is no home map; a home map is a .hbmap file that Homebound wrote');
  if (bytes.length > MAX_FILE_BYTES)
    throw new FormatError('unsupported', input, `is ${bytes.length} bytes long; at most ${MAX_FILE_BYTES} are read`);
  if (bytes.length < HEADER_BYTES) throw cut(input, bytes.length, `at least ${HEADER_BYTES}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  const length = view.getUint32(16, true);
  const tableEnd = HEADER_BYTES + ENTRY_BYTES * view.getUint32(12, true);
  // The checksum goes before all that it covers; where it can't be reached, the length tells why.
  if (bytes.length < tableEnd || headerCrc(bytes, tableEnd) !== view.getUint32(20, true)) {
    if (bytes.length < length && tableEnd <= length) throw cut(input, bytes.length, length);
    throw damaged(input, 'header', 'is damaged (its checksum is another)');
  }
  if (version > HOME_MAP_VERSION)
    throw new FormatError(
      'unsupported',
      input,
      `was written by a newer Homebound (format ${version}, this one reads up to ${HOME_MAP_VERSION}); update, or take an earlier revision`,
    );
  if (bytes.length < length) throw cut(input, bytes.length, length);
  if (bytes.length > length)
    throw damaged(input, `byte ${length}`, `${bytes.length - length} bytes follow after the end of the map`);
  return tableEnd;
}

function cut(input: string, there: number, needed: number | string): FormatError {
  const problem = `the map is cut off: ${needed} bytes are needed; copy it again or take its earlier revision`;
  return new FormatError('cut', input, problem, `byte ${there}`);
}

function damaged(input: string, place: string, problem: string): FormatError {
  return new FormatError('malformed', input, `${problem}; copy the map again or take its earlier revision`, place);
}

/** CRC-32 of the header up to its own checksum, and of the table after it. */
function headerCrc(bytes: Uint8Array, tableEnd: number): number {
  const crc = crc32Update(crc32Init(), bytes.subarray(0, 20));
  return crc32Final(crc32Update(crc, bytes.subarray(HEADER_BYTES, tableEnd)));
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Characters up to the first 0. */
function asciiAt(bytes: Uint8Array, at: number, size: number): string {
  let text = '';
  for (let i = 0; i < size && bytes[at + i] !== 0; i++) text += String.fromCharCode(bytes[at + i]);
  return text;
}
