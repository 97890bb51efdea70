/**
 * Pictures as cameras pack them into the robot's own form. Pure; each writes into a buffer of the caller's and allocates nothing.
 */

/**
 * YUYV (4:2:2, BT.601, limited range, as UVC cameras send) to red, green, blue.
 * @param out      shape [height, width, 3]
 * @param packed   rows of `stride` bytes, two pixels in four: Y0 U Y1 V; shape [height, stride]
 * @param stride   bytes of a row, at least 2 * width
 * Throws RangeError for an odd width, a stride that is too short, a packed or out of another size.
 */
export function rgbFromYuyv(out: Uint8Array, packed: Uint8Array, width: number, height: number, stride: number): void {
  if (width % 2 !== 0) throw new RangeError(`Cannot read YUYV: width must be even, got ${width}`);
  checkSizes('YUYV', packed, stride, 2 * width, height);
  if (out.length !== 3 * width * height)
    throw new RangeError(`Cannot read YUYV: needs ${3 * width * height} bytes for the picture, got ${out.length}`);
  for (let row = 0, to = 0; row < height; row++)
    for (let from = row * stride, end = from + 2 * width; from < end; from += 4) {
      const u = packed[from + 1] - 128;
      const v = packed[from + 3] - 128;
      // 8 bits of fraction: 1.596, 0.813, 0.392, 2.017.
      const red = 409 * v + 128;
      const green = -100 * u - 208 * v + 128;
      const blue = 516 * u + 128;
      for (let k = 0; k < 4; k += 2) {
        const y = 298 * (packed[from + k] - 16);
        out[to++] = clamp((y + red) >> 8);
        out[to++] = clamp((y + green) >> 8);
        out[to++] = clamp((y + blue) >> 8);
      }
    }
}

/**
 * 16-bit depth (Z16, little-endian, `unit_m` a step) to m along the view; 0, which is how such cameras say that nothing was measured, to NaN.
 * @param out  shape [height, width]. Throws RangeError for sizes that do not fit.
 */
export function metresFromZ16(
  out: Float32Array,
  packed: Uint8Array,
  width: number,
  height: number,
  stride: number,
  unit_m: number,
): void {
  checkSizes('Z16', packed, stride, 2 * width, height);
  if (out.length !== width * height)
    throw new RangeError(`Cannot read Z16: needs ${width * height} pixels for the picture, got ${out.length}`);
  for (let row = 0, to = 0; row < height; row++)
    for (let from = row * stride, end = from + 2 * width; from < end; from += 2) {
      const steps = packed[from] | (packed[from + 1] << 8);
      out[to++] = steps === 0 ? Number.NaN : steps * unit_m;
    }
}

/** The brightness of YUYV alone: what cameras of one colour send in its place. Throws RangeError for sizes that do not fit. */
export function brightnessFromYuyv(
  out: Uint8Array,
  packed: Uint8Array,
  width: number,
  height: number,
  stride: number,
): void {
  checkSizes('YUYV', packed, stride, 2 * width, height);
  if (out.length !== width * height)
    throw new RangeError(`Cannot read YUYV: needs ${width * height} bytes for the picture, got ${out.length}`);
  for (let row = 0, to = 0; row < height; row++)
    for (let from = row * stride, end = from + 2 * width; from < end; from += 2) out[to++] = packed[from];
}

/** One byte a pixel (GREY), without what pads its rows. Throws RangeError for sizes that do not fit. */
export function brightnessFromGrey(
  out: Uint8Array,
  packed: Uint8Array,
  width: number,
  height: number,
  stride: number,
): void {
  checkSizes('GREY', packed, stride, width, height);
  if (out.length !== width * height)
    throw new RangeError(`Cannot read GREY: needs ${width * height} bytes for the picture, got ${out.length}`);
  for (let row = 0; row < height; row++) out.set(packed.subarray(row * stride, row * stride + width), row * width);
}

function checkSizes(what: string, packed: Uint8Array, stride: number, row: number, height: number): void {
  if (stride < row) throw new RangeError(`Cannot read ${what}: a row of ${row} bytes does not fit into ${stride}`);
  const needed = stride * (height - 1) + row;
  if (packed.length < needed)
    throw new RangeError(`Cannot read ${what}: needs ${needed} bytes, got ${packed.length}: the picture is cut off`);
}

function clamp(value: number): number {
  return value < 0 ? 0 : Math.min(255, value);
}
