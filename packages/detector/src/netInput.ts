import type { RgbImage } from '@homebound/vision';

/** 0 to 255 become -1 to 1. */
const SCALE = 2 / 255;

/**
 * A picture as a net takes it: resized without regard to its shape, bilinear, in [-1, 1], plane by plane.
 * @param out     shape [3, side, side]
 * @param centre  where a pixel's sample lies: 0 at its upper left corner (TensorFlow 1's `resize_bilinear`), 0.5 in its middle
 * Allocates nothing but two small lists. Throws RangeError for a picture whose size and bytes do not agree.
 */
export function netInputInto(
  out: Float32Array,
  { width_px, height_px, data }: RgbImage,
  side: number,
  centre: 0 | 0.5,
): void {
  if (!(width_px > 0 && height_px > 0) || data.length !== 3 * width_px * height_px)
    throw new RangeError(`Cannot look at a picture of ${width_px} × ${height_px} pixels with ${data.length} bytes`);
  const plane = side * side;
  const columns = samples(width_px, side, centre);
  const rows = samples(height_px, side, centre);
  for (let iy = 0; iy < side; iy++) {
    const upper = 3 * rows.first[iy] * width_px;
    const lower = 3 * rows.second[iy] * width_px;
    const down = rows.share[iy];
    for (let ix = 0; ix < side; ix++) {
      const left = 3 * columns.first[ix];
      const right = 3 * columns.second[ix];
      const across = columns.share[ix];
      for (let c = 0, at = iy * side + ix; c < 3; c++, at += plane) {
        const a = data[upper + left + c];
        const top = a + (data[upper + right + c] - a) * across;
        const d = data[lower + left + c];
        const bottom = d + (data[lower + right + c] - d) * across;
        out[at] = (top + (bottom - top) * down) * SCALE - 1;
      }
    }
  }
}

function samples(
  size: number,
  side: number,
  centre: 0 | 0.5,
): { first: Int32Array; second: Int32Array; share: Float64Array } {
  const [first, second, share] = [new Int32Array(side), new Int32Array(side), new Float64Array(side)];
  for (let i = 0; i < side; i++) {
    const at = Math.min(Math.max(((i + centre) * size) / side - centre, 0), size - 1);
    first[i] = Math.floor(at);
    second[i] = Math.min(first[i] + 1, size - 1);
    share[i] = at - first[i];
  }
  return { first, second, share };
}
