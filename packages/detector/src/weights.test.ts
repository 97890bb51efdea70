import { fromHwc, fromHwio, fromOhwi } from './weights.ts';

// out 2, in 3, kernel 2: each number says where it belongs, 1000 out + 100 in + 10 y + x.
const tagged = (order: string): Float32Array => {
  const sizes: Record<string, number> = { o: 2, i: 3, y: 2, x: 2 };
  const factor: Record<string, number> = { o: 1000, i: 100, y: 10, x: 1 };
  let all = [0];
  for (const axis of order)
    all = all.flatMap((base) => Array.from({ length: sizes[axis] }, (_, n) => base + n * factor[axis]));
  return Float32Array.from(all);
};

test('weights of each maker come out as [out, in, y, x]', () => {
  expect(fromOhwi(tagged('oyxi'), 2, 2, 3)).toEqual(tagged('oiyx'));
  expect(fromHwio(tagged('yxio'), 2, 3, 2)).toEqual(tagged('oiyx'));
  expect(fromHwc(tagged('yxi'), 2, 3)).toEqual(tagged('iyx'));
});
