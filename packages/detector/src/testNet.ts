import { INPUT, type SsdNet } from './net.ts';

/** For tests: numbers in [-1, 1) that a seed repeats. */
export function* someNumbers(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 31 - 1;
  }
}

export function floats(count: number, seed: number): Float32Array {
  const numbers = someNumbers(seed);
  return Float32Array.from({ length: count }, () => numbers.next().value);
}

/** For tests: a net with each kind of layer, odd sizes and two heads of 2 + 3 anchors a cell, 3 classes. */
export function smallNet(): SsdNet {
  const conv = (
    input: string,
    output: string,
    [into, out, kernel, stride]: readonly [number, number, number, number],
    hasRelu6 = false,
    isDepthwise = false,
  ) => ({
    kind: 'conv' as const,
    input,
    output,
    kernel,
    stride,
    hasRelu6,
    isDepthwise,
    weights: floats(out * (isDepthwise ? 1 : into) * kernel * kernel, output.length + out),
    bias: floats(out, out),
  });
  return {
    input: { height: 7, width: 10, channels: 3 },
    layers: [
      conv(INPUT, 'a', [3, 4, 3, 2], true),
      conv('a', 'b', [4, 4, 3, 1], true, true),
      conv('b', 'c', [4, 4, 1, 1]),
      { kind: 'sum', inputs: ['a', 'c'], output: 'd' },
      conv('d', 'e', [4, 5, 3, 2], false, false),
      conv('d', 'boxes0', [4, 8, 1, 1]),
      conv('d', 'classes0', [4, 6, 1, 1]),
      conv('e', 'boxes1', [5, 12, 1, 1]),
      conv('e', 'classes1', [5, 9, 1, 1]),
    ],
    boxHeads: ['boxes0', 'boxes1'],
    classHeads: ['classes0', 'classes1'],
    classCount: 3,
  };
}
