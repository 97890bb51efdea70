/** Of a tensor between layers: one picture, so no batch. */
export interface MapSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Square kernel, SAME padding, bias, with or without ReLU6: all that the nets of this room are made of, beside sums. */
export interface ConvLayer {
  readonly kind: 'conv';
  readonly input: string;
  readonly output: string;
  readonly isDepthwise: boolean;
  readonly kernel: number;
  readonly stride: number;
  readonly hasRelu6: boolean;
  /** Shape [out, in, kernel, kernel]; depthwise [out, 1, kernel, kernel]. */
  readonly weights: Float32Array;
  /** One for each channel of the output. */
  readonly bias: Float32Array;
}

export interface SumLayer {
  readonly kind: 'sum';
  readonly inputs: readonly [string, string];
  readonly output: string;
}

/**
 * A single-shot detector: layers in the order in which they can be run, and the maps whose channels are box codes and class logits, the finest
 * first. Tensors are called by name; `input` is the picture, red, green, blue in [-1, 1].
 */
export interface SsdNet {
  readonly input: MapSize;
  readonly layers: readonly (ConvLayer | SumLayer)[];
  readonly boxHeads: readonly string[];
  readonly classHeads: readonly string[];
  /** Classes, the background included, which is the first. */
  readonly classCount: number;
}

export const INPUT = 'image';

/** What SAME padding adds before and after along one axis: the odd one comes after. */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
): { out: number; before: number; after: number } {
  const out = Math.ceil(size / stride);
  const all = Math.max((out - 1) * stride + kernel - size, 0);
  const before = Math.floor(all / 2);
  return { out, before, after: all - before };
}

/** The size of every tensor by its name. Throws RangeError when layers do not fit together. */
export function mapSizes({ input, layers }: SsdNet): Map<string, MapSize> {
  const sizes = new Map<string, MapSize>([[INPUT, input]]);
  const of = (name: string): MapSize => {
    const size = sizes.get(name);
    if (size === undefined) throw new RangeError(`Cannot size the net: ${name} is used before it is made`);
    return size;
  };
  for (const layer of layers) {
    if (layer.kind === 'sum') {
      const [a, b] = layer.inputs.map(of);
      if (a.height !== b.height || a.width !== b.width || a.channels !== b.channels)
        throw new RangeError(`Cannot size the net: ${layer.output} adds maps of different sizes`);
      sizes.set(layer.output, a);
      continue;
    }
    const { height, width, channels } = of(layer.input);
    const { kernel, stride, weights, bias, isDepthwise } = layer;
    const perOutput = kernel * kernel * (isDepthwise ? 1 : channels);
    if (weights.length !== perOutput * bias.length || (isDepthwise && bias.length !== channels))
      throw new RangeError(
        `Cannot size the net: ${layer.output} has ${weights.length} weights for ${channels} → ${bias.length} channels`,
      );
    const out = (size: number): number => samePadding(size, kernel, stride).out;
    sizes.set(layer.output, { height: out(height), width: out(width), channels: bias.length });
  }
  return sizes;
}
