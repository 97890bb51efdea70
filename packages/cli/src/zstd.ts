import zstd from '@foxglove/wasm-zstd';
import type { ChunkCompression } from '@homebound/graph';

/** Must be awaited once before the first use: it is WebAssembly. */
export const zstdReady: Promise<unknown> = zstd.isLoaded;

export const zstdCompression: ChunkCompression = {
  name: 'zstd',
  // The library's answer is a view that its next call overwrites.
  compress: (bytes) => new Uint8Array(zstd.compress(bytes as Buffer, 1)),
};

export const decompress = {
  zstd: (bytes: Uint8Array, size: bigint): Uint8Array => new Uint8Array(zstd.decompress(bytes as Buffer, Number(size))),
};
