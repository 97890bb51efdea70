import { plainInference } from './plainInference.ts';
import { floats } from './testNet.ts';
import { readTfjsNet, type TfjsModel } from './tfjsNet.ts';

const strides = (n: number) => ({
  strides: { list: { i: ['1', `${n}`, `${n}`, '1'] } },
  padding: { s: [83, 65, 77, 69] },
});
const constants: Record<string, { shape: number[]; values: Float32Array }> = {
  w1: { shape: [3, 3, 3, 4], values: floats(108, 1) },
  b1: { shape: [4], values: floats(4, 2) },
  w2: { shape: [3, 3, 4, 1], values: floats(36, 3) },
  m2: { shape: [4], values: floats(4, 4) },
  b2: { shape: [4], values: floats(4, 5) },
  w3: { shape: [1, 1, 4, 4], values: floats(16, 6) },
  b3: { shape: [4], values: floats(4, 7) },
  w4: { shape: [3, 3, 4, 1], values: floats(36, 8) },
  gamma: { shape: [4], values: floats(4, 9) },
  beta: { shape: [4], values: floats(4, 10) },
  mean: { shape: [4], values: floats(4, 11) },
  variance: { shape: [4], values: floats(4, 12).map((v) => v * v + 0.1) },
  w5: { shape: [1, 1, 4, 4], values: floats(16, 13) },
  w6: { shape: [1, 1, 4, 2], values: floats(8, 14) },
  b6: { shape: [2], values: floats(2, 15) },
};
const node = (name: string, op: string, input: string[], attr = {}) => ({ name, op, input, attr });
/** As a converter leaves it: batch normalisation in three forms, a bias moved behind a sum. */
const nodes = [
  ...Object.keys(constants).map((name) => node(name, 'Const', [])),
  node('conv1', 'Conv2D', ['image', 'w1'], strides(2)),
  node('add1', 'Add', ['conv1', 'b1']),
  node('relu1', 'Relu6', ['add1']),
  node('conv2', 'DepthwiseConv2dNative', ['relu1', 'w2'], strides(1)),
  node('mul2', 'Mul', ['conv2', 'm2']),
  node('add2', 'Add', ['mul2', 'b2']),
  node('relu2', 'Relu6', ['add2']),
  node('conv3', 'Conv2D', ['relu2', 'w3'], strides(1)),
  node('sum', 'AddN', ['conv3', 'relu1']),
  node('moved', 'Add', ['b3', 'sum']),
  node('conv4', 'DepthwiseConv2dNative', ['moved', 'w4'], strides(2)),
  node('norm4', 'FusedBatchNorm', ['conv4', 'gamma', 'beta', 'mean', 'variance'], { epsilon: { f: 0.001 } }),
  node('relu4', 'Relu6', ['norm4']),
  node('conv5', 'Conv2D', ['relu4', 'w5'], strides(1)),
  node('lines5', 'Reshape', ['conv5', 'shape']),
  node('conv6', 'Conv2D', ['moved', 'w6'], strides(1)),
  node('bias6', 'BiasAdd', ['conv6', 'b6']),
  node('lines6', 'Reshape', ['bias6', 'shape']),
  node('boxes', 'ConcatV2', ['lines5', 'axis']),
  node('classes', 'ConcatV2', ['lines6', 'axis']),
];
const weights = Object.entries(constants).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
const shards = new Uint8Array(Object.values(constants).flatMap(({ values }) => [...new Uint8Array(values.buffer)]));
const model = (all = nodes, manifest: TfjsModel['weightsManifest'][0]['weights'] = weights): TfjsModel => ({
  modelTopology: { node: all },
  weightsManifest: [{ paths: [], weights: manifest }],
});
const names = {
  image: 'image',
  boxes: 'boxes',
  classes: 'classes',
  input: { height: 5, width: 6, channels: 3 },
  classCount: 2,
};

