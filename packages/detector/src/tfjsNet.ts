import { type ConvLayer, INPUT, type SsdNet, type SumLayer } from './net.ts';
import { fromHwc, fromHwio } from './weights.ts';

interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<
    Record<
      string,
      { readonly list?: { readonly i?: readonly string[] }; readonly f?: number; readonly s?: readonly number[] }
    >
  >;
}

/** What `model.json` of a TensorFlow.js graph model holds, as far as it is read here. */
export interface TfjsModel {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly {
      readonly name: string;
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly quantization?: unknown;
    }[];
  }[];
}

export interface TfjsNames {
  /** The tensor that holds the picture in [-1, 1]: what comes before it is not taken over. */
  readonly image: string;
  /** The joins of the heads. */
  readonly boxes: string;
  readonly classes: string;
  readonly input: SsdNet['input'];
  readonly classCount: number;
}

interface Constant {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Reads a single-shot detector from a TensorFlow.js graph model of 32-bit floats, from the picture to the joins of its heads. What follows a
 * convolution with one factor or summand a channel (batch normalisation) goes into its weights.
 * @param shards the weights' files, joined in the manifest's order
 * Throws RangeError, which names the operator that it does not know.
 */
export function readTfjsNet(model: TfjsModel, shards: Uint8Array, names: TfjsNames): SsdNet {
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
  const reader = new Reader(nodes, constantsOf(model, shards), names.image);
  const headsOf = (name: string): string[] => reader.joined(name).map((head) => reader.map(head));
  const [boxHeads, classHeads] = [headsOf(names.boxes), headsOf(names.classes)];
  return { input: names.input, layers: reader.layers(), boxHeads, classHeads, classCount: names.classCount };
}

type Growing = { -readonly [K in keyof ConvLayer]: ConvLayer[K] };

class Reader {
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #constants: ReadonlyMap<string, Constant>;
  readonly #users = new Map<string, number>();
  readonly #maps = new Map<string, string>();
  /** The first of what each sum adds. */
  readonly #summands = new Map<string, string>();
  readonly #layers: (Growing | SumLayer)[] = [];

  constructor(nodes: ReadonlyMap<string, GraphNode>, constants: ReadonlyMap<string, Constant>, image: string) {
    this.#nodes = nodes;
    this.#constants = constants;
    this.#maps.set(image, INPUT);
    for (const { op, input = [] } of nodes.values())
      if (op !== 'Shape') for (const name of input) this.#users.set(name, (this.#users.get(name) ?? 0) + 1);
  }

  layers(): readonly (ConvLayer | SumLayer)[] {
    return this.#layers;
  }

  /** Names of what a join joins, without the axis. */
  joined(name: string): readonly string[] {
    const { op, input = [] } = this.#node(name);
    if (op !== 'ConcatV2') throw new RangeError(`Cannot read the net: ${name} is a ${op}, not the join of the heads`);
    return input.slice(0, -1);
  }

  /** Reads all that a map is made of. @returns its name among the layers */
  map(name: string): string {
    const known = this.#maps.get(name);
    if (known !== undefined) return known;
    const made = this.#make(this.#node(name));
    this.#maps.set(name, made);
    return made;
  }

  #make(node: GraphNode): string {
    const inputs = node.input ?? [];
    const isConstant = (name: string): boolean => this.#constants.has(name);
    // A constant may stand on either side.
    const [from, second] = isConstant(inputs[0]) ? [inputs[1], inputs[0]] : inputs;
    switch (node.op) {
      case 'Conv2D':
      case 'DepthwiseConv2dNative':
        return this.#conv(node, this.map(from), this.#constant(second));
      case 'Reshape':
        return this.map(from);
      case 'Relu6':
        return this.#into(node, from, rectify);
      case 'FusedBatchNorm':
        return this.#normalise(node);
      case 'Mul':
        return this.#into(node, from, (layer) => scale(layer, this.#constant(second).values));
      case 'BiasAdd':
        return this.#into(node, from, (layer) => shift(layer, this.#constant(second).values));
      case 'Add':
        if (isConstant(second)) return this.#shiftSum(node, from, this.#constant(second).values);
        return this.#sum(node.name, from, second);
      case 'AddN':
        return this.#sum(node.name, from, second);
    }
    throw new RangeError(`Cannot read the net: ${node.name} is a ${node.op}, which is none of those known here`);
  }

