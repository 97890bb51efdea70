import { halfToFloat } from './half.ts';

test('16-bit floats, by their bits', () => {
  // 1.0 = 0x3c00, −2 = 0xc000, 65504 = 0x7bff, the smallest 2⁻²⁴ = 0x0001, 1 + 2⁻¹⁰ = 0x3c01.
  const bytes = new Uint8Array(Uint16Array.from([0x3c00, 0xc000, 0x7bff, 1, 0x3c01, 0x8000, 0x7c00, 0xfc00]).buffer);
  expect([...halfToFloat(bytes)]).toEqual([1, -2, 65504, 2 ** -24, 1 + 2 ** -10, -0, Infinity, -Infinity]);
  expect(halfToFloat(new Uint8Array([1, 0x7e]))[0]).toBeNaN();
});

test('values rise with their bits', () => {
  const all = halfToFloat(new Uint8Array(Uint16Array.from({ length: 0x7c00 }, (_, i) => i).buffer));
  expect(all.every((value, i) => i === 0 || value > all[i - 1])).toBe(true);
});

test('half a number is refused', () => {
  expect(() => halfToFloat(new Uint8Array(3))).toThrow('3 bytes are an odd number');
});
