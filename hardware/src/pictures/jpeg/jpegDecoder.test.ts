import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRng } from '@homebound/math';
import { JpegDecoder } from './jpegDecoder.ts';
import { JpegError } from './jpegError.ts';

/** Pictures of a gradient, a disc and stripes, encoded by libjpeg-turbo 2.1.5 (cjpeg), and what it decodes them to (djpeg -nosmooth -dct float). */
const { width, height, pictures, refused } = JSON.parse(
  gunzipSync(readFileSync(new URL('./testPictures.json.gz', import.meta.url))).toString(),
) as {
  width: number;
  height: number;
  pictures: Record<string, { jpeg: string; rgb: string }>;
  refused: Record<string, string>;
};
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const names = Object.keys(pictures);
const jpegOf = (name: string): Uint8Array => bytesOf(pictures[name].jpeg);

function decode(jpeg: Uint8Array, scale: 1 | 2 | 4 = 1): Uint8Array {
  const out = new Uint8Array((3 * width * height) / (scale * scale));
  new JpegDecoder(width, height, scale).decode(out, jpeg);
  return out;
}

/** Where a marker's segment lies: its first byte and that after it. */
function segment(jpeg: Uint8Array, kind: number): [number, number] {
  for (let at = 2; at < jpeg.length; at += 2 + 256 * jpeg[at + 2] + jpeg[at + 3])
    if (jpeg[at + 1] === kind) return [at, at + 2 + 256 * jpeg[at + 2] + jpeg[at + 3]];
  throw new Error(`no segment ${kind}`);
}

function without(jpeg: Uint8Array, kind: number): Uint8Array {
  let left = jpeg;
  for (;;)
    try {
      const [from, to] = segment(left, kind);
      left = Uint8Array.from([...left.subarray(0, from), ...left.subarray(to)]);
    } catch {
      return left;
    }
}

function changed(jpeg: Uint8Array, at: number, ...bytes: number[]): Uint8Array {
  const copy = jpeg.slice();
  copy.set(bytes, at);
  return copy;
}

