/**
 * The header of every binary frame, 16 bytes, little endian:
 *
 *   0  u16  magic "HB"        2  u8  protocol version    3  u8  frame type
 *   4  u32  body length       8  f64 stamp, s of the robot's (or the simulator's) time
 *
 * The length makes a cut frame and a frame with a tail recognisable before anything in it is believed.
 */

/** Grows with every change that an older page would misread. The gateway says it in `hello`, too. */
export const protocolVersion = 3;

/** Frame types on the wire; the number is the contract, so a number is never used again for something else. */
export const frameTypes = { map: 1, coverage: 2, pose: 3, scan: 4, trail: 5, path: 6, plan: 7 } as const;
export type FrameType = keyof typeof frameTypes;

export const headerBytes = 16;
/** No frame is larger: 4096 × 4096 cells and a little. Bounds what a decoder allocates on a stranger's word. */
export const maxFrameBytes = (1 << 24) + 4096;
const magic = 0x4248; // "HB" read as a little-endian u16

const nameOf = new Map<number, FrameType>(Object.entries(frameTypes).map(([name, id]) => [id, name as FrameType]));

export interface FrameHeader {
  readonly type: FrameType;
  readonly stamp_s: number;
}

/** A frame with its header filled in and a body of zeros, and a view on the body. Throws RangeError when it would be too large. */
export function newFrame(type: FrameType, stamp_s: number, bodyBytes: number): { bytes: Uint8Array; body: DataView } {
  if (!Number.isFinite(stamp_s))
    throw new RangeError(`Cannot write ${type} frame: stamp must be finite, got ${stamp_s}`);
  if (headerBytes + bodyBytes > maxFrameBytes)
    throw new RangeError(`Cannot write ${type} frame: ${bodyBytes} bytes are more than ${maxFrameBytes - headerBytes}`);
  const bytes = new Uint8Array(headerBytes + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, magic, true);
  view.setUint8(2, protocolVersion);
  view.setUint8(3, frameTypes[type]);
  view.setUint32(4, bodyBytes, true);
  view.setFloat64(8, stamp_s, true);
  return { bytes, body: new DataView(bytes.buffer, headerBytes) };
}

/** Checks a frame's header and length. Throws RangeError that says what is wrong with it. */
export function readHeader(bytes: Uint8Array): FrameHeader & { body: DataView } {
  if (bytes.length < headerBytes)
    throw new RangeError(`Cannot read frame: ${bytes.length} bytes are less than a header (${headerBytes})`);
  if (bytes.length > maxFrameBytes)
    throw new RangeError(`Cannot read frame: ${bytes.length} bytes are more than ${maxFrameBytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== magic) throw new RangeError('Cannot read frame: it does not begin with "HB"');
  const version = view.getUint8(2);
  if (version !== protocolVersion)
    throw new RangeError(`Cannot read frame: protocol version ${version}, this end speaks ${protocolVersion}`);
  const type = nameOf.get(view.getUint8(3));
  if (type === undefined) throw new RangeError(`Cannot read frame: unknown type ${view.getUint8(3)}`);
  const bodyBytes = view.getUint32(4, true);
  if (bytes.length !== headerBytes + bodyBytes)
    throw new RangeError(
      `Cannot read ${type} frame: ${bytes.length} bytes, its header says ${headerBytes + bodyBytes}; it is cut or has a tail`,
    );
  const stamp_s = view.getFloat64(8, true);
  if (!Number.isFinite(stamp_s)) throw new RangeError(`Cannot read ${type} frame: stamp is ${stamp_s}`);
  return { type, stamp_s, body: new DataView(bytes.buffer, bytes.byteOffset + headerBytes, bodyBytes) };
}

/** Throws RangeError unless the body has exactly this many bytes. */
export function expectBody(type: FrameType, body: DataView, bytes: number): void {
  if (body.byteLength !== bytes)
    throw new RangeError(`Cannot read ${type} frame: body has ${body.byteLength} bytes, its content needs ${bytes}`);
}