/** The graph as it is written, a pixel at a time, channels last: nothing is folded. */
function graph(image: Float32Array): { codes: number[]; logits: number[] } {
  type Picture = { h: number; w: number; c: number; v: number[] };
  const value = (name: string): Picture => {
    if (name === 'image')
      return { h: 5, w: 6, c: 3, v: Array.from({ length: 90 }, (_, n) => image[(n % 3) * 30 + Math.floor(n / 3)]) };
    const { op, input, attr } = nodes.find((one) => one.name === name) as unknown as {
      op: string;
      input: string[];
      attr: ReturnType<typeof strides>;
    };
    const vector = (i: number): Float32Array => constants[input[i]].values;
    const each = (p: Picture, f: (v: number, c: number) => number): Picture => ({
      ...p,
      v: p.v.map((v, n) => f(v, n % p.c)),
    });
    if (op === 'Relu6') return each(value(input[0]), (v) => Math.min(6, Math.max(0, v)));
    if (op === 'Reshape') return value(input[0]);
    if (op === 'Mul') return each(value(input[0]), (v, c) => v * vector(1)[c]);
    if (op === 'BiasAdd' || (input[1] in constants && op === 'Add'))
      return each(value(input[0]), (v, c) => v + vector(1)[c]);
    if (op === 'Add') return each(value(input[1]), (v, c) => v + vector(0)[c]);
    if (op === 'FusedBatchNorm')
      return each(
        value(input[0]),
        (v, c) => ((v - vector(3)[c]) / Math.sqrt(vector(4)[c] + 0.001)) * vector(1)[c] + vector(2)[c],
      );
    if (op === 'AddN') {
      const [a, b] = [value(input[0]), value(input[1])];
      return { ...a, v: a.v.map((v, i) => v + b.v[i]) };
    }
    const from = value(input[0]);
    const {
      shape: [k, , into, mult],
      values,
    } = constants[input[1]];
    const s = Number(attr.strides.list.i[1]);
    const isDepthwise = op !== 'Conv2D';
    const [h, w, c] = [Math.ceil(from.h / s), Math.ceil(from.w / s), isDepthwise ? into : mult];
    const pad = (size: number, out: number): number => Math.floor(Math.max((out - 1) * s + k - size, 0) / 2);
    const v: number[] = [];
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++)
        for (let o = 0; o < c; o++) {
          let sum = 0;
          for (let ky = 0; ky < k; ky++)
            for (let kx = 0; kx < k; kx++) {
              const [sy, sx] = [y * s + ky - pad(from.h, h), x * s + kx - pad(from.w, w)];
              if (sy < 0 || sx < 0 || sy >= from.h || sx >= from.w) continue;
              for (let i = isDepthwise ? o : 0; i <= (isDepthwise ? o : into - 1); i++)
                sum +=
                  from.v[(sy * from.w + sx) * from.c + i] *
                  values[((ky * k + kx) * into + i) * mult + (isDepthwise ? 0 : o)];
            }
          v.push(sum);
        }
    return { h, w, c, v };
  };
  return { codes: value('lines5').v, logits: value('lines6').v };
}

test('a net with everything folded says what its graph says', async () => {
  const net = readTfjsNet(model(), shards, names);
  expect(net.layers.map(({ kind }) => kind)).toEqual(['conv', 'conv', 'conv', 'sum', 'conv', 'conv', 'conv']);
  const image = floats(90, 99);
  const { codes, logits } = await plainInference(net).run(image);
  const truth = graph(image);
  expect(codes.length).toBe(2 * 2 * 4);
  for (const [i, value] of truth.codes.entries()) expect(codes[i]).toBeCloseTo(value, 4);
  for (const [i, value] of truth.logits.entries()) expect(logits[i]).toBeCloseTo(value, 4);
});

test.each<[string, () => unknown, string]>([
  [
    'an operator that is not known',
    () => readTfjsNet(model(nodes.map((n) => (n.name === 'relu4' ? { ...n, op: 'Elu' } : n))), shards, names),
    'relu4 is a Elu',
  ],
  [
    'a factor on what somebody else sees',
    () => readTfjsNet(model([...nodes, node('other', 'Relu6', ['conv2'])]), shards, names),
    'mul2 (Mul) follows no convolution of its own',
  ],
  ['weights that end too early', () => readTfjsNet(model(), shards.subarray(0, 500), names), 'end before'],
  [
    'quantised weights',
    () => readTfjsNet(model(nodes, [{ ...weights[0], dtype: 'uint8' }]), shards, names),
    'w1 is uint8',
  ],
  [
    'VALID padding',
    () =>
      readTfjsNet(
        model(nodes.map((n) => (n.name === 'conv1' ? { ...n, attr: { ...n.attr, padding: { s: [86] } } } : n))),
        shards,
        names,
      ),
    'conv1 is no square convolution',
  ],
])('refused: %s', (_, read, words) => {
  expect(read).toThrow(words);
});
