import { mapSizes, samePadding } from './net.ts';
import { smallNet } from './testNet.ts';

test('SAME padding: the odd one comes after', () => {
  // 300 → 150: (150 − 1) · 2 + 3 − 300 = 1; 75 → 38: (38 − 1) · 2 + 3 − 75 = 2; a kernel of 1 needs none.
  expect(samePadding(300, 3, 2)).toEqual({ out: 150, before: 0, after: 1 });
  expect(samePadding(75, 3, 2)).toEqual({ out: 38, before: 1, after: 1 });
  expect(samePadding(19, 3, 1)).toEqual({ out: 19, before: 1, after: 1 });
  expect(samePadding(5, 1, 2)).toEqual({ out: 3, before: 0, after: 0 });
});

test('sizes of all maps', () => {
  const sizes = mapSizes(smallNet());
  expect(sizes.get('d')).toEqual({ height: 4, width: 5, channels: 4 });
  expect(sizes.get('boxes1')).toEqual({ height: 2, width: 3, channels: 12 });
});

test('layers that do not fit together are refused by name', () => {
  const net = smallNet();
  const [first, ...rest] = net.layers;
  expect(() => mapSizes({ ...net, layers: rest })).toThrow('a is used before it is made');
  expect(() => mapSizes({ ...net, layers: [{ ...first, weights: new Float32Array(5) } as never] })).toThrow(
    'a has 5 weights',
  );
  expect(() => mapSizes({ ...net, layers: [first, { kind: 'sum', inputs: ['a', 'image'], output: 'z' }] })).toThrow(
    'z adds maps of different sizes',
  );
});
