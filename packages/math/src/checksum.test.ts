import { Checksum } from './checksum.ts';

const of = (...values: number[]): string => {
  const sum = new Checksum();
  sum.add(...values);
  return sum.hex;
};

test('one bit, the order and the sign of zero all show', () => {
  expect(of(1, 2, 3)).toBe(of(1, 2, 3));
  expect(of(1, 2, 3)).not.toBe(of(1, 3, 2));
  expect(of(0.1)).not.toBe(of(0.1 + 2 ** -56));
  expect(of(0)).not.toBe(of(-0));
  const sum = new Checksum();
  sum.add(1);
  const copy = sum.clone();
  copy.add(2);
  expect(copy.hex).toBe(of(1, 2));
  expect(sum.hex).toBe(of(1));
  const bytes = new Checksum();
  bytes.addBytes(new Int8Array([1, -1]));
  expect(bytes.hex).toMatch(/^[0-9a-f]{16}$/);
  expect(bytes.hex).not.toBe(new Checksum().hex);
});
