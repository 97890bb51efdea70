import { type HuffmanTable, huffmanTable, standardTables } from './huffman.ts';
import { JpegError } from './jpegError.ts';

/** Brightness, or one of the two of colour: its blocks in each unit, and its tables. */
export interface JpegComponent {
  /** Blocks across and down in each unit. */
  readonly h: number;
  readonly v: number;
  /** In the order of the stream (zigzag). */
  readonly steps: Uint8Array;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

/** What stands before the picture itself. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** One, or three: brightness, blue, red. */
  readonly components: readonly JpegComponent[];
  /** Units between restarts; 0: none. */
  readonly restartEvery: number;
  /** Where the picture begins. */
  readonly scanAt: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly {
    readonly id: number;
    readonly h: number;
    readonly v: number;
    readonly table: number;
  }[];
}

const SOF0 = 0xc0;
const DHT = 0xc4;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DRI = 0xdd;
const LARGEST_PX = 4096;
/** What cameras do not send: by the marker that says so. */
const otherKinds: Readonly<Record<number, string>> = {
  193: 'extended',
  194: 'progressive',
  195: 'lossless',
  197: 'hierarchical',
  198: 'hierarchical',
  199: 'hierarchical',
  201: 'arithmetically coded',
  202: 'arithmetically coded',
  203: 'arithmetically coded',
  205: 'arithmetically coded',
  206: 'arithmetically coded',
  207: 'arithmetically coded',
};

/**
 * Reads a baseline JPEG up to its picture; without code tables, as USB cameras send it, the standard ones hold. Throws JpegError for anything else.
 * Source: ITU-T T.81, annex B.
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new JpegError('it does not begin as one');
  const steps: (Uint8Array | undefined)[] = [];
  const dc: HuffmanTable[] = [...standardTables.dc];
  const ac: HuffmanTable[] = [...standardTables.ac];
  let frame: Frame | undefined;
  let restartEvery = 0;
  for (let at = 2; ; ) {
    const marker = markerAt(bytes, at);
    // A marker may be led by any number of 0xff.
    at = marker.end;
    const length = (bytes[at] << 8) | bytes[at + 1];
    if (!(length >= 2 && at + length <= bytes.length)) throw new JpegError('it is cut off before its picture');
    const body = bytes.subarray(at + 2, at + length);
    at += length;
    const kind = marker.kind;
    if (kind === DQT) readSteps(body, steps);
    else if (kind === DHT) readCodes(body, dc, ac);
    else if (kind === DRI) restartEvery = (body[0] << 8) | body[1];
    else if (kind === SOF0) {
      if (frame !== undefined) throw new JpegError('it says twice how large it is');
      frame = readFrame(body);
    } else if (otherKinds[kind] !== undefined)
      throw new JpegError(`it is ${otherKinds[kind]}; only baseline pictures are read`);
    else if (kind === SOS) {
      if (frame === undefined) throw new JpegError('it does not say how large it is');
      return { ...frame, components: scanComponents(body, frame, steps, dc, ac), restartEvery, scanAt: at };
    }
  }
}

function markerAt(bytes: Uint8Array, from: number): { kind: number; end: number } {
  let at = from;
  if (bytes[at] !== 0xff) throw new JpegError(`at byte ${at} it has no marker`);
  while (bytes[at] === 0xff) at++;
  const kind = bytes[at] ?? EOI;
  if (kind === EOI || kind < SOF0 || (kind >= 0xd0 && kind <= SOI)) throw new JpegError('it ends before its picture');
  return { kind, end: at + 1 };
}

function readSteps(body: Uint8Array, steps: (Uint8Array | undefined)[]): void {
  for (let at = 0; at < body.length; at += 65) {
    const [which] = body.subarray(at);
    if (which > 3 || at + 65 > body.length) throw new JpegError('its steps are none of a baseline picture');
    steps[which] = body.slice(at + 1, at + 65);
  }
}

function readCodes(body: Uint8Array, dc: HuffmanTable[], ac: HuffmanTable[]): void {
  for (let at = 0; at < body.length; ) {
    const which = body[at];
    const counts = body.subarray(at + 1, at + 17);
    const sum = counts.reduce((total, count) => total + count, 0);
    if ((which & 0xee) !== 0 || sum > 256 || at + 17 + sum > body.length)
      throw new JpegError('its codes are none of a baseline picture');
    const values = body.slice(at + 17, at + 17 + sum);
    if (which < 2 && values.some((value) => value > 11))
      throw new JpegError('its codes are none of a baseline picture');
    (which < 2 ? dc : ac)[which & 1] = huffmanTable(counts, values);
    at += 17 + sum;
  }
}

function readFrame(body: Uint8Array): Frame {
  const [bits, h1, h0, w1, w0, count] = body;
  const [width, height] = [(w1 << 8) | w0, (h1 << 8) | h0];
  if (body.length < 6 || bits !== 8 || (count !== 1 && count !== 3) || body.length !== 6 + 3 * count)
    throw new JpegError('it must have 8 bits and one or three colours');
  if (!(width > 0 && height > 0 && width <= LARGEST_PX && height <= LARGEST_PX))
    throw new JpegError(`it must be of 1 to ${LARGEST_PX} pixels either way, got ${width} x ${height}`);
  const components = Array.from({ length: count }, (_, k) => {
    const [id, sampling, table] = body.subarray(6 + 3 * k);
    // One colour alone lies block by block, whatever it says.
    return { id, h: count === 1 ? 1 : sampling >> 4, v: count === 1 ? 1 : sampling & 15, table };
  });
  const [first, ...colors] = components;
  if (![first.h, first.v].every((n) => n === 1 || n === 2) || colors.some(({ h, v }) => h !== 1 || v !== 1))
    throw new JpegError(
      `its colours must be as fine as its brightness, or half, got ${components.map(({ h, v }) => `${h}x${v}`)}`,
    );
  return { width, height, components };
}

/** The components of the one scan that is read, with the tables that it names. */
function scanComponents(
  body: Uint8Array,
  frame: Frame,
  steps: readonly (Uint8Array | undefined)[],
  dc: readonly HuffmanTable[],
  ac: readonly HuffmanTable[],
): JpegComponent[] {
  const count = frame.components.length;
  if (body[0] !== count || body.length !== 4 + 2 * count || body[2 * count + 1] !== 0 || body[2 * count + 2] !== 63)
    throw new JpegError('its colours must come together, whole');
  return frame.components.map(({ id, h, v, table }, k) => {
    const codes = body[2 + 2 * k];
    const own = steps[table];
    if (body[1 + 2 * k] !== id || (codes & 0xee) !== 0 || own === undefined)
      throw new JpegError('it names tables that it does not have');
    return { h, v, steps: own, dc: dc[codes >> 4], ac: ac[codes & 15] };
  });
}
