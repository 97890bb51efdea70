import { inflateRawSync, inflateSync, type ZlibOptions, constants as zlib } from 'node:zlib';
import zstd from '@foxglove/wasm-zstd';
import { decode } from 'fast-png';

/** What is packed in bytes, by the signatures of packed things: each that could be unpacked, also in part. JPEG has no packer here. */
export function* unpacked(bytes: Buffer): Generator<Uint8Array> {
  for (const at of places(bytes, Buffer.of(0x1f, 0x8b, 8)))
    yield* inflated(bytes.subarray(at + gzipHead(bytes, at)), inflateRawSync);
  for (const level of [0x01, 0x5e, 0x9c, 0xda])
    for (const at of places(bytes, Buffer.of(0x78, level))) yield* inflated(bytes.subarray(at), inflateSync);
  for (const at of places(bytes, Buffer.of(0x28, 0xb5, 0x2f, 0xfd))) yield* zstandard(bytes.subarray(at));
  for (const at of places(bytes, Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)))
    yield* portable(bytes.subarray(at));
  yield* spelled(bytes);
}

function* places(bytes: Buffer, signature: Buffer): Generator<number> {
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 1)) yield at;
}

const MOST_BYTES = 2 ** 26;
/** A stream that begins by chance ends after a few bytes. */
const LEAST_BYTES = 256;
/** Of one packed thing that is looked at. */
const LONGEST = 2 ** 24;

/** Length of a member's head (RFC 1952): ten bytes, and a name where there is one. What follows a member is no fault, as it is to gunzip. */
function gzipHead(bytes: Buffer, at: number): number {
  const hasName = (bytes[at + 3] & 8) !== 0;
  return hasName ? bytes.indexOf(0, at + 10) + 1 - at : 10;
}

function* inflated(bytes: Buffer, unpack: (bytes: Buffer, options: ZlibOptions) => Buffer): Generator<Uint8Array> {
  try {
    const options = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES };
    const plain = unpack(bytes.subarray(0, LONGEST), options);
    if (plain.length > LEAST_BYTES) yield plain;
  } catch {}
}

function* portable(bytes: Buffer): Generator<Uint8Array> {
  const end = bytes.indexOf('IEND');
  if (end < 0) return;
  try {
    const { data } = decode(bytes.subarray(0, end + 8));
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  } catch {}
}

function* zstandard(bytes: Buffer): Generator<Uint8Array> {
  const frame = zstdFrame(bytes);
  if (frame === undefined) return;
  try {
    yield zstd.decompress(bytes.subarray(0, frame.length), frame.most_bytes);
  } catch {}
}

const BLOCK_BYTES = 2 ** 17;

/** Where a frame ends, and how much it becomes at most: RFC 8878, 3.1.1. */
function zstdFrame(bytes: Buffer): { length: number; most_bytes: number } | undefined {
  const flags = bytes[4];
  const isSingle = (flags & 0x20) !== 0;
  const sizes = [isSingle ? 1 : 0, 2, 4, 8];
  let at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 3] + sizes[flags >> 6];
  for (let blocks = 1; at + 3 <= bytes.length && blocks * BLOCK_BYTES <= MOST_BYTES; blocks++) {
    const block = bytes.readUIntLE(at, 3);
    const kind = (block >> 1) & 3;
    if (kind === 3) return undefined;
    at += 3 + (kind === 1 ? 1 : block >> 3);
    if ((block & 1) === 1) return { length: at + ((flags & 4) === 0 ? 0 : 4), most_bytes: blocks * BLOCK_BYTES };
  }
  return undefined;
}

/** Bytes that are written down as text: base64, hexadecimal, numbers with commas between. */
function* spelled(bytes: Buffer): Generator<Uint8Array> {
  const text = bytes.toString('latin1');
  for (const [word] of text.matchAll(/[A-Za-z0-9+/_-]{1024,}/g)) {
    // Where it began with something else, its letters stand in other groups of four.
    for (let shift = 0; shift < 4; shift++) yield Buffer.from(word.slice(shift), 'base64');
    if (/^[0-9a-fA-F]+$/.test(word)) yield Buffer.from(word, 'hex');
  }
  for (const [list] of text.matchAll(/(?:\d{1,3}, ?){255,}\d{1,3}/g))
    yield Uint8Array.from(list.split(','), (word) => Number(word));
}
