import { brightnessFromGrey, metresFromZ16, rgbFromYuyv } from './packed.ts';

/** BT.601 as the standard has it: R = 1.164 (Y - 16) + 1.596 V, G = 1.164 (Y - 16) - 0.392 U - 0.813 V, B = 1.164 (Y - 16) + 2.017 U. */
function exact(y: number, u: number, v: number): number[] {
  const l = 1.164 * (y - 16);
  return [l + 1.596 * (v - 128), l - 0.392 * (u - 128) - 0.813 * (v - 128), l + 2.017 * (u - 128)].map((c) =>
    Math.max(0, Math.min(255, c)),
  );
}

test('YUYV is the standard’s colour within one step, for every level and a spread of tints', () => {
  for (let y = 0; y < 256; y += 3)
    for (const [u, v] of [
      [128, 128],
      [90, 240],
      [54, 34],
      [255, 0],
      [0, 255],
    ]) {
      const out = new Uint8Array(6);
      rgbFromYuyv(out, Uint8Array.of(y, u, 255 - y, v), 2, 1, 4);
      [...exact(y, u, v), ...exact(255 - y, u, v)].forEach((value, k) => {
        expect(Math.abs(out[k] - value)).toBeLessThanOrEqual(1);
      });
    }
});

test('rows that are padded are read without what pads them', () => {
  const grey = new Uint8Array(4);
  brightnessFromGrey(grey, Uint8Array.of(1, 2, 99, 3, 4, 99), 2, 2, 3);
  expect([...grey]).toEqual([1, 2, 3, 4]);
  const depth = new Float32Array(4);
  metresFromZ16(depth, Uint8Array.of(232, 3, 0, 0, 9, 9, 1, 0, 255, 255, 9, 9), 2, 2, 6, 0.001);
  expect([...depth]).toEqual([1, Number.NaN, Math.fround(0.001), Math.fround(65.535)]);
});

test('a picture that is cut off, or of another size, is refused by what it wants', () => {
  const rgb = new Uint8Array(12);
  expect(() => rgbFromYuyv(rgb, new Uint8Array(7), 2, 2, 4)).toThrow('needs 8 bytes, got 7: the picture is cut off');
  expect(() => rgbFromYuyv(rgb, new Uint8Array(12), 3, 2, 6)).toThrow('width must be even');
  expect(() => rgbFromYuyv(new Uint8Array(3), new Uint8Array(8), 2, 2, 4)).toThrow('needs 12 bytes for the picture');
  expect(() => metresFromZ16(new Float32Array(4), new Uint8Array(8), 2, 2, 3, 0.001)).toThrow('does not fit into 3');
  expect(() => brightnessFromGrey(new Uint8Array(3), new Uint8Array(4), 2, 2, 2)).toThrow('needs 4 bytes');
});
