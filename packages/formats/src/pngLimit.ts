import { Unzlib } from 'fflate';
import { FormatError } from './formatError.ts';
import { checkMapSize } from './limits.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum around what a chunk holds. */
const CHUNK_BYTES = 12;
/** Pixels as they are unpacked, before they become cells; a decoder holds them three times over. */
const MAX_PLAIN_BYTES = 32 * 2 ** 20;
/** Packed bytes that are unpacked at a time: at most 1032 times as many come out. */
const PIECE_BYTES = 1024;
/** Samples a pixel by colour type, as the PNG specification numbers them. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** What makes the picture; all else (profiles, texts, dates) is not even handed on. */
const WANTED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/**
 * A PNG cut down to its picture, of which it is known that no more comes out of it than its size says and than is read at all. Its pixels
 * are unpacked here once in pieces that nobody keeps, because a decoder would hold all that comes out before it looks at the size.
 * Throws FormatError: cut off, too large, more or less in it than its size says.
 */
export function limitedPng(bytes: Uint8Array, input: string): Uint8Array {
  const chunks = [...chunksOf(bytes, input)].filter(({ name }) => WANTED.has(name));
  const header = chunks[0];
  if (header?.name !== 'IHDR' || header.end - header.start !== CHUNK_BYTES + 13)
    throw new FormatError('malformed', input, 'does not begin with a header (IHDR); export it again');
  const plain_bytes = plainSize(bytes.subarray(header.start + SIGNATURE_BYTES), input);
  const data = chunks.filter(({ name }) => name === 'IDAT');
  const unpacked_bytes = unpack(
    data.map(({ start, end }) => bytes.subarray(start + SIGNATURE_BYTES, end - 4)),
    plain_bytes,
    input,
  );
  if (unpacked_bytes !== plain_bytes)
    throw new FormatError(
      unpacked_bytes < plain_bytes ? 'cut' : 'malformed',
      input,
      `its size says ${plain_bytes} bytes of pixels, ${unpacked_bytes < plain_bytes ? `only ${unpacked_bytes}` : 'more'} come out; export it again`,
    );
  return joined([bytes.subarray(0, SIGNATURE_BYTES), ...chunks.map(({ start, end }) => bytes.subarray(start, end))]);
}

interface PngChunk {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function* chunksOf(bytes: Uint8Array, input: string): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let name = '';
  for (let start = SIGNATURE_BYTES; name !== 'IEND'; ) {
    const end = start + CHUNK_BYTES + (start + CHUNK_BYTES <= bytes.length ? view.getUint32(start) : 0);
    if (end > bytes.length)
      throw new FormatError('cut', input, 'the picture is cut off; copy it again', `byte ${bytes.length}`);
    name = String.fromCharCode(...bytes.subarray(start + 4, start + SIGNATURE_BYTES));
    yield { name, start, end };
    start = end;
  }
}

/** Bytes of the unpacked pixels, a filter byte before each row; @param header what IHDR holds */
function plainSize(header: Uint8Array, input: string): number {
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, interlace] = [header[8], header[9], header[12]];
  const samples = SAMPLES[colour];
  if (width === 0 || height === 0 || samples === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace > 1)
    throw new FormatError('malformed', input, 'its header makes no sense; export it again', 'byte 16');
  checkMapSize(width, height, input, 'byte 16');
  const passes = interlace === 0 ? [[0, 0, 1, 1]] : ADAM7;
  let size = 0;
  for (const [x0, y0, dx, dy] of passes) {
    const [columns, rows] = [Math.ceil((width - x0) / dx), Math.ceil((height - y0) / dy)];
    if (columns > 0 && rows > 0) size += rows * (1 + Math.ceil((columns * samples * depth) / 8));
  }
  if (size > MAX_PLAIN_BYTES)
    throw new FormatError(
      'unsupported',
      input,
      `a picture of ${width} x ${height} pixels with ${samples * depth} bits each takes ${size} bytes, at most ${MAX_PLAIN_BYTES} are read; save it in grey of 8 bits`,
      'byte 16',
    );
  return size;
}

/** First column and row and steps of the seven passes of an interlaced picture. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** How many bytes come out of a stream that was cut into pieces; counted no further than one piece beyond `most_bytes`. */
function unpack(parts: readonly Uint8Array[], most_bytes: number, input: string): number {
  let unpacked_bytes = 0;
  const stream = new Unzlib((piece) => {
    unpacked_bytes += piece.length;
  });
  try {
    for (const part of parts)
      for (let at = 0; at < part.length && unpacked_bytes <= most_bytes; at += PIECE_BYTES)
        stream.push(part.subarray(at, at + PIECE_BYTES), false);
    if (unpacked_bytes <= most_bytes) stream.push(new Uint8Array(0), true);
  } catch (cause) {
    const problem = `cannot be unpacked as PNG (${(cause as Error).message}); export it again`;
    throw new FormatError('malformed', input, problem);
  }
  return unpacked_bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
