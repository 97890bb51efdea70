import zstd from '@foxglove/wasm-zstd';
import { createRng } from '@homebound/math';
import { isZstd, unpackedBound } from './zstdSize.ts';

await zstd.isLoaded;
const pack = (bytes: Uint8Array): Uint8Array => new Uint8Array(zstd.compress(bytes as Buffer, 1));

const noise = (size: number): Uint8Array => {
  const rng = createRng(7);
  return Uint8Array.from({ length: size }, () => rng.int(256));
};

test.each([0, 1, 200, 255, 256, 70_000, 300_000])('a frame that says its size is no larger (%i bytes)', (size) => {
  for (const plain of [new Uint8Array(size), noise(size)]) {
    const packed = pack(plain);
    expect(isZstd(packed)).toBe(true);
    expect(unpackedBound(packed)).toBe(size);
  }
});

/** A frame as a stream leaves it, with no size in it: raw blocks, one byte repeated, and what `compress` made of the rest. */
function streamed(...blocks: { type: 0 | 1; size: number }[]): Uint8Array {
  const bytes = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
  blocks.forEach(({ type, size }, i) => {
    const header = (size << 3) | (type << 1) | (i === blocks.length - 1 ? 1 : 0);
    bytes.push(header & 255, (header >> 8) & 255, header >> 16, ...(type === 1 ? [65] : new Array(size).fill(66)));
  });
  return Uint8Array.from(bytes);
}

test('a frame without a size is bounded by its blocks, and unpacks within that', () => {
  const packed = streamed({ type: 0, size: 10 }, { type: 1, size: 100_000 }, { type: 1, size: 5 });
  expect(unpackedBound(packed)).toBe(100_015);
  expect(zstd.decompress(packed as Buffer, unpackedBound(packed)).length).toBe(100_015);
  // Frames follow each other; what may be skipped becomes nothing.
  const skipped = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9);
  expect(unpackedBound(Uint8Array.from([...packed, ...skipped, ...packed]))).toBe(200_030);
});

test('cut anywhere, or with something behind it, it is refused', () => {
  for (const packed of [
    pack(noise(3000)),
    pack(new Uint8Array(3000)),
    streamed({ type: 0, size: 10 }, { type: 1, size: 9 }),
  ]) {
    for (let n = 1; n < packed.length; n++)
      expect(() => unpackedBound(packed.subarray(0, n))).toThrow(`Cannot unpack: its ${n} bytes are cut`);
    expect(() => unpackedBound(Uint8Array.from([...packed, 1, 2, 3, 4]))).toThrow(`no zstd at byte ${packed.length}`);
  }
});

test('neither CDR nor MCAP is taken for it', () => {
  expect(isZstd(Uint8Array.of(0, 1, 0, 0, 1))).toBe(false);
  expect(isZstd(Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50))).toBe(false);
  expect(isZstd(Uint8Array.of(0x28, 0xb5))).toBe(false);
});
