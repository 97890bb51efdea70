/** A list as `get(o, i, y, x)` gives it, in the order of `ConvLayer.weights`. */
function ordered(
  out: number,
  into: number,
  kernel: number,
  get: (o: number, i: number, y: number, x: number) => number,
): Float32Array {
  const weights = new Float32Array(out * into * kernel * kernel);
  let n = 0;
  for (let o = 0; o < out; o++)
    for (let i = 0; i < into; i++)
      for (let y = 0; y < kernel; y++) for (let x = 0; x < kernel; x++) weights[n++] = get(o, i, y, x);
  return weights;
}

/** TensorFlow Lite's [out, y, x, in]. */
export function fromOhwi(w: Float32Array, out: number, kernel: number, into: number): Float32Array {
  return ordered(out, into, kernel, (o, i, y, x) => w[((o * kernel + y) * kernel + x) * into + i]);
}

/** TensorFlow's [y, x, in, out]. */
export function fromHwio(w: Float32Array, kernel: number, into: number, out: number): Float32Array {
  return ordered(out, into, kernel, (o, i, y, x) => w[((y * kernel + x) * into + i) * out + o]);
}

/** [y, x, channel], of one kernel for each channel. */
export function fromHwc(w: Float32Array, kernel: number, channels: number): Float32Array {
  return ordered(channels, 1, kernel, (o, _, y, x) => w[(y * kernel + x) * channels + o]);
}
