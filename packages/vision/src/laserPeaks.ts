/** Rows that are looked at together: a line is so wide, noise is not. */
const LINE_PX = 5;
/** They stand so much out of their column's mean, of 255: 5 standard deviations of a dark pixel's noise (3), by the root of their number. */
const LEAST_ABOVE = 6;
/** Rows to each side that count for the line's middle. */
const HALF_WIDTH_PX = 4;
/** A second line of more than this share of the first, farther away than so many pixels, is a mirror's or another lamp's: neither is believed. */
const SECOND_SHARE = 0.55;
const APART_PX = 8;

/**
 * Where a laser's line crosses each column of a picture, to a fraction of a pixel: the centre of gravity round the brightest rows (Fisher and Naidu,
 * 1996).
 * @param rows     receives the row by column; NaN where there is no line, or two
 * @param picture  brightness, shape [height, width], at least LINE_PX rows
 */
export function laserPeaks(rows: Float64Array, picture: Uint8Array, width: number, height: number): void {
  for (let u = 0; u < width; u++) {
    let total = 0;
    let sum = 0;
    let most = -1;
    let peak = 0;
    for (let v = 0, i = u; v < height; v++, i += width) {
      total += picture[i];
      sum += picture[i] - (v >= LINE_PX ? picture[i - LINE_PX * width] : 0);
      if (sum <= most) continue;
      most = sum;
      peak = v - (LINE_PX - 1) / 2;
    }
    const base = total / height;
    const above = most / LINE_PX - base;
    rows[u] = Number.NaN;
    if (above < LEAST_ABOVE || peak < HALF_WIDTH_PX || peak >= height - HALF_WIDTH_PX) continue;
    if (hasSecond(picture, width, height, u, peak, base + SECOND_SHARE * above)) continue;
    let weight = 0;
    let moment = 0;
    for (let v = peak - HALF_WIDTH_PX; v <= peak + HALF_WIDTH_PX; v++) {
      const light = Math.max(0, picture[v * width + u] - base);
      weight += light;
      moment += light * v;
    }
    rows[u] = moment / weight;
  }
}

function hasSecond(
  picture: Uint8Array,
  width: number,
  height: number,
  u: number,
  peak: number,
  limit: number,
): boolean {
  let sum = 0;
  for (let v = 0, i = u; v < height; v++, i += width) {
    sum += picture[i] - (v >= LINE_PX ? picture[i - LINE_PX * width] : 0);
    if (sum > LINE_PX * limit && Math.abs(v - (LINE_PX - 1) / 2 - peak) > APART_PX) return true;
  }
  return false;
}
