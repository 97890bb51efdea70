/** A peak stands so much out of its column's mean, of 255, and is so wide to each side, px. */
const LEAST_ABOVE = 8;
const HALF_WIDTH_PX = 3;
/** A second line of more than this share of the first, farther away than so many pixels, is a mirror's or another lamp's: neither is believed. */
const SECOND_SHARE = 0.55;
const APART_PX = 6;

/**
 * Where a laser's line crosses each column of a picture, to a fraction of a pixel: the centre of gravity round the brightest row (Fisher and Naidu,
 * 1996).
 * @param rows     receives the row by column; NaN where there is no line, or two
 * @param picture  brightness, shape [height, width]
 */
export function laserPeaks(rows: Float64Array, picture: Uint8Array, width: number, height: number): void {
  for (let u = 0; u < width; u++) {
    let sum = 0;
    let peak = 0;
    for (let v = 0, i = u; v < height; v++, i += width) {
      sum += picture[i];
      if (picture[i] > picture[peak * width + u]) peak = v;
    }
    const base = sum / height;
    const above = picture[peak * width + u] - base;
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
  for (let v = 0, i = u; v < height; v++, i += width) {
    if (picture[i] > limit && Math.abs(v - peak) > APART_PX) return true;
  }
  return false;
}
