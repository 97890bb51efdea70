import { type ConvLayer, INPUT, type MapSize, mapSizes, type SsdNet, samePadding } from './net.ts';
import { ProtobufWriter } from './protobuf.ts';

export const BOXES = 'boxes';
export const CLASSES = 'classes';

// Numbers of onnx.proto.
const [FLOAT, INT64] = [1, 7];
const [ATTRIBUTE_INT, ATTRIBUTE_INTS] = [2, 7];
const OPSET = 13;
const IR_VERSION = 7;

/**
 * The net as an ONNX model: in `image` [1, 3, height, width], out `boxes` [1, anchors, 4] and `classes` [1, anchors, classes], both raw.
 * The same net gives the same bytes.
 * @param notice goes along in the file: whose the weights are, and by what licence
 */
export function onnxOf(net: SsdNet, notice: string): Uint8Array {
  const sizes = mapSizes(net);
  const graph = new ProtobufWriter();
  const names = new Map([[INPUT, INPUT], ...net.layers.map(({ output }, i): [string, string] => [output, `map${i}`])]);
  for (const layer of net.layers) {
    const out = names.get(layer.output)!;
    if (layer.kind === 'sum')
      graph.message(
        1,
        node(
          'Add',
          layer.inputs.map((name) => names.get(name)!),
          out,
        ),
      );
    else conv(graph, layer, sizes.get(layer.input)!, names.get(layer.input)!, out);
  }
  join(
    graph,
    net.boxHeads.map((name) => names.get(name)!),
    4,
    BOXES,
  );
  join(
    graph,
    net.classHeads.map((name) => names.get(name)!),
    net.classCount,
    CLASSES,
  );
  graph.text(2, 'detector');
  graph.message(5, tensor('zero', [], floats([0]))).message(5, tensor('six', [], floats([6])));
  const { height, width, channels } = net.input;
  const anchors = net.boxHeads.reduce((sum, name) => sum + anchorsIn(sizes.get(name)!, 4), 0);
  graph.message(11, value(INPUT, [1, channels, height, width]));
  graph.message(12, value(BOXES, [1, anchors, 4])).message(12, value(CLASSES, [1, anchors, net.classCount]));
  const opset = new ProtobufWriter().text(1, '').int(2, OPSET);
  return new ProtobufWriter()
    .int(1, IR_VERSION)
    .text(2, 'homebound')
    .text(6, notice)
    .message(7, graph)
    .message(8, opset)
    .finish();
}

function anchorsIn({ height, width, channels }: MapSize, each: number): number {
  return (height * width * channels) / each;
}

function conv(graph: ProtobufWriter, layer: ConvLayer, { height, width }: MapSize, input: string, out: string): void {
  const { kernel, stride, isDepthwise, weights, bias } = layer;
  const into = weights.length / (kernel * kernel * bias.length);
  graph.message(5, tensor(`${out}.weights`, [bias.length, into, kernel, kernel], floats(weights)));
  graph.message(5, tensor(`${out}.bias`, [bias.length], floats(bias)));
  const [rows, columns] = [samePadding(height, kernel, stride), samePadding(width, kernel, stride)];
  const made = layer.hasRelu6 ? `${out}.linear` : out;
  const attributes = [
    ints('kernel_shape', [kernel, kernel]),
    ints('strides', [stride, stride]),
    ints('pads', [rows.before, columns.before, rows.after, columns.after]),
    int('group', isDepthwise ? bias.length : 1),
  ];
  graph.message(1, node('Conv', [input, `${out}.weights`, `${out}.bias`], made, attributes));
  if (layer.hasRelu6) graph.message(1, node('Clip', [made, 'zero', 'six'], out));
}

/** Channels last, a line for each anchor, all maps below each other: the order of the anchors. */
function join(graph: ProtobufWriter, heads: readonly string[], each: number, out: string): void {
  graph.message(5, tensor(`${out}.shape`, [3], int64s([1, -1, each]), INT64));
  for (const head of heads) {
    graph.message(1, node('Transpose', [head], `${head}.last`, [ints('perm', [0, 2, 3, 1])]));
    graph.message(1, node('Reshape', [`${head}.last`, `${out}.shape`], `${head}.lines`));
  }
  const lines = heads.map((head) => `${head}.lines`);
  graph.message(1, node('Concat', lines, out, [int('axis', 1)]));
}

function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly ProtobufWriter[] = [],
): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.text(1, input);
  writer.text(2, output).text(3, output).text(4, op);
  for (const attribute of attributes) writer.message(5, attribute);
  return writer;
}

function int(name: string, value: number): ProtobufWriter {
  return new ProtobufWriter().text(1, name).int(3, value).int(20, ATTRIBUTE_INT);
}

function ints(name: string, values: readonly number[]): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  for (const value of values) writer.int(8, value);
  return writer.int(20, ATTRIBUTE_INTS);
}

function tensor(name: string, shape: readonly number[], data: Uint8Array, type: number = FLOAT): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of shape) writer.int(1, size);
  return writer.int(2, type).text(8, name).bytes(9, data);
}

function value(name: string, shape: readonly number[]): ProtobufWriter {
  const sizes = new ProtobufWriter();
  for (const size of shape) sizes.message(1, new ProtobufWriter().int(1, size));
  const type = new ProtobufWriter().message(1, new ProtobufWriter().int(1, FLOAT).message(2, sizes));
  return new ProtobufWriter().text(1, name).message(2, type);
}

/** Raw data is little-endian wherever it is written. */
function floats(values: ArrayLike<number>): Uint8Array {
  const out = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) out.setFloat32(4 * i, values[i], true);
  return new Uint8Array(out.buffer);
}

function int64s(values: readonly number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) out.setBigInt64(8 * i, BigInt(value), true);
  return new Uint8Array(out.buffer);
}
