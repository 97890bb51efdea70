import { ownBuffers } from './plain.ts';

test('views get buffers of their own, everything else stays as it is', () => {
  const whole = Float64Array.of(7, 8);
  const view = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
  const pooled = Buffer.from('abc');
  const made = ownBuffers({ a: view, b: [{ c: pooled, d: 5n }], whole, text: 'x' }) as {
    a: Float32Array;
    b: { c: Uint8Array; d: bigint }[];
    whole: Float64Array;
    text: string;
  };
  expect(made.a).toEqual(Float32Array.of(1, 2));
  expect(made.a.buffer.byteLength).toBe(8);
  expect([...made.b[0]!.c]).toEqual([97, 98, 99]);
  expect(made.b[0]!.c.buffer.byteLength).toBe(3);
  expect(made.b[0]!.d).toBe(5n);
  expect(made.whole).toBe(whole);
  expect(made.text).toBe('x');
});
