/**
 * The part of the kernel's video interface (linux/videodev2.h) that a capture takes: numbers of calls, and structures as bytes. Layouts are
 * those of 64-bit machines. Pure.
 */

/** _IOC of asm-generic/ioctl.h, the same on x86, ARM and RISC-V: direction, size, type 'V', number. */
function code(direction: 1 | 2 | 3, size: number, number: number): number {
  return ((direction << 30) | (size << 16) | (0x56 << 8) | number) >>> 0;
}

export const SIZES = {
  capability: 104,
  format: 208,
  request: 20,
  buffer: 88,
  type: 4,
  parameters: 204,
  control: 8,
} as const;

export const calls = {
  QUERYCAP: code(2, SIZES.capability, 0),
  S_FMT: code(3, SIZES.format, 5),
  REQBUFS: code(3, SIZES.request, 8),
  QUERYBUF: code(3, SIZES.buffer, 9),
  QBUF: code(3, SIZES.buffer, 15),
  DQBUF: code(3, SIZES.buffer, 17),
  STREAMON: code(1, SIZES.type, 18),
  STREAMOFF: code(1, SIZES.type, 19),
  S_PARM: code(3, SIZES.parameters, 22),
  S_CTRL: code(3, SIZES.control, 28),
} as const;

const VIDEO_CAPTURE = 1;
const MEMORY_MMAP = 1;
const FIELD_NONE = 1;
const CAP_CAPTURE = 0x1;
const CAP_STREAMING = 0x4000000;
const CAP_OF_DEVICE = 0x80000000;
const FLAG_ERROR = 0x40;
const FLAG_MONOTONIC = 0x2000;
const FLAG_CLOCK = 0xe000;

export function fourcc(name: string): number {
  return [...name].reduce((value, letter, k) => value | (letter.charCodeAt(0) << (8 * k)), 0) >>> 0;
}

export function fourccName(value: number): string {
  return [0, 8, 16, 24].map((shift) => String.fromCharCode((value >>> shift) & 0xff)).join('');
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What v4l2_capability says. */
export function readCapability(bytes: Uint8Array): { readonly card: string; readonly canStream: boolean } {
  const data = view(bytes);
  const all = data.getUint32(84, true);
  const own = all & CAP_OF_DEVICE ? data.getUint32(88, true) : all;
  const card = String.fromCharCode(...bytes.subarray(16, 48)).replace(/\0.*$/s, '');
  return { card, canStream: (own & CAP_CAPTURE) !== 0 && (own & CAP_STREAMING) !== 0 };
}

export interface PixelFormat {
  readonly width: number;
  readonly height: number;
  readonly fourcc: number;
  /** Bytes of a row. */
  readonly stride: number;
}

/** v4l2_format with a v4l2_pix_format in it. */
export function formatBytes({ width, height, fourcc: wanted }: Omit<PixelFormat, 'stride'>): Uint8Array {
  const bytes = new Uint8Array(SIZES.format);
  const data = view(bytes);
  data.setUint32(0, VIDEO_CAPTURE, true);
  // The union is aligned to 8 bytes.
  data.setUint32(8, width, true);
  data.setUint32(12, height, true);
  data.setUint32(16, wanted, true);
  data.setUint32(20, FIELD_NONE, true);
  return bytes;
}

/** What the driver made of it. */
export function readFormat(bytes: Uint8Array): PixelFormat {
  const data = view(bytes);
  return {
    width: data.getUint32(8, true),
    height: data.getUint32(12, true),
    fourcc: data.getUint32(16, true),
    stride: data.getUint32(24, true),
  };
}

/** v4l2_streamparm that asks for a rate. */
export function rateBytes(rate_hz: number): Uint8Array {
  const bytes = new Uint8Array(SIZES.parameters);
  const data = view(bytes);
  data.setUint32(0, VIDEO_CAPTURE, true);
  data.setUint32(12, 1, true);
  data.setUint32(16, rate_hz, true);
  return bytes;
}

/** What a camera may be set to, by linux/v4l2-controls.h. */
export const controls = {
  /** The light's flicker: 1 with 50 Hz mains, 2 with 60 Hz, 3 as the camera finds. */
  POWER_LINE_FREQUENCY: 0x00980918,
  /** 1: in dim light fewer pictures of longer exposure; 0: the rate stays. */
  EXPOSURE_AUTO_PRIORITY: 0x009a0903,
} as const;

/** v4l2_control. */
export function controlBytes(id: number, value: number): Uint8Array {
  const bytes = new Uint8Array(SIZES.control);
  view(bytes).setUint32(0, id, true);
  view(bytes).setInt32(4, value, true);
  return bytes;
}

export function requestBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(SIZES.request);
  const data = view(bytes);
  data.setUint32(0, count, true);
  data.setUint32(4, VIDEO_CAPTURE, true);
  data.setUint32(8, MEMORY_MMAP, true);
  return bytes;
}

/** How many buffers there are. */
export function readRequest(bytes: Uint8Array): number {
  return view(bytes).getUint32(0, true);
}

export function bufferBytes(index: number): Uint8Array {
  const bytes = new Uint8Array(SIZES.buffer);
  const data = view(bytes);
  data.setUint32(0, index, true);
  data.setUint32(4, VIDEO_CAPTURE, true);
  data.setUint32(60, MEMORY_MMAP, true);
  return bytes;
}

export interface FilledBuffer {
  readonly index: number;
  readonly used_bytes: number;
  readonly isBroken: boolean;
  /** CLOCK_MONOTONIC; undefined where the driver has another clock. */
  readonly monotonic_s: number | undefined;
  readonly sequence: number;
  /** For mmap. */
  readonly offset: number;
  readonly length: number;
}

/** v4l2_buffer: index, type, bytesused, flags, field, timeval, timecode, sequence, memory, offset, length. */
export function readBuffer(bytes: Uint8Array): FilledBuffer {
  const data = view(bytes);
  const flags = data.getUint32(12, true);
  return {
    index: data.getUint32(0, true),
    used_bytes: data.getUint32(8, true),
    isBroken: (flags & FLAG_ERROR) !== 0,
    monotonic_s:
      (flags & FLAG_CLOCK) === FLAG_MONOTONIC
        ? Number(data.getBigInt64(24, true)) + Number(data.getBigInt64(32, true)) * 1e-6
        : undefined,
    sequence: data.getUint32(56, true),
    offset: data.getUint32(64, true),
    length: data.getUint32(72, true),
  };
}

export function typeBytes(): Uint8Array {
  const bytes = new Uint8Array(SIZES.type);
  view(bytes).setUint32(0, VIDEO_CAPTURE, true);
  return bytes;
}
