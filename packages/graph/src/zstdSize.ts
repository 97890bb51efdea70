/** What a zstd frame begins with, and its block's greatest size when unpacked, bytes (RFC 8878). */
const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const MAX_BLOCK_BYTES = 128 * 1024;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];

/** Whether bytes begin as a zstd frame. No CDR message and no MCAP file does. */
export function isZstd(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && view(bytes).getUint32(0, true) === MAGIC;
}

/**
 * How many bytes zstd frames become at most, without unpacking them: rosbag2 compresses files as a stream, whose frame does
 * not say its size. Throws RangeError on what is cut or no zstd.
 */
export function unpackedBound(bytes: Uint8Array): number {
  const data = view(bytes);
  let total = 0;
  try {
    for (let at = 0; at < bytes.length; ) {
      const magic = data.getUint32(at, true);
      if (magic >>> 4 === SKIPPABLE >>> 4) at += 8 + data.getUint32(at + 4, true);
      else if (magic === MAGIC) {
        const frame = measureFrame(data, at);
        total += frame.bound_bytes;
        at = frame.end;
      } else throw new RangeError(`no zstd at byte ${at}`);
    }
  } catch (error) {
    const isCut = /bounds/.test((error as Error).message);
    throw new RangeError(`Cannot unpack: ${isCut ? `its ${bytes.length} bytes are cut` : (error as Error).message}`);
  }
  return total;
}

function measureFrame(data: DataView, start: number): { end: number; bound_bytes: number } {
  const descriptor = data.getUint8(start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >>> 6;
  const size_bytes = sizeFlag === 0 && isSingleSegment ? 1 : SIZE_BYTES[sizeFlag]!;
  let at = start + 5 + (isSingleSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]!;
  const declared = readSize(data, at, size_bytes);
  at += size_bytes;
  let bound_bytes = 0;
  for (let isLast = false; !isLast; ) {
    const header = data.getUint16(at, true) | (data.getUint8(at + 2) << 16);
    const [type, size] = [(header >>> 1) & 3, header >>> 3];
    isLast = (header & 1) === 1;
    // Raw, one byte repeated, compressed.
    bound_bytes += type === 2 ? MAX_BLOCK_BYTES : size;
    at += 3 + (type === 1 ? 1 : size);
  }
  if (descriptor & 4) at += 4;
  if (at > data.byteLength) throw new RangeError('out of bounds');
  return { end: at, bound_bytes: Math.min(bound_bytes, declared) };
}

/** The size that a frame declares; Infinity when it declares none. */
function readSize(data: DataView, at: number, size_bytes: number): number {
  if (size_bytes === 1) return data.getUint8(at);
  if (size_bytes === 2) return data.getUint16(at, true) + 256;
  if (size_bytes === 4) return data.getUint32(at, true);
  return size_bytes === 8 ? Number(data.getBigUint64(at, true)) : Number.POSITIVE_INFINITY;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
