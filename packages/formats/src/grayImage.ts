import { decode, hasPngSignature } from 'fast-png';
import { FormatError } from './formatError.ts';
import { checkMapSize } from './limits.ts';
import { limitedPng } from './pngLimit.ts';

/** A grey picture, top row first, shape [height, width]; 0 black .. 255 white. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Opacity, 0 .. 255, where the picture has any transparency. */
  readonly alpha?: Uint8Array;
}

/**
 * A picture from PGM (P2, P5) or PNG bytes, told apart by how they begin.
 * Throws FormatError naming the byte: another kind of file, cut off, sizes or values out of range.
 */
export function readGrayImage(bytes: Uint8Array, input = 'map image'): GrayImage {
  if (bytes.length === 0) throw new FormatError('empty', input, 'is empty; expected a PGM or PNG picture');
  if (hasPngSignature(bytes)) return readPng(bytes, input);
  if (bytes[0] === 0x50 && (bytes[1] === 0x32 || bytes[1] === 0x35)) return readPgm(bytes, input);
  throw new FormatError('foreign', input, 'is neither PGM (P2, P5) nor PNG; convert the picture to one of them');
}

/** PNG of any depth: colours are averaged to grey as map_server does, transparency is kept apart. */
function readPng(bytes: Uint8Array, input: string): GrayImage {
  const picture = limitedPng(bytes, input);
  let png: ReturnType<typeof decode>;
  try {
    png = decode(picture);
  } catch (cause) {
    throw new FormatError(
      'malformed',
      input,
      `cannot be unpacked as PNG (${(cause as Error).message}); export it again`,
    );
  }
  const { width, height, data, channels, depth, palette } = png;
  if (depth < 8) return { width, height, pixels: unpackBits(data, width, height, depth, palette, input) };
  const toByte = depth === 16 ? 255 / 65535 : 1;
  const n = width * height;
  const pixels = new Uint8Array(n);
  const alpha = channels % 2 === 0 ? new Uint8Array(n) : undefined;
  const colours = alpha ? channels - 1 : channels;
  for (let i = 0; i < n; i++) {
    if (palette) pixels[i] = greyOf(palette[data[i]], input);
    else {
      let sum = 0;
      for (let c = 0; c < colours; c++) sum += data[i * channels + c];
      pixels[i] = Math.round((sum / colours) * toByte);
      if (alpha) alpha[i] = Math.round(data[i * channels + colours] * toByte);
    }
  }
  return alpha ? { width, height, pixels, alpha } : { width, height, pixels };
}

/** Pixels of 1, 2 or 4 bits; every row begins at a whole byte. */
function unpackBits(
  data: ArrayLike<number>,
  width: number,
  height: number,
  depth: number,
  palette: number[][] | undefined,
  input: string,
): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const value = (data[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask;
      pixels[y * width + x] = palette ? greyOf(palette[value], input) : Math.round((value * 255) / mask);
    }
  return pixels;
}

function greyOf(rgb: readonly number[] | undefined, input: string): number {
  if (rgb === undefined) throw new FormatError('malformed', input, 'names a colour that its palette has not');
  return Math.round((rgb[0] + rgb[1] + rgb[2]) / 3);
}

/** P5 (binary, one or two bytes a pixel) and P2 (text), with comments, of any maximum value. */
function readPgm(bytes: Uint8Array, input: string): GrayImage {
  const header = new PgmHeader(bytes, input);
  const width = header.number('width');
  const height = header.number('height');
  const maxValue = header.number('maximum value');
  if (width === 0 || height === 0)
    throw header.error('malformed', `a picture of ${width} x ${height} pixels cannot be a map`);
  checkMapSize(width, height, input, `byte ${header.pos}`);
  if (maxValue === 0 || maxValue > 65535)
    throw header.error('malformed', `the maximum value should be in 1..65535, got ${maxValue}`);
  const n = width * height;
  const isText = bytes[1] === 0x32;
  const start = header.pos + 1; // exactly one white space after the maximum value
  const size = maxValue > 255 ? 2 : 1;
  // Before room is made for them; in text, a pixel is a digit and the space after it.
  if (bytes.length < start + n * (isText ? 2 : size) - (isText ? 1 : 0))
    throw new FormatError(
      'cut',
      input,
      `the picture needs ${n * size} bytes of pixels (${width} x ${height}), only ${Math.max(0, bytes.length - start)} are there; copy it again`,
      `byte ${bytes.length}`,
    );
  const pixels = new Uint8Array(n);
  const toByte = 255 / maxValue;
  if (isText) {
    for (let i = 0; i < n; i++)
      pixels[i] = Math.round(Math.min(header.number(`pixel ${i} of ${n}`), maxValue) * toByte);
    return { width, height, pixels };
  }
  for (let i = 0; i < n; i++) {
    const value = size === 1 ? bytes[start + i] : bytes[start + 2 * i] * 256 + bytes[start + 2 * i + 1];
    pixels[i] = Math.round(Math.min(value, maxValue) * toByte);
  }
  return { width, height, pixels };
}

/** Walks the whole numbers of a PGM, over white space and comments. */
class PgmHeader {
  pos = 2;
  readonly #bytes: Uint8Array;
  readonly #input: string;

  constructor(bytes: Uint8Array, input: string) {
    this.#bytes = bytes;
    this.#input = input;
  }

  number(field: string): number {
    const bytes = this.#bytes;
    while (this.pos < bytes.length) {
      const code = bytes[this.pos];
      if (code === 0x23) while (this.pos < bytes.length && bytes[this.pos] !== 0x0a) this.pos++;
      else if (code !== 0x20 && (code < 0x09 || code > 0x0d)) break;
      else this.pos++;
    }
    let value = 0;
    const start = this.pos;
    while (this.pos < bytes.length && bytes[this.pos] >= 0x30 && bytes[this.pos] <= 0x39)
      value = value * 10 + bytes[this.pos++] - 0x30;
    if (this.pos >= bytes.length && this.pos === start) throw this.error('cut', `the picture ends before its ${field}`);
    if (this.pos === start) throw this.error('malformed', `the ${field} should be a whole number`);
    return value;
  }

  error(code: FormatError['code'], problem: string): FormatError {
    return new FormatError(code, this.#input, problem, `byte ${this.pos}`);
  }
}