  #sum(output: string, a: string, b: string): string {
    this.#layers.push({ kind: 'sum', inputs: [this.map(a), this.map(b)], output });
    this.#summands.set(output, a);
    return output;
  }

  /** A bias that was moved behind a sum goes back to the convolution before it. */
  #shiftSum(node: GraphNode, from: string, by: Float32Array): string {
    const name = this.map(from);
    const summand = this.#summands.get(name);
    this.#into(node, summand !== undefined && this.#users.get(from) === 1 ? summand : from, (layer) =>
      shift(layer, by),
    );
    return name;
  }

  #conv({ name, op, attr }: GraphNode, input: string, { shape, values }: Constant): string {
    const isDepthwise = op !== 'Conv2D';
    const [kernel, kernelWidth, into, out] = shape;
    const [, stride, strideWidth] = attr?.strides?.list?.i?.map(Number) ?? [];
    const padding = String.fromCharCode(...(attr?.padding?.s ?? []));
    const dilations = attr?.dilations?.list?.i ?? [];
    if (
      kernel !== kernelWidth ||
      stride !== strideWidth ||
      padding !== 'SAME' ||
      dilations.some((d) => d !== '1') ||
      (isDepthwise && out !== 1)
    )
      throw new RangeError(`Cannot read the net: ${name} is no square convolution with SAME padding`);
    const weights = isDepthwise ? fromHwc(values, kernel, into) : fromHwio(values, kernel, into, out);
    const bias = new Float32Array(isDepthwise ? into : out);
    this.#layers.push({
      kind: 'conv',
      input,
      output: name,
      isDepthwise,
      kernel,
      stride,
      hasRelu6: false,
      weights,
      bias,
    });
    return name;
  }

  #normalise(node: GraphNode): string {
    const [from, ...rest] = node.input ?? [];
    const [gamma, beta, mean, variance] = rest.map((name) => this.#constant(name).values);
    const epsilon = node.attr?.epsilon?.f ?? 0;
    const factor = gamma.map((g, i) => g / Math.sqrt(variance[i] + epsilon));
    return this.#into(node, from, (layer) => {
      scale(layer, factor);
      shift(
        layer,
        beta.map((b, i) => b - mean[i] * factor[i]),
      );
    });
  }

  /** Changes the convolution whose result nobody else sees. */
  #into(node: GraphNode, from: string, change: (layer: Growing) => void): string {
    const name = this.map(from);
    const layer = this.#layers.find(({ output }) => output === name);
    if (layer?.kind !== 'conv' || layer.hasRelu6 || this.#users.get(from) !== 1)
      throw new RangeError(`Cannot read the net: ${node.name} (${node.op}) follows no convolution of its own`);
    change(layer);
    return name;
  }

  #node(name: string): GraphNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`Cannot read the net: it has no node ${name}`);
    return node;
  }

  #constant(name: string): Constant {
    const constant = this.#constants.get(name);
    if (constant === undefined) throw new RangeError(`Cannot read the net: ${name} is no constant of 32-bit floats`);
    return constant;
  }
}

function rectify(layer: Growing): void {
  layer.hasRelu6 = true;
}

function scale(layer: Growing, factor: Float32Array): void {
  const each = layer.weights.length / layer.bias.length;
  layer.weights = layer.weights.map((w, i) => w * factor[Math.floor(i / each)]);
  layer.bias = layer.bias.map((b, i) => b * factor[i]);
}

function shift(layer: Growing, by: Float32Array): void {
  layer.bias = layer.bias.map((b, i) => b + by[i]);
}

function constantsOf({ weightsManifest }: TfjsModel, shards: Uint8Array): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  let at = 0;
  for (const { name, dtype, shape, quantization } of weightsManifest.flatMap(({ weights }) => weights)) {
    if (quantization !== undefined || (dtype !== 'float32' && dtype !== 'int32'))
      throw new RangeError(`Cannot read the net: ${name} is ${dtype}, quantised or of another size than 4 bytes`);
    const bytes = 4 * shape.reduce((product, n) => product * n, 1);
    if (at + bytes > shards.length)
      throw new RangeError(`Cannot read the net: ${shards.length} bytes of weights end before ${name}`);
    if (dtype === 'float32')
      constants.set(name, { shape, values: new Float32Array(shards.slice(at, at + bytes).buffer) });
    at += bytes;
  }
  return constants;
}
