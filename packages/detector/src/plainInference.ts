import { type ConvLayer, INPUT, type MapSize, mapSizes, type SsdNet, samePadding } from './net.ts';
import type { Inference } from './onnxRuntime.ts';

/** Planes of 64-bit numbers, shape [channels, height, width]. */
type Planes = Float64Array;

/** The plain twin of a runtime, in 64-bit numbers: what others are compared to, some 5 s a picture. */
export function plainInference(net: SsdNet): Inference {
  const sizes = mapSizes(net);
  return {
    run: async (image) => {
      const maps = new Map<string, Planes>([[INPUT, Float64Array.from(image)]]);
      for (const layer of net.layers) {
        const [a, b] = (layer.kind === 'sum' ? layer.inputs : [layer.input]).map((name) => maps.get(name)!);
        const made = layer.kind === 'sum' ? a.map((v, i) => v + b[i]) : convolved(layer, a, sizes.get(layer.input)!);
        maps.set(layer.output, made);
      }
      const heads = (names: readonly string[]): Float32Array =>
        Float32Array.from(names.flatMap((name) => channelsLast(maps.get(name)!, sizes.get(name)!)));
      return { codes: heads(net.boxHeads), logits: heads(net.classHeads) };
    },
    close: async () => {},
  };
}

function convolved(layer: ConvLayer, from: Planes, { height, width }: MapSize): Planes {
  const { kernel, stride, isDepthwise, weights, bias, hasRelu6 } = layer;
  const [rows, columns] = [samePadding(height, kernel, stride), samePadding(width, kernel, stride)];
  const plane = rows.out * columns.out;
  const out = new Float64Array(bias.length * plane);
  const into = weights.length / (kernel * kernel * bias.length);
  let w = 0;
  for (let o = 0; o < bias.length; o++) {
    const target = out.subarray(o * plane, (o + 1) * plane).fill(bias[o]);
    for (let i = 0; i < into; i++) {
      const source = from.subarray((isDepthwise ? o : i) * height * width);
      for (let ky = 0; ky < kernel; ky++)
        for (let kx = 0; kx < kernel; kx++) {
          const weight = weights[w++];
          for (let y = 0; y < rows.out; y++) {
            const sy = y * stride + ky - rows.before;
            if (sy < 0 || sy >= height) continue;
            for (let x = 0; x < columns.out; x++) {
              const sx = x * stride + kx - columns.before;
              if (sx >= 0 && sx < width) target[y * columns.out + x] += weight * source[sy * width + sx];
            }
          }
        }
    }
  }
  return hasRelu6 ? out.map((v) => Math.min(Math.max(v, 0), 6)) : out;
}

/** Shape [height, width, channels]. */
function channelsLast(planes: Planes, { height, width, channels }: MapSize): number[] {
  const plane = height * width;
  return Array.from({ length: plane * channels }, (_, n) => planes[(n % channels) * plane + Math.floor(n / channels)]);
}
