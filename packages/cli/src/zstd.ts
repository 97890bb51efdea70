import zstd from '@foxglove/wasm-zstd';
import { FormatError, InflationLimit } from '@homebound/formats';
import { type ChunkCompression, ChunkRefused, unpackedBound } from '@homebound/graph';
import { CliError } from './errors.ts';

/** Of a chunk: recorders write 0.8 to 4 MB. */
const MAX_CHUNK_BYTES = 64 * 2 ** 20;
/** Of a whole recording: an hour with scans at 10 Hz is 0.1 GB. */
const MAX_PLAIN_BYTES = 2 * 2 ** 30;

/** Of a recording that is compressed as a whole: it is unpacked in memory. */
const MAX_FILE_BYTES = 512 * 2 ** 20;

/** Must be awaited once before the first use: it is WebAssembly. */
export const zstdReady: Promise<unknown> = zstd.isLoaded;

export const zstdCompression: ChunkCompression = {
  name: 'zstd',
  // The library's answer is a view that its next call overwrites.
  compress: (bytes) => new Uint8Array(zstd.compress(bytes as Buffer, 1)),
};

/**
 * What a recording's chunks are unpacked with. A chunk says how large it becomes, and room is made for that before anything is unpacked:
 * it is not believed beyond a bound, and no more comes out of a whole recording than there is an honest reason for.
 */
export function boundedZstd(input: string): { readonly zstd: (bytes: Uint8Array, size: bigint) => Uint8Array } {
  const limit = new InflationLimit(input, MAX_PLAIN_BYTES);
  const check = (packed_bytes: number, plain_bytes: bigint): void => {
    if (plain_bytes > MAX_CHUNK_BYTES)
      throw new ChunkRefused(
        `a chunk says that it unpacks to ${plain_bytes} bytes; at most ${MAX_CHUNK_BYTES} are read`,
      );
    try {
      limit.add(packed_bytes, Number(plain_bytes));
    } catch (cause) {
      throw new ChunkRefused(cause instanceof FormatError ? cause.problem : String(cause), { cause });
    }
  };
  return {
    zstd: (bytes, size) => {
      check(bytes.length, size);
      return new Uint8Array(zstd.decompress(bytes as Buffer, Number(size)));
    },
  };
}

/** A recording that rosbag2 compressed as a whole file. Room is made for what it can become, so that is bounded first. */
export function unpackFile(path: string, bytes: Uint8Array): Uint8Array {
  try {
    const bound_bytes = unpackedBound(bytes);
    if (bound_bytes > MAX_FILE_BYTES)
      throw new RangeError(`it unpacks to up to ${bound_bytes} bytes, at most ${MAX_FILE_BYTES} are; use \`zstd -d\``);
    return zstd.decompress(bytes as Buffer, bound_bytes);
  } catch (cause) {
    throw new CliError(`${path}: ${(cause as Error).message}`, { cause });
  }
}
