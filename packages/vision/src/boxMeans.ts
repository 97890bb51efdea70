/**
 * Mean over the square of 2 `reach` + 1 around each pixel, as far as there are pixels; what is NaN is left out.
 * @param rows  scratch of the same size
 */
export function boxMeans(
  out: Float32Array,
  values: Float32Array,
  rows: Float32Array,
  width: number,
  height: number,
  reach: number,
): void {
  for (let v = 0; v < height; v++) {
    const row = v * width;
    let sum = 0;
    let count = 0;
    for (let u = -reach; u < width; u++) {
      const comes = u + reach < width ? values[row + u + reach] : Number.NaN;
      if (!Number.isNaN(comes)) {
        sum += comes;
        count++;
      }
      const goes = u - reach - 1 >= 0 ? values[row + u - reach - 1] : Number.NaN;
      if (!Number.isNaN(goes)) {
        sum -= goes;
        count--;
      }
      if (u >= 0) rows[row + u] = count > 0 ? sum / count : Number.NaN;
    }
  }
  for (let u = 0; u < width; u++) {
    let sum = 0;
    let count = 0;
    for (let v = -reach; v < height; v++) {
      const comes = v + reach < height ? rows[(v + reach) * width + u] : Number.NaN;
      if (!Number.isNaN(comes)) {
        sum += comes;
        count++;
      }
      const goes = v - reach - 1 >= 0 ? rows[(v - reach - 1) * width + u] : Number.NaN;
      if (!Number.isNaN(goes)) {
        sum -= goes;
        count--;
      }
      if (v >= 0) out[v * width + u] = count > 0 ? sum / count : Number.NaN;
    }
  }
}
