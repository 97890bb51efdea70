import { plainInference } from './plainInference.ts';

test('a sum over a kernel at the edge, by hand', async () => {
  const layer = {
    kind: 'conv',
    input: 'image',
    output: 'o',
    isDepthwise: false,
    kernel: 3,
    stride: 2,
    hasRelu6: false,
  } as const;
  const head = {
    ...layer,
    input: 'image',
    kernel: 1,
    stride: 2,
    weights: Float32Array.from([1]),
    bias: Float32Array.from([0]),
  };
  const net = {
    input: { height: 2, width: 2, channels: 1 },
    layers: [
      { ...layer, weights: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), bias: Float32Array.from([100]) },
      { ...head, output: 'c' },
    ],
    boxHeads: ['o'],
    classHeads: ['c'],
    classCount: 1,
  };
  // 2 → 1 with a kernel of 3: (1 − 1) · 2 + 3 − 2 = 1 is added, after: 1 · 10 + 2 · 20 + 4 · 30 + 5 · 40 + 100.
  expect(await plainInference(net).run(Float32Array.from([10, 20, 30, 40]))).toEqual({
    codes: Float32Array.from([470]),
    logits: Float32Array.from([10]),
  });
});