test.each(names)('%s: every sample within one step of a reference decoder’s', (name) => {
  const found = decode(jpegOf(name));
  const expected = bytesOf(pictures[name].rgb);
  expect(found.length).toBe(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThanOrEqual(1);
});

test.each(names)('%s: at a half and a quarter it is the mean of the pixels that fall together', (name) => {
  const full = decode(jpegOf(name));
  for (const scale of [2, 4] as const) {
    const small = decode(jpegOf(name), scale);
    let sum = 0;
    for (let i = 0; i < small.length; i++) {
      const pixel = Math.floor(i / 3);
      const x = scale * (pixel % (width / scale));
      const y = scale * Math.floor(pixel / (width / scale));
      let mean = 0;
      for (let k = 0; k < scale * scale; k++)
        mean += full[3 * ((y + Math.floor(k / scale)) * width + x + (k % scale)) + (i % 3)] / (scale * scale);
      sum += Math.abs(small[i] - mean);
    }
    // Samples of the full picture are rounded, and cut off at black and white.
    expect(sum / small.length).toBeLessThan(0.7);
  }
});

test('without code tables, as USB cameras send it, it is the same picture', () => {
  for (const name of ['4:2:2', '4:2:0', 'grey']) {
    const bare = without(jpegOf(name), 0xc4);
    expect(bare.length).toBeLessThan(jpegOf(name).length - 200);
    expect(decode(bare)).toEqual(decode(jpegOf(name)));
  }
});

test('a decoder takes any of them after another, and one that was damaged, and keeps nothing that is wiped', () => {
  const decoder = new JpegDecoder(width, height, 1);
  const out = new Uint8Array(3 * width * height);
  for (const name of [...names, ...names.reverse()]) {
    expect(() => decoder.decode(out, jpegOf(name).subarray(0, 550))).toThrow(JpegError);
    decoder.decode(out, jpegOf(name));
    expect(out).toEqual(decode(jpegOf(name)));
    decoder.wipe();
  }
});

test('what follows the end is not looked at; what is left before it is damage', () => {
  const jpeg = jpegOf('4:2:2');
  expect(decode(Uint8Array.from([...jpeg, 0, 0, 1, 2]))).toEqual(decode(jpeg));
  expect(decode(jpeg.subarray(0, -2))).toEqual(decode(jpeg));
  const more = Uint8Array.from([...jpeg.subarray(0, -2), 7, 7, 7, 7, 0xff, 0xd9]);
  expect(() => decode(more)).toThrow('something is left');
});

test.each(Object.keys(refused))('%s is refused by its name', (name) => {
  expect(() => decode(bytesOf(refused[name]))).toThrow(name);
});

test.each<[string, (jpeg: Uint8Array) => Uint8Array, string]>([
  ['nothing', () => new Uint8Array(0), 'does not begin as one'],
  ['another size', (jpeg) => changed(jpeg, segment(jpeg, 0xc0)[0] + 5, 0, 24), 'it is 36 x 24, not 36 x 20'],
  ['a size beyond all', (jpeg) => changed(jpeg, segment(jpeg, 0xc0)[0] + 5, 255, 255), 'got 36 x 65535'],
  ['12 bits', (jpeg) => changed(jpeg, segment(jpeg, 0xc0)[0] + 4, 12), '8 bits'],
  ['odd sampling', (jpeg) => changed(jpeg, segment(jpeg, 0xc0)[0] + 11, 0x41), 'got 4x1,1x1,1x1'],
  ['no sampling', (jpeg) => changed(jpeg, segment(jpeg, 0xc0)[0] + 11, 0), 'got 0x0,1x1,1x1'],
  ['steps of 16 bits', (jpeg) => changed(jpeg, segment(jpeg, 0xdb)[0] + 4, 0x10), 'steps are none'],
  ['no steps', (jpeg) => without(jpeg, 0xdb), 'tables that it does not have'],
  ['no size', (jpeg) => without(jpeg, 0xc0), 'does not say how large'],
  ['codes that cannot be', (jpeg) => changed(jpeg, segment(jpeg, 0xc4)[0] + 5, 3, 1, 2), 'too many codes of 1 bits'],
  ['colours apart', (jpeg) => changed(jpeg, segment(jpeg, 0xda)[0] + 4, 1), 'must come together'],
  ['no picture', (jpeg) => jpeg.subarray(0, segment(jpeg, 0xda)[1]), 'cut off'],
  ['an end at once', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'ends before its picture'],
])('%s is refused in words', (_name, spoil, words) => {
  expect(() => decode(spoil(jpegOf('4:2:2')))).toThrow(words);
});

test('a restart that is missing, or another, is damage', () => {
  const jpeg = jpegOf('4:2:2, restarts, own codes');
  const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xd0);
  expect(at).toBeGreaterThan(0);
  expect(() => decode(changed(jpeg, at + 1, 0xd1))).toThrow('a restart is missing');
  expect(() => decode(changed(jpeg, at, 1, 1))).toThrow(JpegError);
});

test.each(names)('%s, cut off at every byte: refused, unless only the end’s mark is missing', (name) => {
  const jpeg = jpegOf(name);
  const decoder = new JpegDecoder(width, height, 1);
  const out = new Uint8Array(3 * width * height);
  for (let length = 0; length < jpeg.length - 2; length++)
    expect(() => decoder.decode(out, jpeg.subarray(0, length))).toThrow(JpegError);
});

test('10,000 pictures with bytes changed by chance (seed 7): a picture, or its own error, in bounded steps', () => {
  const rng = createRng(7);
  const decoder = new JpegDecoder(width, height, 2);
  const out = new Uint8Array((3 * width * height) / 4);
  let damaged = 0;
  for (let k = 0; k < 10_000; k++) {
    const jpeg = jpegOf(names[k % names.length]);
    for (let n = 1 + Math.floor(3 * rng.uniform()); n > 0; n--)
      jpeg[Math.floor(rng.uniform() * jpeg.length)] = Math.floor(256 * rng.uniform());
    try {
      decoder.decode(out, jpeg);
    } catch (error) {
      if (!(error instanceof JpegError)) throw error;
      damaged++;
    }
  }
  // Codes are dense: what changes a brightness alone is a picture all the same.
  expect(damaged).toBeGreaterThan(4000);
  decoder.decode(out, jpegOf('grey'));
  expect(out).toEqual(decode(jpegOf('grey'), 2));
});

test('sizes that are none are refused', () => {
  expect(() => new JpegDecoder(161, 120, 2)).toThrow('multiples of 2, got 161 x 120');
  expect(() => new JpegDecoder(0, 120, 1)).toThrow('1 to 4096');
  expect(() => new JpegDecoder(36, 20, 1).decode(new Uint8Array(5), jpegOf('grey'))).toThrow('needs 2160 bytes');
});
