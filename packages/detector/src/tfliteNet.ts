import { FlatTable } from './flatBuffer.ts';
import { halfToFloat } from './half.ts';
import { type ConvLayer, INPUT, type SsdNet, type SumLayer } from './net.ts';
import { fromHwc, fromOhwi } from './weights.ts';

// Numbers of TensorFlow Lite's schema (tensorflow/lite/schema/schema.fbs).
const ADD = 0;
const CONCATENATION = 2;
const CONV_2D = 3;
const DEPTHWISE_CONV_2D = 4;
const DEQUANTIZE = 6;
const RESHAPE = 22;
const [FLOAT32, FLOAT16] = [0, 1];
const RELU6 = 3;

/** A tensor of the file. */
interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * Reads a single-shot detector of 16- or 32-bit floats from a TensorFlow Lite file.
 * Throws RangeError for what is no such file, names the operator that it does not know.
 */
export function readTfliteNet(bytes: Uint8Array): SsdNet {
  if (String.fromCharCode(...bytes.subarray(4, 8)) !== 'TFL3')
    throw new RangeError('Cannot read the net: it is no TensorFlow Lite file (TFL3 is missing)');
  const model = FlatTable.root(bytes);
  // The older field ends at 127; later operators stand in the newer one.
  const codes = model.tables(1).map((code) => Math.max(code.int8(0), code.int32(3)));
  const buffers = model.tables(4);
  const [graph] = model.tables(2);
  const tensors = graph.tables(0).map(
    (table): Tensor => ({
      name: new TextDecoder().decode(table.bytes(3)),
      shape: table.int32s(0),
      type: table.int8(1),
      data: buffers[table.int32(2)].bytes(0),
    }),
  );
  const [input] = graph.int32s(1).map((i) => tensors[i]);
  const reader = new Reader(tensors, input);
  for (const operator of graph.tables(3)) reader.read(codes[operator.int32(0)], operator);
  const [boxes, classes] = graph.int32s(2).map((i) => tensors[i]);
  const [, height, width, channels] = input.shape;
  return {
    input: { height, width, channels },
    layers: reader.layers,
    boxHeads: reader.partsOf(boxes.name),
    classHeads: reader.partsOf(classes.name),
    classCount: classes.shape.at(-1)!,
  };
}

class Reader {
  readonly layers: (ConvLayer | SumLayer)[] = [];
  readonly #tensors: readonly Tensor[];
  /** Constants that an operator widens to 32 bits, by the name of what comes out. */
  readonly #constants = new Map<string, Float32Array>();
  /** What a tensor is but for its shape. */
  readonly #sameAs = new Map<string, string>();
  readonly #joined = new Map<string, readonly string[]>();

  constructor(tensors: readonly Tensor[], input: Tensor) {
    this.#tensors = tensors;
    this.#sameAs.set(input.name, INPUT);
  }

  read(code: number, operator: FlatTable): void {
    const inputs = operator.int32s(1).map((i) => this.#tensors[i]);
    const [{ name: output }] = operator.int32s(2).map((i) => this.#tensors[i]);
    const options = operator.table(4);
    if (code === DEQUANTIZE) this.#constants.set(output, floatsOf(inputs[0]));
    else if (code === RESHAPE) this.#sameAs.set(output, this.#nameOf(inputs[0]));
    else if (code === CONCATENATION)
      this.#joined.set(
        output,
        inputs.map((tensor) => this.#nameOf(tensor)),
      );
    else if (code === CONV_2D || code === DEPTHWISE_CONV_2D)
      this.#conv(code === DEPTHWISE_CONV_2D, inputs, output, options);
    else if (code === ADD) {
      if (options?.int8(0) !== 0) throw new RangeError(`Cannot read the net: the sum ${output} has an activation`);
      this.layers.push({ kind: 'sum', inputs: [this.#nameOf(inputs[0]), this.#nameOf(inputs[1])], output });
    } else throw new RangeError(`Cannot read the net: TensorFlow Lite's operator ${code} is none of those known here`);
  }

  /** Names of the maps that were joined, in order. */
  partsOf(name: string): readonly string[] {
    const parts = this.#joined.get(this.#sameAs.get(name) ?? name);
    if (parts === undefined) throw new RangeError(`Cannot read the net: ${name} is not joined from heads`);
    return parts;
  }

  #conv(isDepthwise: boolean, inputs: readonly Tensor[], output: string, options: FlatTable | undefined): void {
    const [from, filter, bias] = inputs;
    const [first, kernel, kernelWidth, last] = filter.shape;
    const activation = isDepthwise ? 4 : 3;
    const [padding, strideWidth, stride] = [options?.int8(0), options?.int32(1), options?.int32(2) ?? 0];
    if (options === undefined || padding !== 0 || strideWidth !== stride || kernel !== kernelWidth)
      throw new RangeError(`Cannot read the net: ${output} is no square convolution with SAME padding`);
    if (
      options.int32(activation + 1, 1) !== 1 ||
      options.int32(activation + 2, 1) !== 1 ||
      (isDepthwise && first !== 1)
    )
      throw new RangeError(`Cannot read the net: ${output} is dilated`);
    const act = options.int8(activation);
    if (act !== 0 && act !== RELU6) throw new RangeError(`Cannot read the net: ${output} has the activation ${act}`);
    const values = this.#valuesOf(filter);
    this.layers.push({
      kind: 'conv',
      input: this.#nameOf(from),
      output,
      isDepthwise,
      kernel,
      stride,
      hasRelu6: act === RELU6,
      weights: isDepthwise ? fromHwc(values, kernel, last) : fromOhwi(values, first, kernel, last),
      bias: this.#valuesOf(bias),
    });
  }

  #nameOf({ name }: Tensor): string {
    return this.#sameAs.get(name) ?? name;
  }

  #valuesOf(tensor: Tensor): Float32Array {
    return this.#constants.get(tensor.name) ?? floatsOf(tensor);
  }
}

function floatsOf({ name, type, data }: Tensor): Float32Array {
  if (data.length === 0) throw new RangeError(`Cannot read the net: ${name} is no constant`);
  if (type === FLOAT16) return halfToFloat(data);
  if (type === FLOAT32) return new Float32Array(data.slice().buffer);
  throw new RangeError(`Cannot read the net: ${name} has numbers of type ${type}`);
}
